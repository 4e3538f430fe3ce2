"""Writing what a valid sheet says: new source, new places and the statement, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from depter.actions.statements import correct_statement, record_statement
from depter.actions.world import describe_place
from depter.names.script import script_of
from depter.notebook.notebook import Notebook
from depter.register.facts.claims import Claim
from depter.register.facts.statements import Occasion, StatementRecorded
from depter.register.facts.world import Spelling
from depter.values.ids import EntryId, StatementId, SubjectId
from depter.web.statements.claims import Rows, claims_from, new_places
from depter.web.statements.picking import NewPlace
from depter.web.statements.sheet import StatementSheet


def record(notebook: Notebook, sheet: StatementSheet, *, about: SubjectId) -> EntryId:
    """Record the statement on a valid sheet; the entry, so that it can be undone.

    Raises:
        NothingSaid, BadInput: nothing was written, no source and no place either.
    """
    occasion: dict[str, Any] = sheet.occasion.cleaned_data
    with notebook.together():
        claims, sealed = _claims(notebook, sheet)
        statement = record_statement(
            notebook,
            about=about,
            source=sheet.speaker.speaker(notebook),
            occasion=Occasion(
                on=occasion["on"], place=occasion["place"], channel=occasion["channel"]
            ),
            claims=claims,
            sealed_claims=sealed,
            language=sheet.words.cleaned_data["language"],
            words=sheet.words.cleaned_data["words"],
            translations=sheet.translated(),
            consent=sheet.consent.cleaned_data["consent"],
            evidence=[SubjectId(one) for one in sheet.evidence.cleaned_data["evidence"]],
        )
    return entry_of(notebook, about=about, statement=statement)


def correct(
    notebook: Notebook,
    sheet: StatementSheet,
    *,
    about: SubjectId,
    statement: StatementId,
    before: Sequence[Claim],
) -> EntryId:
    """Write down a statement again as the sheet reads now.

    Raises:
        NoSuchSubject, NothingSaid, BadInput: nothing was written.
    """
    with notebook.together():
        claims, _ = _claims(notebook, sheet, kept=before)
        return correct_statement(
            notebook,
            about=about,
            statement=statement,
            reason=sheet.reason.cleaned_data["reason"],
            claims=claims,
            language=sheet.words.cleaned_data["language"],
            words=sheet.words.cleaned_data["words"],
            translations=sheet.translated(),
        )


def entry_of(notebook: Notebook, *, about: SubjectId, statement: StatementId) -> EntryId:
    """The entry that recorded the statement."""
    for recorded in reversed(notebook.facts(about)):
        fact = recorded.fact
        if isinstance(fact, StatementRecorded) and fact.statement == statement:
            return recorded.id
    raise LookupError  # cannot be: it was written a moment ago


def described(notebook: Notebook, place: NewPlace) -> SubjectId:
    """Describe a new place by the one name that was typed."""
    spelling = Spelling(text=place.name, script=script_of(place.name))
    return describe_place(notebook, names=[spelling], place_kind=place.kind)


def _claims(
    notebook: Notebook, sheet: StatementSheet, *, kept: Sequence[Claim] = ()
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    rows: Rows = sheet.claimed()
    places = {place.name.casefold(): described(notebook, place) for place in new_places(rows)}
    basis = sheet.basis.cleaned_data["basis"]
    return claims_from(rows, basis=basis, places=places, kept=kept)
