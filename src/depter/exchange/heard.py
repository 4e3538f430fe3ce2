"""Who has what: the ends of the feeds as each device last acknowledged them.

Kept in ``acknowledged.jsonl`` beside the heads. It holds keys of devices and numbers, nothing
else; where it is lost, bundles are larger until the others were heard of again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable

import msgspec

from depter.ledger.heads import Head
from depter.notebook.notebook import Notebook

_NAME = "acknowledged.jsonl"


class Heard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one device was last heard to hold.

    Attributes:
        at: clock reading of when it said so.
        is_here: it writes into this very notebook, so it holds whatever is here.
        beside, lacks, turned: see :class:`depter.exchange.parcel.Header`.
    """

    device: str
    at: str = ""
    heads: tuple[Head, ...] = ()
    beside: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    turned: str = ""
    is_here: bool = False


class Acknowledged:
    """The file of one notebook: a JSON line for each device that was heard of."""

    def __init__(self, book: Notebook) -> None:
        self._path = book.folder.path / _NAME

    def read(self) -> dict[str, Heard]:
        """What each device holds; devices beside one that was heard of hold what it holds."""
        found: dict[str, Heard] = {}
        with contextlib.suppress(FileNotFoundError):
            for line in self._path.read_bytes().split(b"\n"):
                with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
                    one = msgspec.json.decode(line, type=Heard)
                    found[one.device] = one
        return _with_those_beside(found)

    def hear(self, heard: Heard) -> None:
        """Keep what a device says, unless it said something later before."""
        known = self.read()
        before = known.get(heard.device)
        if before is None or (before.at < heard.at and not before.is_here):
            self._write((known | {heard.device: heard}).values())

    def is_here(self, device: str) -> None:
        """Keep that a device writes into this notebook."""
        known = self.read()
        if not known.get(device, Heard(device=device)).is_here:
            here = Heard(device=device, is_here=True)
            self._write((known | {device: here}).values())

    def _write(self, all_heard: Iterable[Heard]) -> None:
        beside = self._path.with_suffix(".new")
        with open(beside, "wb", opener=_private) as out:
            out.writelines(msgspec.json.encode(one) + b"\n" for one in all_heard)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, self._path)


def here(all_heard: dict[str, Heard]) -> tuple[str, ...]:
    """The devices that write into this notebook."""
    return tuple(sorted(one.device for one in all_heard.values() if one.is_here))


def _with_those_beside(found: dict[str, Heard]) -> dict[str, Heard]:
    together = dict(found)
    for one in found.values():
        for device in one.beside:
            known = together.get(device)
            if known is None or (known.at < one.at and not known.is_here):
                together[device] = msgspec.structs.replace(one, device=device)
    return together


def _private(path: str, flags: int) -> int:
    """For its owner alone; a link in its place is not followed."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
