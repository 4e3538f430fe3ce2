"""Appeals, incidents and proceedings: what was asked, what came back, what was done to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from depter.register.facts.advocacy import (
    AppealAnswered,
    AppealFollowed,
    AppealMade,
    IncidentReported,
    ProceedingBegun,
    RepresentationChanged,
    StageReached,
)
from depter.register.facts.base import Told
from depter.register.folds.history import HistoryLine, history, standing
from depter.register.recorded import Recorded
from depter.values.edtf import parse_date
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level

_NOBODY = Told(source=SubjectId(""), basis="")


class AppealFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="appeal"):
    """An appeal, the answers and what changed afterwards, in order of their dates."""

    made: AppealMade
    opened_at: str
    answers: tuple[AppealAnswered, ...] = ()
    followed: tuple[AppealFollowed, ...] = ()
    history: tuple[HistoryLine, ...] = ()

    @property
    def hours_to_answer(self) -> int | None:
        """Hours until the first answer: as told, else whole days between exact dates."""
        told = [one.elapsed_hours for one in self.answers if one.elapsed_hours is not None]
        if told:
            return min(told)
        waited = [days_between(self.made.on, one.on) for one in self.answers]
        between = [days for days in waited if days is not None]
        return min(between) * 24 if between else None


class IncidentFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="incident"):
    """An incident; who suffered it may be sealed."""

    reported: IncidentReported
    opened_at: str
    sealed_entries: tuple[EntryId, ...] = ()
    history: tuple[HistoryLine, ...] = ()


class ProceedingFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="proceeding"):
    """A proceeding with its stages and lawyers, in order of their dates."""

    begun: ProceedingBegun
    opened_at: str
    stages: tuple[StageReached, ...] = ()
    representation: tuple[RepresentationChanged, ...] = ()
    history: tuple[HistoryLine, ...] = ()

    @property
    def latest_stage(self) -> StageReached | None:
        """The stage reached last."""
        return self.stages[-1] if self.stages else None


def fold_appeal(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> AppealFile:
    """Fold all facts about one appeal."""
    made = AppealMade(appeal_kind="", told=_NOBODY)
    answers: list[AppealAnswered] = []
    followed: list[AppealFollowed] = []
    for one in standing(facts):
        match one.fact:
            case AppealMade() as fact:
                made = fact
            case AppealAnswered() as fact:
                answers.append(fact)
            case AppealFollowed() as fact:
                followed.append(fact)
            case _:
                pass
    return AppealFile(
        made=made,
        opened_at=facts[0].at,
        answers=tuple(sorted(answers, key=lambda one: _when(one.on))),
        followed=tuple(sorted(followed, key=lambda one: _when(one.on))),
        history=history(facts),
    )


def fold_incident(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> IncidentFile:
    """Fold all facts about one incident; a later report replaces the earlier one."""
    reported = IncidentReported(incident_kind="", told=_NOBODY)
    sealed: list[EntryId] = []
    for one in standing(facts):
        if isinstance(one.fact, IncidentReported):
            reported = one.fact
        if Level.SEALED in one.closed:
            sealed.append(one.id)
    return IncidentFile(
        reported=reported,
        opened_at=facts[0].at,
        sealed_entries=tuple(sealed),
        history=history(facts),
    )


def fold_proceeding(
    facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]
) -> ProceedingFile:
    """Fold all facts about one proceeding."""
    begun = ProceedingBegun(proceeding_kind="", told=_NOBODY)
    stages: list[StageReached] = []
    lawyers: list[RepresentationChanged] = []
    for one in standing(facts):
        match one.fact:
            case ProceedingBegun() as fact:
                begun = fact
            case StageReached() as fact:
                stages.append(fact)
            case RepresentationChanged() as fact:
                lawyers.append(fact)
            case _:
                pass
    return ProceedingFile(
        begun=begun,
        opened_at=facts[0].at,
        stages=tuple(sorted(stages, key=lambda one: _when(one.on))),
        representation=tuple(sorted(lawyers, key=lambda one: _when(one.on))),
        history=history(facts),
    )


def _when(edtf: str) -> tuple[int, ...]:
    """Sort key; an undated fact keeps its place at the end."""
    return parse_date(edtf).sort_key if edtf else (10**9,) * 3


def days_between(first: str, second: str) -> int | None:
    """Days from one EDTF date to another, when both name one day and the second is not before."""
    start, end = (parse_date(edtf).only_day if edtf else None for edtf in (first, second))
    return None if start is None or end is None or end < start else (end - start).days
