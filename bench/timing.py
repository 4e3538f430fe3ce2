"""Times of many runs, told as median and 95th percentile; single runs mean nothing here."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each run, and of processor time for one run on average.

    Waiting depends on what else the machine does; processor time hardly does.
    """

    ms: tuple[float, ...]
    cpu: float = 0.0

    @property
    def median(self) -> float:
        """Half of the runs were faster."""
        return statistics.median(self.ms)

    @property
    def p95(self) -> float:
        """Nineteen of twenty runs were faster."""
        ordered = sorted(self.ms)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def timed(
    runs: Iterable[Callable[[], object]],
    *,
    cpu: Callable[[], float] = time.process_time,
    warming: int = 0,
) -> Times:
    """Run each once and time it. ``cpu`` reads the seconds used by whoever does the work.

    The first ``warming`` runs are not counted.
    """
    waiting = list(runs)
    for run in waiting[:warming]:
        run()
    before = cpu()
    ms = tuple(_one(run) for run in waiting[warming:])
    return Times(ms, 1000 * (cpu() - before) / len(ms))


def _one(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - began)
