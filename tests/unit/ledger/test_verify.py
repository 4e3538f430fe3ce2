"""A feed that its own device wrote wrongly, or twice: the first bad entry is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from nacl.bindings import crypto_sign_seed_keypair

from depter.ledger.database import Row
from depter.ledger.entry import Entry, SignedLine, b64, sign
from depter.ledger.heads import Head
from depter.ledger.ledger import Ledger
from depter.ledger.verify import BadEntry, verify_chains
from depter.values.ids import SubjectId

PUBLIC, SECRET = crypto_sign_seed_keypair(b"a" * 32)
DEVICE = b64(PUBLIC)


class PlainDatabase:
    """The four verbs on a database in memory."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(sql.replace("%s", "?"), tuple(parameters)).fetchall()

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        self._connection.executemany(sql.replace("%s", "?"), [tuple(row) for row in rows])

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        return iter(self.execute(sql, parameters))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._connection:
            yield


def written(seq: int, *, prev: str, **changed: Any) -> SignedLine:
    about = {"at": f"2026-11-24T13:34:{seq:02d}.000Z.0000", "kind": "case.opened"} | changed
    subject = SubjectId("k7m2p9qx4d0r8s3t")
    entry = Entry(v=1, device=DEVICE, seq=seq, prev=prev, subject=subject, commits={}, **about)
    return sign(entry, secret=SECRET)


def feed(length: int, **last: Any) -> list[SignedLine]:
    """A feed as its device writes it; ``last`` is what is wrong with the last entry."""
    lines = list[SignedLine]()
    for seq in range(1, length + 1):
        prev = lines[-1].id if lines else ""
        lines.append(written(seq, prev=prev, **(last if seq == length else {})))
    return lines


def first_bad(lines: Iterable[SignedLine], *outside: Head) -> BadEntry | None:
    database = PlainDatabase()
    ledger = Ledger(database)
    ledger.create()
    ledger.append([(line, {}) for line in lines])
    return verify_chains(database, outside={one.device: one for one in outside}).first_bad


def reason(bad: BadEntry | None) -> tuple[int, str] | None:
    return (bad.seq, bad.reason) if bad else None


def test_a_feed_as_it_was_written_holds() -> None:
    lines = feed(5)
    assert first_bad(lines, Head(DEVICE, 5, lines[-1].id), Head(DEVICE, 3, lines[2].id)) is None


def test_an_entry_that_its_own_device_wrote_anew_breaks_the_chain_after_it() -> None:
    """A cloned laptop signs with the same key: only the chain tells."""
    lines = feed(5)
    lines[2] = written(3, prev=lines[1].id, kind="case.forged")
    assert reason(first_bad(lines)) == (4, "chain")


def test_a_first_entry_that_follows_another_is_bad() -> None:
    assert reason(first_bad([written(1, prev="x" * 43)])) == (1, "chain")


def test_time_that_stands_still_or_is_none_is_bad() -> None:
    still = "2026-11-24T13:34:02.000Z.0000"
    for at in (still, "2026-11-24T13:34:01.999Z.ffff", "2031", "2026-11-24T13:34:59.000Z.00G0"):
        assert reason(first_bad(feed(3, at=at))) == (3, "clock")


def test_a_head_kept_elsewhere_must_be_reached_and_passed_through() -> None:
    lines = feed(3)
    assert reason(first_bad(lines, Head(DEVICE, 2, "x" * 43))) == (2, "fork")
    assert reason(first_bad(lines, Head(DEVICE, 4, "x" * 43))) == (4, "missing")
    assert reason(first_bad(lines, Head("b" * 43, 1, "x" * 43))) == (1, "missing")
