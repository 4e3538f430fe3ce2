"""Claims about an invented person: who they are, and what is said of each part of a life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from depter.actions.synthetic.lives import CONFUSED_WITH, Phase, remembered
from depter.actions.synthetic.names import InventedName
from depter.actions.synthetic.world import Place
from depter.register.facts.claims import (
    AgeWas,
    AnySays,
    BornOn,
    CitizenshipWas,
    Claim,
    ContactWas,
    DocumentWas,
    EthnicityIs,
    HealthWas,
    NameIs,
    NativePlaceIs,
    OccupationWas,
    ReasonWas,
    RelatedTo,
    ResidenceWas,
    SexIs,
    StatusWas,
    TreatmentWas,
)
from depter.values.ids import ClaimId, SubjectId, new_id

_ETHNICITIES: Final = ("kazakh",) * 6 + ("uyghur",) * 3 + ("kyrgyz", "hui")
_OCCUPATIONS: Final = (
    "мұғалім",
    "шопан",
    "тігінші",
    "врач",
    "торговец",
    "ھۈنەرۋەن",
    "农民",
    "司机",
)
_HEALTH: Final = ("жүрегі ауырады", "сильно похудел", "كېسەل", "身体虚弱", "poor eyesight")
_TREATMENTS: Final = ("interrogation", "forced_language_learning", "long_hours", "isolation")
_REASONS: Final = ("travel_abroad", "foreign_ties", "visiting_family", "religion", "not_given")
_RELATIONS: Final = ("spouse", "parent", "child", "sibling", "relative")
_CHANNELS: Final = ("phone", "messenger", "letter", "video")
_DISAGREES = 0.15


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person as they are, whatever sources say."""

    name: InventedName
    sex: str
    born: date
    home: Place
    ethnicity: str
    life: tuple[Phase, ...]
    relative: SubjectId | None


def claim(says: AnySays, *, basis: str, as_of: str = "", place: SubjectId | None = None) -> Claim:
    """One claim with a fresh id."""
    return Claim(id=ClaimId(new_id()), says=says, basis=basis, as_of=as_of, place=place)


def invent_ethnicity(rng: Random) -> str:
    """Most often Kazakh, as in the office's own register."""
    return rng.choice(_ETHNICITIES)


def who_they_are(rng: Random, person: Person, *, basis: str) -> list[Claim]:
    """What the first statement says: names in two to six spellings, sex, birth, home."""
    spellings = person.name.spellings()
    says: list[AnySays] = list(spellings[: rng.randint(2, len(spellings))])
    says += [SexIs(sex=person.sex), EthnicityIs(ethnicity=person.ethnicity)]
    says.append(BornOn(date=_birth(rng, person.born)))
    claims = [claim(one, basis=basis) for one in says]
    return [*claims, claim(NativePlaceIs(), basis=basis, place=person.home.id)]


def what_happened(rng: Random, person: Person, phase: Phase, *, basis: str) -> list[Claim]:
    """One to four claims about one part of a life; one source in seven disagrees."""
    status, place = phase.status, phase.place
    if rng.random() < _DISAGREES:
        status = CONFUSED_WITH.get(status, status)
    as_of = remembered(rng, start=phase.start, end=phase.end)
    claims = [claim(StatusWas(status=status), basis=basis, as_of=as_of, place=place)]
    for ask in rng.choices(_ASIDES, k=rng.choice((0, 1, 1, 2, 3))):
        claims.append(ask(rng, person, phase, basis))
    return claims


def _named(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    spelling = rng.choice(person.name.spellings())
    assert isinstance(spelling, NameIs)
    return claim(spelling, basis=basis)


def _heard(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    return claim(
        ContactWas(channel=rng.choice(_CHANNELS)), basis=basis, as_of=phase.start.isoformat()
    )


def _worked(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    return claim(OccupationWas(text=rng.choice(_OCCUPATIONS)), basis=basis)


def _lived(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    return claim(ResidenceWas(), basis=basis, place=person.home.id)


def _suffered(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    says = TreatmentWas(treatment=rng.choice(_TREATMENTS))
    return claim(says, basis=basis, as_of=str(phase.start.year), place=phase.place)


def _because(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    return claim(ReasonWas(reason=rng.choice(_REASONS)), basis=basis)


def _health(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    return claim(HealthWas(text=rng.choice(_HEALTH)), basis=basis, as_of=str(phase.end.year))


def _aged(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    years = phase.start.year - person.born.year
    return claim(AgeWas(years=years), basis=basis, as_of=str(phase.start.year))


def _papers(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    number = f"X{rng.randrange(10**7):07d}" if rng.random() < 0.5 else ""
    holder = rng.choice(("seized", "seized", "person", "family"))
    says = DocumentWas(document="passport", number=number, country="CN", holder=holder)
    return claim(says, basis=basis)


def _citizen(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    return claim(CitizenshipWas(country=rng.choice(("CN", "CN", "KZ"))), basis=basis)


def _relation(rng: Random, person: Person, phase: Phase, basis: str) -> Claim:
    relation = rng.choice(_RELATIONS)
    if person.relative is not None:
        return claim(RelatedTo(relation=relation, to=person.relative), basis=basis)
    return claim(RelatedTo(relation=relation, detail="Kazakhstan"), basis=basis)


_ASIDES: Final[tuple[Callable[[Random, Person, Phase, str], Claim], ...]] = (
    *(_named, _heard, _worked, _lived, _suffered, _because),
    *(_health, _aged, _papers, _citizen, _relation),
)


def _birth(rng: Random, born: date) -> str:
    return rng.choice((born.isoformat(), f"{born.year}-{born.month:02d}", f"{born.year}"))
