"""Wrapped keys on their way: which are sent, and which of those that come are taken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from depter.exchange.judging import Judge
from depter.ledger.entry import b64
from depter.ledger.ledger import Ledger, SubjectKeyRow
from depter.notebook.keyrows import is_itself, wrapped
from depter.values.ids import is_id
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, KeyNotHeld
from depter.vault.keyring import Keyring
from depter.vault.subjectkeys import open_subject_key

_MOST_TURNS: Final = 2**32
_LONGEST_ID: Final = 64


def keys_about(ledger: Ledger, subjects: Iterable[str]) -> Iterator[SubjectKeyRow]:
    """Every wrapped key of these subjects."""
    for subject in subjects:
        for level in Level:
            yield from ledger.keys_of(subject, level)


def turned_keys(ledger: Ledger) -> list[SubjectKeyRow]:
    """Every key that was wrapped again, for other custodians than it was first."""
    return [row for row in iter(ledger.keys()) if row.turn > 0]


def turned_digest(rows: Iterable[SubjectKeyRow]) -> str:
    """A digest of them all: where two notebooks agree in it, none needs to be sent."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(msgspec.msgpack.encode(row))
    return b64(digest.digest())


def trustworthy(
    rows: Iterable[SubjectKeyRow], *, ledger: Ledger, keyring: Keyring
) -> list[SubjectKeyRow]:
    """The new rows that may be kept: those that are what their id says, and open where they can
    be tried. What was wrapped again is judged by :func:`by_custodians`.

    A sealed key cannot be tried by anybody but a custodian. Nobody but its maker seals to it, so
    one that does not open closes nothing but what its own maker wrote.
    """
    return [row for row in rows if _may_be_kept(row, ledger, keyring)]


def by_custodians(rows: Iterable[SubjectKeyRow], *, judge: Judge) -> list[SubjectKeyRow]:
    """The rows that a custodian's device wrapped again, and signed. Where the key is here, only
    one who is custodian now takes the place of what is kept."""
    return [row for row in rows if row.turn and _is_well_formed(row) and judge.may_turn(row)]


def _is_well_formed(row: SubjectKeyRow) -> bool:
    return is_id(row.subject) and 0 <= row.turn <= _MOST_TURNS and len(row.id) <= _LONGEST_ID


def _may_be_kept(row: SubjectKeyRow, ledger: Ledger, keyring: Keyring) -> bool:
    if not _is_well_formed(row) or not is_itself(row):
        return False
    if any(one.id == row.id for one in ledger.keys_of(row.subject, row.level)):
        return False
    if row.level is Level.SEALED:
        return True
    try:
        open_subject_key(wrapped(row), keyring=keyring)
    except KeyNotHeld:
        return True
    except BodyDamaged:
        return False
    return True
