"""Unlocking, wrong passphrases, and pages that stay closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from depter.store.book import Book
from depter.web.door.patience import PATIENCE, Patience
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.unlocked import OPEN_TO_ALL
from tests.people import PASSPHRASE

ID = "0123456789abcdef"


def test_without_a_session_the_first_page_leads_to_the_door(book: Book, stranger: Client) -> None:
    response = stranger.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/unlock/")


def test_without_a_notebook_it_leads_to_the_beginning(stranger: Client) -> None:
    assert stranger.get("/").headers["Location"] == "/begin/"
    assert stranger.get("/unlock/").headers["Location"] == "/begin/"


def test_no_page_but_the_door_is_shown_to_a_stranger(book: Book, stranger: Client) -> None:
    """Every address there is, also the ones a feature adds tomorrow; read and write."""
    tried = 0
    for name, address in addresses(get_resolver()):
        if name in OPEN_TO_ALL:
            continue
        for response in (stranger.get(address), stranger.post(address, {"next": "/"})):
            tried += 1
            assert response.status_code == 302, address
            assert response.headers["Location"] == "/unlock/", address
    assert tried > 6


def test_a_made_up_token_is_a_stranger(book: Book, stranger: Client) -> None:
    for token in ("", "x", "0" * 43, "\xff\xfe"):
        stranger.cookies[COOKIE] = token
        assert stranger.get("/").headers["Location"] == "/unlock/"


def test_the_right_passphrase_opens(book: Book, stranger: Client) -> None:
    response = stranger.post("/unlock/", {"passphrase": PASSPHRASE})
    assert response.status_code == 302
    assert stranger.get("/").headers["Location"] == "/cases/"
    assert stranger.get("/unlock/").headers["Location"] == "/"


def test_the_token_is_a_session_cookie_that_scripts_and_other_sites_never_see(
    book: Book, stranger: Client
) -> None:
    morsel = stranger.post("/unlock/", {"passphrase": PASSPHRASE}).cookies[COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Strict"
    assert not morsel["expires"]
    assert not morsel["max-age"]
    assert len(morsel.value) >= 43  # 256 bits


def test_two_browsers_have_two_tokens_and_one_lock(book: Book) -> None:
    first, second = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    for browser in (first, second):
        browser.post("/unlock/", {"passphrase": PASSPHRASE})
    assert first.cookies[COOKIE].value != second.cookies[COOKIE].value
    assert first.get("/").headers["Location"] == second.get("/").headers["Location"] == "/cases/"
    first.post("/lock/")
    assert second.get("/").headers["Location"] == "/unlock/"


def test_a_closed_notebook_is_opened_from_the_disk(book: Book, stranger: Client) -> None:
    DESK.lock()
    assert not DESK.is_open
    assert stranger.post("/unlock/", {"passphrase": PASSPHRASE}).status_code == 302
    assert DESK.is_open
    assert DESK.office == "Desk"


@pytest.mark.parametrize("is_open", [True, False])
def test_a_wrong_passphrase_is_told_plainly(
    book: Book, stranger: Client, *, is_open: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(PATIENCE, "pause", pauses.append)
    if not is_open:
        DESK.lock()
    for _ in range(3):
        response = stranger.post("/unlock/", {"passphrase": PASSPHRASE + "x"})
        page = response.content.decode()
        assert response.status_code == 403
        assert "This passphrase does not open the notebook." in page
        assert PASSPHRASE not in page
    assert pauses == [0.25, 0.5]
    assert stranger.get("/").headers["Location"] == "/unlock/"
    assert DESK.is_open is is_open


def test_guessing_is_never_slower_than_eight_seconds_a_try() -> None:
    waited: list[float] = []
    patience = Patience(waited.append)
    for _ in range(30):
        patience.wait()
        patience.wrong()
    assert waited == sorted(waited)
    assert max(waited) == 8.0
    patience.right()
    assert patience.seconds == 0.0


def test_an_empty_passphrase_is_not_tried(book: Book, stranger: Client) -> None:
    response = stranger.post("/unlock/", {"passphrase": ""})
    assert response.status_code == 400
    assert "Type the passphrase first." in response.content.decode()


def test_a_damaged_register_is_told_plainly(notebook_folder: Path, stranger: Client) -> None:
    (notebook_folder / "register.db").write_bytes(b"\x00" * 8192)
    response = stranger.post("/unlock/", {"passphrase": PASSPHRASE})
    assert response.status_code == 503
    assert "missing, damaged or cut short" in response.content.decode()


def test_locking_answers_with_a_page_and_takes_the_token_back(client: Client) -> None:
    response = client.post("/lock/")
    assert response.status_code == 200
    assert "The notebook is locked" in response.content.decode()
    assert response.cookies[COOKIE]["max-age"] == 0
    assert not DESK.is_open


def test_only_pressing_the_button_locks(client: Client) -> None:
    assert client.get("/lock/").status_code == 405
    assert DESK.is_open


def test_staying_needs_a_session(client: Client, stranger: Client) -> None:
    assert client.post("/ping/").status_code == 204
    assert stranger.post("/ping/").status_code == 302


def addresses(resolver: URLResolver, before: str = "", app: str = "") -> Iterator[tuple[str, str]]:
    """Every address, with an id wherever one belongs."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route, entry.namespace or app)
        elif isinstance(entry, URLPattern):
            name = f"{app}:{entry.name}" if app else str(entry.name)
            filled = "".join(
                ID if at % 2 else part for at, part in enumerate(route.replace(">", "<").split("<"))
            )
            yield name, "/" + filled.lstrip("/")
