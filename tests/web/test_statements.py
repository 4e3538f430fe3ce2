"""The sheet of a statement: an ordinary form that writes claims behind it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.world import describe_place
from depter.register.facts.claims import DocumentWas, NameIs, StatusWas
from depter.register.facts.world import Spelling
from depter.register.folds.source import SourceFile
from depter.store.book import Book
from depter.values.ids import SubjectId
from depter.values.level import Level
from tests.web.sheets import fields_of, order_of, sent

NEW = "/cases/{}/statements/new/"


@pytest.fixture
def case(book: Book) -> SubjectId:
    return open_case(book.notebook, label="unknown")


@pytest.fixture
def sister(book: Book) -> SubjectId:
    return introduce_source(
        book.notebook, source_kind="relative", protection="open", name="Aigul B."
    )


def test_what_is_typed_becomes_claims_of_that_source(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    answer = sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        occasion__on="2019-01-21",
        words__language="kk",
        words__words="Ол лагерьде.",
        sheet__basis="family",
        name__0__text="Нұрсая Еркінқызы",
        status__0__status="camp",
        status__0__as_of="2018-21~",
        document__0__document="passport",
        document__0__number="N1234567",
        document__0__holder="seized",
        consent__consent=["store"],
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"/cases/{case}/"
    page = book.case(case).case
    assert page.name == "Нұрсая Еркінқызы"
    [statement] = page.statements
    assert (statement.source, statement.words, statement.consent) == (
        sister,
        "Ол лагерьде.",
        ("store",),
    )
    said = {type(known.claim.says): known for known in page.claims}
    assert said[NameIs].claim.says == NameIs(text="Нұрсая Еркінқызы", script="Cyrl")
    assert said[StatusWas].claim.as_of == "2018-21~"
    assert all(known.claim.basis == "family" for known in page.claims)
    assert said[DocumentWas].level is Level.PROTECTED


def test_a_row_that_stays_empty_writes_nothing(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        words__words="Nothing more.",
    )
    assert book.case(case).case.claims == ()


def test_a_sheet_without_words_and_claims_is_refused_and_nobody_is_introduced(
    client: Client, book: Book, case: SubjectId
) -> None:
    page = sent(
        client, NEW.format(case), speaker__source_kind="relative", sheet__basis="family"
    ).content.decode()
    assert "The statement has neither words nor a single claim." in page
    assert book.counts().get("source", 0) == 0


def test_a_new_source_is_protected_unless_somebody_says_otherwise(
    client: Client, book: Book, case: SubjectId
) -> None:
    sent(
        client,
        NEW.format(case),
        speaker__source_kind="relative",
        speaker__identity="Aigul Secretova",
        sheet__basis="family",
        words__words="He is gone.",
    )
    [statement] = book.case(case).case.statements
    source = book.shelf.folded(statement.source)
    assert isinstance(source, SourceFile)
    assert source.protection == "protected"
    assert "Secretova" not in source.name


def test_a_protected_source_with_an_open_name_is_refused_at_that_field(
    client: Client, book: Book, case: SubjectId
) -> None:
    page = sent(
        client,
        NEW.format(case),
        speaker__source_kind="relative",
        speaker__name="Aigul B.",
        sheet__basis="family",
        words__words="He is gone.",
    ).content.decode()
    assert "A protected source cannot have an open name." in page
    assert book.counts().get("source", 0) == 0


def test_a_date_that_cannot_be_read_keeps_everything_and_offers_what_was_meant(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    url = NEW.format(case)
    first = sent(
        client,
        url,
        speaker__source="Aigul B.",
        sheet__basis="family",
        words__words="Көктемде алып кетті.",
        status__0__status="camp",
        status__0__as_of="spring 2018",
    )
    page = first.content.decode()
    assert 'value="status-0-as_of|0|2018-21"' in page
    fields: dict[str, Any] = fields_of(page)
    assert fields["words-words"] == ["Көктемде алып кетті."]
    assert fields["status-0-as_of"] == ["spring 2018"]
    accepted = client.post(url, {**fields, "accept": "status-0-as_of|0|2018-21"})
    assert accepted.status_code == 200
    assert book.case(case).case.statements == ()
    fields = fields_of(accepted.content.decode())
    assert fields["status-0-as_of"] == ["2018-21"]
    assert 'Read as: <bdi dir="auto">spring 2018</bdi>' in accepted.content.decode()
    assert client.post(url, fields).status_code == 302


def test_another_row_can_be_asked_for_without_a_script(
    client: Client, book: Book, case: SubjectId
) -> None:
    url = NEW.format(case)
    page = sent(client, url, name__0__text="Nursaya", add_row="name").content.decode()
    fields = fields_of(page)
    assert fields["name-0-text"] == ["Nursaya"]
    assert "name-1-text" in fields
    assert "data-error" not in page
    assert book.case(case).case.statements == ()


def test_a_begun_row_that_does_not_say_the_thing_is_not_dropped_silently(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    page = sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        words__words="He is gone.",
        status__0__as_of="2018",
    ).content.decode()
    assert "Fill this in, or clear the rest of the row." in page
    assert book.case(case).case.statements == ()


def test_a_row_left_out_is_not_written(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        words__words="He is gone.",
        name__0__text="Wrong",
        name__0__DELETE="on",
    )
    page = book.case(case).case
    assert len(page.statements) == 1
    assert page.claims == ()


def test_a_place_is_found_by_its_name_and_a_new_one_needs_a_kind(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    camp = describe_place(book.notebook, names=[Spelling(text="Camp A")], place_kind="camp")
    typed = {
        "speaker__source": "Aigul B.",
        "sheet__basis": "family",
        "status__0__status": "camp",
        "status__0__place": "camp a",
        "status__0__as_of": "2018",
        "treatment__0__treatment": "beating",
        "treatment__0__place": "Workshop 9",
    }
    page = sent(client, NEW.format(case), **typed).content.decode()
    assert "The register has no place under this name." in page
    assert book.counts()["place"] == 1
    answer = sent(client, NEW.format(case), **typed, treatment__0__place_kind="factory")
    assert answer.status_code == 302
    places = {known.claim.place for known in book.case(case).case.claims}
    assert camp in places
    assert book.counts()["place"] == 2
    assert len(places) == 2


def test_two_places_of_one_name_must_be_told_apart(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    for _ in range(2):
        describe_place(book.notebook, names=[Spelling(text="Camp A")], place_kind="camp")
    page = sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        status__0__status="camp",
        status__0__place="Camp A",
    ).content.decode()
    assert "Several entries have this name." in page
    assert page.count('value="status-0-place|0|Camp A · ') == 2


def test_letters_that_reverse_the_line_are_refused_and_nothing_is_written(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    page = sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        name__0__text="Nur\u202esaya",
    ).content.decode()
    assert "hidden characters" in page
    assert book.case(case).case.statements == ()


def test_a_code_that_no_vocabulary_has_is_refused(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    page = sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        status__0__status="sent to the moon",
    ).content.decode()
    assert "This is not one of the choices." in page
    assert book.case(case).case.statements == ()


def test_ten_million_letters_are_refused_in_a_sentence(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    answer = sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        words__words="a" * 10_000_000,
    )
    assert answer.status_code == 413
    assert "What is safe" in answer.content.decode()
    answer = sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        words__words="a" * 1_000_001,
    )
    assert "The text is too long: 1000001 characters, at most 1000000 fit." in (
        answer.content.decode()
    )
    assert book.case(case).case.statements == ()


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_was_typed_comes_back_as_text_not_as_markup(
    client: Client, case: SubjectId, hostile: str
) -> None:
    page = sent(
        client,
        NEW.format(case),
        speaker__source=hostile,
        words__words=hostile,
        name__0__text=hostile,
        status__0__as_of=hostile,
        status__0__place=hostile,
    ).content.decode()
    assert hostile not in page
    assert fields_of(page)["words-words"] == [hostile]


def test_the_keyboard_goes_through_the_sheet_from_top_to_bottom(
    client: Client, case: SubjectId
) -> None:
    page = client.get(NEW.format(case)).content.decode()
    order = order_of(page)
    marks = ["speaker-source", "occasion-on", "words-words", "name-0-text", "status-0-status"]
    places = [order.index(name) for name in [*marks, "relation-0-relation", "consent-consent"]]
    assert places == sorted(places)
    assert 'tabindex="1"' not in page


def test_a_statement_about_a_place_says_how_many_it_holds(
    client: Client, book: Book, sister: SubjectId
) -> None:
    camp = describe_place(book.notebook, names=[Spelling(text="Camp A")], place_kind="camp")
    url = f"/subjects/{camp}/statements/new/"
    assert "status-0-status" not in client.get(url).content.decode()
    answer = sent(
        client,
        url,
        speaker__source="Aigul B.",
        sheet__basis="eyewitness",
        capacity__0__count="2,500",
        capacity__0__qualifier="about",
    )
    assert answer["Location"] == f"/places/{camp}/"
    folded: Any = book.shelf.folded(camp)
    [known] = folded.dossier.claims
    assert known.claim.says.count == 2500


def test_rows_that_no_page_of_ours_sent_are_refused_in_words(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    typed = {"speaker__source": "Aigul B.", "sheet__basis": "family", "words__words": "Gone."}
    for wrong in ("many", "", "5000"):
        answer = sent(client, NEW.format(case), **typed, name__TOTAL_FORMS=wrong)
        assert answer.status_code == 200
        assert "This is not recorded yet" in answer.content.decode()
    assert client.post(NEW.format(case), {}).status_code == 200
    assert book.case(case).case.statements == ()


def test_there_is_no_sheet_for_what_is_not_in_the_register(client: Client, book: Book) -> None:
    assert client.get(NEW.format("0" * 16)).status_code == 404
    assert client.get(NEW.format("nonsense")).status_code == 404


def test_a_claim_can_be_sealed_so_that_the_page_never_has_it(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        residence__0__text="Canary Street 7",
        residence__0__seal="on",
    )
    page = book.case(case).case
    assert page.claims == ()
    assert page.statements[0].has_sealed


def test_a_number_of_rows_that_nobody_can_read_is_passed_over(client: Client, book: Book) -> None:
    case = open_case(book.notebook)
    many = "9" * 5000  # Python refuses to read it
    for typed in (
        {"add_row": "status", "status-TOTAL_FORMS": many},
        {"accept": f"occasion-on|{many}|2018", "occasion-on": "x"},
    ):
        assert client.post(f"/cases/{case}/statements/new/", typed).status_code == 200
