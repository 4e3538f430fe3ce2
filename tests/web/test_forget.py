"""Forgetting for good: the reach is read first, two people, a pause, and then nothing opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from depter.actions.cases import open_case
from depter.actions.deeds import requests
from depter.actions.erasure import REACH
from depter.actions.sources import introduce_source
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.web.seats import FOUNDER, SECOND, THIRD, Seats, seated
from tests.web.telling import text_of

NOTE = "lives behind the mill"


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[Seats]:
    """Two custodians and a coordinator."""
    roles = [("custodian", "coordinator"), "custodian", "coordinator"]
    with seated(tmp_path, roles) as found:
        yield found


def source_of(book: Book) -> SubjectId:
    return introduce_source(book.notebook, source_kind="witness", note=NOTE)


def test_the_reach_stands_where_the_button_is(client: Client, book: Book) -> None:
    for subject in (source_of(book), open_case(book.notebook, label="Nursaya E.")):
        kind = "sources" if book.listed("source").rows[0].id == subject else "cases"
        assert f"/subjects/{subject}/forget/" in client.get(f"/{kind}/{subject}/").content.decode()
        seen = text_of(client.get(f"/subjects/{subject}/forget/"))
        assert all(" ".join(sentence.split()) in seen for sentence in REACH)
        assert "Ask to forget for good" in seen


def test_asked_agreed_paused_and_carried_out(seats: Seats) -> None:
    source = source_of(seats.office.book(FOUNDER))
    page = f"/subjects/{source}/forget/"
    first = seats.at(FOUNDER)
    assert "Ask to forget for good" in text_of(first.get(page))
    seen = text_of(first.post(page, {"reason": "she asked for it"}, follow=True))
    assert "It waits for a second member" in seen and "Carry it out now" not in seen
    [request] = requests(seats.office.notebook(FOUNDER), source)
    form = {"subject": source, "entry": request.entry}
    seen = text_of(seats.at(THIRD).post("/office/requests/agree/", form, follow=True))
    assert "The pause begins" in seen
    seen = text_of(first.get(page))
    assert "until then it can be cancelled" in seen and "Carry it out now" not in seen
    seen = text_of(first.post(f"{page}now/", follow=True))
    assert "The pause is not over yet" in seen
    assert NOTE in text_of(first.get(f"/sources/{source}/"))
    seats.office.watch.turn(hours=73)
    assert "The pause is over: it can be carried out." in text_of(first.get(page))
    seen = text_of(first.post(f"{page}now/", follow=True))
    assert "nothing opens it" in seen
    assert first.get(f"/sources/{source}/").status_code == 404
    assert not seats.office.notebook(FOUNDER).facts(source)


def test_what_is_due_stands_on_the_page_of_the_office(seats: Seats) -> None:
    source = source_of(seats.office.book(FOUNDER))
    page = f"/subjects/{source}/forget/"
    seats.at(FOUNDER).post(page, {"reason": "she asked for it"})
    [request] = requests(seats.office.notebook(FOUNDER), source)
    form = {"subject": source, "entry": request.entry}
    seats.at(THIRD).post("/office/requests/agree/", form)
    assert "The pause before an erasure is over." not in text_of(seats.at(SECOND).get("/office/"))
    seats.office.watch.turn(hours=73)
    assert "The pause before an erasure is over." in text_of(seats.at(SECOND).get("/office/"))


def test_cancelled_within_the_pause_nothing_is_erased(seats: Seats) -> None:
    source = source_of(seats.office.book(FOUNDER))
    page = f"/subjects/{source}/forget/"
    first = seats.at(FOUNDER)
    first.post(page, {"reason": "she asked for it"})
    [request] = requests(seats.office.notebook(FOUNDER), source)
    form = {"subject": source, "entry": request.entry, "next": page}
    seats.at(THIRD).post("/office/requests/agree/", form)
    seen = text_of(seats.at(THIRD).post("/office/requests/cancel/", form, follow=True))
    assert "The request is withdrawn." in seen
    seats.office.watch.turn(hours=200)
    first.post(f"{page}now/")
    assert NOTE in text_of(first.get(f"/sources/{source}/"))


def test_without_a_reason_nothing_is_asked(client: Client, book: Book) -> None:
    source = source_of(book)
    assert "not recorded yet" in text_of(client.post(f"/subjects/{source}/forget/", {"reason": ""}))
    assert not requests(book.notebook, source)


def test_a_coordinator_may_not_forget_anybody(seats: Seats) -> None:
    source = source_of(seats.office.book(FOUNDER))
    third = seats.at(THIRD)
    assert "Forget" not in text_of(third.get(f"/sources/{source}/"))
    assert third.get(f"/subjects/{source}/forget/").status_code == 403
    assert third.post(f"/subjects/{source}/forget/now/").status_code == 403


def test_the_office_itself_is_not_forgotten(client: Client, book: Book) -> None:
    assert client.get(f"/subjects/{book.notebook.office_id}/forget/").status_code == 404
