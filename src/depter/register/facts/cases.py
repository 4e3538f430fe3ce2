"""Facts about a case: the dossier of one person."""

from __future__ import annotations

from depter.register.facts.base import Fact
from depter.values.ids import ClaimId, EntryId, SubjectId


class CaseOpened(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="case.opened"):
    """A dossier was begun for one person. ``label`` stands in until a name is claimed."""

    label: str = ""


class CaseAssigned(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="case.assigned"):
    """A member who sees assigned cases only, a lawyer say, works on this one."""

    member: str


class CaseUnassigned(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="case.unassigned"):
    """The member no longer works on this case."""

    member: str


class ValueSettled(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="value.settled"):
    """The office decided which claim to display for one property.

    ``property`` is the claim's property code, ``claim`` the one the office stands by;
    ``replaces`` are the earlier settlements that the deciding person saw.
    """

    property: str
    claim: ClaimId
    reason: str
    replaces: tuple[EntryId, ...] = ()


class StatusSettled(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="status.settled"):
    """The office decided which status it stands by, and as of when (EDTF).

    ``relies_on`` are the claims it was decided on; ``place`` the whereabouts, if any;
    ``replaces`` are the earlier settlements that the deciding person saw. Two that do not know
    of each other stand side by side until a third replaces both.
    """

    status: str
    as_of: str
    reason: str
    relies_on: tuple[ClaimId, ...] = ()
    place: SubjectId | None = None
    replaces: tuple[EntryId, ...] = ()


class ClaimJudged(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="claim.judged"):
    """Somebody weighed one claim (``credibility`` 1–6 of that vocabulary)."""

    claim: ClaimId
    credibility: str
    reason: str = ""


class SameJudged(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="same.judged"):
    """Somebody judged whether this case and ``other`` are one person (``verdict``)."""

    other: SubjectId
    verdict: str
    reason: str = ""
