"""The notebooks that are measured: written once into a cache folder, used again with --keep."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import depter
from depter.actions.synthetic import write_synthetic

PASSPHRASE: Final = "four grey horses over wide water"
SEED: Final = 2019
FACTS_PER_CASE: Final = 14


@dataclass(frozen=True, slots=True)
class Written:
    """A notebook of invented cases and what writing it cost.

    ``ledger_bytes`` is the ledger's part of the database file, ``database_bytes`` all of it.
    """

    path: str
    cases: int
    facts: int
    seconds: float
    ledger_bytes: int
    database_bytes: int


def cache_folder() -> Path:
    """Where the notebooks lie between runs (under TMPDIR)."""
    return Path(tempfile.gettempdir()) / "depter-bench"


def written_notebook(cases: int) -> Written:
    """The notebook of so many cases; written now unless it lies in the cache."""
    folder = cache_folder() / f"{cases}-cases"
    noted = folder.with_suffix(".json")
    if noted.exists() and folder.exists():
        return Written(**json.loads(noted.read_text()))
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with depter.create_notebook(folder, passphrase=PASSPHRASE) as book:
        began = time.perf_counter()
        told = _Told(cases)
        counts = write_synthetic(
            book.notebook, cases=cases, seed=SEED, facts_per_case=FACTS_PER_CASE, progress=told
        )
        seconds = time.perf_counter() - began
        book.notebook.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ledger = _ledger_bytes(book)
        size = book.notebook.folder.database.stat().st_size
    written = Written(str(folder), cases, counts.facts, seconds, ledger, size)
    noted.write_text(json.dumps(asdict(written)))
    return written


def _ledger_bytes(book: depter.Book) -> int:
    """Bytes of what the ledger's rows hold (not the pages around them)."""
    total = 0
    for columns, table in (
        (("id", "device", "at", "kind", "subject", "line", "signature"), "ledger_entry"),
        (("level", "stored"), "ledger_body"),
        (("subject", "level", "recipient", "wrapped"), "ledger_subject_key"),
    ):
        summed = " + ".join(f"LENGTH({column})" for column in columns)
        [(some,)] = book.notebook.database.execute(f"SELECT SUM({summed}) FROM {table}")
        total += int(some or 0)
    return total


class _Told:
    """Says how far the writing is, on standard error, so that nobody thinks it hangs."""

    def __init__(self, cases: int) -> None:
        self._cases, self._done, self._last = cases, 0, 0.0

    def __call__(self, more: int) -> None:
        self._done += more
        if time.monotonic() - self._last > 5 or self._done == self._cases:
            self._last = time.monotonic()
            sys.stderr.write(f"\rwriting {self._done} of {self._cases} cases ")
            sys.stderr.flush()
        if self._done == self._cases:
            sys.stderr.write("\n")
