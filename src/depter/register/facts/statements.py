"""Facts about statements: what one source said on one occasion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from depter.register.facts.base import Fact, Value
from depter.register.facts.claims import Claim
from depter.values.ids import StatementId, SubjectId
from depter.values.level import Level

_CLAIM_LEVELS: Mapping[str, Level] = {
    "claims_protected": Level.PROTECTED,
    "claims_sealed": Level.SEALED,
}


class Occasion(Value, frozen=True, kw_only=True, omit_defaults=True):
    """When (EDTF), where and through which ``channel`` something was said.

    One occasion may speak of several people; statements of one occasion share its ``id``.
    """

    id: str = ""
    on: str = ""
    place: str = ""
    channel: str = ""


class StatementRecorded(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="statement.recorded"
):
    """A source spoke about the subject, and it was written down.

    Attributes:
        words: the source's own words, in ``language`` (BCP 47); may be empty when only the
            claims could be noted.
        translations: language to translated words.
        consent: codes of ``consent_use`` the source agreed to on this occasion.
        claims: what follows from the words; those with ID numbers go to
            ``claims_protected``, those that would betray a protected person to
            ``claims_sealed``.
        evidence: subject ids of files shown or handed over.
    """

    statement: StatementId
    source: SubjectId
    occasion: Occasion
    language: str = ""
    words: str = ""
    translations: dict[str, str] = {}
    consent: tuple[str, ...] = ()
    evidence: tuple[SubjectId, ...] = ()
    claims: tuple[Claim, ...] = ()
    claims_protected: tuple[Claim, ...] = ()
    claims_sealed: tuple[Claim, ...] = ()

    levels: ClassVar[Mapping[str, Level]] = _CLAIM_LEVELS


class StatementCorrected(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="statement.corrected"
):
    """A statement was written down wrongly; this is how it should read. Claims are replaced
    whole; the first version stays legible in the history."""

    statement: StatementId
    reason: str
    language: str = ""
    words: str = ""
    translations: dict[str, str] = {}
    claims: tuple[Claim, ...] = ()
    claims_protected: tuple[Claim, ...] = ()
    claims_sealed: tuple[Claim, ...] = ()

    levels: ClassVar[Mapping[str, Level]] = _CLAIM_LEVELS


class StatementRetracted(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="statement.retracted"
):
    """The source took the statement back, or the office no longer stands by it (``by``:
    ``source`` or ``office``)."""

    statement: StatementId
    by: str
    reason: str = ""
    on: str = ""
