"""What was asked for an invented person, what came back, and what was done to those who asked."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from depter.actions.synthetic.people import InventedCase
from depter.actions.synthetic.world import World, Writing
from depter.register.facts import Fact
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
from depter.values.ids import SubjectId, new_id

_APPEALS: Final = ("video_appeal", "letter", "petition", "un_communication", "consular_help")
_ANSWERS: Final = ("official_reply", "call_from_person", "no_reply", "released", "threatening_call")
_IMPACTS: Final = ("none_known", "contact", "moved", "released", "unclear")
_INCIDENTS: Final = ("threatening_call", "threatening_message", "visit", "pressure_to_stop")
_STAGES: Final = ("applied", "hearing", "refused", "appealed", "granted", "fined")
_APPEALED, _THREATENED, _IN_COURT = 0.15, 0.2, 0.02


def invent_advocacy(rng: Random, world: World, case: InventedCase) -> Iterator[Writing]:
    """Nothing for most; an appeal with answers for one in seven, seldom more."""
    told = Told(source=case.speakers[0].id, basis="family")
    if rng.random() < _APPEALED:
        appeal = SubjectId(new_id())
        yield appeal, tuple(_appeal(rng, world, case, told))
        if rng.random() < _THREATENED:
            yield SubjectId(new_id()), (_incident(rng, case, told, appeal),)
    if rng.random() < _IN_COURT:
        yield SubjectId(new_id()), tuple(_proceeding(rng, world, case, told))


def _appeal(rng: Random, world: World, case: InventedCase, told: Told) -> Iterator[Fact]:
    name = case.person.name.latin
    yield AppealMade(
        appeal_kind=rng.choice(_APPEALS),
        told=told,
        on=_day(rng, 2018),
        by=world.organisations[0],
        addressee=rng.choice(world.organisations[1:]),
        cases=(case.id,),
        asked=f"To say where {name} is and to let the family visit.",
    )
    for _ in range(rng.choice((0, 1, 1, 2))):
        yield AppealAnswered(
            response=rng.choice(_ANSWERS),
            told=told,
            on=_day(rng, 2019),
            by=rng.choice(world.organisations[1:]),
            words=rng.choice(("Өтініш қаралуда.", "Ваше обращение рассмотрено.", "正在核实。")),
            elapsed_hours=rng.choice((None, 5, 48, 900)),
        )
    if rng.random() < 0.4:
        yield AppealFollowed(
            impact=rng.choice(_IMPACTS), told=told, on=_day(rng, 2019), case=case.id
        )


def _incident(rng: Random, case: InventedCase, told: Told, appeal: SubjectId) -> Fact:
    return IncidentReported(
        incident_kind=rng.choice(_INCIDENTS),
        told=told,
        on=_day(rng, 2019),
        summary="Белгісіз нөмірден қоңырау шалып, тоқтатуды талап етті.",
        demanded="to take the film down",
        appeals=(appeal,),
        cases=(case.id,),
        victims="отбасы мүшелері" if rng.random() < 0.7 else None,
    )


def _proceeding(rng: Random, world: World, case: InventedCase, told: Told) -> Iterator[Fact]:
    yield ProceedingBegun(
        proceeding_kind=rng.choice(("asylum", "extradition", "citizenship")),
        told=told,
        on=_day(rng, 2018),
        cases=(case.id,),
        body=world.organisations[3],
    )
    for stage in _STAGES[: rng.randint(1, 4)]:
        yield StageReached(stage=stage, told=told, on=_day(rng, 2019))
    if rng.random() < 0.5:
        yield RepresentationChanged(lawyer="valley lawyers", change="began", told=told, on="2019")


def _day(rng: Random, year: int) -> str:
    return f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
