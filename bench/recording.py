"""How long a person waits for “save”: one statement on a small, a large and a huge case."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import depter
from bench.notebooks import PASSPHRASE, Written
from bench.plain import plain_copy, rows_of, seconds_to_insert
from bench.timing import Times, timed
from depter.actions.statements import new_claim, record_statement
from depter.actions.synthetic.people import InventedCase, invent_case
from depter.actions.synthetic.texts import invent_words
from depter.actions.synthetic.world import World, invent_world
from depter.register.facts.claims import ContactWas, HealthWas, StatusWas
from depter.register.facts.statements import Occasion
from depter.store.drawing.texts import said_in, segmented, words_of

SIZES: Final = (14, 100, 500)
_CASES, _EACH = 10, 6  # sixty statements; a case grows by no more than six


@dataclass(frozen=True, slots=True)
class Recorded:
    """One size of case: our times and plain SQLite's for the rows that were written."""

    facts: int
    ours: Times
    plain: Times


def measure_recording(written: Written) -> list[Recorded]:
    """In a copy of the notebook, so that the next measurement finds it as it was."""
    with tempfile.TemporaryDirectory() as beside:
        copy = Path(beside) / "copy"
        shutil.copytree(written.path, copy)
        with depter.open_notebook(copy, passphrase=PASSPHRASE) as book:
            rng = Random(7)
            world = invent_world(rng, cases=24)
            for subject, facts in world.writings:
                book.notebook.write(subject, *facts)
            return [_size(book, rng, world, size) for size in SIZES]


def _size(book: depter.Book, rng: Random, world: World, size: int) -> Recorded:
    cases = [_case_of(book, rng, world, size) for _ in range(_CASES)]
    _save(book, rng, cases[0])  # the first one fills caches
    saving = [partial(_save, book, rng, case) for _ in range(_EACH) for case in cases]
    rng.shuffle(saving)
    ours = timed(saving)
    with plain_copy(book) as plain:
        return Recorded(size, ours, Times(tuple(_plainly(book, plain, cases))))


def _case_of(book: depter.Book, rng: Random, world: World, size: int) -> InventedCase:
    """A case about which so many facts are recorded."""
    case = invent_case(rng, world, statements=size, relative=None)
    for subject, facts in case.writings:
        book.notebook.write(subject, *facts[:size])
    return case


def _save(book: depter.Book, rng: Random, case: InventedCase) -> None:
    """About 400 letters and three claims, all in: checked, signed, encrypted, drawn, durable."""
    name, place = case.person.name.kazakh, case.person.home.names[0]
    words = invent_words(rng, language="kk", name=name, place=place, year=2018)
    record_statement(
        book.notebook,
        about=case.id,
        source=case.speakers[0].id,
        occasion=Occasion(on="2019-11-02", channel="in_person"),
        language="kk",
        words=(words * 4)[:400],
        claims=[
            new_claim(
                StatusWas(status="camp"),
                basis="family",
                as_of="2017-11/2018-12",
                place=case.person.home.id,
            ),
            new_claim(ContactWas(channel="phone"), basis="family", as_of="2019-03"),
            new_claim(HealthWas(text="жүрегі ауырады"), basis="family"),
        ],
    )


def _plainly(
    book: depter.Book, plain: sqlite3.Connection, cases: list[InventedCase]
) -> Iterator[float]:
    """The rows of the statements just written, each in a durable transaction of its own."""
    for case in cases:
        given = (case.id, _EACH)
        latest = "WHERE subject = %s ORDER BY number DESC LIMIT %s"
        entries = rows_of(book, "ledger_entry", latest, given)
        parts = rows_of(book, "part", latest, given)
        card = rows_of(book, "card", "WHERE id = %s", (case.id,))
        row = rows_of(book, "case_row", "WHERE id = %s", (case.id,))
        said = {one.statement.id: one for one in said_in(book.case(case.id).case)}
        for entry, part in zip(entries, parts, strict=True):
            words = words_of(said[part[2]]) if part[2] in said else ""
            rows = {
                "ledger_entry": [entry],
                "ledger_body": rows_of(book, "ledger_body", "WHERE entry = %s", (entry[0],)),
                "card": card,
                "case_row": row,
                "part": [part],
            }
            yield 1000 * seconds_to_insert(plain, rows, [(part[0], "", segmented(words))])
