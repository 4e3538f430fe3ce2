"""Opening the sample: the whole article into a notebook, or nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from depter.actions.cases import settle_status
from depter.actions.sample.advocacy import write_appeals, write_incidents, write_proceedings
from depter.actions.sample.handles import Handles
from depter.actions.sample.record import write_people, write_statements, write_world
from depter.actions.sample.sheet import Sheet, read_sheet, sample_text
from depter.actions.world import claim_figure
from depter.errors import N_, DepterError
from depter.notebook.notebook import Notebook, Progress
from depter.register.facts.sources import SourceIntroduced


class SampleAlreadyThere(DepterError):
    """The notebook already holds the sample; a second copy would double every person in it."""

    what: ClassVar[str] = N_("The sample is already in this notebook.")
    safe: ClassVar[str] = N_("Nothing was written a second time.")
    do: ClassVar[str] = N_("Look at it in the list of cases, or begin another notebook.")


@dataclass(frozen=True, slots=True)
class SampleOpened:
    """How much was written."""

    organisations: int
    places: int
    cases: int
    sources: int
    statements: int
    claims: int
    appeals: int
    incidents: int
    proceedings: int
    figures: int
    settled: int


def open_sample(book: Notebook, *, progress: Progress | None = None) -> SampleOpened:
    """Write the sample through the same actions as a person at the desk, all at once.

    ``progress`` is told 1 for each entry of the sheet.

    Raises:
        SampleAlreadyThere: it was opened in this notebook before.
        SampleDamaged: the sheet that ships with Depter cannot be read.
        DiskFull: no room; nothing was written.
    """
    return write_sheet(book, read_sheet(sample_text()), progress=progress)


def write_sheet(book: Notebook, sheet: Sheet, *, progress: Progress | None = None) -> SampleOpened:
    """As :func:`open_sample`, for a sheet of the same shape."""
    handles, done = Handles(), progress or _unheard
    with book.together():
        if _is_there(book, sheet.about.reference):
            raise SampleAlreadyThere
        write_world(book, sheet, handles=handles, done=done)
        write_people(book, sheet, handles=handles, done=done)
        claims = write_statements(book, sheet, handles=handles, done=done)
        write_appeals(book, sheet, handles=handles, done=done)
        write_incidents(book, sheet, handles=handles, done=done)
        write_proceedings(book, sheet, handles=handles, done=done)
        _write_figures(book, sheet, handles=handles, done=done)
        _settle(book, sheet, handles=handles, done=done)
    return SampleOpened(
        organisations=len(sheet.organisations),
        places=len(sheet.places),
        cases=len(sheet.cases),
        sources=len(sheet.sources),
        statements=len(sheet.statements),
        claims=claims,
        appeals=len(sheet.appeals),
        incidents=len(sheet.incidents),
        proceedings=len(sheet.proceedings),
        figures=len(sheet.figures),
        settled=len(sheet.settled),
    )


def _is_there(book: Notebook, reference: str) -> bool:
    """Whether some source was ever introduced with the article's reference, struck out or not."""
    sources = {kept.subject for kept in book.ledger.of_kind("source.introduced")}
    return any(
        isinstance(recorded.fact, SourceIntroduced) and recorded.fact.reference == reference
        for source in sources
        for recorded in book.facts(source)
    )


def _write_figures(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> None:
    for row in sheet.figures.values():
        claim_figure(
            book,
            counts=row.counts,
            value=row.value,
            told=handles.told(row.told),
            qualifier=row.qualifier,
            said_on=row.said_on,
            as_of=row.as_of,
            by=handles.subject_if_any(row.by),
            by_name=row.by_name,
            place=handles.subject_if_any(row.place),
            about=row.about,
        )
        done(1)


def _settle(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> None:
    for row in sheet.settled:
        settle_status(
            book,
            case=handles.subject(row.case),
            status=row.status,
            as_of=row.as_of,
            reason=row.reason,
            relies_on=[handles.claim(key) for key in row.relies_on],
            place=handles.subject_if_any(row.place),
        )
        done(1)


def _unheard(_: int) -> None:
    """Nobody watches the progress."""
