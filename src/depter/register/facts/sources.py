"""Facts about sources and what they consented to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from depter.register.facts.base import Fact
from depter.values.ids import SubjectId
from depter.values.level import Level


class SourceIntroduced(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="source.introduced"
):
    """Somebody (or a paper, a medium, an organisation) that can say something.

    Attributes:
        source_kind: code of ``source_kind``.
        protection: ``open`` or ``protected``. A protected source has no ``name``; a pseudonym
            is drawn from its id.
        case: the case of the same person, when the source is one of the missing themselves.
        identity, contact, whereabouts: sealed to the custodians.
    """

    source_kind: str
    protection: str
    name: str = ""
    case: SubjectId | None = None
    organisation: SubjectId | None = None
    reference: str = ""
    note: str = ""
    identity: str | None = None
    contact: str | None = None
    whereabouts: str | None = None

    levels: ClassVar[Mapping[str, Level]] = {
        "note": Level.PROTECTED,
        "identity": Level.SEALED,
        "contact": Level.SEALED,
        "whereabouts": Level.SEALED,
    }


class SourceJudged(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="source.judged"):
    """Somebody weighed a source (``reliability`` A–F of that vocabulary)."""

    reliability: str
    reason: str = ""


class SourceOpened(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="source.opened"):
    """A custodian opened the sealed fields, and why; ``asked`` is what a second one agreed to."""

    reason: str
    asked: str = ""


class ConsentGiven(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="consent.given"):
    """The source agreed to uses (``consent_use``), for one case or for all, maybe until a date."""

    uses: tuple[str, ...]
    case: SubjectId | None = None
    on: str = ""
    until: str = ""
    channel: str = ""


class ConsentWithdrawn(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="consent.withdrawn"
):
    """The source no longer agrees to these uses."""

    uses: tuple[str, ...]
    case: SubjectId | None = None
    on: str = ""
    reason: str = ""
