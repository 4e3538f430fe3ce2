"""Statements about a subject, with corrections, retractions and judgements taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from depter.register.facts.cases import ClaimJudged, ValueSettled
from depter.register.facts.claims import Claim
from depter.register.facts.statements import (
    Occasion,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
)
from depter.register.folds.claims import KnownClaim, Standing
from depter.register.folds.history import standing
from depter.register.recorded import Recorded
from depter.values.ids import ClaimId, EntryId, StatementId, SubjectId
from depter.values.level import Level


class StatementFile(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One statement as it now reads.

    Attributes:
        at: clock reading of when it was recorded.
        retracted_by: ``source`` or ``office``; empty while it stands.
        corrections: how often it was corrected.
        has_sealed: something in it only a custodian can open.
    """

    id: StatementId
    entry: EntryId
    at: str
    source: SubjectId
    occasion: Occasion
    language: str = ""
    words: str = ""
    translations: dict[str, str] = {}
    consent: tuple[str, ...] = ()
    evidence: tuple[SubjectId, ...] = ()
    retracted_by: str = ""
    retracted_reason: str = ""
    corrections: int = 0
    has_sealed: bool = False


class Dossier(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What was said about a subject, and what the office decided to show."""

    statements: tuple[StatementFile, ...] = ()
    claims: tuple[KnownClaim, ...] = ()
    settled: dict[str, ClaimId] = {}
    settled_reasons: dict[str, str] = {}


_LEVELS: Final = (("claims", Level.INTERNAL), ("claims_protected", Level.PROTECTED))


def fold_dossier(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> Dossier:
    """Fold the statements, and what was later said about them."""
    statements: dict[StatementId, StatementFile] = {}
    claims: list[KnownClaim] = []
    place_of: dict[StatementId, list[int]] = {}
    judged: dict[ClaimId, str] = {}
    settled: dict[str, ValueSettled] = {}
    for one in standing(facts):
        match one.fact:
            case StatementRecorded() as fact:
                statements[fact.statement] = _statement(one, fact)
                place_of[fact.statement] = _add(
                    claims, fact, fact.source, fact.occasion.on, reliability
                )
            case StatementCorrected() as fact if fact.statement in statements:
                before = statements[fact.statement]
                statements[fact.statement] = _corrected(before, fact, one)
                _mark(claims, place_of[fact.statement], Standing.CORRECTED)
                place_of[fact.statement] = _add(
                    claims, fact, before.source, before.occasion.on, reliability
                )
            case StatementRetracted() as fact if fact.statement in statements:
                statements[fact.statement] = msgspec.structs.replace(
                    statements[fact.statement],
                    retracted_by=fact.by,
                    retracted_reason=fact.reason,
                )
                _mark(claims, place_of[fact.statement], Standing.RETRACTED)
            case ClaimJudged() as fact:
                judged[fact.claim] = fact.credibility
            case ValueSettled() as fact:
                settled[fact.property] = fact
            case _:
                pass
    return Dossier(
        statements=tuple(statements.values()),
        claims=tuple(_judged(known, judged) for known in claims) if judged else tuple(claims),
        settled={name: fact.claim for name, fact in settled.items()},
        settled_reasons={name: fact.reason for name, fact in settled.items()},
    )


def _statement(one: Recorded, fact: StatementRecorded) -> StatementFile:
    return StatementFile(
        id=fact.statement,
        entry=one.id,
        at=one.at,
        source=fact.source,
        occasion=fact.occasion,
        language=fact.language,
        words=fact.words,
        translations=fact.translations,
        consent=fact.consent,
        evidence=fact.evidence,
        has_sealed=bool(one.closed),
    )


def _corrected(before: StatementFile, fact: StatementCorrected, one: Recorded) -> StatementFile:
    return msgspec.structs.replace(
        before,
        language=fact.language,
        words=fact.words,
        translations=fact.translations,
        corrections=before.corrections + 1,
        has_sealed=before.has_sealed or bool(one.closed),
    )


def _add(
    claims: list[KnownClaim],
    fact: StatementRecorded | StatementCorrected,
    source: SubjectId,
    said_on: str,
    reliability: Mapping[SubjectId, str],
) -> list[int]:
    """Add the fact's claims; where they stand in the list, so that they can be marked later."""
    first = len(claims)
    grade = reliability.get(source, "")
    for field, level in _LEVELS:
        some: tuple[Claim, ...] = getattr(fact, field)
        claims.extend(
            KnownClaim(
                claim=claim,
                statement=fact.statement,
                source=source,
                said_on=said_on,
                level=level,
                reliability=grade,
            )
            for claim in some
        )
    return list(range(first, len(claims)))


def _mark(claims: list[KnownClaim], places: list[int], mark: Standing) -> None:
    for place in places:
        claims[place] = msgspec.structs.replace(claims[place], standing=mark)


def _judged(known: KnownClaim, judged: Mapping[ClaimId, str]) -> KnownClaim:
    grade = judged.get(known.claim.id)
    return msgspec.structs.replace(known, credibility=grade) if grade else known
