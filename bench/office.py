"""``python -m bench.office``: unlocking, sealing and verifying, then exchange and recovery.

Each figure stands beside what it is compared with: Argon2id's own time, a statement without a
sealed field, a plain copy. Numbers of one run on a shared machine mean little alone.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import depter
from bench.exchange import measure_exchange
from bench.notebooks import PASSPHRASE, written_notebook
from bench.recovery import measure_recovery
from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.notebook.keyfile import read_key_file
from depter.register.facts.claims import NameIs
from depter.register.facts.statements import Occasion
from depter.vault.slots import _stretch

_TIMES: Final = 7
_STATEMENTS: Final = 60


@dataclass(frozen=True, slots=True)
class Office:
    """Seconds: unlocking a register, Argon2id alone, and a statement without and with sealing."""

    unlock: float
    argon2: float
    open_statement: float
    sealed_statement: float
    new_source: float
    sealed_source: float
    verify: float
    entries: int


def measure_office(*, cases: int) -> Office:
    """Measure on a register of invented cases."""
    written = written_notebook(cases)
    folder = Path(written.path)
    slot = read_key_file(folder / "keys.json").boxes[0].slot
    argon2 = _median(lambda: _stretch(PASSPHRASE, slot), times=_TIMES)
    unlock = _median(lambda: depter.open_notebook(folder, passphrase=PASSPHRASE).close(), _TIMES)
    with depter.open_notebook(folder, passphrase=PASSPHRASE) as book:
        began = time.perf_counter()
        found = book.verify()
        verify = time.perf_counter() - began
        assert found.first_bad is None
        notebook = book.notebook
        source = introduce_source(notebook, source_kind="relative")
        said = {"source": source, "occasion": Occasion(on="2019-01-21")}
        claim = new_claim(NameIs(text="Ainur Example", script="Latn"), basis="family")
        hidden = new_claim(NameIs(text="Another Name", script="Latn"), basis="family")
        plain = _median(
            lambda: record_statement(notebook, about=open_case(notebook), claims=[claim], **said),
            _STATEMENTS,
        )
        sealed = _median(
            lambda: record_statement(
                notebook,
                about=open_case(notebook),
                claims=[claim],
                sealed_claims=[hidden],
                **said,
            ),
            _STATEMENTS,
        )
        bare = _median(lambda: introduce_source(notebook, source_kind="relative"), _STATEMENTS)
        guarded = _median(
            lambda: introduce_source(
                notebook, source_kind="relative", identity="An invented person", contact="none"
            ),
            _STATEMENTS,
        )
    return Office(unlock, argon2, plain, sealed, bare, guarded, verify, found.entries)


def _median(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.office", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1000)
    wanted = parser.parse_args()
    one = measure_office(cases=wanted.cases)
    moved = measure_exchange(entries=10_000)
    back = measure_recovery(cases=wanted.cases, megabytes=wanted.megabytes)
    slower = (one.unlock - one.argon2, one.sealed_statement - one.open_statement)
    rows = [
        ("unlock, all of it", f"{one.unlock:.2f} s", f"Argon2id alone {one.argon2:.2f} s", ""),
        ("unlock beyond Argon2id", f"{slower[0]:.2f} s", "", "1 s"),
        ("statement, nothing sealed", f"{one.open_statement * 1e3:.1f} ms", "", ""),
        ("what a sealed claim adds", f"{slower[1] * 1e3:.1f} ms", "", "5 ms"),
        (
            "what sealing a source's identity adds",
            f"{(one.sealed_source - one.new_source) * 1e3:.1f} ms",
            "",
            "5 ms",
        ),
        (f"verify {one.entries} entries", f"{one.verify:.1f} s", "", "20 s"),
        (
            f"exchange of {moved.entries} entries",
            f"{moved.seconds:.1f} s",
            f"plain SQLite {moved.plain:.2f} s, {moved.ratio:.0f} x",
            "60 s",
        ),
        ("its size against its compressed content", f"{moved.size:.3f}", "", "1.2"),
        ("back up", f"{back.backup:.0f} s", f"{back.size / 1e6:.0f} MB", ""),
        ("back up again, nothing new", f"{back.again:.1f} s", "", ""),
        (
            f"restore {back.cases} cases and {wanted.megabytes} MB of files",
            f"{back.restore:.0f} s",
            f"plain copy {back.copied:.1f} s, {back.restore / back.copied:.0f} x",
            "600 s",
        ),
    ]
    sys.stdout.write("| measure | measured | beside it | goal |\n|---|---|---|---|\n")
    sys.stdout.writelines(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    main()
