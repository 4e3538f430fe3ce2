"""Claims as they stand: gathered from statements, judged, ranked; nothing is thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from depter.register.facts.claims import Claim, property_of
from depter.values.edtf import parse_date
from depter.values.ids import ClaimId, StatementId, SubjectId
from depter.values.level import Level


class Standing(StrEnum):
    """What became of a claim."""

    STANDS = "stands"
    RETRACTED = "retracted"
    CORRECTED = "corrected"


class KnownClaim(msgspec.Struct, frozen=True, omit_defaults=True):
    """A claim with everything needed to weigh it.

    Attributes:
        said_on: EDTF date of the occasion, empty when unknown.
        reliability: of the source (A–F), empty when not judged.
        credibility: of the claim (1–6), empty when not judged.
    """

    claim: Claim
    statement: StatementId
    source: SubjectId
    said_on: str = ""
    level: Level = Level.INTERNAL
    standing: Standing = Standing.STANDS
    reliability: str = ""
    credibility: str = ""

    @property
    def stands(self) -> bool:
        """Neither retracted nor corrected away."""
        return self.standing is Standing.STANDS

    @property
    def grade(self) -> str:
        """Reliability and credibility as one mark, e.g. ``B2``; ``–`` where not judged."""
        return f"{self.reliability or '–'}{self.credibility or '–'}"


# First-hand knowledge before papers, papers before what is passed on.
_BASIS_ORDER: Final = {
    basis: place
    for place, basis in enumerate(
        ("self", "eyewitness", "document", "official", "family", "media", "hearsay", "inference")
    )
}
_NOT_JUDGED: Final = "C"  # between usually reliable and not usually reliable
_CANNOT_BE_JUDGED: Final = {"F": "C", "6": "3"}


def rank(known: KnownClaim) -> tuple[str, str, int, int]:
    """Order of competing claims, best first: the written rules of ``docs/ranking.md``.

    Reliability of the source, credibility of the claim, basis, then the most recent saying.
    """
    reliability = known.reliability or _NOT_JUDGED
    credibility = known.credibility or "3"
    return (
        _CANNOT_BE_JUDGED.get(reliability, reliability),
        _CANNOT_BE_JUDGED.get(credibility, credibility),
        _BASIS_ORDER.get(known.claim.basis, len(_BASIS_ORDER)),
        -_ordinal(known.said_on),
    )


def by_property(claims: Iterable[KnownClaim]) -> dict[str, list[KnownClaim]]:
    """Claims by property, best first within each; those that do not stand come last."""
    grouped: dict[str, list[KnownClaim]] = {}
    for known in claims:
        grouped.setdefault(property_of(known.claim), []).append(known)
    for group in grouped.values():
        group.sort(key=lambda known: (not known.stands, rank(known)))
    return grouped


def displayed(
    claims: Iterable[KnownClaim], *, settled: Mapping[str, ClaimId]
) -> dict[str, KnownClaim]:
    """For each property the claim to show: the settled one, else the best that stands."""
    shown: dict[str, KnownClaim] = {}
    for name, group in by_property(claims).items():
        chosen = [one for one in group if one.claim.id == settled.get(name) and one.stands]
        standing = [one for one in group if one.stands]
        if chosen or standing:
            shown[name] = (chosen or standing)[0]
    return shown


def _ordinal(edtf: str) -> int:
    if not edtf:
        return 0
    earliest = parse_date(edtf).earliest
    return earliest.toordinal() if earliest else 0
