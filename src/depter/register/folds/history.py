"""The history of a page: every entry, also the ones that were struck out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from depter.register.facts import kind_of
from depter.register.facts.office import EntryStruck
from depter.register.recorded import Recorded
from depter.values.ids import EntryId
from depter.values.level import Level


class HistoryLine(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One entry about the subject.

    Attributes:
        struck_by: the entry that crossed it out, if one did; ``reason`` is given there.
        about: id of the statement, claim or entry the fact speaks of, when it names one.
    """

    id: EntryId
    at: str
    device: str
    kind: str
    struck_by: EntryId | None = None
    about: str = ""
    reason: str = ""
    closed: bool = False


def struck(facts: Sequence[Recorded]) -> dict[str, EntryId]:
    """Struck entries and the entry that struck each. Striking an ``entry.struck`` restores
    what it had crossed out."""
    strikes = [one for one in facts if isinstance(one.fact, EntryStruck)]
    crossed: dict[str, EntryId] = {}
    for strike in reversed(strikes):  # the latest strike decides about the earlier ones
        assert isinstance(strike.fact, EntryStruck)
        if strike.id not in crossed:
            crossed[strike.fact.entry] = strike.id
    return crossed


def standing(facts: Sequence[Recorded]) -> Iterator[Recorded]:
    """The facts that were not struck out, in order."""
    crossed = struck(facts)
    return (one for one in facts if one.id not in crossed)


def history(facts: Sequence[Recorded]) -> tuple[HistoryLine, ...]:
    """Every entry in order, with what became of it."""
    crossed = struck(facts)
    return tuple(
        HistoryLine(
            id=one.id,
            at=one.at,
            device=one.device,
            kind=kind_of(one.fact),
            struck_by=crossed.get(one.id),
            about=_about(one),
            reason=str(getattr(one.fact, "reason", "")),
            closed=Level.SEALED in one.closed,
        )
        for one in facts
    )


def _about(one: Recorded) -> str:
    for name in ("entry", "statement", "claim"):
        named = getattr(one.fact, name, None)
        if named:
            return str(named)
    return ""
