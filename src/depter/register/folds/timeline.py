"""The status timeline: what each source says the situation was, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from depter.register.facts.claims import StatusWas
from depter.register.folds.claims import KnownClaim, Rank, rank
from depter.register.folds.dispute import Group, disputed_groups
from depter.values.edtf import parse_date
from depter.values.ids import ClaimId, EntryId, SubjectId


class Settlement(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A status the office stands by."""

    entry: EntryId
    at: str
    status: str
    as_of: str
    reason: str
    relies_on: tuple[ClaimId, ...] = ()
    place: SubjectId | None = None


class TimelineNode(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One status at one date, with everybody who says so.

    Attributes:
        as_of: EDTF; the date of the saying where the claim gives none (``is_dated`` False).
        claims: ids of the claims that say so, best first.
        disputed: another source says something that cannot be true at the same time.
        settled: the entry by which the office stands by this node.
        stands: False when every claim behind it was retracted or corrected away.
    """

    status: str
    as_of: str
    claims: tuple[ClaimId, ...] = ()
    place: SubjectId | None = None
    detail: str = ""
    is_dated: bool = True
    disputed: bool = False
    settled: EntryId | None = None
    stands: bool = True


_WORST: Final[Rank] = ("Z", "9", 99, 0)
_UNDATED: Final = (10**9, 10**9, 10**9)


def build_timeline(
    claims: Iterable[KnownClaim], settlements: Sequence[Settlement]
) -> tuple[TimelineNode, ...]:
    """Nodes in order of when they began; undated ones last.

    When two nodes are disputed is said in :mod:`depter.register.folds.dispute`.
    """
    groups: dict[tuple[str, str, SubjectId | None, bool], list[KnownClaim]] = {}
    for known in claims:
        says = known.claim.says
        if isinstance(says, StatusWas):
            as_of = known.claim.as_of or known.said_on
            key = (as_of, says.status, known.claim.place, known.stands)
            groups.setdefault(key, []).append(known)
    disputed = disputed_groups(
        {
            key: Group(status=key[1], as_of=key[0], claims=tuple(group))
            for key, group in groups.items()
            if key[3]
        }
    )
    nodes: list[TimelineNode] = []
    for key, group in groups.items():
        as_of, status, place, is_standing = key
        group.sort(key=rank)
        nodes.append(
            TimelineNode(
                status=status,
                as_of=as_of,
                claims=tuple(known.claim.id for known in group),
                place=place,
                detail=next((detail for known in group if (detail := _detail(known))), ""),
                is_dated=any(known.claim.as_of for known in group),
                disputed=key in disputed,
                settled=_settled_by(settlements, status, as_of, group),
                stands=is_standing,
            )
        )
    nodes.extend(_only_settled(nodes, settlements))
    nodes.sort(key=_when_it_began)
    return tuple(nodes)


def current(
    nodes: Sequence[TimelineNode], claims: Iterable[KnownClaim], settlements: Sequence[Settlement]
) -> TimelineNode | None:
    """The status to show: the settled one unless something begins later, else the one that
    began last; among equals the settled one, then the one with the best-ranked claim."""
    standing = [node for node in nodes if node.stands]
    if settlements:
        latest = settlements[-1]
        start = _start(latest.as_of)
        decided = [node for node in standing if node.settled == latest.entry]
        later = [node for node in standing if _start(node.as_of) > start]
        standing = later or decided or standing
    if not standing:
        return None
    newest = max(_start(node.as_of) for node in standing)
    among = [node for node in standing if _start(node.as_of) == newest]
    ranks = {known.claim.id: rank(known) for known in claims} if len(among) > 1 else {}

    def order(node: TimelineNode) -> tuple[bool, Rank]:
        best = min((ranks[claim] for claim in node.claims if claim in ranks), default=_WORST)
        return node.settled is None, best

    return min(among, key=order)


def _when_it_began(node: TimelineNode) -> tuple[int, ...]:
    return parse_date(node.as_of).sort_key if node.as_of else _UNDATED


def _start(edtf: str) -> int:
    """The day it began, as an ordinal; 0 when the beginning is not known."""
    earliest = parse_date(edtf).earliest if edtf else None
    return earliest.toordinal() if earliest else 0


def _detail(known: KnownClaim) -> str:
    return known.claim.says.detail if isinstance(known.claim.says, StatusWas) else ""


def _settled_by(
    settlements: Sequence[Settlement], status: str, as_of: str, group: list[KnownClaim]
) -> EntryId | None:
    for settlement in reversed(settlements):
        if settlement.status == status and (
            settlement.as_of == as_of
            or any(known.claim.id in settlement.relies_on for known in group)
        ):
            return settlement.entry
    return None


def _only_settled(
    nodes: Sequence[TimelineNode], settlements: Sequence[Settlement]
) -> list[TimelineNode]:
    """Settlements that no claim carries alone stand as nodes of their own."""
    carried = {node.settled for node in nodes}
    return [
        TimelineNode(status=one.status, as_of=one.as_of, place=one.place, settled=one.entry)
        for one in settlements
        if one.entry not in carried
    ]
