"""Decisions that do not know of each other, which stand side by side until a third knows both.

A decision replaces the earlier ones that whoever made it saw (``replaces``), and every earlier
one of its own device, which is how it was before decisions said so. Those that no other one
replaces are the last words; several that differ are a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from depter.register.facts.cases import StatusSettled, ValueSettled
from depter.register.folds.history import struck
from depter.register.recorded import Recorded
from depter.values.ids import ClaimId, EntryId, SubjectId

_DECISIONS: Final = (StatusSettled, ValueSettled)
STATUS: Final = ""


class Side(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One of the decisions that stand against each other: a status, or a claim."""

    entry: EntryId
    at: str
    device: str
    reason: str
    status: str = ""
    as_of: str = ""
    place: SubjectId | None = None
    claim: ClaimId | None = None


class Conflict(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Sides that do not know of each other, oldest first.

    ``property`` is what the displayed claim was decided about; empty for the status.
    """

    sides: tuple[Side, ...]
    property: str = STATUS


def conflicts(facts: Sequence[Recorded]) -> tuple[Conflict, ...]:
    """Every conflict of a case, the status first."""
    found = []
    for name, decisions in sorted(_by_subject_matter(facts).items()):
        sides = tuple(_side(one) for one in last_words(decisions, facts))
        if len({(one.status, one.as_of, one.place, one.claim) for one in sides}) > 1:
            found.append(Conflict(sides=sides, property=name))
    return tuple(found)


def replaced_by_next(facts: Sequence[Recorded], *, name: str) -> tuple[EntryId, ...]:
    """What a new decision about the status, or about property ``name``, replaces."""
    decisions = _by_subject_matter(facts).get(name, [])
    return tuple(one.id for one in last_words(decisions, facts))


def last_words(decisions: Sequence[Recorded], facts: Sequence[Recorded]) -> list[Recorded]:
    """The decisions that stand and that none which stands replaces, directly or through others."""
    crossed = struck(facts)
    standing = [one for one in decisions if one.id not in crossed]
    if len(standing) < 2:
        return standing
    before = _directly_replaced(decisions)
    replaced: set[EntryId] = set()
    # Through those that were struck out too: the last word was said with them in sight.
    waiting = [earlier for one in standing for earlier in before[one.id]]
    while waiting:
        entry = waiting.pop()
        if entry not in replaced:
            replaced.add(entry)
            waiting.extend(before.get(entry, ()))
    return [one for one in standing if one.id not in replaced]


def _directly_replaced(decisions: Iterable[Recorded]) -> dict[EntryId, list[EntryId]]:
    before: dict[EntryId, list[EntryId]] = {}
    latest_of: dict[str, EntryId] = {}
    for one in decisions:
        assert isinstance(one.fact, _DECISIONS)
        own = latest_of.get(one.device)
        named = [entry for entry in one.fact.replaces if entry != one.id]
        before[one.id] = [*named, *([own] if own else [])]
        latest_of[one.device] = one.id
    return before


def _by_subject_matter(facts: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = {}
    for one in facts:
        if isinstance(one.fact, _DECISIONS):
            name = one.fact.property if isinstance(one.fact, ValueSettled) else STATUS
            found.setdefault(name, []).append(one)
    return found


def _side(one: Recorded) -> Side:
    fact = one.fact
    if isinstance(fact, StatusSettled):
        return Side(
            entry=one.id,
            at=one.at,
            device=one.device,
            reason=fact.reason,
            status=fact.status,
            as_of=fact.as_of,
            place=fact.place,
        )
    assert isinstance(fact, ValueSettled)
    return Side(entry=one.id, at=one.at, device=one.device, reason=fact.reason, claim=fact.claim)
