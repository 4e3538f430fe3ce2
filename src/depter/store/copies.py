"""Backing up an open notebook, and remembering when and where that was last done."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from depter.exchange.place import Place
from depter.recovery.backup import Made, Progress, make_backup
from depter.register.access import Right, require
from depter.store.book import Book
from depter.store.looks import What
from depter.vault import symmetric

STALE: Final = timedelta(days=7)
_KEPT: Final = 20
_NAME: Final = "backups"


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """One backup that was made: when (ISO 8601, UTC), where, and how many entries it holds."""

    at: str
    address: str
    entries: int

    def is_stale(self, now: datetime) -> bool:
        """Whether it is older than a week."""
        return now - datetime.fromisoformat(self.at) > STALE


def make_copy(book: Book, place: Place, *, progress: Progress | None = None) -> Made:
    """Carry what is new to the place and note that it was done.

    Raises:
        NotAllowed: the member may not back up.
        BackupOfAnother, BackupDamaged, DiskFull, PlaceNotThere, …: see
            :func:`depter.recovery.backup.make_backup`.
    """
    require(book.viewer, Right.BACK_UP)
    book.record_look(What.BACKUP)
    made = make_backup(
        book.notebook,
        place,
        key_file=book.key_file,
        now=datetime.now(UTC),
        progress=progress,
    )
    noted = (Copy(at=made.at, address=place.address, entries=made.entries), *copies(book))
    _write(book, noted[:_KEPT])
    return made


def copies(book: Book) -> tuple[Copy, ...]:
    """The backups that this machine made, newest first; none where the note is lost."""
    try:
        stored = (book.path / _NAME).read_bytes()
    except OSError:
        return ()
    plain = symmetric.decrypt(stored, key=_key(book), context=_NAME.encode())
    try:
        return msgspec.json.decode(plain or b"[]", type=tuple[Copy, ...])
    except msgspec.MsgspecError:
        return ()


def _write(book: Book, noted: tuple[Copy, ...]) -> None:
    """Beside, flushed, renamed. It holds addresses, so it is encrypted like everything else."""
    plain = msgspec.json.encode(noted)
    path = book.path / _NAME
    beside = path.with_suffix(".new")
    with open(beside, "wb") as out:
        out.write(symmetric.encrypt(plain, key=_key(book), context=_NAME.encode()))
        out.flush()
        os.fsync(out.fileno())
    beside.chmod(0o600)
    os.replace(beside, path)


def _key(book: Book) -> bytes:
    """Every member of the machine may know when a backup was made."""
    database = book.notebook.keyring.database
    return hashlib.blake2b(database, digest_size=32, person=b"depter-copies").digest()
