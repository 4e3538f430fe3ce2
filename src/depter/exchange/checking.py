"""Whether entries that came hold: each by itself, and each feed behind what is here of it.

What no honest device sends (a line that is none, a signature that is not the device's, bodies
the line does not commit to) makes the whole part refused. What depends on what is here (something
before it is missing, the feed forked, its author is not known yet) holds up that feed alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

import msgspec

from depter.exchange.errors import ClockApart, EntriesTooNew
from depter.exchange.parcel_errors import ParcelDamaged
from depter.ledger.clock import is_reading, reading_at
from depter.ledger.database import Database
from depter.ledger.entry import (
    Entry,
    LineNotUnderstood,
    SignedLine,
    digest_of,
    entry_id,
    is_signed,
    read_line,
)
from depter.ledger.ledger import Ledger, StoredLine
from depter.notebook.bodies import Written
from depter.register.facts import KINDS
from depter.values.ids import is_id
from depter.values.level import Level

APART: Final = timedelta(days=1)
_SHARE: Final = 256  # signatures a thread checks before it asks for more


class Fork(msgspec.Struct, frozen=True):
    """One device wrote two entries of one number; ``ours`` and ``theirs`` are their ids."""

    device: str
    seq: int
    ours: str
    theirs: str


class Missing(msgspec.Struct, frozen=True):
    """Entries of a feed that must come in before what came can follow."""

    device: str
    first: int
    last: int


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of a part, sorted by what is here: new and chained, known, forked, too early."""

    new: list[Written]
    known: int
    forks: tuple[Fork, ...]
    missing: tuple[Missing, ...]


def read_lines(stored: Iterable[StoredLine]) -> list[SignedLine]:
    """Each entry by itself, but for its signature.

    Raises:
        ParcelDamaged: not a line, or bodies that it does not commit to.
        EntriesTooNew: a kind that this version does not know.
    """
    return [_read(one) for one in stored]


def sort_lines(
    lines: Sequence[SignedLine], stored: Sequence[StoredLine], *, ledger: Ledger, database: Database
) -> Sorted:
    """Each feed behind what is here of it; signatures of what is new are checked.

    Raises:
        ParcelDamaged: a signature is not the device's, or a clock runs backwards.
    """
    feeds = _Feeds(lines, ledger, database)
    new: list[Written] = [
        (line, one.bodies) for line, one in zip(lines, stored, strict=True) if feeds.follows(line)
    ]
    if not all(_are_signed([line for line, _ in new])):
        raise ParcelDamaged()
    return Sorted(
        new=new,
        known=feeds.known,
        forks=tuple(feeds.forks.values()),
        missing=tuple(feeds.missing.values()),
    )


def check_clock(readings: Iterable[str], *, now: datetime) -> None:
    """Go on only if nothing is dated more than a day ahead of this machine.

    Raises:
        ClockApart: something is.
    """
    latest = max(readings, default="")
    if latest > reading_at(now + APART):
        raise ClockApart(theirs=latest[:10], ours=f"{now:%Y-%m-%d}")


class _Feeds:
    """The feeds of a part, walked through in its order."""

    def __init__(self, lines: Sequence[SignedLine], ledger: Ledger, database: Database) -> None:
        self.known = 0
        self.forks: dict[str, Fork] = {}
        self.missing: dict[str, Missing] = {}
        self._heads = {device: (h.seq, h.id) for device, h in ledger.heads().items()}
        self._at: dict[str, str] = ledger.readings()
        self._ids = _ids_here(lines, database)

    def follows(self, line: SignedLine) -> bool:
        """Whether the entry is new and stands right behind what is here or came before it.

        Raises:
            ParcelDamaged: its clock does not run forward.
        """
        entry = line.entry
        device, seq = entry.device, entry.seq
        if device in self.forks or device in self.missing:
            return False
        end, last = self._heads.get(device, (0, ""))
        if seq <= end:
            self._is_known(line, end)
        elif seq > end + 1:
            self.missing[device] = Missing(device, end + 1, seq - 1)
        elif entry.prev != last:
            self.forks[device] = Fork(device, end, last, entry.prev)
        elif entry.at <= self._at.get(device, ""):
            raise ParcelDamaged()
        else:
            self._heads[device] = seq, line.id
            self._at[device] = entry.at
            self._ids[device, seq] = line.id
            return True
        return False

    def _is_known(self, line: SignedLine, end: int) -> None:
        ours = self._ids.get((line.entry.device, line.entry.seq), "")
        if ours == line.id:
            self.known += 1
        else:
            device = line.entry.device
            self.forks[device] = Fork(device, line.entry.seq, ours, line.id)


def _ids_here(lines: Iterable[SignedLine], database: Database) -> dict[tuple[str, int], str]:
    """The ids that stand here where the part speaks of entries, one query for each feed."""
    ranges: dict[str, tuple[int, int]] = {}
    for one in lines:
        device, seq = one.entry.device, one.entry.seq
        low, high = ranges.get(device, (seq, seq))
        ranges[device] = min(low, seq), max(high, seq)
    return {
        (device, seq): found
        for device, ends in ranges.items()
        for seq, found in database.execute(
            "SELECT seq, id FROM ledger_entry WHERE device = %s AND seq BETWEEN %s AND %s",
            (device, *ends),
        )
    }


def _read(one: StoredLine) -> SignedLine:
    try:
        entry = read_line(one.line)
    except LineNotUnderstood as problem:
        raise ParcelDamaged() from problem
    if entry.kind not in KINDS:
        raise EntriesTooNew()
    if not _is_whole(entry, one.bodies):
        raise ParcelDamaged()
    return SignedLine(entry=entry, line=one.line, id=entry_id(one.line), signature=one.signature)


def _is_whole(entry: Entry, bodies: Mapping[Level, bytes]) -> bool:
    """Whether the line is one that a device writes, and comes with the bodies it commits to."""
    if not (0 < entry.seq < 2**62 and is_id(entry.subject) and is_reading(entry.at)):
        return False
    if (entry.seq == 1) != (entry.prev == ""):
        return False
    if bodies.keys() != entry.commits.keys() or len(entry.device) != 43:
        return False
    sealed = bodies.get(Level.SEALED)
    if sealed is None or entry.sealed is None:
        return sealed is None and entry.sealed is None
    return entry.sealed.digest == digest_of(sealed)


def _are_signed(lines: Sequence[SignedLine]) -> Iterable[bool]:
    """libsodium works outside the interpreter's lock, so threads do share the work."""
    shares = [lines[start : start + _SHARE] for start in range(0, len(lines), _SHARE)]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(chain.from_iterable(pool.map(_share_signed, shares)))


def _share_signed(lines: Sequence[SignedLine]) -> list[bool]:
    return [is_signed(one.line, signature=one.signature, device=one.entry.device) for one in lines]
