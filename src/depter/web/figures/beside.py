"""Figures others claimed beside the register's own counts; functions of their arguments.

The register counts the cases it documents. That is never a count of everybody: each comparison
says what its own bar leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from depter.register.facts.world import FigureClaimed
from depter.register.vocabulary import vocabulary
from depter.values.edtf import parse_date
from depter.values.ids import SubjectId

# Which of our own counts stands beside what is counted; what is not here, we do not count.
_OWN: Final[Mapping[str, str]] = {
    "detained_citizens": "held",
    "held_total": "held",
    "freed_citizens": "free",
    "house_arrest_total": "house_arrest",
    "cases_documented": "cases",
}
_CITIZENS: Final = frozenset({"detained_citizens", "freed_citizens"})


class Bar(msgspec.Struct, frozen=True):
    """One bar: ``share`` of the longest bar in per cent; ``own`` counts have no claim."""

    what: str
    value: int
    share: str
    qualifier: str = ""
    own: bool = False


class Compared(msgspec.Struct, frozen=True):
    """Figures of one speaker on one occasion, and our own counts beside them."""

    on: str
    by: SubjectId | None
    by_name: str
    source: SubjectId
    basis: str
    bars: tuple[Bar, ...]
    citizens_only: bool


def own_counts(*, cases: int, statuses: Mapping[str, int]) -> dict[str, int]:
    """What the register counts itself: cases in all, held or restricted, free, at home under
    guard."""
    words = vocabulary("status")
    counted = {"cases": cases, "held": 0, "free": 0, "house_arrest": 0}
    for status, count in statuses.items():
        group = words.attribute(status, "group")
        counted["held"] += count if group == "held" else 0
        counted["free"] += count if group == "free" else 0
        counted["house_arrest"] += count if status == "house_arrest" else 0
    return counted


def side_by_side(
    figures: Sequence[FigureClaimed], *, own: Mapping[str, int]
) -> tuple[Compared, ...]:
    """Figures grouped by who said them when, newest first, only where we count the same."""
    groups: dict[tuple[str, str, str], list[FigureClaimed]] = {}
    for figure in figures:
        if figure.counts in _OWN:
            said = figure.said_on or figure.as_of
            groups.setdefault((said, figure.by or "", figure.by_name), []).append(figure)
    ordered = sorted(groups.items(), key=lambda group: _when(group[0][0]), reverse=True)
    return tuple(_compared(said, some, own) for (said, _, _), some in ordered)


def _compared(said: str, figures: list[FigureClaimed], own: Mapping[str, int]) -> Compared:
    ours = list(dict.fromkeys(_OWN[figure.counts] for figure in figures))
    longest = max([figure.value for figure in figures] + [own[name] for name in ours] + [1])
    theirs = [
        Bar(figure.counts, figure.value, _share(figure.value, longest), figure.qualifier)
        for figure in figures
    ]
    mine = [Bar(name, own[name], _share(own[name], longest), own=True) for name in ours]
    first = figures[0]
    return Compared(
        on=said,
        by=first.by,
        by_name=first.by_name,
        source=first.told.source,
        basis=first.told.basis,
        bars=(*theirs, *mine),
        citizens_only=any(figure.counts in _CITIZENS for figure in figures),
    )


def _share(value: int, longest: int) -> str:
    """The length of a bar, as SVG writes it; never so short that it cannot be seen."""
    return f"{max(100 * value / longest, 0.4 if value else 0):.2f}%"


def _when(edtf: str) -> tuple[int, ...]:
    return parse_date(edtf).sort_key if edtf else ()
