"""Opening the sample writes the whole article through the usual actions, once, or nothing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest

import depter
from depter.actions.sample import SampleAlreadyThere, SampleDamaged, SampleOpened, open_sample
from depter.actions.sample.opening import write_sheet
from depter.actions.sample.sheet import read_sheet, sample_text
from depter.errors import DepterError
from depter.notebook.notebook import Notebook
from depter.register.facts.claims import property_of
from depter.register.facts.statements import StatementRecorded
from depter.register.folds import Folded
from depter.register.folds.advocacy import AppealFile, IncidentFile, ProceedingFile
from depter.register.folds.case import CaseFile
from depter.register.folds.source import SourceFile
from depter.register.folds.world import FigureFile, OrganisationFile, PlaceFile
from depter.register.vocabulary import UnknownCode
from depter.store.book import Book
from depter.values.edtf import DateNotUnderstood

NAMED: Final = (
    "Gulzira Auelkhankyzy",
    "Orynbek Koxebek",
    "Ekpor Sorsenbek",
    "Sayragul Sauytbay",
    "Dina Iemberdi",
    "Meiramgul Togzhan",
)
OTHERS: Final = (
    "Gulnur Kosgeulet",
    "Arai Zhenis",
    "Serikzhan Bilash",
    "Aiman Umarova",
    "Andrey Grishin",
    "Nargis Kassenova",
    "Aina Shormanbaeva",
    "Reid Standish",
    "Aigerim Toleukhanova",
    "Kevin Zen",
    "Kairat Abdrakhmanov",
    "Beibut Atamkulov",
    "Zhang Xiao",
    "Nursultan Nazarbayev",
)
PASSPHRASE: Final = "four horses over wide water"


def new_book(folder: Path) -> Book:
    return depter.create_notebook(folder / "register", passphrase=PASSPHRASE)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, SampleOpened]]:
    with new_book(tmp_path_factory.mktemp("sample")) as book:
        yield book, open_sample(book.notebook)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path) as book:
        yield book


def everything(notebook: Notebook) -> list[Folded]:
    return [one for subject, _ in notebook.subjects() if (one := notebook.folded(subject))]


def entries(notebook: Notebook) -> int:
    return sum(len(facts) for _, facts in notebook.subjects())


def test_everything_of_the_sheet_is_in_the_register(opened: tuple[Book, SampleOpened]) -> None:
    book, counts = opened
    shapes = Counter(type(one) for one in everything(book.notebook))
    assert shapes[CaseFile] == counts.cases == 8
    assert shapes[SourceFile] == counts.sources == 25
    assert shapes[PlaceFile] == counts.places
    assert shapes[OrganisationFile] == counts.organisations
    assert shapes[AppealFile] == counts.appeals
    assert shapes[IncidentFile] == counts.incidents
    assert shapes[ProceedingFile] == counts.proceedings
    assert shapes[FigureFile] == counts.figures == 12


def test_the_ledger_verifies_and_the_cards_are_what_it_says(
    opened: tuple[Book, SampleOpened],
) -> None:
    book, _ = opened
    assert book.verify().first_bad is None
    assert book.differing_cards() == []


def test_every_statement_and_claim_is_there_with_source_basis_and_locator(
    opened: tuple[Book, SampleOpened],
) -> None:
    book, counts = opened
    facts = [one.fact for _, facts in book.notebook.subjects() for one in facts]
    statements = [fact for fact in facts if isinstance(fact, StatementRecorded)]
    claims = [claim for statement in statements for claim in statement.claims]
    assert (len(statements), len(claims)) == (counts.statements, counts.claims)
    assert all(claim.basis and claim.locator for claim in claims)
    assert not [one for one in statements if one.words or one.consent]


def test_progress_is_told_once_for_each_entry_of_the_sheet(empty: Book) -> None:
    told: list[int] = []
    counts = open_sample(empty.notebook, progress=told.append)
    entries_of_the_sheet = sum(msgspec.to_builtins(counts).values()) - counts.claims
    assert sum(told) == entries_of_the_sheet


def test_a_second_sample_is_refused_and_nothing_is_written(
    opened: tuple[Book, SampleOpened],
) -> None:
    book, _ = opened
    before = entries(book.notebook)
    with pytest.raises(SampleAlreadyThere) as refused:
        open_sample(book.notebook)
    assert entries(book.notebook) == before
    assert "already" in str(refused.value)


SPOILED: Final = {
    "a code nobody knows": ("impact: moved,", "impact: mooved,", UnknownCode),
    "a date nobody can read": ('said_on: "2018-12"', 'said_on: "winter?"', DateNotUnderstood),
    "a handle that leads nowhere": ("relies_on: [orynbek", "relies_on: [nowhere", SampleDamaged),
    "a source without an entry": ("{by: beibut_atamkulov", "{by: somebody", SampleDamaged),
    "an occasion without an entry": ("occasion: arai_words", "occasion: x", SampleDamaged),
    "a handle given twice": ("\n  arai: {kind", "\n  dina: {kind", SampleDamaged),
}


@pytest.mark.parametrize("mistake", SPOILED)
def test_a_mistake_far_down_the_sheet_leaves_nothing_half_written(
    empty: Book, mistake: str
) -> None:
    right, wrong, problem = SPOILED[mistake]
    spoiled = sample_text().replace(right, wrong, 1)
    assert spoiled != sample_text()
    before = entries(empty.notebook)
    with pytest.raises(problem) as refused:
        write_sheet(empty.notebook, read_sheet(spoiled))
    assert isinstance(refused.value, DepterError)
    assert entries(empty.notebook) == before
    assert empty.differing_cards() == []
    assert open_sample(empty.notebook).cases == 8


def test_the_unnamed_speakers_have_no_name_anywhere_in_the_register(
    opened: tuple[Book, SampleOpened],
) -> None:
    book, _ = opened
    protected = [
        one for one in everything(book.notebook) if isinstance(one, SourceFile) and one.is_protected
    ]
    assert len(protected) == 2
    for source in protected:
        assert source.case is not None
        case = book.notebook.folded(source.case)
        assert isinstance(case, CaseFile)
        assert not case.is_named
        assert "name withheld" in case.name
        assert source.reference == source.note == ""
        told = {property_of(known.claim) for known in case.claims}
        assert not {"name", "sex", "birth", "age"} & told


def test_every_person_who_has_a_case_is_in_the_list(opened: tuple[Book, SampleOpened]) -> None:
    book, _ = opened
    names = {row.name for row in book.cases().rows}
    assert len(names) == 8
    assert set(NAMED) <= names


@pytest.mark.parametrize("person", (*NAMED, *OTHERS))
def test_every_person_of_the_article_is_found_by_name(
    opened: tuple[Book, SampleOpened], person: str
) -> None:
    book, _ = opened
    assert book.search(person)


def test_a_name_the_article_does_not_have_is_not_found(
    opened: tuple[Book, SampleOpened],
) -> None:
    assert opened[0].search("Aygul Bekova") == ()


def case_of(book: Book, name: str) -> CaseFile:
    cases = [one for one in everything(book.notebook) if isinstance(one, CaseFile)]
    (case,) = [one for one in cases if one.name == name]
    return case


def test_sources_disagree_where_the_article_lets_them(opened: tuple[Book, SampleOpened]) -> None:
    """Out of contact, says the family; all is well, says the call."""
    book, _ = opened
    case = case_of(book, "Meiramgul Togzhan")
    said = {property_of(known.claim): known.source for known in case.claims}
    assert {"status", "contact", "health"} <= set(said)
    assert said["status"] != said["health"]


STATUS_NOW: Final = {
    "Gulzira Auelkhankyzy": ("left_country", True),
    "Orynbek Koxebek": ("left_country", True),
    "Sayragul Sauytbay": ("left_country", True),
    "Ekpor Sorsenbek": ("camp", False),
    "Dina Iemberdi": ("house_arrest", False),
    "Meiramgul Togzhan": ("no_contact", False),
    "Speaker of paragraph 20 (name withheld)": ("left_country", False),
}


@pytest.mark.parametrize("name", STATUS_NOW)
def test_the_status_is_what_the_article_leaves_a_reader_with(
    opened: tuple[Book, SampleOpened], name: str
) -> None:
    case = case_of(opened[0], name)
    assert case.status is not None
    assert (case.status.status, case.status.settled is not None) == STATUS_NOW[name]
    assert not case.is_disputed


def test_the_weeks_in_the_camp_are_a_period_and_not_a_day(
    opened: tuple[Book, SampleOpened],
) -> None:
    timeline = [
        (node.status, node.as_of) for node in case_of(opened[0], "Gulzira Auelkhankyzy").timeline
    ]
    assert timeline[:3] == [
        ("camp", "2017-07~/2018-10"),
        ("forced_work", "2018-10/2019-01"),
        ("released", "2019-01"),
    ]
