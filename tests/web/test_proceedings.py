"""Proceedings: stages in order, the deadline that stands, and who represented."""

from __future__ import annotations

from typing import cast

import pytest
from django.test import Client

from depter.actions.sources import introduce_source
from depter.register.folds.advocacy import ProceedingFile
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.web.sheets import sent

TOLD = {"told__source": "Court paper", "told__basis": "document"}


@pytest.fixture(autouse=True)
def paper(book: Book) -> SubjectId:
    return introduce_source(
        book.notebook, source_kind="document", protection="open", name="Court paper"
    )


@pytest.fixture
def page(client: Client) -> str:
    answer = sent(
        client,
        "/proceedings/new/",
        fact__proceeding_kind="asylum",
        fact__title="Asylum of S.",
        fact__on="2018-06",
        fact__body="Migration committee",
        **TOLD,
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_latest_stage_gives_the_deadline(client: Client, book: Book, page: str) -> None:
    sent(
        client,
        f"{page}stage/",
        fact__stage="refused",
        fact__on="2018-10-05",
        fact__deadline="2018-11-05",
        **TOLD,
    )
    shown = client.get("/proceedings/").content.decode()
    assert "5 November 2018" in shown
    sent(client, f"{page}stage/", fact__stage="appealed", fact__on="2018-10-20", **TOLD)
    shown = client.get("/proceedings/").content.decode()
    assert "5 November 2018" not in shown


def test_a_fine_needs_its_currency(client: Client, book: Book, page: str) -> None:
    typed = {"fact__stage": "fined", "fact__amount": "252 000", **TOLD}
    answer = sent(client, f"{page}stage/", **typed)
    assert "Say in which currency." in answer.content.decode()
    assert sent(client, f"{page}stage/", **typed, fact__currency="KZT").status_code == 302
    [row] = book.listed("proceeding").rows
    assert cast(ProceedingFile, row.folded).stages[0].amount == 252_000


def test_a_lawyer_leaves_and_the_page_says_so(client: Client, page: str) -> None:
    sent(
        client,
        f"{page}representation/",
        fact__lawyer="A. Lawyer",
        fact__change="ended",
        fact__reason="Was threatened",
        **TOLD,
    )
    shown = client.get(page).content.decode()
    assert "A. Lawyer" in shown
    assert "Left the matter" in shown
    assert "Was threatened" in shown
