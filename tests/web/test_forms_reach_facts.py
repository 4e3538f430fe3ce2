"""Whatever a fact can hold, some form can say: no field is out of reach of a person."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import pytest

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim
from depter.actions.world import describe_organisation
from depter.register.facts.base import Told
from depter.register.facts.claims import SHAPES, property_of
from depter.register.facts.world import FigureClaimed, Spelling
from depter.register.vocabulary import CODED, vocabulary
from depter.store.book import Book
from depter.values.ids import ClaimId, SubjectId, new_id
from depter.web.appeals.forms import AnswerForm, AppealForm, FollowForm
from depter.web.figures.forms import FigureForm
from depter.web.incidents.forms import IncidentForm
from depter.web.proceedings.forms import ProceedingForm, RepresentationForm, StageForm
from depter.web.statements.claims import NEEDED, claims_from, rows_from
from depter.web.statements.directory import Directory
from depter.web.statements.fields import CodeField, CountField, EdtfField
from depter.web.statements.picking import PartyField, PickField, PickManyField
from depter.web.statements.rows import ROWS, RowForm
from depter.web.statements.sheetform import SheetForm
from depter.web.statements.told import ToldForm

FORMS: Final = (
    *(AppealForm, AnswerForm, FollowForm, IncidentForm),
    *(ProceedingForm, StageForm, RepresentationForm),
)
CLAIM: Final = ClaimId("c" * 16)


@pytest.fixture
def directory(book: Book) -> Directory:
    open_case(book.notebook, label="Person")
    describe_organisation(
        book.notebook, names=[Spelling(text="Office")], organisation_kind="ministry"
    )
    introduce_source(book.notebook, source_kind="media", protection="open", name="A paper")
    return Directory(book)


def filled(form: SheetForm, *, party: str, appeal: str) -> dict[str, Any]:
    """Something in every field."""
    typed: dict[str, Any] = {}
    for name, field in form.fields.items():
        match field:
            case PartyField():
                typed[name] = party
            case PickManyField() if name == "appeals":
                typed[name] = [appeal]
            case PickManyField():
                typed[name] = ["Person"]
            case PickField(type="case"):
                typed[name] = "Person"
            case PickField(type="organisation"):
                typed[name] = "Office"
            case PickField():
                typed[name] = "A paper"
            case EdtfField():
                typed[name] = "2018-04"
            case CountField():
                typed[name] = "7"
            case CodeField():
                typed[name] = list(field.choices)[-1][0]
            case _:
                typed[name] = CLAIM if name == "claim" else "words"
    return typed


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
def test_a_form_filled_in_completely_leaves_no_field_of_its_fact_empty(
    kind: type[Any], directory: Directory, book: Book
) -> None:
    told = Told(source=SubjectId("s" * 16), basis="self")
    appeal = _appeal(directory, book)
    said: set[str] = set()
    for party in ("Office", "some words"):
        about = {"claims": [(CLAIM, "a claim")]} if kind is FollowForm else {}
        typed = filled(kind(directory=directory, **about), party=party, appeal=appeal)
        form = kind(typed, directory=directory, **about)
        assert form.is_valid(), form.errors
        fact = form.fact(told)
        fields = msgspec.structs.fields(type(fact))
        said |= {field.name for field in fields if getattr(fact, field.name) != field.default}
    assert said == set(type(fact).__struct_fields__)


def _appeal(directory: Directory, book: Book) -> str:
    from depter.actions.advocacy import make_appeal

    form = AppealForm(
        filled(AppealForm(directory=directory), party="Office", appeal=""), directory=directory
    )
    assert form.is_valid(), form.errors
    source = next(iter(directory.labels("source")))
    return make_appeal(book.notebook, form.fact(Told(source=source, basis="self")))


def test_a_figure_filled_in_completely_leaves_no_field_empty(directory: Directory) -> None:
    said: set[str] = {"told", "place"}
    for party in ("Office", "some words"):
        typed = filled(FigureForm(directory=directory), party=party, appeal="")
        form = FigureForm(typed | {"place": "A new place"}, directory=directory)
        assert form.is_valid(), form.errors
        said |= {name for name, value in form.said(None).items() if value}
    assert said >= set(FigureClaimed.__struct_fields__)


def test_who_says_so_can_be_said_completely(directory: Directory, book: Book) -> None:
    form = ToldForm(
        {
            "source": "A paper",
            "basis": "media",
            "locator": "paragraph 3",
            "statement": "0" * 16,
            "protection": "protected",
        },
        directory=directory,
    )
    assert form.is_valid(), form.errors
    told = form.told(book.notebook)
    assert all(getattr(told, name) for name in Told.__struct_fields__)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_every_field_of_a_claim_can_be_typed(row: type[RowForm]) -> None:
    fields = set(row.base_fields)
    assert set(SHAPES[row.code].__struct_fields__) <= fields
    assert {"as_of", "place", "basis", "locator", "seal"} <= fields
    assert set(NEEDED[row.code]) <= set(row.shown)


def test_there_is_a_row_for_every_property() -> None:
    assert {row.code for row in ROWS} == set(SHAPES) == set(NEEDED)
    assert set(SHAPES) == set(vocabulary("property").codes)


@pytest.mark.parametrize("property_", sorted(SHAPES))
def test_a_claim_written_as_a_row_and_read_again_is_the_same(property_: str) -> None:
    claim = new_claim(
        _example(property_), basis="family", as_of="2018", locator="03:12", place=SubjectId("p")
    )
    assert property_of(claim) == property_
    rows = rows_from([claim])
    plain, sealed = claims_from(rows, basis="self", places={})
    assert not sealed
    assert msgspec.structs.replace(plain[0], id=claim.id) == claim
    kept, _ = claims_from(rows, basis="self", places={}, kept=[claim])
    assert kept == (claim,)


def _example(property_: str) -> Any:
    shape = SHAPES[property_]
    given: dict[str, Any] = {}
    for field in msgspec.structs.fields(shape):
        if (shape, field.name) in CODED:
            given[field.name] = vocabulary(CODED[shape, field.name]).codes[-1]
        elif field.type is int:
            given[field.name] = 7
        elif field.name == "to":
            given[field.name] = new_id()
        else:
            given[field.name] = "2018" if field.name == "date" else "words"
    return shape(**given)
