"""Encrypted files that travel beside the parts: which are known, which are lacking, taking them.

They are encrypted already, each under the key of its subject, and are carried as they are.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from depter.errors import DepterError
from depter.exchange.parcel import FileBeside
from depter.ledger.entry import b64
from depter.notebook.notebook import Notebook
from depter.register.facts.world import EvidenceDeposited
from depter.values.ids import is_id

_BLOCK: Final = 1024 * 1024


class Source(Protocol):
    """Where parts and files are taken from; every :class:`depter.exchange.places.Place` is one."""

    def list(self, prefix: str = "") -> list[str]:
        """All names."""

    def size(self, name: str) -> int | None:
        """Bytes of one file, None where there is none."""

    def read(self, name: str) -> bytes:
        """One file."""

    def read_file(self, name: str, path: Path) -> None:
        """One file, into the file at ``path``."""


def known_blobs(book: Notebook) -> Iterator[tuple[str, str]]:
    """Entry and file name of every deposit that this member can read. A name that is no id is
    passed over: it could lead out of the folder."""
    if not book.ledger.first_subject("evidence.deposited"):
        return
    for one in book.recorded("evidence.deposited"):
        if isinstance(one.fact, EvidenceDeposited) and is_id(one.fact.blob):
            yield one.id, one.fact.blob


def lacking(book: Notebook) -> tuple[str, ...]:
    """Files that entries speak of and that are not here."""
    held = _held(book)
    return tuple(sorted({blob for _, blob in known_blobs(book)} - held))


def described(book: Notebook, blob: str, *, name: str) -> FileBeside:
    """A file of this notebook as a part speaks of it.

    Raises:
        FileNotFoundError: it is not here.
    """
    path = book.folder.files / blob
    return FileBeside(blob=blob, name=name, size=path.stat().st_size, sha256=digest_of_file(path))


def take_files(book: Notebook, source: Source, files: Iterable[FileBeside]) -> tuple[int, int]:
    """Fetch the files that are lacking here; how many came, and how many did not.

    One that is not there, or not what the part says, is lacking still, and asked for with the
    next bundle from here.
    """
    wanted = {one.blob: one for one in files}
    came = failed = 0
    for blob in lacking(book) if wanted else ():
        if blob in wanted:
            is_there = _fetch(source, wanted[blob], book.folder.files / blob)
            came, failed = came + is_there, failed + (not is_there)
    return came, failed


def digest_of_file(path: Path) -> str:
    """SHA-256, base64url."""
    digest = hashlib.sha256()
    with open(path, "rb") as stored:
        while block := stored.read(_BLOCK):
            digest.update(block)
    return b64(digest.digest())


def _fetch(source: Source, one: FileBeside, path: Path) -> bool:
    half = path.with_name(f"{path.name}.part")  # a crash leaves this, and opening takes it away
    try:
        if source.size(one.name) != one.size:
            return False
        source.read_file(one.name, half)
        if half.stat().st_size != one.size or digest_of_file(half) != one.sha256:
            return False
        os.replace(half, path)
    except DepterError:
        return False
    finally:
        half.unlink(missing_ok=True)
    return True


def _held(book: Notebook) -> set[str]:
    return {one.name for one in os.scandir(book.folder.files) if one.is_file()}
