"""Figures: what others claim, beside what the register counts, with what each leaves out."""

from __future__ import annotations

import pytest
from django.test import Client

from depter.actions.sources import introduce_source
from depter.register.facts.base import Told
from depter.register.facts.world import FigureClaimed
from depter.store.book import Book
from depter.values.ids import SubjectId
from depter.web.figures.beside import own_counts, side_by_side
from tests.web.sheets import sent


@pytest.fixture
def paper(book: Book) -> SubjectId:
    return introduce_source(book.notebook, source_kind="media", protection="open", name="A paper")


def figure(counts: str, value: int, said_on: str) -> FigureClaimed:
    told = Told(source=SubjectId("s" * 16), basis="media")
    return FigureClaimed(
        counts=counts, value=value, told=told, said_on=said_on, by_name="A ministry"
    )


def test_the_register_counts_by_the_kind_of_situation() -> None:
    own = own_counts(cases=9, statuses={"camp": 3, "prison": 1, "released": 2, "house_arrest": 1})
    assert own == {"cases": 9, "held": 4, "free": 2, "house_arrest": 1}


def test_figures_of_one_occasion_share_one_scale_and_the_newest_comes_first() -> None:
    own = {"cases": 9, "held": 4, "free": 2, "house_arrest": 1}
    newer, older = side_by_side(
        [
            figure("detained_citizens", 29, "2018-11"),
            figure("freed_citizens", 15, "2018-11"),
            figure("detained_citizens", 40, "2019-03-04"),
            figure("letters_received", 1000, "2019-03-04"),
        ],
        own=own,
    )
    assert newer.on == "2019-03-04"
    assert [(bar.what, bar.share) for bar in newer.bars] == [
        ("detained_citizens", "100.00%"),
        ("held", "10.00%"),
    ]
    assert [bar.value for bar in older.bars] == [29, 15, 4, 2]
    assert older.citizens_only


def test_what_the_register_does_not_count_is_not_compared() -> None:
    assert side_by_side([figure("letters_received", 1000, "2018")], own={"cases": 1}) == ()


def test_a_figure_stands_under_the_name_of_who_claims_it(
    client: Client, book: Book, paper: SubjectId
) -> None:
    answer = sent(
        client,
        "/figures/new/",
        fact__counts="held_total",
        fact__value="1,000,000",
        fact__qualifier="at_least",
        fact__by="United Nations officials",
        fact__said_on="2018-08",
        told__source="A paper",
        told__basis="media",
    )
    assert answer.status_code == 302
    shown = client.get("/figures/").content.decode()
    assert "1,000,000" in shown
    assert "At least" in shown
    assert "United Nations officials" in shown
    assert "They are not a count of everybody." in shown


def test_a_number_below_zero_is_refused(client: Client, book: Book, paper: SubjectId) -> None:
    answer = sent(
        client,
        "/figures/new/",
        fact__counts="held_total",
        fact__value="-5",
        told__source="A paper",
        told__basis="media",
    )
    assert answer.status_code == 200
    assert "data-error" in answer.content.decode()
    assert book.counts().get("figure", 0) == 0


def test_the_sample_shows_every_figure_of_the_article(sample_client: Client) -> None:
    shown = sample_client.get("/figures/").content.decode()
    for number in ("29", "15", "33", "20", "2,500"):
        assert f"<bdi>{number}</bdi>" in shown
