"""What a backup is made of: a few encrypted files in a place that somebody else may read.

``about.json`` is plain and names nobody. Everything else is encrypted under the backup key, which
follows from the key of the database; for the trustees it is sealed to their recipient too.
``docs/backup-format.md`` says it byte for byte.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final, TypeVar

import msgspec

from depter.errors import N_, DepterError
from depter.ledger.heads import Head
from depter.notebook.keyfile import Recovery

FORMAT: Final = "depter-backup-1"
ABOUT: Final = "about.json"
KEY_FILE: Final = "keys.json"
MANIFEST: Final = "manifest"
_LENGTH: Final = struct.Struct(">I")
_LARGEST_RECORD: Final = 64 * 1024 * 1024
T = TypeVar("T")


class BackupDamaged(DepterError):
    """A file of the backup is missing, cut short or changed."""

    what: ClassVar[str] = N_("This backup is damaged or incomplete ({file}).")
    safe: ClassVar[str] = N_("Nothing was restored from it, and the register was not touched.")
    do: ClassVar[str] = N_("Use another backup, and make a new one as soon as you can.")
    exit_code: ClassVar[int] = 4


class NoBackupThere(DepterError):
    """The place holds no backup of Depter's."""

    what: ClassVar[str] = N_("There is no backup in this place.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Check the address; a backup has a file “about.json”.")
    exit_code: ClassVar[int] = 3


class BackupOfAnother(DepterError):
    """The place holds the backup of another notebook, or of another machine of this office."""

    what: ClassVar[str] = N_("This place holds the backup of another notebook or machine.")
    safe: ClassVar[str] = N_("Nothing was written there, so that it is not lost.")
    do: ClassVar[str] = N_("Choose an empty folder for the backup of this machine.")
    exit_code: ClassVar[int] = 2


class BackupTooNew(DepterError):
    """The backup was made by a later Depter."""

    what: ClassVar[str] = N_("This backup was made by a newer Depter.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Install the newest Depter and restore with it.")
    exit_code: ClassVar[int] = 4


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The plain part.

    Attributes:
        mark: names the backup key without telling it, so that two machines of an office do not
            write over each other's backups.
        trustees: what the shares open, when there are trustees.
        sealed: the backup key, sealed to the trustees' recipient; empty without them.
    """

    notebook: str
    mark: str
    trustees: Recovery | None = None
    sealed: bytes = b""
    format: str = FORMAT


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the backup as it lies in the place: size and SHA-256 of its encrypted bytes."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What makes up the backup; written last, so that a run cut short changes nothing.

    Attributes:
        at: when it was made, ISO 8601 in UTC.
        heads: the end of every feed that it holds.
        segments: entries, in the order in which they were backed up.
        keys: wrapped keys of subjects, whole each time, so that destroyed ones go.
        files: encrypted evidence, by its name in the notebook.
    """

    at: str
    heads: tuple[Head, ...]
    segments: tuple[Stored, ...]
    keys: Stored
    files: dict[str, Stored] = {}
    entries: int = 0


def backup_key(database: bytes) -> bytes:
    """The key of a notebook's backups; every member of the machine can make it."""
    return hashlib.blake2b(database, digest_size=32, person=b"depter-backup").digest()


def mark_of(key: bytes) -> str:
    """Names a backup key without telling it."""
    return hashlib.blake2b(key, digest_size=8, person=b"depter-bkp-mark").hexdigest()


def frames(records: Iterable[Any]) -> Iterator[bytes]:
    """Records as bytes, each behind its length."""
    encoder = msgspec.msgpack.Encoder()
    for record in records:
        packed = encoder.encode(record)
        yield _LENGTH.pack(len(packed)) + packed


def unframed(chunks: Iterable[bytes], *, file: str) -> Iterator[bytes]:
    """The records' bytes behind :func:`frames`; ``file`` names where they are from.

    Raises:
        BackupDamaged: cut in the middle of one, or one that is larger than any.
    """
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= _LENGTH.size:
            [length] = _LENGTH.unpack_from(waiting)
            if length > _LARGEST_RECORD:
                raise BackupDamaged(file=file)
            end = _LENGTH.size + length
            if len(waiting) < end:
                break
            yield bytes(waiting[_LENGTH.size : end])
            del waiting[:end]
    if waiting:
        raise BackupDamaged(file=file)


def decoded(packed: bytes, shape: type[T], *, file: str) -> T:
    """One record of a file.

    Raises:
        BackupDamaged: of another shape.
    """
    try:
        return msgspec.msgpack.decode(packed, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise BackupDamaged(file=file) from problem


def read_about(content: bytes) -> About:
    """The plain part.

    Raises:
        BackupDamaged, BackupTooNew: it is none of this format.
    """
    try:
        found = msgspec.json.decode(content)
        if isinstance(found, dict) and found.get("format") != FORMAT:
            known = str(found.get("format", "")).startswith("depter-backup-")
            raise BackupTooNew() if known else BackupDamaged(file=ABOUT)
        return msgspec.convert(found, About)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise BackupDamaged(file=ABOUT) from problem
