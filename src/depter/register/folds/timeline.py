"""The status timeline: what each source says the situation was, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from depter.register.facts.claims import StatusWas
from depter.register.folds.claims import KnownClaim, rank
from depter.values.edtf import EdtfDate, parse_date
from depter.values.ids import ClaimId, EntryId, SubjectId


class Settlement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A status the office stands by."""

    entry: EntryId
    at: str
    status: str
    as_of: str
    reason: str
    relies_on: tuple[ClaimId, ...] = ()
    place: SubjectId | None = None


class TimelineNode(msgspec.Struct, frozen=True, omit_defaults=True):
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


def build_timeline(
    claims: Iterable[KnownClaim], settlements: Sequence[Settlement]
) -> tuple[TimelineNode, ...]:
    """Nodes in order of when they began; undated ones last.

    Two nodes of different sources are disputed when their statuses differ and their dates
    overlap by more than a shared boundary.
    """
    groups: dict[tuple[str, str, SubjectId | None, bool], list[KnownClaim]] = {}
    for known in claims:
        says = known.claim.says
        if isinstance(says, StatusWas):
            as_of = known.claim.as_of or known.said_on
            groups.setdefault((as_of, says.status, known.claim.place, known.stands), []).append(
                known
            )
    nodes: list[TimelineNode] = []
    for (as_of, status, place, stands), group in groups.items():
        group.sort(key=rank)
        nodes.append(
            TimelineNode(
                status=status,
                as_of=as_of,
                claims=tuple(known.claim.id for known in group),
                place=place,
                detail=next((d for known in group if (d := _detail(known))), ""),
                is_dated=any(known.claim.as_of for known in group),
                disputed=stands and _is_disputed(group, groups),
                settled=_settled_by(settlements, status, as_of, group),
                stands=stands,
            )
        )
    nodes.extend(_only_settled(nodes, settlements))
    nodes.sort(key=lambda node: _when(node.as_of).sort_key if node.as_of else _LAST)
    return tuple(nodes)


def current(
    nodes: Sequence[TimelineNode], claims: Sequence[KnownClaim], settlements: Sequence[Settlement]
) -> TimelineNode | None:
    """The status to show: the settled one unless something begins later, else the one that
    began last; among equals, the best-ranked claim."""
    ranks = {known.claim.id: rank(known) for known in claims}
    standing = [node for node in nodes if node.stands and (node.claims or node.settled)]
    if settlements:
        latest = settlements[-1]
        decided = [node for node in standing if node.settled == latest.entry]
        start = _start(latest.as_of)
        later = [node for node in standing if _start(node.as_of) > start]
        standing = later or decided or standing
    if not standing:
        return None
    newest = max(_start(node.as_of) for node in standing)
    among = [node for node in standing if _start(node.as_of) == newest]
    settled = [node for node in among if node.settled]
    worst = ("Z", "9", 99, 0)
    return (
        settled
        or sorted(
            among,
            key=lambda node: min(
                (ranks[claim] for claim in node.claims if claim in ranks), default=worst
            ),
        )
    )[0]


_LAST: Final = (10**9, 10**9, 10**9)


def _when(edtf: str) -> EdtfDate:
    return parse_date(edtf)


def _start(edtf: str) -> date:
    if not edtf:
        return date.min
    when = _when(edtf)
    return when.earliest or when.latest or date.min


def _detail(known: KnownClaim) -> str:
    return known.claim.says.detail if isinstance(known.claim.says, StatusWas) else ""


def _settled_by(
    settlements: Sequence[Settlement], status: str, as_of: str, group: list[KnownClaim]
) -> EntryId | None:
    ids = {known.claim.id for known in group}
    for settlement in reversed(settlements):
        same = settlement.status == status and settlement.as_of == as_of
        if same or (settlement.status == status and ids & set(settlement.relies_on)):
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


def _is_disputed(
    group: list[KnownClaim], groups: dict[tuple[str, str, SubjectId | None, bool], list[KnownClaim]]
) -> bool:
    first = group[0]
    assert isinstance(first.claim.says, StatusWas)
    sources = {known.source for known in group}
    mine = first.claim.as_of or first.said_on
    for (as_of, status, _, stands), others in groups.items():
        if not stands or status == first.claim.says.status:
            continue
        if {known.source for known in others} <= sources:
            continue
        if mine and as_of and _at_once(mine, as_of):
            return True
    return False


def _at_once(one: str, other: str) -> bool:
    """Whether two dates overlap by more than one ending where the other begins."""
    first, second = _when(one), _when(other)
    if not first.overlaps(second):
        return False
    return not (_touches(one, other) or _touches(other, one))


def _touches(one: str, other: str) -> bool:
    """Whether the interval ``one`` ends in the period with which ``other`` begins."""
    if "/" not in one:
        return False
    end, start = one.split("/")[1], other.split("/")[0]
    if end in ("", "..") or start in ("", ".."):
        return False
    return _when(end).overlaps(_when(start))
