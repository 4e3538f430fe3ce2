"""Recording what a source said, correcting the record, taking a statement back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from depter.actions.looking import expect_begun
from depter.errors import N_, BadInput
from depter.notebook.errors import NoSuchSubject
from depter.notebook.notebook import Notebook
from depter.register.access import Right, may
from depter.register.facts.claims import AnySays, Claim, DocumentWas
from depter.register.facts.statements import (
    Occasion,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
)
from depter.register.folds.history import standing
from depter.values.ids import ClaimId, EntryId, StatementId, SubjectId, new_id


class NothingSaid(BadInput):
    """A statement without words and without claims says nothing."""

    what: ClassVar[str] = N_("The statement has neither words nor a single claim.")
    do: ClassVar[str] = N_("Write down what was said, or at least one thing that follows from it.")


SPEAKABLE = ("case.opened", "place.described", "organisation.described")


def new_claim(
    says: AnySays,
    *,
    basis: str,
    as_of: str = "",
    place: SubjectId | None = None,
    locator: str = "",
) -> Claim:
    """A claim with a fresh id."""
    return Claim(
        id=ClaimId(new_id()), says=says, basis=basis, as_of=as_of, place=place, locator=locator
    )


def record_statement(
    book: Notebook,
    *,
    about: SubjectId,
    source: SubjectId,
    occasion: Occasion,
    claims: Sequence[Claim] = (),
    sealed_claims: Sequence[Claim] = (),
    language: str = "",
    words: str = "",
    translations: Mapping[str, str] | None = None,
    consent: Sequence[str] = (),
    evidence: Sequence[SubjectId] = (),
) -> StatementId:
    """Write down what one source said on one occasion about a person, place or organisation.

    Claims that hold the number of a paper are kept at the protected level by themselves.

    Raises:
        NoSuchSubject: the subject or the source is not in the register.
        NothingSaid: neither words nor claims.
        BadInput: an unknown code, an unreadable date, hidden characters; nothing was written.
    """
    if not words.strip() and not claims and not sealed_claims:
        raise NothingSaid()
    expect_begun(book, about, *SPEAKABLE)
    expect_begun(book, source, "source.introduced")
    statement = StatementId(new_id())
    open_claims, protected = _by_level(claims)
    book.write(
        about,
        StatementRecorded(
            statement=statement,
            source=source,
            occasion=occasion,
            language=language,
            words=words,
            translations=dict(translations or {}),
            consent=tuple(consent),
            evidence=tuple(evidence),
            claims=open_claims,
            claims_protected=protected,
            claims_sealed=tuple(sealed_claims),
        ),
    )
    return statement


def correct_statement(
    book: Notebook,
    *,
    about: SubjectId,
    statement: StatementId,
    reason: str,
    claims: Sequence[Claim],
    language: str = "",
    words: str = "",
    translations: Mapping[str, str] | None = None,
) -> EntryId:
    """Write the statement down again as it should read; the first version stays in the history.

    Protected claims, which a member may be unable to see, stay as they are when that member
    corrects the rest.

    Raises:
        NoSuchSubject: no such statement about the subject.
        NothingSaid, BadInput: nothing was written.
    """
    if not words.strip() and not claims:
        raise NothingSaid()
    standing_protected = _protected_of(book, about, statement)
    open_claims, protected = _by_level(claims)
    if not may(book.viewer, Right.READ_PROTECTED):
        given = {claim.id for claim in claims}
        protected += tuple(one for one in standing_protected if one.id not in given)
    return book.write(
        about,
        StatementCorrected(
            statement=statement,
            reason=reason,
            language=language,
            words=words,
            translations=dict(translations or {}),
            claims=open_claims,
            claims_protected=protected,
        ),
    )[0]


def retract_statement(
    book: Notebook,
    *,
    about: SubjectId,
    statement: StatementId,
    by: str,
    reason: str = "",
    on: str = "",
) -> EntryId:
    """The source (``by="source"``) or the office no longer stands by a statement.

    Raises:
        NoSuchSubject: no such statement about the subject.
    """
    _expect_statement(book, about, statement)
    fact = StatementRetracted(statement=statement, by=by, reason=reason, on=on)
    return book.write(about, fact)[0]


def _by_level(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """Internal claims, and those that must be protected."""
    numbered = [isinstance(one.says, DocumentWas) and bool(one.says.number) for one in claims]
    pairs = list(zip(claims, numbered, strict=True))
    return (
        tuple(claim for claim, is_numbered in pairs if not is_numbered),
        tuple(claim for claim, is_numbered in pairs if is_numbered),
    )


def _expect_statement(book: Notebook, about: SubjectId, statement: StatementId) -> None:
    _protected_of(book, about, statement)


def _protected_of(book: Notebook, about: SubjectId, statement: StatementId) -> tuple[Claim, ...]:
    """The protected claims of a statement as it now reads.

    Raises:
        NoSuchSubject: no such statement about the subject.
    """
    facts = book.facts(about)
    told = [one.fact for one in facts if isinstance(one.fact, StatementRecorded)]
    if all(fact.statement != statement for fact in told):
        raise NoSuchSubject()
    claims: tuple[Claim, ...] = ()
    for one in standing(facts):
        if isinstance(one.fact, StatementRecorded | StatementCorrected):
            claims = one.fact.claims_protected if one.fact.statement == statement else claims
    return claims
