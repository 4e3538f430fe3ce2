"""Writing what the sheet says about the world and who said it: from organisations to statements."""

from __future__ import annotations

from depter.actions.cases import open_case
from depter.actions.sample.claims import claims_of
from depter.actions.sample.handles import Handles, found
from depter.actions.sample.sheet import Sheet, StatementRow
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.actions.world import describe_organisation, describe_place
from depter.notebook.notebook import Notebook, Progress
from depter.register.facts.claims import Claim
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.values.ids import new_id


def write_world(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> None:
    """Organisations and places, larger places first."""
    for handle, body in sheet.organisations.items():
        subject = describe_organisation(
            book,
            names=_spellings(body.name, *body.also),
            organisation_kind=body.kind,
            country=body.country,
            detail=body.detail,
        )
        handles.note(handle, subject)
        done(1)
    for handle, place in sheet.places.items():
        subject = describe_place(
            book,
            names=_spellings(place.name),
            place_kind=place.kind,
            within=handles.subject_if_any(place.within),
            country=place.country,
            detail=place.detail,
        )
        handles.note(handle, subject)
        done(1)


def write_people(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> None:
    """Cases, then everybody who says something."""
    for handle, case in sheet.cases.items():
        handles.note(handle, open_case(book, label=case.label))
        done(1)
    for handle, source in sheet.sources.items():
        subject = introduce_source(
            book,
            source_kind=source.kind,
            protection=source.protection,
            name=source.name,
            case=handles.subject_if_any(source.case),
            organisation=handles.subject_if_any(source.organisation),
            reference=source.reference,
        )
        handles.note(handle, subject)
        done(1)


def write_statements(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> int:
    """Who said what of whom; how many claims were written."""
    occasions = {
        handle: Occasion(id=new_id(), on=row.date, place=row.place, channel=row.channel)
        for handle, row in sheet.occasions.items()
    }
    written = 0
    for handle, row in sheet.statements.items():
        source, claims = handles.subject(row.source), _claims(row, handles)
        statement = record_statement(
            book,
            about=handles.subject(row.about),
            source=source,
            occasion=found(occasions, row.occasion),
            claims=claims,
        )
        handles.note_statement(handle, statement, source=source)
        written += len(claims)
        done(1)
    return written


def _claims(row: StatementRow, handles: Handles) -> list[Claim]:
    claims = []
    for written in claims_of(row):
        claim = new_claim(
            written.says,
            basis=written.basis,
            as_of=written.as_of,
            place=handles.subject_if_any(written.place),
            locator=written.at,
        )
        handles.note_claim(written.key, claim.id)
        claims.append(claim)
    return claims


def _spellings(*names: str) -> tuple[Spelling, ...]:
    return tuple(Spelling(text=name, script="Latn", language="en") for name in names)
