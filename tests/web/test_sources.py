"""The pages of sources: protection, weighing, consent, and opening what is sealed once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from depter.actions.cases import open_case
from depter.register.facts.sources import SourceOpened
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.people import MELIKE, PASSPHRASE, ZEREKA
from tests.web.telling import HOSTILE, ministry, relative, tell, text_of, told_case

SECRET = f"{MELIKE.latin}, the baker's wife"


def introduced(book: Book) -> SubjectId:
    [row] = book.listed("source").rows
    return row.id


def opening(client: Client, source: SubjectId, **given: str) -> str:
    form = {"passphrase": PASSPHRASE, "reason": "she is in danger"} | given
    return text_of(client.post(f"/sources/{source}/open/", form))


def test_protected_is_what_the_sheet_begins_with(client: Client) -> None:
    body = client.get("/sources/new/").content.decode()
    assert '<option value="protected" selected>' in body
    assert "sealed as you save" in body


def test_what_is_sealed_is_on_no_page_afterwards(client: Client, book: Book) -> None:
    form = {"source_kind": "relative", "protection": "protected", "identity": SECRET}
    answer = client.post("/sources/new/", form, follow=True)
    seen = text_of(answer)
    assert "What had to be sealed is sealed." in seen
    assert "sealed: only a custodian can open" in seen
    source = introduced(book)
    for page in ("/sources/", f"/sources/{source}/", f"/search/?q={MELIKE.latin}"):
        assert SECRET not in text_of(client.get(page))
    assert book.source(source).source.name in text_of(client.get("/sources/"))


def test_a_protected_source_with_an_open_name_is_refused(client: Client, book: Book) -> None:
    form = {"source_kind": "relative", "protection": "protected", "name": MELIKE.latin}
    seen = text_of(client.post("/sources/new/", form))
    assert "A protected source cannot have an open name." in seen
    assert not book.listed("source").rows


def test_an_open_source_shows_its_name(client: Client, book: Book) -> None:
    form = {"source_kind": "media", "protection": "open", "name": "The Poplar Courier"}
    assert "The Poplar Courier" in text_of(client.post("/sources/new/", form, follow=True))


def test_an_unknown_kind_is_refused(client: Client, book: Book) -> None:
    client.post("/sources/new/", {"source_kind": "spy", "protection": "open", "name": "X"})
    assert not book.listed("source").rows


def test_a_source_who_is_a_case_is_linked_both_ways(client: Client, book: Book) -> None:
    case = open_case(book.notebook, label=ZEREKA.latin)
    form = {"source_kind": "survivor", "protection": "open", "name": ZEREKA.latin}
    client.post(f"/sources/new/?case={case}", form)
    source = introduced(book)
    assert f'href="/cases/{case}/"' in client.get(f"/sources/{source}/").content.decode()
    assert f'href="/sources/{source}/"' in client.get(f"/cases/{case}/").content.decode()


def test_the_list_is_narrowed_by_kind(client: Client, book: Book) -> None:
    relative(book)
    ministry(book)
    seen = text_of(client.get("/sources/", {"kind": "official"}))
    assert "Ministry of Distant Affairs" in seen
    assert "No source of this kind" in text_of(client.get("/sources/", {"kind": "media"}))


def test_what_a_source_said_stands_on_its_page(client: Client, book: Book) -> None:
    case, source = told_case(book)
    tell(book, case, source, words="They came at night.")
    seen = text_of(client.get(f"/sources/{source}/"))
    assert ZEREKA.latin in seen and "They came at night." in seen


def test_a_judgement_reaches_the_claims(client: Client, book: Book) -> None:
    case, source = told_case(book)
    form = {"reliability": "B", "reason": "was right twice"}
    seen = text_of(client.post(f"/sources/{source}/judge/", form, follow=True))
    assert "was right twice" in seen
    assert "B–" in text_of(client.get(f"/cases/{case}/"))


def test_consent_is_given_for_one_case_and_withdrawn(client: Client, book: Book) -> None:
    case, source = told_case(book)
    form = {"uses": ["share_un", "store"], "case": case, "on": "2019-02-03"}
    client.post(f"/sources/{source}/consent/", form)
    assert [(one.use, one.case) for one in book.source(source).source.consents] == [
        ("share_un", case),
        ("store", case),
    ]
    form = {"use": "share_un", "case": case, "reason": "her mother was visited"}
    client.post(f"/sources/{source}/withdraw/", form)
    assert [one.use for one in book.source(source).source.consents] == ["store"]
    assert "her mother was visited" in text_of(client.get(f"/sources/{source}/"))


def test_a_date_of_consent_that_cannot_be_read_is_told(client: Client, book: Book) -> None:
    source = relative(book)
    form = {"uses": ["store"], "on": "spring 2018"}
    seen = text_of(client.post(f"/sources/{source}/consent/", form))
    assert "This date could not be read." in seen and "2018-21" in seen
    assert not book.source(source).source.consents


def test_consent_for_a_case_the_source_never_spoke_of_is_refused(
    client: Client, book: Book
) -> None:
    source, case = relative(book), open_case(book.notebook)
    client.post(f"/sources/{source}/consent/", {"uses": ["store"], "case": case})
    assert not book.source(source).source.consents


def test_sealed_fields_are_shown_once_and_the_opening_is_recorded(
    client: Client, book: Book
) -> None:
    source = relative(book, identity=SECRET, whereabouts="behind the mill")
    seen = opening(client, source)
    assert SECRET in seen and "behind the mill" in seen
    page = text_of(client.get(f"/sources/{source}/"))
    assert SECRET not in page
    assert "Opened 1 time." in page and "she is in danger" in page


def test_that_it_was_opened_is_never_crossed_out(client: Client, book: Book) -> None:
    source = relative(book, identity=SECRET)
    opening(client, source)
    entry = book.notebook.facts(source)[-1].id
    answer = client.post("/entries/strike/", {"subject": source, "entry": entry})
    assert answer.status_code == 400
    assert "cannot be crossed out" in text_of(answer)
    assert book.source(source).source.times_opened == 1
    assert entry not in re.findall(r'name="entry" value="([^"]+)"', page_of(client, source))


def page_of(client: Client, source: SubjectId) -> str:
    return client.get(f"/sources/{source}/").content.decode()


def test_opening_is_never_answered_to_a_link(client: Client, book: Book) -> None:
    source = relative(book, identity=SECRET)
    answer = client.get(f"/sources/{source}/open/", follow=True)
    assert SECRET not in text_of(answer)
    assert book.source(source).source.times_opened == 0


@pytest.mark.parametrize("address", ["judge", "consent", "withdraw", "open"])
def test_a_reload_after_a_mistake_leads_back_to_the_page(
    client: Client, book: Book, address: str
) -> None:
    source = relative(book)
    assert client.post(f"/sources/{source}/{address}/", {}).status_code == 200
    answer = client.get(f"/sources/{source}/{address}/")
    assert answer.headers["Location"] == f"/sources/{source}/"
    assert client.put(f"/sources/{source}/{address}/").status_code in (403, 405)


@pytest.mark.parametrize("given", [{"reason": " "}, {"passphrase": "seven grey geese"}])
def test_without_passphrase_or_reason_nothing_is_opened(
    client: Client, book: Book, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = relative(book, identity=SECRET)
    assert SECRET not in opening(client, source, **given)
    assert not any(isinstance(one.fact, SourceOpened) for one in book.notebook.facts(source))


def test_a_stranger_sees_no_source_and_opens_nothing(stranger: Client, book: Book) -> None:
    source = relative(book, identity=SECRET)
    form = {"passphrase": PASSPHRASE, "reason": "curious"}
    for answer in (
        stranger.get("/sources/"),
        stranger.get(f"/sources/{source}/"),
        stranger.post(f"/sources/{source}/open/", form),
    ):
        assert answer.status_code == 302
    assert book.source(source).source.times_opened == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_sealed_is_shown_as_it_was_written(client: Client, book: Book, text: str) -> None:
    source = relative(book, identity=text, contact=text)
    form = {"passphrase": PASSPHRASE, "reason": text}
    answer = client.post(f"/sources/{source}/open/", form)
    assert "<script>alert" not in answer.content.decode()
    assert text in text_of(answer)
    assert text in text_of(client.get(f"/sources/{source}/"))


def test_every_source_of_everything_can_be_read(
    everything_client: Client, everything_book: Book
) -> None:
    for row in everything_book.listed("source").rows:
        assert everything_client.get(f"/sources/{row.id}/").status_code == 200
