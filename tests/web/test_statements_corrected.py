"""A statement is corrected with a reason, or taken back; what was written stays legible."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.actions.world import describe_place
from depter.register.facts.claims import ReasonWas, Remark
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.register.folds.case import CaseFile
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.web.sheets import sent

NEW = "/cases/{}/statements/new/"


@pytest.fixture
def case(book: Book) -> SubjectId:
    return open_case(book.notebook, label="unknown")


@pytest.fixture
def sister(book: Book) -> SubjectId:
    return introduce_source(
        book.notebook, source_kind="relative", protection="open", name="Aigul B."
    )


def test_a_correction_shows_what_was_recorded_and_replaces_it(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        words__words="He is in the camp.",
        status__0__status="camp",
        status__0__as_of="2017",
        occupation__0__text="teacher",
    )
    [before] = book.case(case).case.statements
    occupation = book.case(case).case.displayed["occupation"]
    url = f"/cases/{case}/statements/{before.id}/correct/"
    refused = sent(client, url, status__0__as_of="2018")
    assert "This is needed." in refused.content.decode()
    answer = sent(client, url, status__0__as_of="2018", reason__reason="Misheard the year")
    assert answer.status_code == 302
    page = book.case(case).case
    standing = [known for known in page.claims if known.stands]
    assert {known.claim.as_of for known in standing if known.claim.as_of} == {"2018"}
    assert page.displayed["occupation"] == occupation
    assert page.statements[0].corrections == 1
    assert book.differing_cards() == []


def test_a_statement_is_taken_back_and_undone(
    client: Client, book: Book, case: SubjectId, sister: SubjectId
) -> None:
    sent(
        client,
        NEW.format(case),
        speaker__source="Aigul B.",
        sheet__basis="family",
        status__0__status="camp",
    )
    [statement] = book.case(case).case.statements
    url = f"/cases/{case}/statements/{statement.id}/retract/"
    answer = sent(client, url, by="source", reason="She had mixed up two people", on="2019-02")
    assert answer.status_code == 302
    folded = book.shelf.folded(case)
    assert isinstance(folded, CaseFile)
    assert folded.statements[0].retracted_by == "source"
    assert not any(known.stands for known in folded.claims)


def test_a_correction_keeps_also_what_the_sheet_does_not_usually_ask(
    client: Client, book: Book, sister: SubjectId
) -> None:
    camp = describe_place(book.notebook, names=[Spelling(text="Camp A")], place_kind="camp")
    statement = record_statement(
        book.notebook,
        about=camp,
        source=sister,
        occasion=Occasion(on="2019"),
        claims=[
            new_claim(ReasonWas(reason="travel_abroad"), basis="eyewitness", locator="03:12"),
            new_claim(Remark(text="By the river"), basis="hearsay", as_of="2018"),
        ],
    )
    before: Any = book.shelf.folded(camp)
    url = f"/subjects/{camp}/statements/{statement}/correct/"
    assert sent(client, url, reason__reason="Words added", words__words="…").status_code == 302
    after: Any = book.shelf.folded(camp)
    assert {one.claim.id: one.claim for one in after.dossier.claims if one.stands} == {
        one.claim.id: one.claim for one in before.dossier.claims
    }
