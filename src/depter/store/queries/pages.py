"""What one page shows: a subject, and the names of everything it mentions."""

from __future__ import annotations

from typing import TypeVar, cast

import msgspec

from depter.notebook.errors import NoSuchSubject
from depter.register.facts.claims import RelatedTo
from depter.register.folds import Folded
from depter.register.folds.advocacy import AppealFile, IncidentFile, ProceedingFile
from depter.register.folds.case import CaseFile
from depter.register.folds.dossier import StatementFile
from depter.register.folds.source import SourceFile
from depter.register.folds.world import EvidenceFile, OrganisationFile, PlaceFile
from depter.store.queries.mentioned import ids_in
from depter.store.queries.shelf import Name, Shelf
from depter.values.ids import SubjectId

F = TypeVar("F", bound=Folded)


class CasePage(msgspec.Struct, frozen=True):
    """A case with everything that is one click away.

    ``names`` holds what links show, by id; ``related_from`` are cases whose claims name this
    one as a relative; ``speaks_as`` are the sources that this person is.
    """

    id: SubjectId
    case: CaseFile
    sources: dict[SubjectId, SourceFile]
    names: dict[str, Name]
    appeals: tuple[tuple[SubjectId, AppealFile], ...]
    incidents: tuple[tuple[SubjectId, IncidentFile], ...]
    proceedings: tuple[tuple[SubjectId, ProceedingFile], ...]
    evidence: tuple[tuple[SubjectId, EvidenceFile], ...]
    related_from: tuple[tuple[Name, RelatedTo], ...]
    speaks_as: tuple[tuple[SubjectId, SourceFile], ...] = ()


class SubjectPage(msgspec.Struct, frozen=True):
    """Any other subject, with the names of what it mentions and what mentions it."""

    id: SubjectId
    folded: Folded
    names: dict[str, Name]
    mentioned_by: tuple[Name, ...]


class SourcePage(msgspec.Struct, frozen=True):
    """A source and what it said, about whom."""

    id: SubjectId
    source: SourceFile
    statements: tuple[tuple[Name, StatementFile], ...]
    names: dict[str, Name]
    mentioned_by: tuple[Name, ...]


def case_page(shelf: Shelf, case: SubjectId) -> CasePage:
    """Everything the page of one case shows.

    Raises:
        NoSuchSubject: there is no such case.
    """
    folded = expect(shelf, case, CaseFile)
    appeals = _mentioning(shelf, case, AppealFile)
    incidents = _mentioning(shelf, case, IncidentFile)
    proceedings = _mentioning(shelf, case, ProceedingFile)
    evidence = dict(_mentioning(shelf, case, EvidenceFile))
    shown = {one for statement in folded.statements for one in statement.evidence}
    evidence |= {
        one: file
        for one, file in shelf.many(shown - set(evidence)).items()
        if isinstance(file, EvidenceFile)
    }
    mentioned = ids_in(msgspec.to_builtins((folded, appeals, incidents, proceedings)))
    sources = {
        one: file
        for one, file in shelf.many(statement.source for statement in folded.statements).items()
        if isinstance(file, SourceFile)
    }
    return CasePage(
        id=case,
        case=folded,
        sources=sources,
        names=shelf.names(mentioned),
        appeals=appeals,
        incidents=incidents,
        proceedings=proceedings,
        evidence=tuple(evidence.items()),
        related_from=_related_from(shelf, case),
        speaks_as=_mentioning(shelf, case, SourceFile),
    )


def subject_page(shelf: Shelf, subject: SubjectId, shape: type[F]) -> SubjectPage:
    """Everything the page of an appeal, incident, proceeding, place … shows.

    Raises:
        NoSuchSubject: nothing of that shape is there.
    """
    folded = expect(shelf, subject, shape)
    return SubjectPage(
        id=subject,
        folded=folded,
        names=shelf.names(ids_in(msgspec.to_builtins(folded))),
        mentioned_by=_back(shelf, subject),
    )


def source_page(shelf: Shelf, source: SubjectId) -> SourcePage:
    """A source with its statements, newest last; at most 500 subjects.

    Raises:
        NoSuchSubject: there is no such source.
    """
    folded = expect(shelf, source, SourceFile)
    about = [
        (one, file)
        for pairs in (
            _mentioning(shelf, source, CaseFile, role="source"),
            _mentioning(shelf, source, PlaceFile, role="source"),
            _mentioning(shelf, source, OrganisationFile, role="source"),
        )
        for one, file in pairs
    ]
    names = shelf.names([one for one, _ in about])
    said = [
        (names[one], statement)
        for one, file in about
        for statement in file.dossier.statements
        if statement.source == source
    ]
    return SourcePage(
        id=source,
        source=folded,
        statements=tuple(sorted(said, key=lambda pair: pair[1].at)),
        names=shelf.names(ids_in(msgspec.to_builtins(folded))),
        mentioned_by=_back(shelf, source),
    )


def expect(shelf: Shelf, subject: SubjectId, shape: type[F]) -> F:
    """The subject, if it is of the shape the page is for.

    Raises:
        NoSuchSubject: it is not.
    """
    folded = shelf.folded(subject)
    if not isinstance(folded, shape):
        raise NoSuchSubject()
    return folded


def _mentioning(
    shelf: Shelf, subject: SubjectId, shape: type[F], *, role: str = "case"
) -> tuple[tuple[SubjectId, F], ...]:
    type_ = str(shape.__struct_config__.tag)
    ids = shelf.mentioning(subject, role=role, type_=type_)
    found = shelf.many(ids)
    return tuple((one, cast(F, found[one])) for one in ids if one in found)


def _back(shelf: Shelf, subject: SubjectId) -> tuple[Name, ...]:
    rows = shelf.ask("SELECT DISTINCT card FROM link WHERE target = %s LIMIT 200", (subject,))
    names = shelf.names(one for (one,) in rows)
    return tuple(sorted(names.values(), key=lambda name: (name.type, name.title)))


def _related_from(shelf: Shelf, case: SubjectId) -> tuple[tuple[Name, RelatedTo], ...]:
    others = _mentioning(shelf, case, CaseFile)
    names = shelf.names(one for one, _ in others)
    return tuple(
        (names[one], known.claim.says)
        for one, other in others
        for known in other.claims
        if known.stands and isinstance(known.claim.says, RelatedTo) and known.claim.says.to == case
    )
