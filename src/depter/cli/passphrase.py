"""The passphrase: from a file that only its owner can read, or typed without being shown."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import ClassVar, Final

import click

from depter.errors import N_, BadInput

VARIABLE: Final = "DEPTER_PASSPHRASE_FILE"
_LONGEST: Final = 4096


class PassphraseFileUnreadable(BadInput):
    """The file that ``DEPTER_PASSPHRASE_FILE`` names gives no passphrase."""

    what: ClassVar[str] = N_("The passphrase file cannot be read, is empty, or is no text.")
    do: ClassVar[str] = N_("Check the path in DEPTER_PASSPHRASE_FILE, or unset it to be asked.")


class NobodyToAsk(BadInput):
    """No passphrase was given, and no terminal is there to ask on."""

    what: ClassVar[str] = N_("No passphrase was given, and there is no terminal to ask on.")
    do: ClassVar[str] = N_("Write it into a file of yours and name it in DEPTER_PASSPHRASE_FILE.")


def read_passphrase(*, is_new: bool = False) -> str:
    """The passphrase of the notebook; a new one is typed twice.

    Raises:
        PassphraseFileUnreadable, NobodyToAsk: there is none.
        WeakPassphrase: a new one that is too simple.
    """
    named = os.environ.get(VARIABLE)
    passphrase = _from_file(Path(named)) if named else _typed(is_new=is_new)
    if is_new:
        from depter.vault.slots import check_passphrase

        check_passphrase(passphrase)
    return passphrase


def is_readable_by_others(path: Path) -> bool:
    """Whether anybody but the owner may read the file."""
    return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _from_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST + 1).decode()
        if is_readable_by_others(path):
            warning = f"Warning: other people on this machine can read the file in {VARIABLE}."
            click.echo(f"{warning} Run “chmod 600” on it.", err=True)
    except (OSError, ValueError):
        raise PassphraseFileUnreadable from None
    # One line end belongs to the editor; spaces belong to the passphrase.
    passphrase = text.removesuffix("\n").removesuffix("\r")
    if not passphrase or len(text) > _LONGEST:
        raise PassphraseFileUnreadable
    return passphrase


def _typed(*, is_new: bool) -> str:
    if not has_terminal():
        raise NobodyToAsk
    if is_new:
        click.echo("Choose at least five words that do not belong together.", err=True)
    typed: str = click.prompt(
        "New passphrase" if is_new else "Passphrase",
        hide_input=True,
        confirmation_prompt="The same again" if is_new else False,
        err=True,
    )
    return typed


def has_terminal() -> bool:
    """Whether somebody can type: also when standard input is a file."""
    if sys.stdin.isatty():
        return True
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
