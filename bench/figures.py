"""Everything that was measured in one run, and the lines of the table it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.notebooks import Written
from bench.pages import KINDS, Measured
from bench.rebuilding import Rebuilt
from bench.recording import Recorded


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a value and its goal in the same unit, plain SQLite beside it.

    ``ours`` is what the goal speaks of; ``is_least`` where more is better.
    """

    measure: str
    at: str
    ours: float
    unit: str
    also: str = ""
    plain: float | None = None
    goal: float | None = None
    is_least: bool = False

    @property
    def mark(self) -> str:
        """``ok``, ``short``, or nothing where there is no goal."""
        if self.goal is None:
            return ""
        is_reached = self.ours >= self.goal if self.is_least else self.ours <= self.goal
        return "ok" if is_reached else "short"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run measured; each part may have been left out."""

    written: list[Written]
    recorded: list[Recorded]
    recorded_at: int
    rebuilt: Rebuilt | None
    rebuilt_at: int
    pages: list[Measured]
    starting: list[float]

    def lines(self) -> Iterator[Line]:
        """The table from top to bottom."""
        yield from self._recording()
        yield from self._rebuilding()
        for one in self.pages:
            yield from _pages(one)
        if len(self.pages) > 1:
            yield from _growth(self.pages[0], self.pages[-1])
        yield from self._whole_program()
        for written in self.written:
            yield from _sizes(written)

    def _recording(self) -> Iterator[Line]:
        goals = {14: 3.0, 100: 6.0, 500: 15.0}
        for one in self.recorded:
            yield Line(
                measure=f"record a statement on a case with {one.facts} facts",
                at=f"{self.recorded_at:,} cases",
                ours=one.ours.median,
                unit="ms",
                also=f"p95 {one.ours.p95:.1f}, processor {one.ours.cpu:.1f};"
                f" {len(one.ours.ms)} runs",
                plain=one.plain.median,
                goal=goals.get(one.facts),
            )

    def _rebuilding(self) -> Iterator[Line]:
        if (one := self.rebuilt) is None:
            return
        at = f"{self.rebuilt_at:,} cases, {one.facts:,} facts"
        goal = 18.0 * self.rebuilt_at / 10_000
        yield Line(
            measure="rebuild, signatures and chains checked",
            at=at,
            ours=one.ours,
            unit="s",
            also=f"{one.chains:.1f} checking, {one.rebuild:.1f} drawing {one.rows:,} rows;"
            f" processor {one.cpu:.1f}",
            plain=one.plain,
            goal=goal,
        )
        yield Line(
            measure="speed of that against plain bulk insert and the same check",
            at=at,
            ours=one.speed,
            unit="×",
            goal=0.5,
            is_least=True,
        )
        yield Line(
            measure="check everything, every body opened", at=at, ours=one.all_checked, unit="s"
        )

    def _whole_program(self) -> Iterator[Line]:
        if self.starting:
            median = sorted(self.starting)[len(self.starting) // 2]
            runs = f"{len(self.starting)} runs"
            yield Line("start to unlock page", "", median, "s", also=runs, goal=1.5)
        if self.pages:
            last = self.pages[-1]
            at = f"{last.cases:,} cases"
            yield Line("memory of all processes", at, last.memory / 1e6, "MB", goal=250)


def _pages(one: Measured) -> Iterator[Line]:
    at = f"{one.cases:,} cases"
    for kind in KINDS:
        times, plain = one.pages[kind], one.plain[kind]
        question = one.questions[kind]
        yield Line(
            measure=f"{kind}, whole HTML, p95",
            at=at,
            ours=times.p95,
            unit="ms",
            also=f"median {times.median:.1f}, processor {times.cpu:.1f}; the question alone"
            f" {question.median:.1f} (p95 {question.p95:.1f}); {len(times.ms)} requests",
            plain=plain.p95,
            goal=40,
        )


def _growth(first: Measured, last: Measured) -> Iterator[Line]:
    at = f"{first.cases:,} to {last.cases:,}"
    for kind in KINDS:
        before, after = first.pages[kind], last.pages[kind]
        yield Line(
            measure=f"{kind}, growth of p95",
            at=at,
            ours=after.p95 / before.p95,
            unit="×",
            also=f"median × {after.median / before.median:.2f},"
            f" processor × {after.cpu / before.cpu:.2f}",
            plain=last.plain[kind].p95 / first.plain[kind].p95,
            goal=1.5,
        )


def _sizes(one: Written) -> Iterator[Line]:
    at = f"{one.cases:,} cases, {one.facts:,} facts"
    yield Line("bulk writing of invented facts", at, one.facts / one.seconds, "facts/s")
    yield Line("ledger, per fact", at, one.ledger_bytes / one.facts, "bytes")
    per_case = one.database_bytes / one.cases / 1000
    yield Line("whole database, per case", at, per_case, "kB")
