"""``python -m bench.recovery``: backing up a register with its files, and restoring it.

Beside it: the same bytes (database file and encrypted files) copied with ``shutil`` and flushed to
the disk, file by file, without reading back, signatures, checks, keys or cards.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import depter
from bench.notebooks import FACTS_PER_CASE, PASSPHRASE, SEED
from depter.actions.evidence import deposit_evidence
from depter.actions.synthetic import write_synthetic
from depter.exchange.places import open_place
from depter.recovery.unwrap import with_passphrase
from depter.store.copies import make_copy, verify_copy
from depter.store.restoring import restore

_FILE_BYTES: Final = 5_000_000
_BLOCK: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Recovered:
    """Seconds and bytes of one backup, its verification, and its restoring.

    ``again`` is a second backup with nothing new; ``copied`` the seconds of a plain copy.
    """

    cases: int
    entries: int
    files: int
    size: int
    backup: float
    again: float
    verify: float
    restore: float
    copied: float

    @property
    def ratio(self) -> float:
        """How many times longer than copying the same bytes restoring takes."""
        return self.restore / self.copied

    @property
    def speed(self) -> float:
        """Megabytes a second of the restoring."""
        return self.size / 1e6 / self.restore


def measure_recovery(*, cases: int = 10_000, megabytes: int = 1000) -> Recovered:
    """Write an invented register with random files, back it up to a folder, restore it."""
    with tempfile.TemporaryDirectory(prefix="depter-recovery-") as beside:
        where = Path(beside)
        stick = where / "stick"
        stick.mkdir()
        place = open_place(str(stick))
        with depter.create_notebook(where / "first", passphrase=PASSPHRASE) as book:
            _say(f"writing {cases} cases")
            write_synthetic(book.notebook, cases=cases, seed=SEED, facts_per_case=FACTS_PER_CASE)
            _say(f"writing {megabytes} MB of files")
            for number in range(max(1, round(megabytes * 1e6 / _FILE_BYTES))):
                deposit_evidence(
                    book.notebook,
                    chunks=_random(),
                    file_name=f"film-{number}.mp4",
                    media_type="video/mp4",
                )
            _say("backing up")
            backup = _seconds(lambda: make_copy(book, place))
            again = _seconds(lambda: make_copy(book, place))
            _say("verifying")
            verify = _seconds(lambda: verify_copy(book, place))
            book.notebook.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _say("copying")
        copied = _seconds(lambda: _copy(where / "first", where / "copied"))
        _say("restoring")
        begun = time.perf_counter()
        done = restore(
            place,
            with_passphrase(place, passphrase=PASSPHRASE),
            into=where / "restored",
            passphrase=PASSPHRASE,
        )
        seconds = time.perf_counter() - begun
        assert not done.first_bad
        return Recovered(
            cases=cases,
            entries=done.entries,
            files=done.files,
            size=sum(one.stat().st_size for one in stick.rglob("*") if one.is_file()),
            backup=backup,
            again=again,
            verify=verify,
            restore=seconds,
            copied=copied,
        )


def _random() -> Iterator[bytes]:
    for _ in range(_FILE_BYTES // _BLOCK):
        yield os.urandom(_BLOCK)


def _copy(source: Path, target: Path) -> None:
    """Every file of the notebook, each on the disk before the next."""
    for path in sorted(source.rglob("*")):
        to = target / path.relative_to(source)
        if path.is_dir():
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
        with open(to, "rb") as written:
            os.fsync(written.fileno())


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _say(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.recovery", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1000, help="of files of evidence")
    wanted = parser.parse_args()
    one = measure_recovery(cases=wanted.cases, megabytes=wanted.megabytes)
    sys.stdout.write(
        f"{one.cases} cases, {one.entries} entries, {one.files} files, {one.size / 1e6:.0f} MB:"
        f" backup {one.backup:.1f} s, once more with nothing new {one.again:.1f} s, verify"
        f" {one.verify:.1f} s, restore {one.restore:.1f} s ({one.speed:.0f} MB/s);"
        f" plain copy {one.copied:.1f} s ({one.ratio:.1f} x)\n"
    )


if __name__ == "__main__":
    main()
