"""Two cases told in the same ways, one of them assigned to a lawyer; and every question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import msgspec

from depter.actions import advocacy, cases, sources, statements, world
from depter.actions.evidence import deposit_evidence
from depter.actions.statements import new_claim
from depter.notebook.errors import NoSuchSubject
from depter.notebook.notebook import Notebook
from depter.register.facts import claims as says
from depter.register.facts.advocacy import (
    AppealFollowed,
    AppealMade,
    IncidentReported,
    ProceedingBegun,
)
from depter.register.facts.base import Told
from depter.register.facts.cases import CaseAssigned, CaseUnassigned
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.register.folds.advocacy import AppealFile, IncidentFile, ProceedingFile
from depter.register.folds.case import CaseFile
from depter.register.folds.office import OfficeFile
from depter.register.folds.source import SourceFile
from depter.register.folds.world import EvidenceFile, FigureFile, OrganisationFile, PlaceFile
from depter.store.asking import Asking
from depter.store.book import Book
from depter.store.queries.cases import ORDERS, CaseFilter
from depter.values.ids import SubjectId
from tests.offices import Office

TYPES: Final = (
    *("case", "source", "place", "organisation", "appeal", "incident", "proceeding"),
    *("figure", "evidence", "office"),
)
SHAPES: Final[tuple[type[Any], ...]] = (
    *(CaseFile, SourceFile, PlaceFile, OrganisationFile, AppealFile, IncidentFile),
    *(ProceedingFile, FigureFile, EvidenceFile, OfficeFile),
)


@dataclass
class World:
    """Two cases told in the same ways; every text about the first says ``Sary``, every text about
    the second ``Qoyu``, and what they share says ``Ortaq``."""

    office: Office
    camp: SubjectId
    mine: dict[str, SubjectId] = field(default_factory=dict)
    theirs: dict[str, SubjectId] = field(default_factory=dict)

    @property
    def desk(self) -> Notebook:
        return self.office.notebook("Qarlygash")

    @property
    def lawyer(self) -> Book:
        return self.office.book("Boran")

    def assign(self, fact: type[CaseAssigned | CaseUnassigned] = CaseAssigned) -> None:
        self.desk.write(self.mine["case"], fact(member=self.office.id_of("Boran")))


def told(book: Notebook, word: str, camp: SubjectId) -> dict[str, SubjectId]:
    """A case with one of everything that can be about it."""
    case = cases.open_case(book, label=f"{word} label")
    source = sources.introduce_source(
        book, source_kind="relative", protection="open", name=f"{word} Melike", note=f"{word} note"
    )
    file = deposit_evidence(
        book, chunks=[word.encode()], file_name=f"{word}.pdf", media_type="a/b", cases=[case]
    )
    shown = deposit_evidence(
        book, chunks=[word.encode()], file_name=f"{word}-shown.pdf", media_type="a/b"
    )
    shapes: list[says.AnySays] = [
        says.NameIs(text=f"{word} Zereka", script="Latn"),
        says.StatusWas(status="prison" if word == "Qoyu" else "camp", detail=f"{word} detail"),
        says.DocumentWas(document="passport", number=f"{word}77"),
    ]
    statements.record_statement(
        book,
        about=case,
        source=source,
        occasion=Occasion(on="2018-11-03", place=f"{word} desk"),
        words=f"{word} words",
        evidence=[shown],
        claims=[new_claim(one, basis="family", as_of="2018-04", place=camp) for one in shapes],
    )
    statements.record_statement(
        book,
        about=camp,
        source=source,
        occasion=Occasion(on="2018-11-04"),
        words=f"{word} of the camp",
        claims=[new_claim(says.Remark(text=f"{word} remark"), basis="eyewitness")],
    )
    who = Told(source=source, basis="family")
    appeal = AppealMade(appeal_kind="letter", told=who, cases=(case,), asked=f"{word} asked")
    incident = IncidentReported(
        incident_kind="threatening_call", told=who, cases=(case,), summary=f"{word} call"
    )
    proceeding = ProceedingBegun(
        proceeding_kind="asylum", told=who, cases=(case,), title=f"{word} title"
    )
    return {
        "case": case,
        "source": source,
        "file": file,
        "shown": shown,
        "appeal": advocacy.make_appeal(book, appeal),
        "incident": advocacy.report_incident(book, incident),
        "proceeding": advocacy.begin_proceeding(book, proceeding),
    }


def two_cases(office: Office) -> World:
    """Two cases, and what ties the second to the first; the first is the lawyer's."""
    book = office.notebook("Qarlygash")
    camp = world.describe_place(book, names=[Spelling(text="Ortaq camp")], place_kind="camp")
    found = World(office, camp)
    found.mine, found.theirs = told(book, "Sary", camp), told(book, "Qoyu", camp)
    mine, theirs = found.mine, found.theirs
    cases.judge_same(book, case=mine["case"], other=theirs["case"], verdict="different")
    theirs["himself"] = sources.introduce_source(
        book, source_kind="survivor", protection="open", name="Qoyu himself", case=mine["case"]
    )
    sources.give_consent(book, source=mine["source"], uses=["store"], case=theirs["case"])
    kin = says.RelatedTo(relation="sibling", to=theirs["case"], name="Ortaq brother")
    back = says.RelatedTo(relation="sibling", to=mine["case"], detail="Qoyu brother")
    for about, who, what in ((mine, mine, kin), (theirs, theirs, back)):
        statements.record_statement(
            book,
            about=about["case"],
            source=who["source"],
            occasion=Occasion(),
            claims=[new_claim(what, basis="family")],
        )
    both = Told(source=theirs["source"], basis="family")
    joint = AppealMade(
        appeal_kind="letter",
        told=both,
        cases=(mine["case"], theirs["case"]),
        asked="Ortaq asked",
    )
    mine["joint"] = advocacy.make_appeal(book, joint)
    after = AppealFollowed(impact="released", told=both, case=theirs["case"], words="Qoyu free")
    advocacy.follow_appeal(book, appeal=mine["joint"], fact=after)
    found.assign()
    return found


def as_subject(asking: Asking, subject: SubjectId, *, shape: type[Any]) -> object:
    return asking.subject(subject, shape)


QUESTIONS: Final[dict[str, Callable[[Asking, SubjectId], object]]] = {
    "case": lambda asking, one: asking.case(one),
    "source": lambda asking, one: asking.source(one),
    "folded": lambda asking, one: asking.shelf.folded(one),
    "many": lambda asking, one: asking.shelf.many([one]),
    "names": lambda asking, one: asking.shelf.names([one]),
    "listed by place": lambda asking, one: asking.cases(CaseFilter(place=one)),
    "mentioning": lambda asking, one: [
        asking.shelf.mentioning(one, role=role, type_=type_)
        for role in ("case", "source", "place", "evidence", "organisation", "assigned", "appeal")
        for type_ in TYPES
    ],
    **{shape.__name__: partial(as_subject, shape=shape) for shape in SHAPES},
}
GENERAL: Final[dict[str, Callable[[Asking], object]]] = {
    "cases": lambda asking: [asking.cases(CaseFilter(order=order)) for order in ORDERS],
    "narrowed": lambda asking: [
        asking.cases(CaseFilter(status=status, source_kind="relative", not_heard_since=since))
        for status in ("camp", "prison")
        for since in ("", "2019-01-01")
    ],
    "counted": lambda asking: [asking.counts(), asking.status_counts()],
    "case_choices": lambda asking: asking.case_choices(),
    "listed": lambda asking: [asking.listed(type_) for type_ in TYPES],
    "choices": lambda asking: [asking.choices(type_) for type_ in TYPES],
    "search": lambda asking: [
        asking.search(word)
        for word in ("Qoyu", "Qoyu words", "Qoyu77", "Sary", "Sary words", "Ortaq", "2018")
    ],
}


def answers(asking: Asking, subjects: Iterable[SubjectId], *, words: Iterable[str] = ()) -> str:
    """Everything that a viewer is told, whatever they ask about whichever subject, and of what
    they search for."""
    found: list[object] = [ask(asking) for ask in GENERAL.values()]
    found += [asking.search(word) for word in words]
    for ask in QUESTIONS.values():
        for one in subjects:
            try:
                found.append(ask(asking, one))
            except NoSuchSubject:
                continue
    return msgspec.json.encode(found).decode()


def every_id(register: World) -> list[SubjectId]:
    with_office = [register.desk.office_id, register.camp]
    return [*register.mine.values(), *register.theirs.values(), *with_office]
