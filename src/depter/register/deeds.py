"""What takes two people: who asked, who agreed, and whether it may be done now.

One member asks with a reason, another who may agree does, and the first one then does it, once.
In an office where nobody else may agree, asking is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from depter.ledger.clock import time_of
from depter.register.access import Right
from depter.register.facts.office import Countersigned, DeedAsked, EntryStruck
from depter.register.facts.sources import SourceOpened
from depter.register.facts.world import EvidenceTakenOut
from depter.register.folds.office import Member, OfficeFile
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId

LAPSES: Final = timedelta(days=7)
"""How long a request may be agreed to, and (but for an erasure, which pauses) be used."""

_DONE: Final = (SourceOpened, EvidenceTakenOut)  # who is erased leaves no fact of their own
_LONGEST_PAUSE: Final = 24 * 366 * 10  # hours; a policy of more would be no date any more


class Deed(StrEnum):
    """What takes two people."""

    UNSEAL = "unseal"
    TAKE_OUT = "take_out"
    ERASE = "erase"


RIGHT_FOR: Final = {
    Deed.UNSEAL.value: Right.OPEN_SEALED,
    Deed.TAKE_OUT.value: Right.TAKE_OUT,
    Deed.ERASE.value: Right.ERASE,
}
"""The right that whoever asks has to have, because they will do it."""


class State(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    PAUSED = "paused"
    READY = "ready"
    USED = "used"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self in (State.WAITING, State.PAUSED, State.READY)


class Agreement(msgspec.Struct, frozen=True):
    """A member agreed; ``member`` is empty where the device is nobody's."""

    entry: EntryId
    member: str
    at: str


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asked for a deed.

    Attributes:
        by: the member who asked.
        agreed: everybody who countersigned, whether or not it counts.
        used_by: the entry that says it was done.
        due: when an erasure that was agreed to is carried out.
    """

    entry: EntryId
    subject: SubjectId
    deed: str
    reason: str
    at: str
    by: str
    agreed: tuple[Agreement, ...] = ()
    used_by: EntryId | None = None
    state: State = State.WAITING
    due: datetime | None = None


def may_agree(office: OfficeFile, *, asker: str) -> tuple[Member, ...]:
    """Everybody who could agree to what this member asks; nobody in an office of one."""
    return tuple(one for one in office.with_right(Right.AGREE) if one.id != asker)


def has_lapsed(asked_at: str, *, now: datetime) -> bool:
    """Whether a request of then is too old to be agreed to."""
    return now > time_of(asked_at) + LAPSES


def requests_of(
    facts: Sequence[Recorded], *, office: OfficeFile, now: datetime
) -> tuple[Request, ...]:
    """Every request that was made about one subject, in order."""
    # Crossed out once is withdrawn for good, also when the strike itself was struck later.
    crossed = {one.fact.entry for one in facts if isinstance(one.fact, EntryStruck)}
    used = {one.fact.asked: one.id for one in facts if isinstance(one.fact, _DONE)}
    agreed: dict[EntryId, list[Agreement]] = {}
    for one in facts:
        if isinstance(one.fact, Countersigned) and one.id not in crossed:
            agreement = Agreement(one.id, _who(office, one), one.at)
            agreed.setdefault(one.fact.entry, []).append(agreement)
    found = []
    for one in facts:
        if isinstance(one.fact, DeedAsked):
            request = Request(
                entry=one.id,
                subject=one.subject,
                deed=one.fact.deed,
                reason=one.fact.reason,
                at=one.at,
                by=_who(office, one),
                agreed=tuple(agreed.get(one.id, ())),
                used_by=used.get(one.id),
            )
            state, due = _state(request, office, now, is_crossed=one.id in crossed)
            found.append(msgspec.structs.replace(request, state=state, due=due))
    return tuple(found)


def _state(
    request: Request, office: OfficeFile, now: datetime, *, is_crossed: bool
) -> tuple[State, datetime | None]:
    if request.used_by is not None:
        return State.USED, None
    if is_crossed:
        return State.WITHDRAWN, None
    asked = time_of(request.at)
    asker, needed = office.member(request.by), RIGHT_FOR.get(request.deed)
    if asker is None or needed not in asker.rights:
        return State.LAPSED, None
    stood_behind = asked
    if others := may_agree(office, asker=asker.id):
        second = _first_agreement(request, {one.id for one in others}, before=asked + LAPSES)
        if second is None:
            return (State.LAPSED if has_lapsed(request.at, now=now) else State.WAITING), None
        stood_behind = max(asked, second)
    if request.deed == Deed.ERASE:
        hours = min(max(office.policy.erasure_hours, 0), _LONGEST_PAUSE)
        due = stood_behind + timedelta(hours=hours)
        return (State.READY if now >= due else State.PAUSED), due
    return (State.LAPSED if has_lapsed(request.at, now=now) else State.READY), None


def _first_agreement(request: Request, may: set[str], *, before: datetime) -> datetime | None:
    """When somebody first agreed who may agree now: who lost that right does not count."""
    moments = [time_of(one.at) for one in request.agreed if one.member in may]
    return min((moment for moment in moments if moment <= before), default=None)


def _who(office: OfficeFile, one: Recorded) -> str:
    member = office.member_of(one.device)
    return member.id if member else ""
