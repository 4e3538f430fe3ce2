"""Verification: signatures, chains, order and columns, entry by entry, feed by feed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import Final, NamedTuple

import msgspec

from depter.ledger.clock import is_reading
from depter.ledger.database import Database
from depter.ledger.entry import LineNotUnderstood, entry_id, is_signed, read_line
from depter.ledger.heads import Head

_BATCH: Final = 4096
_SHARE: Final = 256  # signatures a thread checks before it asks for more


class BadEntry(msgspec.Struct, frozen=True, kw_only=True):
    """The first entry at which a feed stops being what its device wrote."""

    device: str
    seq: int
    id: str
    reason: str


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What verification found. ``first_bad`` is None when everything holds."""

    entries: int
    devices: int
    first_bad: BadEntry | None = None


class _Row(NamedTuple):
    id: str
    device: str
    seq: int
    at: str
    kind: str
    subject: str
    line: bytes
    signature: bytes


def verify_chains(
    database: Database,
    *,
    outside: dict[str, Head],
    progress: Callable[[int], None] | None = None,
) -> Verified:
    """Check every entry of every feed against its signature, its chain and the outside heads.

    ``outside`` are heads known from elsewhere (the heads file, another office, paper); a feed
    that ends before one of them, or passes through another entry there, is bad.
    """
    seen: dict[str, Head] = {}
    count, last = 0, _Row("", "", 0, "", "", "", b"", b"")
    rows = map(
        _Row._make,
        database.stream(
            "SELECT id, device, seq, at, kind, subject, line, signature FROM ledger_entry"
            " ORDER BY device, seq"
        ),
    )
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for batch in _batches(rows):
            # libsodium works outside the interpreter's lock, so threads do share the work.
            shares = [batch[start : start + _SHARE] for start in range(0, len(batch), _SHARE)]
            signatures = chain.from_iterable(pool.map(_are_rows_signed, shares))
            for row, signed in zip(batch, signatures, strict=True):
                previous = last if last.device == row.device else None
                reason = _why_bad(row, previous, is_row_signed=signed) or _why_forked(row, outside)
                if reason:
                    return _found(count, seen, row, reason)
                last = row
                seen[row.device] = Head(row.device, row.seq, row.id)
                count += 1
            if progress:
                progress(len(batch))
    return Verified(entries=count, devices=len(seen), first_bad=_missing(seen, outside))


def _missing(seen: dict[str, Head], outside: dict[str, Head]) -> BadEntry | None:
    """The first entry that a feed lacks to reach the head known from elsewhere."""
    for device, head in outside.items():
        reached = seen[device].seq if device in seen else 0
        if reached < head.seq:
            return BadEntry(device=device, seq=reached + 1, id="", reason="missing")
    return None


def _why_forked(row: _Row, outside: dict[str, Head]) -> str:
    """“fork” where the feed passes through another entry than the head known from elsewhere."""
    head = outside.get(row.device)
    return "fork" if head and head.seq == row.seq and head.id != row.id else ""


def _are_rows_signed(rows: list[_Row]) -> list[bool]:
    return [
        is_signed(bytes(row.line), signature=bytes(row.signature), device=row.device)
        for row in rows
    ]


def _why_bad(row: _Row, previous: _Row | None, *, is_row_signed: bool) -> str:
    """The reason an entry does not hold, or an empty text."""
    line = bytes(row.line)
    if entry_id(line) != row.id:
        return "id"
    if not is_row_signed:
        return "signature"
    try:
        entry = read_line(line)
    except LineNotUnderstood:
        return "line"
    columns = (entry.device, entry.seq, entry.at, entry.kind, entry.subject)
    if columns != (row.device, row.seq, row.at, row.kind, row.subject):
        return "columns"
    if row.seq != (previous.seq if previous else 0) + 1:
        return "sequence"
    if entry.prev != (previous.id if previous else ""):
        return "chain"
    if not is_reading(row.at) or (previous and row.at <= previous.at):
        return "clock"
    return ""


def _found(count: int, seen: dict[str, Head], row: _Row, reason: str) -> Verified:
    bad = BadEntry(device=row.device, seq=row.seq, id=row.id, reason=reason)
    return Verified(entries=count, devices=len(seen | {row.device: None}), first_bad=bad)


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch
