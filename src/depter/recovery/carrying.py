"""Carrying encrypted files to a place, and reading each back before it counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from depter.errors import is_disk_full
from depter.exchange.place_errors import NotInPlace
from depter.exchange.places import Place
from depter.notebook.errors import DiskFull
from depter.recovery import formats
from depter.recovery.formats import BackupDamaged, Stored
from depter.values.ids import new_id
from depter.vault.files import store_file

_ENOUGH: Final = 64 * 1024


class Carrier:
    """Writes records encrypted to a file of our own disk, carries it, reads it back."""

    def __init__(self, beside: Path, place: Place, *, key: bytes) -> None:
        self._beside = beside
        self._place = place
        self._key = key
        self.carried = 0
        for ending in (".new", ".part", ".back"):  # of a run that was killed
            beside.with_suffix(ending).unlink(missing_ok=True)

    def carry(self, folder: str, records: Iterable[object]) -> Stored:
        """One encrypted file under a random name."""
        name = f"{folder}/{new_id()}"
        try:
            store_file(_in_chunks(formats.frames(records)), path=self._beside, key=self._key)
            return self.carry_file(name, self._beside)
        except OSError as problem:
            if is_disk_full(problem):
                raise DiskFull() from problem
            raise
        finally:
            self._beside.unlink(missing_ok=True)

    def carry_file(self, name: str, path: Path) -> Stored:
        """One file that is encrypted already; what lies there is compared with what was sent.

        What a run that was cut short had carried is only compared.
        """
        stored = stored_as(name, path)
        if self._place.size(name) != stored.size or self._back(name) != stored:
            self._place.write_file(name, path)
            self.carried += stored.size
            if self._back(name) != stored:
                raise BackupDamaged(file=name)
        return stored

    def is_whole(self, stored: Stored) -> bool:
        """Whether a file that was carried earlier still lies there as it was."""
        try:
            return self._back(stored.name) == stored
        except (NotInPlace, BackupDamaged):
            return False

    def _back(self, name: str) -> Stored:
        """What lies there now."""
        back = self._beside.with_suffix(".back")
        try:
            self._place.read_file(name, back)
            return stored_as(name, back)
        finally:
            back.unlink(missing_ok=True)


def stored_as(name: str, path: Path) -> Stored:
    """Size and SHA-256 of a file, read in blocks."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        while block := file.read(1024 * 1024):
            digest.update(block)
            size += len(block)
    return Stored(name=name, size=size, sha256=digest.hexdigest())


def _in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces together, so that each need not be encrypted for itself."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _ENOUGH:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)
