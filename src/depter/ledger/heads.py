"""The heads of the feeds, kept outside the database.

An encrypted database does not notice an older copy of itself. The signed chain must: the last
sequence number and id of every feed are written here after each commit, and looked at when
the notebook is opened.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import msgspec

from depter.errors import N_, DepterError, is_disk_full


class OldCopyPutBack(DepterError):
    """The database is older than what this device already wrote."""

    what: ClassVar[str] = N_(
        "The register on this disk is an older copy: {missing} entries written since are missing."
    )
    safe: ClassVar[str] = N_("What is there is intact and was not changed.")
    do: ClassVar[str] = N_(
        "Put the newest “register.db” back; if there is none, restore a backup as a new device."
    )
    exit_code: ClassVar[int] = 4


class HistoryReplaced(DepterError):
    """The chain on the disk is not the chain this device wrote."""

    what: ClassVar[str] = N_("The ledger on this disk is not the one this device wrote.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Keep the disk as it is and restore a backup on another machine.")
    exit_code: ClassVar[int] = 4


class Head(msgspec.Struct, frozen=True):
    """The end of one feed."""

    device: str
    seq: int
    id: str


class HeadsFile:
    """A file of JSON lines; the last complete line about a device counts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, Head]:
        """The latest head of each device; a last line cut by a crash is passed over."""
        heads: dict[str, Head] = {}
        with contextlib.suppress(FileNotFoundError):
            for line in self._path.read_bytes().split(b"\n"):
                with contextlib.suppress(msgspec.MsgspecError):
                    head = msgspec.json.decode(line, type=Head)
                    heads[head.device] = head
        return heads

    def note(self, head: Head) -> None:
        """Add one head; called after the commit it describes.

        What was committed stands even if the disk has no room for this line: the next head,
        or the next opening, says the same and more.
        """
        with _room_is_not_needed():
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, b"\n" + msgspec.json.encode(head) + b"\n")
            finally:
                os.close(descriptor)

    def compact(self, heads: dict[str, Head]) -> None:
        """Keep one line per device; on a full disk the longer file stays, which says the same."""
        beside = self._path.with_suffix(".new")
        lines = b"".join(msgspec.json.encode(one) + b"\n" for one in heads.values())
        with _room_is_not_needed():
            try:
                with open(beside, "wb") as out:
                    out.write(lines)
                    out.flush()
                    os.fsync(out.fileno())
                beside.chmod(0o600)
                os.replace(beside, self._path)
            finally:
                beside.unlink(missing_ok=True)


@contextlib.contextmanager
def _room_is_not_needed() -> Iterator[None]:
    """Pass over a full disk, and over nothing else."""
    try:
        yield
    except OSError as problem:
        if not is_disk_full(problem):
            raise
