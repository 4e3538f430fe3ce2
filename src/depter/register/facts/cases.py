"""Facts about a case: the dossier of one person."""

from __future__ import annotations

from depter.register.facts.base import Fact
from depter.values.ids import ClaimId, SubjectId


class CaseOpened(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="case.opened"):
    """A dossier was begun for one person. ``label`` stands in until a name is claimed."""

    label: str = ""


class ValueSettled(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="value.settled"):
    """The office decided which claim to display for one property.

    ``property`` is the claim's property code, ``claim`` the one the office stands by.
    """

    property: str
    claim: ClaimId
    reason: str


class StatusSettled(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="status.settled"):
    """The office decided which status it stands by, and as of when (EDTF).

    ``relies_on`` are the claims it was decided on; ``place`` the whereabouts, if any.
    """

    status: str
    as_of: str
    reason: str
    relies_on: tuple[ClaimId, ...] = ()
    place: SubjectId | None = None


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
