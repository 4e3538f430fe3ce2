"""Appeals: asked, answered, changed afterwards; nothing here claims one caused the other."""

from __future__ import annotations

from typing import cast

import pytest
from django.test import Client

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.world import describe_organisation
from depter.register.facts.world import Spelling
from depter.register.folds.advocacy import AppealFile
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.web.sheets import fields_of, sent


@pytest.fixture
def case(book: Book) -> SubjectId:
    return open_case(book.notebook, label="Nursaya E.")


@pytest.fixture
def husband(book: Book) -> SubjectId:
    return introduce_source(
        book.notebook, source_kind="relative", protection="open", name="Daulet B."
    )


def only_appeal(book: Book) -> tuple[SubjectId, AppealFile]:
    [row] = book.listed("appeal").rows
    return row.id, cast(AppealFile, row.folded)


def noted(client: Client, **more: object) -> str:
    answer = sent(
        client,
        "/appeals/new/",
        **{
            "fact__appeal_kind": "video_appeal",
            "fact__on": "2018-11-14",
            "fact__asked": "Where is she?",
            "told__source": "Daulet B.",
            "told__basis": "self",
        }
        | more,
    )
    assert answer.status_code == 302, fields_of(answer.content.decode())
    return str(answer["Location"])


def test_an_appeal_names_whom_it_was_for_and_who_was_asked(
    client: Client, book: Book, case: SubjectId, husband: SubjectId
) -> None:
    ministry = describe_organisation(
        book.notebook, names=[Spelling(text="Ministry")], organisation_kind="ministry"
    )
    page = noted(
        client,
        fact__cases=["Nursaya E.", "", ""],
        fact__addressee="ministry",
        fact__by="her husband",
        told__locator="00:40",
    )
    appeal, file = only_appeal(book)
    assert page == f"/appeals/{appeal}/"
    assert file.made.cases == (case,)
    assert (file.made.addressee, file.made.by, file.made.by_name) == (ministry, None, "her husband")
    shown = client.get(page).content.decode()
    assert "Where is she?" in shown
    assert "00:40" in shown


def test_an_answer_and_what_changed_afterwards_stand_under_the_appeal(
    client: Client, book: Book, case: SubjectId, husband: SubjectId
) -> None:
    page = noted(client, fact__cases=["Nursaya E."])
    told = {"told__source": "Daulet B.", "told__basis": "self"}
    sent(
        client,
        f"{page}answer/",
        fact__response="call_from_person",
        fact__on="2018-11-14",
        fact__elapsed_hours="3",
        **told,
    )
    sent(client, f"{page}follow/", fact__impact="contact", fact__on="2019-01-11", **told)
    _, file = only_appeal(book)
    assert file.answers[0].elapsed_hours == 3
    assert file.followed[0].case == case, "the only person of the appeal is chosen beforehand"
    shown = client.get(page).content.decode()
    assert "after 3 hours" in shown
    assert "after 58 days" in shown
    assert "does not say that it came because of the appeal" in shown


def test_the_list_tells_answered_from_unanswered(
    client: Client, book: Book, husband: SubjectId
) -> None:
    page = noted(client, fact__asked="Let her telephone")
    noted(client, fact__asked="Let her go", fact__appeal_kind="letter")
    sent(
        client,
        f"{page}answer/",
        fact__response="call_from_person",
        told__source="Daulet B.",
        told__basis="self",
    )
    answered = client.get("/appeals/?state=answered").content.decode()
    assert "Let her telephone" in answered
    assert "Let her go" not in answered
    unanswered = client.get("/appeals/?state=unanswered").content.decode()
    assert "Let her go" in unanswered
    assert "Let her telephone" not in unanswered
    letters = client.get("/appeals/?kind=letter").content.decode()
    assert "Let her go" in letters
    assert "Let her telephone" not in letters


def test_an_appeal_without_anybody_who_says_so_is_refused(client: Client, book: Book) -> None:
    page = sent(client, "/appeals/new/", fact__appeal_kind="letter", told__basis="self")
    assert "Nobody is named as the source." in page.content.decode()
    assert book.counts().get("appeal", 0) == 0


def test_a_new_source_can_be_introduced_with_the_appeal(client: Client, book: Book) -> None:
    noted(client, told__source="", told__source_kind="relative", told__identity="Daulet Secretov")
    assert book.counts()["source"] == 1


def test_a_person_who_is_not_in_the_register_is_asked_about_again(
    client: Client, book: Book, husband: SubjectId
) -> None:
    page = sent(
        client,
        "/appeals/new/",
        fact__appeal_kind="letter",
        fact__cases=["Somebody Else"],
        told__source="Daulet B.",
        told__basis="self",
    ).content.decode()
    assert "The register has nothing under this name." in page
    assert fields_of(page)["fact-cases"][0] == "Somebody Else"
    assert book.counts().get("appeal", 0) == 0


def test_an_appeal_can_be_undone(client: Client, book: Book, husband: SubjectId) -> None:
    page = noted(client)
    shown = client.get(page).content.decode()
    appeal, _ = only_appeal(book)
    entry = book.notebook.facts(appeal)[0].id
    assert f'name="entry" value="{entry}"' in shown
    client.post("/entries/strike/", {"subject": appeal, "entry": entry, "next": "/appeals/"})
    assert book.counts().get("appeal", 0) == 0


def test_an_appeal_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/appeals/{'0' * 16}/").status_code == 404
    assert client.get("/appeals/nonsense/answer/").status_code == 404


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>"])
def test_what_is_typed_is_shown_as_text(client: Client, husband: SubjectId, hostile: str) -> None:
    page = noted(client, fact__asked=hostile, fact__by=hostile, fact__reference=hostile)
    for shown in (client.get(page), client.get("/appeals/")):
        assert hostile not in shown.content.decode()
