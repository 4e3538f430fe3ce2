"""Searching: names before words, hits marked, hostile queries answered with a sentence."""

from __future__ import annotations

import pytest
from django.test import Client

from depter.store.book import Book
from tests.people import ZEREKA
from tests.web.telling import HOSTILE, relative, tell, text_of, told_case


def test_names_come_before_words(client: Client, book: Book) -> None:
    _, source = told_case(book)
    other, _ = told_case(book)
    tell(book, other, source, words=f"I saw {ZEREKA.latin} in the yard.")
    seen = text_of(client.get("/search/", {"q": "Zereka yard"}))
    assert "In words" in seen and "in the yard" in seen
    seen = text_of(client.get("/search/", {"q": "zerek"}))
    assert seen.index("In names") < seen.index(ZEREKA.latin)


def test_the_hit_is_marked_in_its_sentence(client: Client, book: Book) -> None:
    case, source = told_case(book)
    tell(book, case, source, words="She was seen in Poplar yard.")
    body = client.get("/search/", {"q": "poplar"}).content.decode()
    assert "She was seen in <mark>Poplar</mark> yard." in body


def test_nothing_typed_gives_advice(client: Client) -> None:
    assert "The beginning of a name is enough." in text_of(client.get("/search/"))


def test_nothing_found_says_so(client: Client) -> None:
    assert "Nothing found" in text_of(client.get("/search/", {"q": "Zereka"}))


@pytest.mark.parametrize(
    "query",
    [
        *HOSTILE,
        '"',
        "'",
        '""" OR "a"*',
        "NEAR(a b, 5)",
        "names : x",
        "a AND NOT b",
        "(",
        "*",
        "-",
        "^a",
        "🙂",
        "‍",
        "泽热卡",
        "%",
        "a" * 400,
        "word " * 90,
    ],
)
def test_nothing_typed_is_taken_for_the_language_of_the_index(
    client: Client, book: Book, query: str
) -> None:
    case, source = told_case(book)
    tell(book, case, source, words=query)
    for page in ("/search/", "/search/names/"):
        answer = client.get(page, {"q": query})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("query", ["a" * 10_000, "Zereka \u202e", "a\x00b"])
def test_what_cannot_be_searched_for_is_told(client: Client, query: str) -> None:
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 400
    assert "What to do" in text_of(answer)
    assert client.get("/search/names/", {"q": query}).status_code == 200


def test_names_appear_while_somebody_types(client: Client, book: Book) -> None:
    case, _ = told_case(book)
    answer = client.get("/search/names/", {"q": "Zer"})
    body = answer.content.decode()
    assert f'href="/cases/{case}/"' in body and "<html" not in body
    assert "<button" in body and "?q=" not in body  # an address would stay in the history
    assert client.get("/search/names/", {"q": "Z"}).content.strip() == b""


def test_sealed_words_are_not_found(client: Client, book: Book) -> None:
    relative(book, identity="Quwanish of the mill")
    assert "Nothing found" in text_of(client.get("/search/", {"q": "Quwanish"}))


def test_a_stranger_finds_nothing(stranger: Client, book: Book) -> None:
    for page in ("/search/?q=Zereka", "/search/names/?q=Zereka"):
        assert stranger.get(page).status_code == 302
