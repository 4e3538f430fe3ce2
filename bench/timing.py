"""Times of many runs, told as median and 95th percentile; single runs mean nothing here."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each run."""

    ms: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the runs were faster."""
        return statistics.median(self.ms)

    @property
    def p95(self) -> float:
        """Nineteen of twenty runs were faster."""
        ordered = sorted(self.ms)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def timed(runs: Iterable[Callable[[], object]]) -> Times:
    """Run each once and time it."""
    return Times(tuple(_one(run) for run in runs))


def _one(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - began)
