"""Pages as a person waits for them: whole HTML over one connection, and the questions alone."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final
from urllib.parse import urlencode

import depter
from bench.notebooks import PASSPHRASE, Written
from bench.plain import copied_cards
from bench.serving import Browser, ServerSilent, served
from bench.timing import Times, timed
from depter.actions.synthetic.texts import rare_words
from depter.store.queries.cases import CaseFilter
from depter.values.ids import SubjectId

KINDS: Final = ("case page", "list, two filters", "search, common word", "search, rare word")
_STATUSES: Final = ("camp", "prison", "released", "house_arrest", "forced_work")
_COMMON: Final = ("хабар", "телефону", "паспорт", "school", "工厂", "بالىلىرى", "nur")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Arguments of random requests, the same for every way of asking."""

    cases: list[str]
    filters: list[tuple[str, str]]
    common: list[str]
    rare: list[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """Times of each kind of page: over HTTP, the question alone, plain SQLite."""

    cases: int
    pages: dict[str, Times]
    questions: dict[str, Times]
    plain: dict[str, Times]
    memory: int


def measure_pages(written: Written, *, requests: int) -> Measured:
    """The same random requests three ways; ten of each warm up and are not counted."""
    with depter.open_notebook(written.path, passphrase=PASSPHRASE) as book:
        wanted = _wanted(book, requests)
        questions = _times(_questions(book, wanted))
        with copied_cards(book, beside=written.path) as plain:
            plainly = _times(_plainly(plain, wanted))
    with served(written.path) as server:
        server.seconds_to_first_page()
        browser = Browser(server.port)
        browser.unlock()
        pages = _times(_pages(browser, wanted), server.cpu_seconds)
        return Measured(written.cases, pages, questions, plainly, server.memory())


def _wanted(book: depter.Book, requests: int) -> Wanted:
    rng, database = Random(11), book.notebook.database
    cases = [one for (one,) in database.execute("SELECT id FROM case_row ORDER BY name, id")]
    counties = [
        one
        for (one,) in database.execute(
            "SELECT id FROM card WHERE type = 'place' AND kind IN ('district', 'prefecture')"
            " ORDER BY title"
        )
    ]
    runs = range(requests + 10)
    return Wanted(
        cases=[rng.choice(cases) for _ in runs],
        filters=[(rng.choice(_STATUSES), rng.choice(counties)) for _ in runs],
        common=[rng.choice(_COMMON) for _ in runs],
        rare=[rng.choice(rare_words()) for _ in runs],
    )


Runs = dict[str, list[Callable[[], object]]]


def _times(runs: Runs, cpu: Callable[[], float] = time.process_time) -> dict[str, Times]:
    return {kind: timed(some, cpu=cpu, warming=10) for kind, some in runs.items()}


def _questions(book: depter.Book, wanted: Wanted) -> Runs:
    filters = [CaseFilter(status=status, place=place) for status, place in wanted.filters]
    asked: tuple[list[Callable[[], object]], ...] = (
        [partial(book.case, SubjectId(one)) for one in wanted.cases],
        [partial(book.cases, one) for one in filters],
        [partial(book.search, word) for word in wanted.common],
        [partial(book.search, word) for word in wanted.rare],
    )
    return dict(zip(KINDS, asked, strict=True))


def _pages(browser: Browser, wanted: Wanted) -> Runs:
    addresses = (
        [f"/cases/{one}/" for one in wanted.cases],
        ["/cases/?" + urlencode({"status": one, "place": at}) for one, at in wanted.filters],
        ["/search/?" + urlencode({"q": word}) for word in wanted.common],
        ["/search/?" + urlencode({"q": word}) for word in wanted.rare],
    )
    return {
        kind: [partial(_page, browser, address) for address in some]
        for kind, some in zip(KINDS, addresses, strict=True)
    }


def _page(browser: Browser, address: str) -> None:
    status, body = browser.get(address)
    if status != 200 or b"</html>" not in body:
        raise ServerSilent(f"{address} was answered {status}")


_LIST: Final = """SELECT r.* FROM facet f CROSS JOIN case_row r WHERE r.id = f.card
    AND f.facet = 'status' AND f.value = ? AND EXISTS (SELECT 1 FROM facet o WHERE
    o.card = r.id AND o.facet = 'place' AND o.value = ?) ORDER BY f.sort DESC LIMIT 51"""
_SEARCH: Final = """SELECT p.subject, p.part, p.body FROM (SELECT rowid AS number FROM search_text
    WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT 50) m JOIN part p USING (number)"""


def _plainly(plain: sqlite3.Connection, wanted: Wanted) -> Runs:
    """The rows that each page needs at least, fetched and nothing else."""

    def case(one: str) -> None:
        plain.execute("SELECT * FROM card WHERE id = ?", (one,)).fetchall()
        plain.execute("SELECT * FROM part WHERE subject = ?", (one,)).fetchall()
        plain.execute("SELECT * FROM link WHERE target = ?", (one,)).fetchall()

    def listed(status: str, place: str) -> None:
        plain.execute(_LIST, (status, place)).fetchall()

    def search(word: str) -> None:
        match = f'"{" ".join(word)}"' if "\u4e00" <= word[0] <= "\u9fff" else f'"{word}"*'
        plain.execute(_SEARCH, (match,)).fetchall()

    asked: tuple[list[Callable[[], object]], ...] = (
        [partial(case, one) for one in wanted.cases],
        [partial(listed, *one) for one in wanted.filters],
        [partial(search, word) for word in wanted.common],
        [partial(search, word) for word in wanted.rare],
    )
    return dict(zip(KINDS, asked, strict=True))
