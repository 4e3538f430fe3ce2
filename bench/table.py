"""The figures as a markdown table, and as a file to compare later runs with."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from bench.figures import Figures, Line

_HEAD: Final = (
    "| measure | register | result | also | plain SQLite | ratio | goal | |\n"
    "|---|---|---:|---|---:|---:|---:|---|"
)


def markdown(figures: Figures) -> str:
    """The whole table with the machine in one line above it."""
    lines = "\n".join(_row(line) for line in figures.lines())
    return f"{machine()}\n\n{_HEAD}\n{lines}\n"


def machine() -> str:
    """Date and machine in neutral words; nothing that names its owner."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores with"
        f" {gigabytes:.0f} GiB of memory, Python {platform.python_version()},"
        f" plain SQLite {sqlite3.sqlite_version}; load {os.getloadavg()[1]:.1f} at the end."
    )


def keep(figures: Figures, folder: Path) -> Path:
    """Write the figures as JSON; lists of times are kept whole."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y-%m-%d}.json"
    written = {"machine": machine(), **asdict(figures)}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(written), indent=1))
    return path


def _row(line: Line) -> str:
    plain = "" if line.plain is None else f"{_number(line.plain)} {line.unit}"
    ratio = "" if not line.plain or line.unit == "×" else f"{_number(line.ours / line.plain)}"
    sign = "≥" if line.is_least else "≤"
    goal = "" if line.goal is None else f"{sign} {_number(line.goal)} {line.unit}"
    ours = f"{_number(line.ours)} {line.unit}"
    cells = (line.measure, line.at, ours, line.also, plain, ratio, goal, line.mark)
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
