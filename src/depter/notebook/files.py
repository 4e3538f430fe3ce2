"""Encrypted files of a notebook, each under its subject's key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from depter.errors import is_disk_full
from depter.notebook.errors import DiskFull
from depter.notebook.notebook import Notebook
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, KeyNotHeld
from depter.vault.files import Stored, read_file, store_file


def new_blob() -> str:
    """A random name for the encrypted file; it says nothing about what is inside."""
    return new_id()


def store_blob(book: Notebook, subject: SubjectId, *, blob: str, chunks: Iterable[bytes]) -> Stored:
    """Encrypt a stream beside the database.

    Raises:
        DiskFull: no room; what was written of it is removed.
    """
    try:
        return store_file(
            chunks,
            path=book.folder.files / blob,
            key=book.subject_key(subject, Level.INTERNAL),
        )
    except OSError as problem:
        if is_disk_full(problem):
            raise DiskFull() from problem
        raise


def read_blob(book: Notebook, subject: SubjectId, *, blob: str) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk; the first block tells which of the subject's keys fits.

    Raises:
        BodyDamaged: missing, changed or cut short, or its keys were destroyed.
        KeyNotHeld: it is under an office key that this member was never given.
    """
    keys, are_all = book.subject_keys(subject, Level.INTERNAL)
    return _read(book.folder.files / blob, keys, are_all=are_all)


def _read(path: Path, keys: Sequence[bytes], *, are_all: bool) -> Iterator[bytes]:
    for key in keys:
        chunks = read_file(path, key=key)
        try:
            first = next(chunks)
        except BodyDamaged:
            continue
        yield first
        yield from chunks
        return
    raise BodyDamaged() if are_all else KeyNotHeld()
