"""What is protected leaves the register towards those who may read it, and nowhere else.

Every protected and every sealed field of every kind of fact, and every claim there can be, holds
a canary; every question is asked about every id, for every role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
import pytest

from depter.actions import cases, world
from depter.register.access import NotAllowed, Right, Role, Viewer, may
from depter.register.facts import KINDS, Fact, kind_of
from depter.register.facts.advocacy import IncidentReported
from depter.register.facts.base import Told
from depter.register.facts.cases import CaseAssigned
from depter.register.facts.claims import SHAPES, Claim, RelatedTo, Says
from depter.register.facts.sources import SourceIntroduced
from depter.register.facts.statements import Occasion, StatementCorrected, StatementRecorded
from depter.register.facts.world import EvidenceDeposited, Spelling
from depter.register.folds.case import CaseFile
from depter.register.folds.history import HistoryLine
from depter.register.folds.world import PlaceFile
from depter.register.vocabulary import CODED, vocabulary
from depter.store.asking import Asking
from depter.store.book import Book
from depter.store.queries.closed import closed_above
from depter.values.ids import ClaimId, StatementId, SubjectId, new_id
from depter.values.level import Level
from tests.notebooks import copied, opened
from tests.unit.store.assigned import answers

LAWYER: Final = "lawyer0000000000"
PROTECTED, SEALED, PLAIN = "Ukprotected", "Uksealed", "Ukplain"
WORD: Final = {Level.PROTECTED: PROTECTED, Level.SEALED: SEALED, Level.INTERNAL: PLAIN}
DOSSIERS: Final = ("case", "camp", "ministry")


def canary(shape: type[Any], field: str, level: Level) -> str:
    return f"{WORD[level]}{shape.__name__}{field}".replace("_", "")


def claim_of(shape: type[Says], level: Level, *, to: SubjectId, place: SubjectId) -> Claim:
    """A claim whose every text is a canary."""
    says: dict[str, Any] = {}
    for one in msgspec.structs.fields(shape):
        if (shape, one.name) in CODED:
            says[one.name] = vocabulary(CODED[shape, one.name]).codes[0]
        elif one.type is int:
            says[one.name] = 7
        elif one.name == "to":
            says[one.name] = to
        else:
            says[one.name] = "1999" if one.name == "date" else canary(shape, one.name, level)
    return Claim(
        id=ClaimId(new_id()),
        says=shape(**says),  # type: ignore[arg-type]
        basis="self",
        as_of="1999",
        place=place,
        locator=canary(shape, "locator", level),
    )


class Canaries:
    """A notebook in which each kind of fact with levels was written."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.written: dict[str, set[str]] = {}
        desk = book.notebook
        self.case, self.kin = cases.open_case(desk), cases.open_case(desk)
        self.camp = world.describe_place(desk, names=[Spelling(text="Camp")], place_kind="camp")
        self.ministry = world.describe_organisation(
            desk, names=[Spelling(text="Ministry")], organisation_kind="ministry"
        )
        self.hideout = world.describe_place(
            desk, names=[Spelling(text="Hideout")], place_kind="home"
        )
        self.source = SubjectId(new_id())
        self._write(self.source, SourceIntroduced, source_kind="relative", protection="open")
        for name in DOSSIERS:
            self._say(getattr(self, name))
        self.file, self.incident = SubjectId(new_id()), SubjectId(new_id())
        self._write(
            self.file,
            EvidenceDeposited,
            file_name="a.jpg",
            media_type="image/jpeg",
            size=1,
            sha256="0" * 64,
            blob=new_id(),
            cases=(self.case,),
        )
        told = Told(source=self.source, basis="family")
        self._write(
            self.incident,
            IncidentReported,
            incident_kind="threatening_call",
            told=told,
            cases=(self.case,),
        )
        desk.write(self.case, CaseAssigned(member=LAWYER))

    @property
    def subjects(self) -> list[SubjectId]:
        named = (*DOSSIERS, "kin", "hideout", "source", "file", "incident")
        return [*(getattr(self, name) for name in named), self.book.notebook.office_id]

    def _say(self, about: SubjectId) -> None:
        """A statement with every claim at every level, then the same again, corrected."""
        statement, source = StatementId(new_id()), self.source
        again = {"statement": statement, "reason": f"{PLAIN}reason", "words": "again"}
        self._write(
            about, StatementRecorded, statement=statement, source=source, occasion=Occasion()
        )
        self._write(about, StatementCorrected, **again)

    def _write(self, subject: SubjectId, shape: type[Fact], **fields: Any) -> None:
        for name, level in shape.levels.items():
            if name.startswith("claims"):
                fields[name] = tuple(
                    claim_of(one, level, to=self.kin, place=self.hideout) for one in SHAPES.values()
                )
            else:
                fields[name] = canary(shape, name, level)
            self.written.setdefault(kind_of(shape), set()).add(name)
        self.book.notebook.write(subject, shape(**fields))

    def asked_by(self, *roles: Role) -> Asking:
        return Asking(alias=self.book.alias, viewer=Viewer(member=LAWYER, roles=frozenset(roles)))


@pytest.fixture(scope="module")
def canaries(empty_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canaries]:
    folder = copied(empty_template, tmp_path_factory.mktemp("canaries") / "register")
    with opened(folder) as book:
        yield Canaries(book)


def expected_of_protected() -> set[str]:
    """One canary for each protected field and each text of each claim."""
    found = {
        canary(shape, name, level)
        for shape in KINDS.values()
        for name, level in shape.levels.items()
        if level is Level.PROTECTED and not name.startswith("claims")
    }
    for shape in SHAPES.values():
        texts = [
            one.name
            for one in msgspec.structs.fields(shape)
            if (shape, one.name) not in CODED and one.type is str and one.name != "date"
        ]
        found |= {canary(shape, name, Level.PROTECTED) for name in (*texts, "locator")}
    return found


SEARCHED: Final = (PROTECTED, SEALED, f"{PROTECTED}NameIstext", f"{SEALED}NameIstext")


def test_every_kind_with_levels_was_written(canaries: Canaries) -> None:
    levelled = {kind: set(one.levels) for kind, one in KINDS.items() if one.levels}
    assert canaries.written == levelled


def test_whoever_may_read_what_is_protected_finds_all_of_it(canaries: Canaries) -> None:
    """The control: the questions would bring every canary to light."""
    seen = answers(canaries.asked_by(Role.COORDINATOR), canaries.subjects, words=SEARCHED)
    assert not {one for one in expected_of_protected() if one not in seen}


@pytest.mark.parametrize("role", Role)
def test_protected_fields_leave_only_for_those_who_may_read_them(
    canaries: Canaries, role: Role
) -> None:
    asking = canaries.asked_by(role)
    if not may(asking.viewer, Right.READ):
        with pytest.raises(NotAllowed):
            answers(asking, canaries.subjects)
        return
    seen = answers(asking, canaries.subjects, words=SEARCHED)
    assert SEALED not in seen
    assert (PROTECTED in seen) == may(asking.viewer, Right.READ_PROTECTED)
    assert f"{PLAIN}" in seen  # an empty answer would prove nothing


def test_nothing_drawn_holds_what_is_sealed(canaries: Canaries) -> None:
    """Not even a query past the gate finds it: it never was opened."""
    notebook = canaries.book.notebook
    for table in ("card", "part", "case_row", "facet", "link", "look"):
        rows = notebook.database.execute(f"SELECT * FROM {table}")
        assert rows or table == "look"
        assert SEALED.encode() not in b"".join(
            one if isinstance(one, bytes) else str(one).encode() for row in rows for one in row
        )


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COORDINATOR, Role.ADVOCATE])
def test_lists_search_and_names_carry_nothing_protected_for_anybody(
    canaries: Canaries, role: Role
) -> None:
    asking = canaries.asked_by(role)
    seen = answers(asking, [], words=SEARCHED) + str(asking.shelf.many(canaries.subjects))
    assert PROTECTED not in seen and "Camp" in seen


def test_a_page_brings_nothing_protected_of_other_subjects(canaries: Canaries) -> None:
    page = canaries.asked_by(Role.COORDINATOR).case(canaries.case)
    others = str((page.sources, page.evidence, page.incidents, page.names, page.related_from))
    assert PROTECTED not in others and "a.jpg" in others


def test_what_everybody_sees_is_not_made_of_protected_claims(canaries: Canaries) -> None:
    """Name, status, year, whereabouts and kin of a case about which only protected things were
    said are those of a case about which nothing was said."""
    book, case = canaries.book.notebook, cases.open_case(canaries.book.notebook)
    claims = [
        claim_of(one, Level.PROTECTED, to=canaries.kin, place=canaries.hideout)
        for one in SHAPES.values()
    ]
    book.write(
        case,
        StatementRecorded(
            statement=StatementId(new_id()),
            source=canaries.source,
            occasion=Occasion(on="2018"),
            claims_protected=tuple(claims),
        ),
    )
    intake = canaries.asked_by(Role.INTAKE)
    [line] = [one for one in intake.cases().rows if one.id == case]
    shown = (line.name, line.status, line.year, line.last_heard, line.place)
    assert shown == ("", "", None, "", "")
    file = intake.case(case).case
    assert (file.claims, file.timeline, file.displayed, file.all_names) == ((), (), {}, ())
    hideout = intake.subject(canaries.hideout, PlaceFile)
    assert case not in {one.id for one in hideout.mentioned_by}
    assert case not in {name.id for name, _ in intake.case(canaries.kin).related_from}
    whole = canaries.asked_by(Role.COORDINATOR).case(case).case
    assert len(whole.claims) == len(SHAPES) and whole.displayed


def test_of_several_claims_the_best_that_may_be_read_is_displayed(canaries: Canaries) -> None:
    case = cases.open_case(canaries.book.notebook)
    shape = SHAPES["document"]
    hidden = claim_of(shape, Level.PROTECTED, to=canaries.kin, place=canaries.camp)
    plain = claim_of(shape, Level.INTERNAL, to=canaries.kin, place=canaries.camp)
    canaries.book.notebook.write(
        case,
        StatementRecorded(
            statement=StatementId(new_id()),
            source=canaries.source,
            occasion=Occasion(on="2018"),
            claims=(msgspec.structs.replace(plain, basis="hearsay"),),
            claims_protected=(hidden,),
        ),
    )
    assert canaries.asked_by(Role.COORDINATOR).case(case).case.displayed["document"] == hidden.id
    assert canaries.asked_by(Role.INTAKE).case(case).case.displayed["document"] == plain.id


def test_closing_leaves_alone_what_has_nothing_to_close(canaries: Canaries) -> None:
    folded = canaries.book.notebook.folded(canaries.kin)
    assert isinstance(folded, CaseFile)
    assert closed_above(folded, {Level.INTERNAL}) is folded


@pytest.mark.parametrize("shape", KINDS.values(), ids=KINDS)
def test_what_a_history_shows_is_never_above_internal(shape: type[Fact]) -> None:
    """A line of a history shows a fact's reason and what it speaks of, to everybody."""
    shown = {"entry", "statement", "claim", "reason"}
    assert {"about", "reason"} <= set(HistoryLine.__struct_fields__)
    assert not shown & set(shape.levels)


@pytest.mark.parametrize("shape", [one for one in KINDS.values() if one.levels])
def test_a_field_above_internal_has_an_empty_default(shape: type[Fact]) -> None:
    by_name: dict[str, Callable[[], object] | object] = {
        one.name: one.default for one in msgspec.structs.fields(shape)
    }
    assert all(by_name[name] in (None, "", ()) for name in shape.levels)


def test_the_canaries_are_of_all_claims() -> None:
    assert RelatedTo in SHAPES.values() and len(expected_of_protected()) > len(SHAPES)
