"""A member's own box in the key file, read and written anew during a session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar, Final, TypeVar

import msgspec

from depter.errors import N_, DepterError
from depter.notebook.keyfile import Opened, reopened, with_keyring
from depter.store.book import Book
from depter.vault.errors import WrongPassphrase
from depter.web.frame.sitting import Held, Sitting
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.signin.factors import Factors, read_factors, write_factors

KEY_FILE: Final = threading.Lock()
"""Whoever reads the key file in order to write it holds this from reading to writing."""

_Answer = TypeVar("_Answer")


class KeysChanged(DepterError):
    """This session's box is not in the key file any more."""

    what: ClassVar[str] = N_("Your keys on this computer were written anew since you signed in.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Sign out, then sign in again.")
    exit_code: ClassVar[int] = 6


def own_box(book: Book, sitting: Sitting) -> Opened:
    """The member's box as it now stands in the file; hold :data:`KEY_FILE` to write it.

    Raises:
        KeysChanged: it is gone, or under another passphrase.
    """
    held = sitting.held()
    if held is None or held.opened is None:
        raise KeysChanged()
    try:
        return reopened(book.key_file, held.opened)
    except WrongPassphrase as problem:
        raise KeysChanged() from problem


def hold(sitting: Sitting, opened: Opened, *, phone: str = "") -> None:
    """Let the session know the box as it was just written."""
    sitting.hold(Held(keyring=opened.keyring, master=opened.master, box=opened.box, phone=phone))


def factors_of(request: UnlockedRequest) -> Factors:
    """The member's second factors as they stand in the file; another session may have used one.

    Raises:
        KeysChanged, FactorsDamaged: as they say.
    """
    return read_factors(own_box(request.book, request.sitting).keyring.factors)


def judge(request: UnlockedRequest, look: Callable[[Factors], tuple[_Answer, Factors]]) -> _Answer:
    """Let ``look`` judge something by the factors in the file, and write what it leaves of them
    before anybody is told: nothing that counts once may count twice.

    Raises:
        KeysChanged, FactorsDamaged: as they say; and whatever ``look`` raises.
    """
    with KEY_FILE:
        opened = own_box(request.book, request.sitting)
        before = read_factors(opened.keyring.factors)
        answer, after = look(before)
        if after != before:
            keyring = msgspec.structs.replace(opened.keyring, factors=write_factors(after))
            key_file = with_keyring(request.book.key_file, opened, keyring)
            request.book.keep_keys(key_file)
            hold(request.sitting, reopened(key_file, opened))
    return answer
