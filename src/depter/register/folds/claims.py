"""Claims as they stand: gathered from statements, judged, ranked; nothing is thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
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


class KnownClaim(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
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
_NEITHER_NOR: Final = "3"  # possibly true
_NOT_JUDGED: Final = "C"  # between usually reliable and not usually reliable
_CANNOT_BE_JUDGED: Final = {"F": "C", "6": "3"}


Rank = tuple[str, str, int, int]


def rank(known: KnownClaim) -> Rank:
    """Order of competing claims, best first: the written rules of ``docs/ranking.md``.

    Reliability of the source, credibility of the claim, basis, then the most recent saying.
    """
    return _rank(known.reliability, known.credibility, known.claim.basis, known.said_on)


@lru_cache(maxsize=4096)
def _rank(reliability: str, credibility: str, basis: str, said_on: str) -> Rank:
    source = reliability or _NOT_JUDGED
    claim = credibility or _NEITHER_NOR
    return (
        _CANNOT_BE_JUDGED.get(source, source),
        _CANNOT_BE_JUDGED.get(claim, claim),
        _BASIS_ORDER.get(basis, len(_BASIS_ORDER)),
        -_ordinal(said_on),
    )


def by_property(claims: Iterable[KnownClaim]) -> dict[str, list[KnownClaim]]:
    """Claims by property, best first within each; those that do not stand come last."""
    groups = grouped(claims)
    for group in groups.values():
        group.sort(key=_standing_first)
    return groups


def grouped(claims: Iterable[KnownClaim]) -> dict[str, list[KnownClaim]]:
    """Claims by property, in the order they were made."""
    groups: dict[str, list[KnownClaim]] = {}
    for known in claims:
        groups.setdefault(property_of(known.claim), []).append(known)
    return groups


def displayed(
    groups: Mapping[str, list[KnownClaim]], *, settled: Mapping[str, ClaimId]
) -> dict[str, KnownClaim]:
    """For each property the claim to show: the settled one, else the best that stands."""
    shown: dict[str, KnownClaim] = {}
    for name, group in groups.items():
        standing = [known for known in group if known.standing is Standing.STANDS]
        if standing:
            chosen = (one for one in standing if one.claim.id == settled.get(name))
            shown[name] = next(chosen, None) or min(standing, key=rank)
    return shown


def _standing_first(known: KnownClaim) -> tuple[bool, Rank]:
    return not known.stands, rank(known)


def _ordinal(edtf: str) -> int:
    if not edtf:
        return 0
    earliest = parse_date(edtf).earliest
    return earliest.toordinal() if earliest else 0
