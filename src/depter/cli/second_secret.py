"""Secrets beside the passphrase: an invitation's code, and a passphrase that replaces another."""

from __future__ import annotations

import os
from typing import ClassVar, Final

import click

from depter.cli.passphrase import VARIABLE as PASSPHRASE
from depter.cli.passphrase import read_passphrase
from depter.errors import N_, BadInput

CODE: Final = "DEPTER_CODE_FILE"
NEW: Final = "DEPTER_NEW_PASSPHRASE_FILE"


class CodeMissing(BadInput):
    """No code was given, and no terminal is there to ask on."""

    what: ClassVar[str] = N_("No code was given, and there is no terminal to ask on.")
    do: ClassVar[str] = N_("Write it into a file of yours and name it in DEPTER_CODE_FILE.")


def read_typed_code() -> str:
    """The code of an invitation, from the file that ``DEPTER_CODE_FILE`` names, or typed.

    Raises:
        PassphraseFileUnreadable, CodeMissing: there is none.
    """
    if os.environ.get(CODE):
        return _read(os.environ[CODE], is_new=False)
    try:
        typed: str = click.prompt("Code of the invitation", err=True)
    except click.Abort as problem:
        raise CodeMissing from problem
    return typed


def read_new_passphrase() -> str:
    """The passphrase to come, from the file that ``DEPTER_NEW_PASSPHRASE_FILE`` names, or typed.

    Raises:
        PassphraseFileUnreadable, NobodyToAsk, WeakPassphrase: there is none that will do.
    """
    return _read(os.environ.get(NEW, ""), is_new=True)


def _read(named: str, *, is_new: bool) -> str:
    """Read as a passphrase is read, from another file, or from the terminal for none."""
    before = os.environ.get(PASSPHRASE)
    os.environ[PASSPHRASE] = named
    try:
        return read_passphrase(is_new=is_new)
    finally:
        os.environ.pop(PASSPHRASE)
        if before is not None:
            os.environ[PASSPHRASE] = before
