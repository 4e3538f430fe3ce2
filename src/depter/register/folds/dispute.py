"""When sources disagree: different statuses, from different sources, at the same time.

Only what is known to overlap counts. “Until spring 2018” says nothing of when it began, so only
its end is compared; “since February 2018” was true, as far as the source could know, until the
day it was said. Where one interval ends in the period with which another begins, the one
followed the other and nobody disagrees.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import TypeVar

import msgspec

from depter.register.folds.claims import KnownClaim
from depter.values.edtf import parse_date

K = TypeVar("K", bound=Hashable)


class Group(msgspec.Struct, frozen=True):
    """Claims that say one status at one date."""

    status: str
    as_of: str
    claims: tuple[KnownClaim, ...]


class _Span(msgspec.Struct, frozen=True):
    """First and last known period, each as (first day, last day) ordinals."""

    start: tuple[int, int]
    end: tuple[int, int]
    is_interval: bool


def disputed_groups(groups: Mapping[K, Group]) -> set[K]:
    """Keys of the groups with which another group disagrees."""
    spans = [
        (span, key, group)
        for key, group in groups.items()
        if (span := _span(group.as_of, max(known.said_on for known in group.claims)))
    ]
    spans.sort(key=lambda item: item[0].start)
    disputed: set[K] = set()
    for place, (span, key, group) in enumerate(spans):
        for other_span, other_key, other in spans[place + 1 :]:
            if other_span.start[0] > span.end[1]:
                break  # sorted by beginning: nothing further on overlaps either
            if key in disputed and other_key in disputed:
                continue
            if _disagree(group, other) and not _follow(span, other_span):
                disputed |= {key, other_key}
    return disputed


def _disagree(one: Group, other: Group) -> bool:
    """Different statuses, and not all from one and the same source."""
    if one.status == other.status:
        return False
    source = one.claims[0].source
    return any(known.source != source for known in (*one.claims, *other.claims))


def _follow(one: _Span, other: _Span) -> bool:
    """Whether one ends in the period in which the other begins."""
    return _touch(one, other) or _touch(other, one)


def _touch(one: _Span, other: _Span) -> bool:
    return one.is_interval and one.end[0] <= other.start[1] and other.start[0] <= one.end[1]


@lru_cache(maxsize=4096)
def _span(as_of: str, said_on: str) -> _Span | None:
    """What is known of when it was so; None when nothing is."""
    if not as_of:
        return None
    first, _, last = as_of.partition("/")
    if not last:
        first, last = as_of, as_of
    start, end = _period(first), _period(last) or _period(said_on)
    if start is None:
        start = end
    if start is None or end is None or end < start:
        end = start
    return _Span(start, end, "/" in as_of) if start and end else None


def _period(edtf: str) -> tuple[int, int] | None:
    if not edtf or edtf == "..":
        return None
    when = parse_date(edtf)
    if when.earliest is None or when.latest is None:
        return None
    return when.earliest.toordinal(), when.latest.toordinal()
