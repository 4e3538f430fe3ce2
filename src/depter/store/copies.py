"""Backups of an open notebook: making and verifying them, and when and where the last one was.

When and where is kept beside the register, encrypted: addresses are nobody else's business.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import msgspec

from depter.exchange.places import Place
from depter.recovery.backup import Made, make_backup
from depter.recovery.verifying import Proof, prove_backup
from depter.register.access import Right, require
from depter.store.book import Book
from depter.store.trusteeship import keep_recovery
from depter.vault import symmetric

STALE: Final = timedelta(days=7)
_FILE: Final = "backups"
_CONTEXT: Final = b"depter-backups-1"
_MOST_PLACES: Final = 16


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """The last backup in one place.

    Attributes:
        address: where, without any password.
        at, entries: when it was made, ISO 8601 in UTC, and how many entries it holds.
        recoverable: whether the trustees' shares open it.
        verified_at: when all of it was last read back and checked, empty for never.
    """

    address: str
    at: str
    entries: int
    recoverable: bool
    verified_at: str = ""

    def is_stale(self, at: datetime) -> bool:
        """Whether it was made more than a week before."""
        return at - datetime.fromisoformat(self.at) > STALE


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How well the register is backed up; the latest copy first.

    ``unsaved`` is how many entries are in no backup.
    """

    copies: tuple[Copy, ...]
    unsaved: int
    is_stale: bool


def make_copy(book: Book, place: Place, *, progress: Callable[[int], None] | None = None) -> Made:
    """Carry what is new to a place, read it back, and note that it is there.

    Raises:
        NotAllowed: no member who may.
        BackupOfAnother, BackupDamaged, DiskFull, and the failures of places: as they say.
    """
    require(book.notebook.viewer, Right.BACK_UP)
    keep_recovery(book)
    made = make_backup(
        book.notebook,
        place,
        key_file=book.key_file,
        now=book.notebook.now(),
        progress=progress,
    )
    copy = Copy(
        address=place.address, at=made.at, entries=made.entries, recoverable=made.recoverable
    )
    _note(book, copy)
    return made


def verify_copy(
    book: Book, place: Place, *, progress: Callable[[int], None] | None = None
) -> Proof:
    """Read everything of a backup back and check it, and note that it was.

    Raises:
        NotAllowed: no member who may.
        NoBackupThere, BackupDamaged, and the failures of places: as they say.
    """
    require(book.notebook.viewer, Right.BACK_UP)
    proof = prove_backup(book.notebook, place, progress=progress)
    known = {one.address: one for one in copies(book)}.get(place.address)
    if known is not None and known.at == proof.at:
        now = book.notebook.now().isoformat(timespec="seconds")
        _note(book, msgspec.structs.replace(known, verified_at=now))
    return proof


def standing(book: Book, *, at: datetime) -> Standing:
    """When and where the last backups were; stale after a week in which something was written."""
    found = copies(book)
    entries = sum(head.seq for head in book.notebook.ledger.heads().values())
    unsaved = max(0, entries - max((one.entries for one in found), default=0))
    is_stale = not found or (bool(unsaved) and found[0].is_stale(at))
    return Standing(copies=found, unsaved=unsaved, is_stale=is_stale)


def copies(book: Book) -> tuple[Copy, ...]:
    """The last backup in each place, the latest first; what cannot be read is as if there were
    none."""
    try:
        sealed = (book.path / _FILE).read_bytes()
        plain = symmetric.decrypt(sealed, key=_key(book), context=_CONTEXT)
        found = msgspec.json.decode(plain, type=tuple[Copy, ...]) if plain else ()
    except (OSError, msgspec.MsgspecError):
        return ()
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _note(book: Book, copy: Copy) -> None:
    others = [one for one in copies(book) if one.address != copy.address]
    plain = msgspec.json.encode((copy, *others[: _MOST_PLACES - 1]))
    beside = book.path / f"{_FILE}.new"
    with open(beside, "wb", opener=_private) as out:
        out.write(symmetric.encrypt(plain, key=_key(book), context=_CONTEXT))
    os.replace(beside, book.path / _FILE)


def _key(book: Book) -> bytes:
    database = book.notebook.keyring.database
    return hashlib.blake2b(database, digest_size=32, person=b"depter-copies").digest()


def _private(path: str, flags: int) -> int:
    """For its owner alone; a link in its place is not followed."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
