"""Who sees what: the member, a colleague without the protected level, and a stranger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

import msgspec
import pytest

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.register import access
from depter.register.access import NotAllowed, Right, Role, Viewer, may, readable
from depter.register.facts.claims import DocumentWas, NameIs
from depter.register.facts.statements import Occasion
from depter.register.folds.source import SourceFile
from depter.store.asking import Asking
from depter.store.book import Book
from depter.values.ids import SubjectId
from depter.values.level import Level

STRANGERS: Final = (
    Viewer(member="nobody", roles=frozenset()),
    Viewer(member="nobody", roles=frozenset({cast(Role, "stranger")})),
    Viewer(member="machine", roles=frozenset({Role.ADMINISTRATOR})),
)
NUMBER, KEPT, NOTE = "Z7712345", "An aunt keeps it.", "Calls only at dusk."


@pytest.fixture
def told(book: Book) -> tuple[SubjectId, SubjectId]:
    """A case and a source with something protected about each."""
    source = introduce_source(book.notebook, source_kind="relative", note=NOTE)
    case = open_case(book.notebook)
    says = (
        NameIs(text="Ainur Example", script="Latn"),
        DocumentWas(document="passport", number=NUMBER, detail=KEPT),
    )
    record_statement(
        book.notebook,
        about=case,
        source=source,
        occasion=Occasion(on="2019-01-21"),
        claims=[new_claim(one, basis="family") for one in says],
    )
    return case, source


def asked_by(book: Book, *roles: Role) -> Asking:
    return Asking(alias=book.alias, viewer=Viewer(member="somebody", roles=frozenset(roles)))


def everything(asking: Asking, case: SubjectId, source: SubjectId) -> bytes:
    """Whatever the viewer is told of both, in one piece."""
    answers: list[Any] = [asking.case(case), asking.source(source), asking.cases()]
    answers += [asking.listed("source"), asking.search("aunt"), asking.search("Ainur")]
    answers += [asking.subject(source, SourceFile)]
    return msgspec.json.encode(answers)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CUSTODIAN, Role.PUBLISHER])
def test_who_may_sees_what_is_protected(
    book: Book, told: tuple[SubjectId, SubjectId], role: Role
) -> None:
    seen = everything(asked_by(book, role), *told)
    assert all(one.encode() in seen for one in (NUMBER, KEPT, NOTE))


@pytest.mark.parametrize("role", [Role.INTAKE, Role.RESEARCHER])
def test_a_colleague_sees_the_rest(
    book: Book, told: tuple[SubjectId, SubjectId], role: Role
) -> None:
    seen = everything(asked_by(book, role), *told)
    assert b"Ainur Example" in seen
    assert not any(one.encode() in seen for one in (NUMBER, KEPT, NOTE))


def test_who_has_two_roles_may_what_either_may(
    book: Book, told: tuple[SubjectId, SubjectId]
) -> None:
    seen = everything(asked_by(book, Role.RESEARCHER, Role.COORDINATOR), *told)
    assert all(one.encode() in seen for one in (NUMBER, KEPT, NOTE))


def test_whoever_opened_the_notebook_is_its_founder(book: Book) -> None:
    assert book.viewer == Viewer(member=book.office.members[0].id, roles=frozenset(access.ALONE))


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize(
    "ask",
    [
        lambda book, case: book.case(case),
        lambda book, case: book.cases(),
        lambda book, case: book.search("Ainur"),
        lambda book, case: book.counts(),
        lambda book, case: book.choices("case"),
        lambda book, case: book.case_choices(),
    ],
)
def test_a_stranger_sees_nothing(
    book: Book,
    told: tuple[SubjectId, SubjectId],
    ask: Callable[[Asking, SubjectId], object],
    stranger: Viewer,
) -> None:
    with pytest.raises(NotAllowed):
        ask(Asking(alias=book.alias, viewer=stranger), told[0])


def test_what_is_not_granted_is_denied() -> None:
    nobody, unknown, machine = STRANGERS
    for stranger in (nobody, unknown):
        assert not any(may(stranger, right) for right in Right)
    assert all(readable(stranger) == frozenset() for stranger in STRANGERS)
    assert {right for right in Right if may(machine, right)} == {Right.BACK_UP, Right.MAINTAIN}


def test_nobody_reads_the_sealed_level_on_a_screen() -> None:
    everybody = Viewer(member="somebody", roles=frozenset(Role))
    assert readable(everybody) == {Level.INTERNAL, Level.PROTECTED}


def test_what_is_protected_is_not_searched(book: Book, told: tuple[SubjectId, SubjectId]) -> None:
    assert [hit.name.id for hit in book.search("Ainur")] == [told[0]]
    assert book.search(NUMBER) == book.search("aunt") == book.search("dusk") == ()
