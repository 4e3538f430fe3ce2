"""Facts about asking and what came of it: appeals, incidents, proceedings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from depter.register.facts.base import Fact, Told
from depter.values.ids import ClaimId, SubjectId
from depter.values.level import Level


class AppealMade(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="appeal.made"):
    """Somebody asked somebody for something (HURIDOCS: intervention).

    Attributes:
        appeal_kind: code of ``appeal_kind``.
        by, by_name: who asked (organisation id, or words); addressee likewise.
        cases: for whom.
        asked: what was asked for, in a sentence.
    """

    appeal_kind: str
    told: Told
    on: str = ""
    by: SubjectId | None = None
    by_name: str = ""
    addressee: SubjectId | None = None
    addressee_name: str = ""
    cases: tuple[SubjectId, ...] = ()
    asked: str = ""
    reference: str = ""


class AppealAnswered(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="appeal.answered"):
    """Something came back (``response`` of ``response_kind``). ``elapsed_hours`` when told."""

    response: str
    told: Told
    on: str = ""
    by: SubjectId | None = None
    by_name: str = ""
    words: str = ""
    elapsed_hours: int | None = None
    elapsed: str = ""


class AppealFollowed(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="appeal.followed"):
    """What changed afterwards (``impact``), without saying that the appeal caused it."""

    impact: str
    told: Told
    on: str = ""
    case: SubjectId | None = None
    claim: ClaimId | None = None
    words: str = ""


class IncidentReported(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="incident.reported"
):
    """Intimidation or reprisal against those who speak.

    ``cases`` names people of the register it concerns; ``victims`` and ``victim_contact``
    are sealed. ``origin`` is where it came from (caller's country, authority).
    """

    incident_kind: str
    told: Told
    on: str = ""
    summary: str = ""
    origin: str = ""
    demanded: str = ""
    threatened: str = ""
    appeals: tuple[SubjectId, ...] = ()
    cases: tuple[SubjectId, ...] = ()
    organisation: SubjectId | None = None
    victims: str | None = None
    victim_contact: str | None = None

    levels: ClassVar[Mapping[str, Level]] = {
        "victims": Level.SEALED,
        "victim_contact": Level.SEALED,
    }


class ProceedingBegun(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="proceeding.begun"):
    """A procedure before a court or an authority, about a case or an organisation."""

    proceeding_kind: str
    told: Told
    title: str = ""
    on: str = ""
    cases: tuple[SubjectId, ...] = ()
    organisation: SubjectId | None = None
    body: SubjectId | None = None
    body_name: str = ""


class StageReached(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="proceeding.stage_reached"
):
    """A stage of the proceeding (``stage`` of ``stage_kind``).

    ``amount`` is in the smallest usual unit of ``currency`` (ISO 4217): whole tenge.
    """

    stage: str
    told: Told
    on: str = ""
    outcome: str = ""
    deadline: str = ""
    amount: int | None = None
    currency: str = ""
    body: SubjectId | None = None
    body_name: str = ""


class RepresentationChanged(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="proceeding.representation_changed"
):
    """A lawyer took the matter on or left it (``change``: ``began`` or ``ended``), and why."""

    lawyer: str
    change: str
    told: Told
    on: str = ""
    reason: str = ""
