"""What every kind of place can do: read, write, list and forget opaque files."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from depter.errors import DepterError, is_disk_full
from depter.exchange.place_errors import NotInPlace, OwnFileFailed, PlaceBroken
from depter.exchange.place_names import checked_name
from depter.notebook.errors import DiskFull

BLOCK: Final = 1024 * 1024
"""Bytes that are carried at a time."""
LARGEST_READ: Final = 256 * 1024 * 1024
"""Bytes that ``read`` takes into memory; beyond it, use ``read_file``."""

Progress = Callable[[int], None]
"""Called after every block with the number of bytes carried so far."""


class Place(ABC):
    """A named store of opaque files. All methods raise the failures of ``place_errors``."""

    def __init__(self, address: str) -> None:
        self.address: Final = address

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # no address: a repr ends in logs

    @abstractmethod
    def list(self, prefix: str = "") -> list[str]:
        """All names that begin with ``prefix``, sorted; what has no proper name is left out."""

    @abstractmethod
    def size(self, name: str) -> int | None:
        """Bytes of one file, or None where there is none."""

    @abstractmethod
    def delete(self, name: str) -> None:
        """Remove one file; it is no failure when there is none."""

    def free_bytes(self) -> int | None:
        """Room left, where that is known (folders)."""
        return None

    def read(self, name: str) -> bytes:
        """One file of at most ``LARGEST_READ`` bytes."""
        size = self._there(name)
        if size > LARGEST_READ:
            raise PlaceBroken()
        return b"".join(exactly(self._blocks(name), size, PlaceBroken))

    def write(self, name: str, content: bytes) -> None:
        """Store one file whole, or not at all; an earlier one of this name is replaced."""
        view = memoryview(content)
        starts = range(0, len(content), BLOCK)
        blocks = (bytes(view[start : start + BLOCK]) for start in starts)
        self._put(checked_name(name), blocks, size=len(content))

    def write_file(self, name: str, path: Path, *, progress: Progress | None = None) -> None:
        """Store the file at ``path`` like ``write``, block by block."""
        checked_name(name)
        with _own_failures(), open(path, "rb") as source:
            size = os.fstat(source.fileno()).st_size
            blocks = exactly(_own_blocks(source), size, OwnFileFailed)
            self._put(name, _counted(blocks, progress), size=size)

    def read_file(self, name: str, path: Path, *, progress: Progress | None = None) -> None:
        """Fetch one file to ``path``: into a ``.part`` beside it, then renamed."""
        blocks = exactly(self._blocks(name), self._there(name), PlaceBroken)
        beside = path.with_name(path.name + ".part")
        with _own_failures():
            try:
                with open(beside, "wb", opener=_private) as out:
                    for block in _counted(blocks, progress):
                        out.write(block)
                    out.flush()
                    os.fsync(out.fileno())
                os.replace(beside, path)
            except BaseException:
                with suppress(OSError):
                    beside.unlink(missing_ok=True)
                raise

    def _there(self, name: str) -> int:
        size = self.size(name)
        if size is None:
            raise NotInPlace()
        return size

    @abstractmethod
    def _blocks(self, name: str) -> Iterator[bytes]: ...

    @abstractmethod
    def _put(self, name: str, blocks: Iterator[bytes], *, size: int) -> None: ...


def exactly(blocks: Iterator[bytes], size: int, failure: type[DepterError]) -> Iterator[bytes]:
    """The blocks, if they are as many bytes as was said: no cut file, and none without an end."""
    carried = 0
    for block in blocks:
        carried += len(block)
        if carried > size:
            raise failure()
        yield block
    if carried != size:
        raise failure()


def _counted(blocks: Iterator[bytes], progress: Progress | None) -> Iterator[bytes]:
    carried = 0
    for block in blocks:
        yield block
        carried += len(block)
        if progress is not None:
            progress(carried)


def _own_blocks(source: IO[bytes]) -> Iterator[bytes]:
    with _own_failures():
        while block := source.read(BLOCK):
            yield block


@contextmanager
def _own_failures() -> Iterator[None]:
    """A failure of this computer's disk is not told as one of the place."""
    try:
        yield
    except OSError as problem:
        raise (DiskFull() if is_disk_full(problem) else OwnFileFailed()) from None


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
