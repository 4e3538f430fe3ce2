"""What a form sent stays in no browser: the page that answers it is fetched by itself."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

import depter.web
from depter.store.book import Book
from depter.web.frame.desk import DESK
from tests.people import MELIKE, PASSPHRASE
from tests.web.telling import relative, text_of

AS_A_PAGE = {"HTTP_ACCEPT": "text/html,*/*;q=0.8"}
UNFINISHED = {"source_kind": "", "protection": "protected", "identity": MELIKE.latin}


def test_a_form_that_was_not_taken_is_fetched_again(client: Client, book: Book) -> None:
    sent = client.post("/sources/new/?case=x", UNFINISHED, **AS_A_PAGE)
    assert sent.status_code == 303 and not sent.content
    assert MELIKE.latin not in sent.headers["Location"]
    assert "case=x" in sent.headers["Location"]
    for _ in range(2):  # also after a reload
        fetched = client.get(sent.headers["Location"], **AS_A_PAGE)
        assert fetched.status_code == 200
        assert MELIKE.latin in fetched.content.decode()
        assert fetched.headers["Cache-Control"] == "no-store"
    assert MELIKE.latin not in client.get("/sources/new/", **AS_A_PAGE).content.decode()


def test_only_the_browser_that_sent_it_can_fetch_it(client: Client, book: Book) -> None:
    sent = client.post("/sources/new/", UNFINISHED, **AS_A_PAGE)
    other = Client(HTTP_HOST="127.0.0.1")
    other.cookies["depter_session"] = DESK.open(book)
    fetched = other.get(sent.headers["Location"], **AS_A_PAGE)
    assert fetched.status_code == 200 and MELIKE.latin not in fetched.content.decode()
    assert Client(HTTP_HOST="127.0.0.1").get(sent.headers["Location"]).status_code == 302


def test_few_answers_are_kept_and_none_after_locking(client: Client, book: Book) -> None:
    first, *_, last = [client.post("/sources/new/", UNFINISHED, **AS_A_PAGE) for _ in range(6)]
    assert MELIKE.latin not in client.get(first.headers["Location"]).content.decode()
    assert MELIKE.latin in client.get(last.headers["Location"]).content.decode()
    locked = client.post("/lock/", **AS_A_PAGE)
    assert locked.status_code == 200 and "locked" in text_of(locked)
    assert client.get(last.headers["Location"]).status_code == 302


def test_what_was_sealed_is_shown_a_single_time(client: Client, book: Book) -> None:
    source = relative(book, identity=MELIKE.latin)
    asked = {"passphrase": PASSPHRASE, "reason": "She is in danger."}
    sent = client.post(f"/sources/{source}/open/", asked, **AS_A_PAGE)
    assert sent.status_code == 303
    assert MELIKE.latin in client.get(sent.headers["Location"]).content.decode()
    again = client.get(sent.headers["Location"], follow=True)
    assert MELIKE.latin not in again.content.decode()


def test_the_search_leaves_no_word_in_the_address(client: Client) -> None:
    assert not re.search(
        r'<form[^>]*method="get"[^>]*action="/search/"', client.get("/cases/").content.decode()
    )
    sent = client.post("/search/", {"q": MELIKE.latin}, **AS_A_PAGE)
    assert set(parse_qs(urlsplit(sent.headers["Location"]).query)) == {"answer"}
    assert MELIKE.latin in client.get(sent.headers["Location"]).content.decode()


TEMPLATES = sorted(Path(depter.web.__file__).parent.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_form_is_filled_in_by_the_browser(template: Path) -> None:
    """Else Chromium and Firefox keep every line that was typed, on the disk and in plain."""
    for form in re.findall(r"<form\b[^>]*>", template.read_text(encoding="utf-8")):
        assert 'autocomplete="off"' in form, form
