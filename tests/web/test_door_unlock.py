"""Unlocking, wrong passphrases, and pages that stay closed."""

from __future__ import annotations

from django.test import Client

from depter.store.book import Book
from depter.web.frame.desk import DESK
from tests.people import PASSPHRASE


def test_without_a_session_every_page_leads_to_the_door(book: Book, stranger: Client) -> None:
    response = stranger.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/unlock/")


def test_the_right_passphrase_opens(book: Book, stranger: Client) -> None:
    response = stranger.post("/unlock/", {"passphrase": PASSPHRASE})
    assert response.status_code == 302
    assert stranger.get("/").headers["Location"] == "/cases/"


def test_a_closed_notebook_is_opened_from_the_disk(book: Book, stranger: Client) -> None:
    DESK.lock()
    assert not DESK.is_open
    assert stranger.post("/unlock/", {"passphrase": PASSPHRASE}).status_code == 302
    assert DESK.is_open
    assert DESK.office == "Desk"
