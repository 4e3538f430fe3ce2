"""Wrapped keys on their way: which are sent, and which of those that come are taken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from depter.ledger.entry import b64
from depter.ledger.ledger import Ledger, SubjectKeyRow
from depter.notebook.bodies import wrapped
from depter.values.ids import is_id
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, KeyNotHeld
from depter.vault.keyring import Keyring
from depter.vault.subjectkeys import open_subject_key


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
    """The rows that may be kept: new ones that open where they can be tried, and further turns.

    A row that does not open would hide what is under the right one. A sealed key cannot be tried
    by anybody but a custodian; there the newer turn is taken on the word of whoever signed.
    """
    return [row for row in rows if _may_be_kept(row, ledger, keyring)]


def _may_be_kept(row: SubjectKeyRow, ledger: Ledger, keyring: Keyring) -> bool:
    if not is_id(row.subject) or row.turn < 0 or len(row.id) > 64 or row.turn > 2**32:
        return False
    if row.level is Level.SEALED:
        return True
    if any(one.id == row.id for one in ledger.keys_of(row.subject, row.level)):
        return False
    try:
        open_subject_key(wrapped(row), keyring=keyring)
    except KeyNotHeld:
        return True
    except BodyDamaged:
        return False
    return True
