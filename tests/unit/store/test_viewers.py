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

COLLEAGUE: Final = cast(Role, "colleague")
STRANGER: Final = Viewer(member="nobody", role=cast(Role, "stranger"))
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


def asked_by(book: Book, role: Role) -> Asking:
    return Asking(alias=book.alias, viewer=Viewer(member="somebody", role=role))


def everything(asking: Asking, case: SubjectId, source: SubjectId) -> bytes:
    """Whatever the viewer is told of both, in one piece."""
    answers: list[Any] = [asking.case(case), asking.source(source), asking.cases()]
    answers += [asking.listed("source"), asking.search("aunt"), asking.search("Ainur")]
    answers += [asking.subject(source, SourceFile)]
    return msgspec.json.encode(answers)


def test_the_member_sees_what_is_protected(book: Book, told: tuple[SubjectId, SubjectId]) -> None:
    seen = everything(asked_by(book, Role.MEMBER), *told)
    assert all(one.encode() in seen for one in (NUMBER, KEPT, NOTE))


def test_a_colleague_sees_the_rest(
    book: Book, told: tuple[SubjectId, SubjectId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access._GRANTED, COLLEAGUE, frozenset({Right.READ}))
    seen = everything(asked_by(book, COLLEAGUE), *told)
    assert b"Ainur Example" in seen
    assert not any(one.encode() in seen for one in (NUMBER, KEPT, NOTE))


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
    book: Book, told: tuple[SubjectId, SubjectId], ask: Callable[[Asking, SubjectId], object]
) -> None:
    with pytest.raises(NotAllowed):
        ask(Asking(alias=book.alias, viewer=STRANGER), told[0])


def test_what_is_not_granted_is_denied() -> None:
    assert not any(may(STRANGER, right) for right in Right)
    assert readable(STRANGER) == frozenset()


def test_nobody_reads_the_sealed_level_on_a_screen() -> None:
    member = Viewer(member="somebody", role=Role.MEMBER)
    assert readable(member) == {Level.INTERNAL, Level.PROTECTED}


def test_what_is_protected_is_not_searched(book: Book, told: tuple[SubjectId, SubjectId]) -> None:
    assert [hit.name.id for hit in book.search("Ainur")] == [told[0]]
    assert book.search(NUMBER) == book.search("aunt") == book.search("dusk") == ()
