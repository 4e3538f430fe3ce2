"""The second factor at the terminal: the code of the phone, or a recovery code."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import click
import msgspec

from depter.cli.passphrase import has_terminal
from depter.errors import N_, BadInput, DepterError

if TYPE_CHECKING:
    from depter.notebook.keyfile import Opened
    from depter.store.book import Book

VARIABLE: Final = "DEPTER_CODE_FILE"


class CodeMissing(BadInput):
    """This member also needs a code, and nobody is there to type it."""

    what: ClassVar[str] = N_("This member signs in with a code as well, and none was given.")
    do: ClassVar[str] = N_("Run the command in a terminal, or name a file in DEPTER_CODE_FILE.")


class CodeWrong(DepterError):
    """The code is not the phone's present one, nor a recovery code that is left."""

    what: ClassVar[str] = N_("This code is not right, or was used before.")
    safe: ClassVar[str] = N_("Nothing was shown or changed.")
    do: ClassVar[str] = N_("Wait for the next code of the phone, or use a recovery code.")
    exit_code: ClassVar[int] = 3


class PasskeyOnly(DepterError):
    """The member's only second factor is a passkey, which a terminal cannot ask."""

    what: ClassVar[str] = N_(
        "This member signs in with a passkey, which only a browser can ask for."
    )
    safe: ClassVar[str] = N_("Nothing was shown or changed.")
    do: ClassVar[str] = N_("Sign in with “depter serve”, or add codes of a phone there.")
    exit_code: ClassVar[int] = 6


def ask_second_factor(book: Book, opened: Opened) -> None:
    """Ask for the code where the member has one, and note that it was used.

    Raises:
        CodeMissing, CodeWrong, PasskeyOnly: nobody is let in.
        TriedTooSoon, LockedOut: after wrong codes.
    """
    from depter.notebook.keyfile import with_keyring
    from depter.web.signin.attempt import try_code
    from depter.web.signin.factors import read_factors, write_factors

    factors = read_factors(opened.keyring.factors)
    if not factors.asks:
        return
    if not factors.asks_code:
        raise PasskeyOnly
    attempt = try_code(factors, _code(), now=time.time())
    keyring = msgspec.structs.replace(opened.keyring, factors=write_factors(attempt.factors))
    book.keep_keys(with_keyring(book.key_file, opened, keyring))
    if not attempt.is_right:
        raise CodeWrong


def _code() -> str:
    named = os.environ.get(VARIABLE)
    if named:
        try:
            return Path(named).read_text("utf-8")[:200].strip()
        except (OSError, ValueError):
            raise CodeMissing from None
    if not has_terminal():
        raise CodeMissing
    typed: str = click.prompt("Code of the phone, or a recovery code", err=True)
    return typed
