"""The language of the pages: chosen once, kept in a cookie, switched on every page."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import formats, translation

from depter.store.book import Book


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_a_language_is_kept_in_a_cookie(client: Client, code: str) -> None:
    response = client.post("/language/", {"language": code, "next": "/nosuchpage/"})
    assert response.headers["Location"] == "/nosuchpage/"
    cookie = response.cookies["depter_language"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    page = client.get("/nosuchpage/").content.decode()
    direction = "rtl" if code == "ug" else "ltr"
    assert f'<html lang="{code}" dir="{direction}">' in page
    assert f'value="{code}" lang="{code}" dir="{direction}" aria-current="true"' in page


def test_the_browser_says_which_one_comes_first(book: Book, stranger: Client) -> None:
    page = stranger.get("/unlock/", headers={"accept-language": "de, kk;q=0.9, en;q=0.5"})
    assert '<html lang="kk" dir="ltr">' in page.content.decode()
    chinese = stranger.get("/unlock/", headers={"accept-language": "zh-CN, en;q=0.5"})
    assert '<html lang="zh-hans" dir="ltr">' in chinese.content.decode()


def test_the_switch_leads_to_no_other_site(client: Client) -> None:
    response = client.post("/language/", {"language": "ru", "next": "https://evil.example/"})
    assert response.headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/language/", {"language": "tlh", "next": "/nosuchpage/"})
    assert '<html lang="en" dir="ltr">' in client.get("/nosuchpage/").content.decode()


def test_the_address_with_its_question_is_kept(client: Client) -> None:
    page = client.get("/nosuchpage/?q=%D1%88%22&after=2").content.decode()
    assert 'name="next" value="/nosuchpage/?q=%D1%88%22&amp;after=2"' in page


@pytest.mark.parametrize(
    ("code", "number"), [("en", "12,345"), ("kk", "12\xa0345"), ("ru", "12\xa0345")]
)
def test_numbers_are_written_as_the_language_writes_them(code: str, number: str) -> None:
    with translation.override(code):
        assert formats.number_format(12345, force_grouping=True) == number
        assert formats.get_format("FIRST_DAY_OF_WEEK") == (0 if code == "en" else 1)
