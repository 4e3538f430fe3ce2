"""Incidents: who suffered it leaves this computer's reach as it is saved."""

from __future__ import annotations

from typing import cast

import pytest
from django.test import Client

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source, open_sealed
from depter.register.folds.advocacy import IncidentFile
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.people import PASSPHRASE
from tests.web.sheets import sent


@pytest.fixture(autouse=True)
def husband(book: Book) -> SubjectId:
    return introduce_source(
        book.notebook, source_kind="relative", protection="open", name="Daulet B."
    )


def reported(client: Client, **more: object) -> str:
    answer = sent(
        client,
        "/incidents/new/",
        **{
            "fact__incident_kind": "threatening_call",
            "fact__on": "2018-12",
            "fact__summary": "A caller said to stop.",
            "told__source": "Daulet B.",
            "told__basis": "self",
        }
        | more,
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def test_names_of_those_who_suffered_are_on_no_page_and_only_a_custodian_reads_them(
    client: Client, book: Book
) -> None:
    page = reported(client, fact__victims="Canary Family", fact__victim_contact="+7 000 canary")
    for url in (page, "/incidents/"):
        shown = client.get(url).content.decode()
        assert "sealed: only a custodian can open" in shown
        assert "anary" not in shown
    [row] = book.listed("incident").rows
    opened = open_sealed(
        book.notebook, subject=row.id, custodian=book.custodian(PASSPHRASE), reason="test"
    )
    assert opened == {"victims": "Canary Family", "victim_contact": "+7 000 canary"}


def test_an_incident_is_tied_to_the_appeal_and_the_person_it_concerns(
    client: Client, book: Book
) -> None:
    case = open_case(book.notebook, label="Nursaya E.")
    sent(
        client,
        "/appeals/new/",
        fact__appeal_kind="video_appeal",
        fact__on="2018-11-14",
        fact__asked="Where is she?",
        told__source="Daulet B.",
        told__basis="self",
    )
    [appeal] = book.listed("appeal").rows
    url = f"/incidents/new/?appeal={appeal.id}&case={case}"
    answer = sent(
        client,
        url,
        fact__incident_kind="threatening_call",
        told__source="Daulet B.",
        told__basis="self",
    )
    assert answer.status_code == 302
    [row] = book.listed("incident").rows
    file = cast(IncidentFile, row.folded)
    assert file.reported.appeals == (appeal.id,)
    assert file.reported.cases == (case,)
    shown = client.get(f"/appeals/{appeal.id}/").content.decode()
    assert f"/incidents/{row.id}/" in shown


def test_hidden_characters_are_refused_and_nothing_is_written(client: Client, book: Book) -> None:
    page = sent(
        client,
        "/incidents/new/",
        fact__incident_kind="threatening_call",
        fact__victims="Nur\u202esaya",
        told__source="Daulet B.",
        told__basis="self",
    ).content.decode()
    assert "hidden characters" in page
    assert book.counts().get("incident", 0) == 0
