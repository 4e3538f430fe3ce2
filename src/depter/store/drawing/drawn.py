"""What is drawn for one subject: pure rows, compared or written by others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from depter.register.facts.claims import RelatedTo
from depter.register.folds import Folded
from depter.register.folds.advocacy import AppealFile, IncidentFile, ProceedingFile
from depter.register.folds.case import CaseFile
from depter.register.folds.dossier import Dossier
from depter.register.folds.office import OfficeFile
from depter.register.folds.source import SourceFile
from depter.register.folds.world import (
    EvidenceFile,
    FigureFile,
    OrganisationFile,
    PlaceFile,
)
from depter.register.vocabulary import vocabulary
from depter.store.drawing.texts import Said, own_text, said_in
from depter.values.edtf import parse_date
from depter.values.ids import SubjectId
from depter.values.level import Level

encoder: Final = msgspec.json.Encoder()
decoder: Final = msgspec.json.Decoder(Folded)
TOLD_OF: Final = (CaseFile, PlaceFile, OrganisationFile)  # statements are made about these
part_decoder: Final = msgspec.json.Decoder(Said)


class Drawn(msgspec.Struct, frozen=True):
    """All rows of one subject.

    ``case`` holds the columns of a case row after its id; ``facets`` are (facet, value);
    ``links`` (role, target); ``parts`` maps a part to its digest and body.
    ``own`` (names and words) and ``said`` are what the texts of the parts are made of.
    """

    card: tuple[str, str, str, str, bytes]
    case: tuple[object, ...] | None
    facets: frozenset[tuple[str, str]]
    links: frozenset[tuple[str, str]]
    parts: dict[str, tuple[str, bytes]]
    own: tuple[str, str]
    said: dict[str, Said]


def draw(subject: SubjectId, folded: Folded) -> Drawn:
    """Every row that the folded subject makes."""
    type_ = str(folded.__struct_config__.tag)
    head, own, said = without_parts(folded), own_text(folded), said_in(folded)
    return Drawn(
        card=(type_, _kind(folded), _title(folded), _sort(folded), encoder.encode(head)),
        case=_case_columns(folded) if isinstance(folded, CaseFile) else None,
        facets=frozenset(_case_facets(folded) if isinstance(folded, CaseFile) else ()),
        links=frozenset(
            (role, target) for role, target in _links(folded) if target and target != subject
        ),
        parts=_parts(own, said),
        own=own,
        said={one.statement.id: one for one in said},
    )


def with_parts(head: Folded, parts: Iterable[bytes]) -> Folded:
    """Put a card together again."""
    if not isinstance(head, TOLD_OF):
        return head
    said = [part_decoder.decode(body) for body in parts]
    dossier = msgspec.structs.replace(
        head.dossier,
        statements=tuple(one.statement for one in said),
        claims=tuple(known for one in said for known in one.claims),
    )
    return msgspec.structs.replace(head, dossier=dossier)


def without_parts(folded: Folded) -> Folded:
    """The card without what is kept in parts."""
    if not isinstance(folded, TOLD_OF):
        return folded
    dossier = msgspec.structs.replace(folded.dossier, statements=(), claims=())
    return msgspec.structs.replace(folded, dossier=dossier)


def _parts(own: tuple[str, str], said: Iterable[Said]) -> dict[str, tuple[str, bytes]]:
    parts = {"": (_digest("\x00".join(own).encode()), b"")} if any(own) else {}
    for one in said:
        body = encoder.encode(one)
        parts[one.statement.id] = (_digest(body), body)
    return parts


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def _kind(folded: Folded) -> str:
    match folded:
        case SourceFile():
            return folded.source_kind
        case PlaceFile():
            return folded.described.place_kind
        case OrganisationFile():
            return folded.described.organisation_kind
        case AppealFile():
            return folded.made.appeal_kind
        case IncidentFile():
            return folded.reported.incident_kind
        case ProceedingFile():
            return folded.begun.proceeding_kind
        case FigureFile():
            return folded.claimed.counts
        case _:
            return ""


def _title(folded: Folded) -> str:
    match folded:
        case CaseFile() | SourceFile() | PlaceFile() | OrganisationFile():
            return folded.name
        case ProceedingFile():
            return folded.begun.title
        case EvidenceFile():
            return folded.deposited.file_name
        case OfficeFile():
            return folded.name
        case _:
            return ""


def _sort(folded: Folded) -> str:
    match folded:
        case AppealFile():
            return _iso(folded.made.on, folded.opened_at)
        case IncidentFile():
            return _iso(folded.reported.on, folded.opened_at)
        case ProceedingFile():
            return _iso(folded.begun.on, folded.opened_at)
        case FigureFile():
            return _iso(folded.claimed.said_on or folded.claimed.as_of, folded.opened_at)
        case _:
            return folded.opened_at


def _iso(edtf: str, otherwise: str) -> str:
    if edtf:
        when = parse_date(edtf)
        day = when.earliest or when.latest
        if day:
            return day.isoformat()
    return otherwise


def _case_columns(case: CaseFile) -> tuple[object, ...]:
    names, status = case.all_names, case.status
    heard = parse_date(case.last_heard) if case.last_heard else None
    day = (heard.latest or heard.earliest) if heard else None
    return (
        case.name,
        " · ".join(name for name in names if name != case.name),
        status.status if status else "",
        status.as_of if status else "",
        (status.place or "") if status else "",
        case.is_disputed,
        case.year,
        day.toordinal() if day else None,
        case.last_heard,
        len(case.statements),
        case.opened_at,
        case.changed_at,
    )


def _case_facets(case: CaseFile) -> Iterator[tuple[str, str]]:
    if case.status:
        yield "status", case.status.status
        yield "group", str(vocabulary("status").attribute(case.status.status, "group"))
    if case.year is not None:
        yield "year", str(case.year)
    if case.is_disputed:
        yield "disputed", "yes"
    if case.conflicts:
        yield "conflict", "yes"


def _links(folded: Folded) -> Iterator[tuple[str, str]]:
    match folded:
        case CaseFile():
            yield from _dossier_links(folded.dossier)
            yield from (("place", one.place or "") for one in folded.settlements)
            yield from (("case", other) for other in folded.judged_same)
            yield from _each("assigned", folded.assigned)
        case PlaceFile():
            yield "within", folded.described.within or ""
            yield from _dossier_links(folded.dossier)
        case OrganisationFile():
            yield from _dossier_links(folded.dossier)
        case SourceFile():
            yield "case", folded.case or ""
            yield "organisation", folded.organisation or ""
        case AppealFile():
            yield from _appeal_links(folded)
        case IncidentFile():
            told = folded.reported
            yield "source", told.told.source
            yield "organisation", told.organisation or ""
            yield from _each("case", told.cases)
            yield from _each("appeal", told.appeals)
        case ProceedingFile():
            yield from _proceeding_links(folded)
        case FigureFile():
            yield "source", folded.claimed.told.source
            yield "organisation", folded.claimed.by or ""
            yield "place", folded.claimed.place or ""
        case EvidenceFile():
            yield "source", folded.deposited.given_by or ""
            yield from _each("case", folded.deposited.cases)
        case _:
            return


def _dossier_links(dossier: Dossier) -> Iterator[tuple[str, str]]:
    for statement in dossier.statements:
        yield "source", statement.source
        yield from _each("evidence", statement.evidence)
    for known in dossier.claims:
        if known.stands and known.level is Level.INTERNAL:  # links are for everybody
            yield "place", known.claim.place or ""
            if isinstance(known.claim.says, RelatedTo):
                yield "case", known.claim.says.to or ""


def _appeal_links(appeal: AppealFile) -> Iterator[tuple[str, str]]:
    made = appeal.made
    yield "source", made.told.source
    yield "organisation", made.by or ""
    yield "organisation", made.addressee or ""
    yield from _each("case", made.cases)
    yield from (("source", one.told.source) for one in appeal.answers)
    yield from (("organisation", one.by or "") for one in appeal.answers)
    yield from (("source", one.told.source) for one in appeal.followed)
    yield from (("case", one.case or "") for one in appeal.followed)


def _proceeding_links(proceeding: ProceedingFile) -> Iterator[tuple[str, str]]:
    begun = proceeding.begun
    yield "source", begun.told.source
    yield "organisation", begun.organisation or ""
    yield "organisation", begun.body or ""
    yield from _each("case", begun.cases)
    yield from (("organisation", one.body or "") for one in proceeding.stages)
    yield from (("source", one.told.source) for one in proceeding.stages)
    yield from (("source", one.told.source) for one in proceeding.representation)


def _each(role: str, targets: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((role, target) for target in targets)
