"""``python -m bench.exchange``: carrying new entries to another machine of the same office.

Beside it: the same rows of the ledger copied by plain SQLite from one file to another (ATTACH and
INSERT … SELECT), without encryption, signatures, checks or cards.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

import depter
from bench.notebooks import PASSPHRASE, SEED
from depter.actions.synthetic import write_synthetic
from depter.exchange.accept import accept
from depter.exchange.keys import keys_about
from depter.exchange.offer import write_offer
from depter.exchange.places import open_place
from depter.exchange.plan import plan_offer
from depter.ledger.entry import b64, read_line
from depter.ledger.ledger import StoredLine
from depter.notebook.folder import NotebookFolder
from depter.notebook.keyfile import KeyFile, with_box
from depter.notebook.notebook import Notebook
from depter.register.facts.office import MemberAdmitted
from depter.store.book import Book, begun
from depter.values.ids import new_id
from depter.vault.keyring import Keyring, new_keyring

FACTS_PER_CASE: Final = 14
_TABLES: Final = ("ledger_entry", "ledger_body", "ledger_subject_key")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Seconds and bytes. ``compressed`` is what zlib makes of the same lines, signatures, bodies
    and keys alone; ``plain`` the seconds of plain SQLite for the same rows."""

    entries: int
    subjects: int
    offer: float
    accept: float
    stick: int
    compressed: int
    plain: float

    @property
    def seconds(self) -> float:
        """Offered and accepted."""
        return self.offer + self.accept

    @property
    def size(self) -> float:
        """The bundle against its compressed content."""
        return self.stick / self.compressed

    @property
    def ratio(self) -> float:
        """How many times longer than plain SQLite takes."""
        return self.seconds / self.plain


def measure_exchange(*, entries: int = 10_000) -> Exchanged:
    """One machine writes about so many invented entries; the other takes them in."""
    with tempfile.TemporaryDirectory() as beside:
        where = Path(beside)
        stick = where / "stick"
        stick.mkdir()
        with (
            depter.create_notebook(where / "near", passphrase=PASSPHRASE) as near,
            _other(near, where / "far") as far,
        ):
            _carry(near.notebook, far.notebook, stick)  # the office's first entries
            return _measured(near.notebook, far.notebook, stick, entries)


def _measured(near: Notebook, far: Notebook, stick: Path, entries: int) -> Exchanged:
    before = _entries(near)
    cases = max(1, round(entries / FACTS_PER_CASE))
    write_synthetic(near, cases=cases, seed=SEED, facts_per_case=FACTS_PER_CASE)
    written = _entries(near) - before
    began = time.perf_counter()
    plan = plan_offer(near)
    names = write_offer(near, plan, open_place(str(stick)))
    offered = time.perf_counter()
    accepted = accept(far, open_place(str(stick)))
    done = time.perf_counter()
    assert plan.entries == accepted.entries == written
    assert near.ledger.heads() == far.ledger.heads()
    lines = [line for slice_ in plan.slices for line in _of(near, slice_)]
    subjects = dict.fromkeys(read_line(one.line).subject for one in lines)
    return Exchanged(
        entries=written,
        subjects=len(subjects),
        offer=offered - began,
        accept=done - offered,
        stick=sum((stick / name).stat().st_size for name in names),
        compressed=_compressed(near, lines, subjects),
        plain=_seconds_of_plain(near, before=before),
    )


def _carry(near: Notebook, far: Notebook, stick: Path) -> None:
    """There and back, so that each knows what the other has."""
    for source, target in ((near, far), (far, near)):
        write_offer(source, plan_offer(source), open_place(str(stick)))
        accept(target, open_place(str(stick)))
        shutil.rmtree(stick)
        stick.mkdir()


def _of(book: Notebook, some: dict[str, tuple[int, int]]) -> Iterator[StoredLine]:
    for device, (after, until) in some.items():
        yield from book.ledger.stored_lines(device, after=after, until=until)


def _compressed(book: Notebook, lines: list[StoredLine], subjects: Iterable[str]) -> int:
    packer = zlib.compressobj()
    size = 0
    for one in (*lines, *keys_about(book.ledger, subjects)):
        size += len(packer.compress(msgspec.msgpack.encode(one)))
    return size + len(packer.flush())


def _seconds_of_plain(book: Notebook, *, before: int) -> float:
    """The same rows from one plain file into another, one durable transaction."""
    with tempfile.TemporaryDirectory() as beside:
        source, target = Path(beside) / "source.db", Path(beside) / "target.db"
        for path in (source, target):
            _make_tables(book, path)
        filled = sqlite3.connect(source, isolation_level=None)
        filled.execute("BEGIN")
        for table in _TABLES:
            key = {"ledger_entry": "number", "ledger_body": "entry"}.get(table)
            where = f" WHERE {key} > {before}" if key else ""
            rows = book.database.execute(f"SELECT * FROM {table}{where}")
            marks = ", ".join("?" * len(rows[0]))
            filled.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        filled.execute("COMMIT")
        filled.close()
        copying = sqlite3.connect(target, isolation_level=None)
        copying.execute("PRAGMA synchronous = FULL")
        copying.execute("ATTACH ? AS other", (str(source),))
        began = time.perf_counter()
        copying.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            copying.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table}")
        copying.execute("COMMIT")
        seconds = time.perf_counter() - began
        copying.close()
    return seconds


def _make_tables(book: Notebook, path: Path) -> None:
    made = book.database.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
        f" AND tbl_name IN {_TABLES} ORDER BY type DESC"
    )
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    for (sql,) in made:
        plain.execute(sql)
    plain.close()


def _entries(book: Notebook) -> int:
    return sum(head.seq for head in book.ledger.heads().values())


def _other(near: Book, folder: Path) -> Book:
    """A second machine of the office, with an empty notebook."""
    book = near.notebook
    keyring: Keyring = new_keyring(member=new_id(), office=book.keyring.office)
    admitted = MemberAdmitted(
        member=keyring.member,
        device=b64(keyring.device_keys()[0]),
        recipient=keyring.recipient(),
        name="far",
        roles=("coordinator",),
    )
    book.write(book.office_id, admitted)
    where = NotebookFolder(folder)
    empty = KeyFile(notebook=new_id(), boxes=())
    where.create(with_box(empty, keyring, passphrase=PASSPHRASE))
    where.hold()
    return begun(where, keyring)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.exchange", description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    one = measure_exchange(entries=parser.parse_args().entries)
    sys.stdout.write(
        f"{one.entries} entries about {one.subjects} subjects: offer {one.offer:.1f} s, accept"
        f" {one.accept:.1f} s; {one.stick / 1e6:.2f} MB, {one.size:.3f} x its compressed size;"
        f" plain SQLite {one.plain:.2f} s ({one.ratio:.0f} x)\n"
    )


if __name__ == "__main__":
    main()
