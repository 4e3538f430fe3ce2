"""Decisions of the office that do not know of each other, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from depter.register.folds.claims import KnownClaim
from depter.register.folds.conflict import Conflict, Side
from depter.values.ids import ClaimId
from depter.web.cases.said import Value, values_of
from depter.web.cases.sheet import CaseSheet


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One decision: who made it, and the value it chose where it is about a claim."""

    side: Side
    member: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """Sides that stand against each other, and where a third decision replaces them."""

    property: str
    sides: tuple[ShownSide, ...]
    settle: str


def conflicts_of(sheet: CaseSheet, *, members: Mapping[str, str]) -> tuple[ShownConflict, ...]:
    """Every conflict of a case, as its page shows it; ``members`` names devices."""
    known = {one.claim.id: one for one in sheet.case.claims}
    return tuple(_shown(one, sheet, known, members) for one in sheet.case.conflicts)


def _shown(
    conflict: Conflict,
    sheet: CaseSheet,
    known: Mapping[ClaimId, KnownClaim],
    members: Mapping[str, str],
) -> ShownConflict:
    if conflict.property:
        settle = reverse("cases:settle_value", args=[sheet.id, conflict.property])
    else:
        settle = reverse("cases:settle", args=[sheet.id])
    return ShownConflict(
        property=conflict.property,
        sides=tuple(
            ShownSide(
                side=one,
                member=members.get(one.device) or one.device[:8],
                value=_value(one, sheet, known),
            )
            for one in conflict.sides
        ),
        settle=settle,
    )


def _value(side: Side, sheet: CaseSheet, known: Mapping[ClaimId, KnownClaim]) -> Value | None:
    claim = known.get(side.claim) if side.claim else None
    return values_of([claim], sheet.told)[0] if claim else None
