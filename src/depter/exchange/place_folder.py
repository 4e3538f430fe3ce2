"""A folder as a place, often on a stick that is pulled out the moment the bar is full.

Written by hand and not with opendal, which follows symbolic links and does not flush the folder
after the rename.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from depter.exchange.place import BLOCK, Place
from depter.exchange.place_errors import NotInPlace, PlaceBroken, PlaceNotThere, folder_failures
from depter.exchange.place_names import (
    beginning_beside,
    checked_name,
    checked_prefix,
    is_name,
    name_beside,
)

_INSIDE: Final = os.O_DIRECTORY | os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW


class FolderPlace(Place):
    """A folder, perhaps on a stick. Links inside it are never followed, whoever put them there."""

    def __init__(self, root: Path) -> None:
        super().__init__(str(root))
        self._root = root

    def list(self, prefix: str = "") -> list[str]:
        checked_prefix(prefix)
        found: list[str] = []
        with self._opened() as root:
            for folder, below, files, at in os.fwalk(".", dir_fd=root, onerror=_raised):
                path = folder.removeprefix(".").removeprefix("/")
                inside = f"{path}/" if path else ""
                below[:] = [one for one in below if is_name(inside + one)]
                names = [one for one in files if is_name(inside + one) and _is_file(one, at)]
                found += [inside + one for one in names]
        return sorted(one for one in found if one.startswith(prefix))

    def size(self, name: str) -> int | None:
        try:
            with self._folder_of(checked_name(name)) as (folder, last):
                status = os.stat(last, dir_fd=folder, follow_symlinks=False)
        except NotInPlace:
            return None
        if not stat.S_ISREG(status.st_mode):
            raise PlaceBroken()
        return status.st_size

    def delete(self, name: str) -> None:
        with suppress(NotInPlace), self._folder_of(checked_name(name)) as (folder, last):
            os.unlink(last, dir_fd=folder)
            _flush(folder)

    def free_bytes(self) -> int | None:
        with self._opened() as root:
            room = os.fstatvfs(root)
        return room.f_bavail * room.f_frsize

    def _blocks(self, name: str) -> Iterator[bytes]:
        with self._folder_of(checked_name(name)) as (folder, last):
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with open(os.open(last, flags, dir_fd=folder), "rb") as source:
                if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                    raise PlaceBroken()
                while block := source.read(BLOCK):
                    yield block

    def _put(self, name: str, blocks: Iterator[bytes], *, size: int) -> None:
        with self._folder_of(name, make=True) as (folder, last):
            _clear_halves(folder, last)
            beside = name_beside(last)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            try:
                with open(os.open(beside, flags, 0o600, dir_fd=folder), "wb") as out:
                    for block in blocks:
                        out.write(block)
                    out.flush()
                    os.fsync(out.fileno())
                os.replace(beside, last, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                with suppress(OSError):
                    os.unlink(beside, dir_fd=folder)
                raise
            _flush(folder)

    @contextmanager
    def _opened(self) -> Iterator[int]:
        with folder_failures():
            try:
                root = os.open(self._root, os.O_DIRECTORY | os.O_RDONLY | os.O_CLOEXEC)
            except (FileNotFoundError, NotADirectoryError):
                raise PlaceNotThere() from None
            try:
                yield root
            finally:
                os.close(root)

    @contextmanager
    def _folder_of(self, name: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The folder a name lies in, entered one step at a time so that no step is a link."""
        *steps, last = name.split("/")
        with self._opened() as root:
            here = os.dup(root)
            try:
                for step in steps:
                    if make:
                        _made(step, here)
                    below = os.open(step, _INSIDE, dir_fd=here)
                    os.close(here)
                    here = below
                yield here, last
            finally:
                os.close(here)


def _made(step: str, here: int) -> None:
    try:
        os.mkdir(step, 0o700, dir_fd=here)
    except FileExistsError:
        return
    _flush(here)


def _flush(folder: int) -> None:
    """The name too must be on the disk, not only the bytes."""
    try:
        os.fsync(folder)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):  # some systems of files cannot
            raise


def _clear_halves(folder: int, last: str) -> None:
    """What an earlier writing of this name left when the stick was pulled out."""
    for one in os.listdir(folder):
        if one.startswith(beginning_beside(last)) and one.endswith(".part"):
            with suppress(FileNotFoundError):
                os.unlink(one, dir_fd=folder)


def _is_file(name: str, at: int) -> bool:
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=at, follow_symlinks=False).st_mode)
    except FileNotFoundError:  # gone since it was listed
        return False


def _raised(problem: OSError) -> None:
    raise problem
