"""Whatever people do, in whatever order: the cards are what a rebuild would draw."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from depter.store.book import Book
from tests.notebooks import copied, opened
from tests.unit.store.deeds import DEEDS, Deed, Desk, begin, do


def rows(book: Book) -> dict[str, set[object]]:
    """All rows of the cards; numbers of documents are whatever came free."""
    database = book.notebook.database
    found = {
        table: set(database.execute(f"SELECT * FROM {table}")) for table in ("card", "case_row")
    }
    found["link"] = set(database.execute("SELECT card, role, target FROM link"))
    found["facet"] = set(database.execute("SELECT card, facet, value, sort FROM facet"))
    found["part"] = set(database.execute("SELECT subject, part, digest, body FROM part"))
    return found


@settings(max_examples=30)
@given(st.lists(st.sampled_from(DEEDS), min_size=3, max_size=20), st.integers(0, 2**32))
def test_cards_are_what_a_rebuild_draws(empty_template: Path, deeds: list[Deed], seed: int) -> None:
    with TemporaryDirectory() as folder, opened(copied(empty_template, Path(folder) / "n")) as book:
        desk = Desk(book.notebook, Random(seed))
        begin(desk)
        for deed in deeds:
            do(desk, deed)
        assert book.differing_cards() == []
        assert book.verify().first_bad is None
        live = rows(book)
        book.rebuild()
        assert rows(book) == live
