"""Opening a case, weighing what was said, settling what the office stands by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from depter.actions.looking import expect
from depter.errors import N_, BadInput
from depter.notebook.notebook import Notebook
from depter.register.facts.cases import (
    CaseOpened,
    ClaimJudged,
    SameJudged,
    StatusSettled,
    ValueSettled,
)
from depter.register.facts.claims import property_of
from depter.register.folds.case import CaseFile
from depter.register.folds.claims import KnownClaim
from depter.register.folds.conflict import STATUS, replaced_by_next
from depter.values.ids import ClaimId, EntryId, SubjectId, new_id


class NoSuchClaim(BadInput):
    """The case holds no standing claim under this id."""

    what: ClassVar[str] = N_("The case has no such claim, or it was taken back.")
    do: ClassVar[str] = N_("Reload the page of the case and choose again.")


def open_case(book: Notebook, *, label: str = "") -> SubjectId:
    """Begin a dossier; names come with statements, ``label`` stands in until then."""
    case = SubjectId(new_id())
    book.write(case, CaseOpened(label=label))
    return case


def settle_status(
    book: Notebook,
    *,
    case: SubjectId,
    status: str,
    as_of: str,
    reason: str,
    relies_on: Sequence[ClaimId] = (),
    place: SubjectId | None = None,
) -> EntryId:
    """Decide which status the office stands by; the claims stay as they are.

    Earlier decisions, also those of others that do not know of each other, are replaced by it.

    Raises:
        NoSuchSubject, NoSuchClaim, UnknownCode, DateNotUnderstood: nothing was written.
    """
    known = expect(book, case, CaseFile)
    for claim in relies_on:
        _claim(known, claim)
    return book.write(
        case,
        StatusSettled(
            status=status,
            as_of=as_of,
            reason=reason,
            relies_on=tuple(relies_on),
            place=place,
            replaces=replaced_by_next(book.facts(case), name=STATUS),
        ),
    )[0]


def settle_value(book: Notebook, *, case: SubjectId, claim: ClaimId, reason: str) -> EntryId:
    """Decide which of several claims about one property is displayed.

    Raises:
        NoSuchSubject, NoSuchClaim: nothing was written.
    """
    known = _claim(expect(book, case, CaseFile), claim)
    name = property_of(known.claim)
    replaces = replaced_by_next(book.facts(case), name=name)
    fact = ValueSettled(property=name, claim=claim, reason=reason, replaces=replaces)
    return book.write(case, fact)[0]


def judge_claim(
    book: Notebook, *, case: SubjectId, claim: ClaimId, credibility: str, reason: str = ""
) -> EntryId:
    """Weigh one claim, 1 (confirmed) to 6 (cannot be judged).

    Raises:
        NoSuchSubject, NoSuchClaim, UnknownCode: nothing was written.
    """
    _claim(expect(book, case, CaseFile), claim)
    fact = ClaimJudged(claim=claim, credibility=credibility, reason=reason)
    return book.write(case, fact)[0]


def judge_same(
    book: Notebook, *, case: SubjectId, other: SubjectId, verdict: str, reason: str = ""
) -> EntryId:
    """Say whether two cases are one person; said on both, changed by saying it again.

    Raises:
        NoSuchSubject, UnknownCode: nothing was written.
    """
    expect(book, case, CaseFile)
    expect(book, other, CaseFile)
    with book.together():
        book.write(other, SameJudged(other=case, verdict=verdict, reason=reason))
        return book.write(case, SameJudged(other=other, verdict=verdict, reason=reason))[0]


def _claim(case: CaseFile, claim: ClaimId) -> KnownClaim:
    for known in case.claims:
        if known.claim.id == claim and known.stands:
            return known
    raise NoSuchClaim()
