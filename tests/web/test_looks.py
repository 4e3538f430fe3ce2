"""Who looked: for custodians, newest first, narrowed by member and by page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions.sources import introduce_source
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.web.seats import FOUNDER, SECOND, THIRD, Seats, seated
from tests.web.telling import text_of


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[Seats]:
    """A custodian who coordinates, another coordinator, and a volunteer."""
    roles = [("custodian", "coordinator"), "coordinator", "intake"]
    with seated(tmp_path, roles) as found:
        yield found


def noted(book: Book, note: str) -> SubjectId:
    return introduce_source(book.notebook, source_kind="witness", note=note)


def test_nobody_looked_yet(seats: Seats) -> None:
    assert "Nobody has looked yet" in text_of(seats.at(FOUNDER).get("/office/looks/"))


def test_a_protected_page_that_was_read_stands_there(seats: Seats) -> None:
    one, other = (noted(seats.office.book(FOUNDER), note) for note in ("a mill", "a well"))
    seats.at(SECOND).get(f"/sources/{one}/")
    seats.office.watch.turn(hours=1)
    seats.at(FOUNDER).get(f"/sources/{other}/")
    client = seats.at(FOUNDER)
    seen = text_of(client.get("/office/looks/")).partition("Where")[2]
    assert seen.count("read what is protected") == 2
    assert seen.index(other) < seen.index(one)
    member = seats.office.id_of(SECOND)
    seen = text_of(client.get("/office/looks/", {"member": member}))
    assert one in seen and other not in seen
    seen = text_of(client.get("/office/looks/", {"subject": other}))
    assert other in seen and one not in seen


def test_reading_without_the_right_leaves_no_look(seats: Seats) -> None:
    source = noted(seats.office.book(FOUNDER), "a mill")
    assert "a mill" not in text_of(seats.at(THIRD).get(f"/sources/{source}/"))
    assert "Nobody has looked yet" in text_of(seats.at(FOUNDER).get("/office/looks/"))


def test_a_filter_that_matches_nothing_can_be_taken_off(seats: Seats) -> None:
    noted(seats.office.book(FOUNDER), "a mill")
    found = seats.at(FOUNDER).get("/office/looks/", {"member": seats.office.id_of(THIRD)})
    assert "Nobody looked like that" in text_of(found) and "Show all looks" in text_of(found)


def test_a_mistyped_number_is_told(seats: Seats) -> None:
    seen = text_of(seats.at(FOUNDER).get("/office/looks/", {"subject": "nonsense"}))
    assert "This is no number of a page" in seen


@pytest.mark.parametrize("name", [SECOND, THIRD])
def test_only_custodians_may_know(seats: Seats, name: str) -> None:
    client = seats.at(name)
    assert client.get("/office/looks/").status_code == 403
    assert "/office/looks/" not in client.get("/office/").content.decode()
