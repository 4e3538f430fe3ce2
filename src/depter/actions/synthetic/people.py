"""One invented case: its sources, their statements, and what the office made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from depter.actions.synthetic.claims import (
    Person,
    claim,
    invent_ethnicity,
    what_happened,
    who_they_are,
)
from depter.actions.synthetic.lives import day_after, invent_life
from depter.actions.synthetic.names import invent_name
from depter.actions.synthetic.texts import LANGUAGES, invent_words
from depter.actions.synthetic.world import World, Writing
from depter.register.facts import Fact
from depter.register.facts.cases import CaseOpened, ClaimJudged, StatusSettled, ValueSettled
from depter.register.facts.claims import Claim, DocumentWas, StatusWas
from depter.register.facts.sources import (
    ConsentGiven,
    ConsentWithdrawn,
    SourceIntroduced,
    SourceJudged,
)
from depter.register.facts.statements import (
    Occasion,
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
)
from depter.values.ids import StatementId, SubjectId, new_id

_CHANNELS: Final = ("in_person", "in_person", "phone", "messenger", "video", "letter")
_KINDS: Final = {
    "relative": "family",
    "survivor": "eyewitness",
    "witness": "eyewitness",
    "activist": "hearsay",
}
_RETRACTED, _CORRECTED, _JUDGED, _SETTLED, _SHOWN = 0.03, 0.04, 0.06, 0.3, 0.08


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source of this case and how it knows."""

    id: SubjectId
    basis: str


@dataclass(slots=True)
class InventedCase:
    """Everything about one person, ready to be written: sources first, then the case."""

    id: SubjectId
    person: Person
    speakers: tuple[Speaker, ...]
    writings: list[Writing]
    facts: list[Fact] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def invent_case(
    rng: Random, world: World, *, statements: int, relative: SubjectId | None
) -> InventedCase:
    """A case of so many statements. ``relative`` is another case, to be named as kin."""
    case, person = SubjectId(new_id()), _person(rng, world, relative)
    sources = [_source(rng, world) for _ in range(1 + statements // 3)]
    speakers = [speaker for speaker, _ in sources]
    if statements > 1 and rng.random() < 0.25:
        speakers.append(Speaker(rng.choice(world.media), "media"))
    made = InventedCase(case, person, tuple(speakers), [one for _, one in sources])
    made.facts.append(CaseOpened(label=person.name.latin))
    for number in range(statements):
        _speak(rng, made, is_first=number == 0)
    _weigh(rng, made)
    made.writings.append((case, tuple(made.facts)))
    return made


def _person(rng: Random, world: World, relative: SubjectId | None) -> Person:
    sex, home = rng.choice(("female", "male")), rng.choice(world.counties)
    return Person(
        name=invent_name(rng, sex=sex),
        sex=sex,
        born=date(rng.randint(1938, 2000), rng.randint(1, 12), rng.randint(1, 28)),
        home=home,
        ethnicity=invent_ethnicity(rng),
        life=invent_life(rng, places=world.holding, home=home.id),
        relative=relative,
    )


def _source(rng: Random, world: World) -> tuple[Speaker, Writing]:
    """Most are relatives; most of those are protected, with a sealed identity."""
    source, kind = SubjectId(new_id()), rng.choices(tuple(_KINDS), weights=(7, 1, 1, 1))[0]
    name = invent_name(rng, sex=rng.choice(("female", "male")))
    is_open = rng.random() < 0.35
    introduced = SourceIntroduced(
        source_kind=kind,
        protection="open" if is_open else "protected",
        name=name.latin if is_open else "",
        identity=None if is_open else name.kazakh,
        contact=None if is_open or rng.random() < 0.5 else f"+7 000 {rng.randrange(10**7):07d}",
        note="" if rng.random() < 0.8 else "хат арқылы ғана хабарласу керек",
    )
    facts: list[Fact] = [introduced]
    if rng.random() < 0.3:
        facts.append(SourceJudged(reliability=rng.choice("ABCD")))
    if rng.random() < 0.4:
        facts.append(ConsentGiven(uses=("store", "share_un"), on="2018", channel="in_person"))
        if rng.random() < 0.05:
            facts.append(ConsentWithdrawn(uses=("share_un",), on="2019", reason="қорқады"))
    return Speaker(source, _KINDS[kind]), (source, tuple(facts))


def _speak(rng: Random, case: InventedCase, *, is_first: bool) -> None:
    """One statement; some are later written down again, some taken back."""
    speaker, phase = rng.choice(case.speakers), rng.choice(case.person.life)
    basis, person = speaker.basis, case.person
    claims = who_they_are(rng, person, basis=basis) if is_first else []
    claims += what_happened(rng, person, phase, basis=basis)
    language = rng.choice(LANGUAGES)
    words = invent_words(
        rng,
        language=language,
        name=person.name.said_in(language),
        place=person.home.said_in(language),
        year=phase.start.year,
    )
    statement = StatementId(new_id())
    occasion = Occasion(on=day_after(rng, phase.start), channel=rng.choice(_CHANNELS))
    numbered = tuple(one for one in claims if _has_number(one))
    recorded = StatementRecorded(
        statement=statement,
        source=speaker.id,
        occasion=occasion,
        language=language,
        words=words,
        translations={"en": words[:80]} if rng.random() < 0.1 and language != "en" else {},
        consent=("store", "share_un") if rng.random() < 0.5 else ("store",),
        claims=tuple(one for one in claims if not _has_number(one)),
        claims_protected=numbered,
    )
    case.facts.append(recorded)
    if rng.random() < _CORRECTED:
        claims = [
            claim(one.says, basis=one.basis, as_of=one.as_of, place=one.place) for one in claims
        ]
        case.facts.append(_corrected(recorded, claims))
    if not is_first and rng.random() < _RETRACTED:
        by = rng.choice(("source", "office"))
        case.facts.append(StatementRetracted(statement=statement, by=by, reason="қате айтылған"))
    else:
        case.claims.extend(claims)


def _corrected(recorded: StatementRecorded, claims: list[Claim]) -> StatementCorrected:
    return StatementCorrected(
        statement=recorded.statement,
        reason="сөздері толық жазылмаған",
        language=recorded.language,
        words=recorded.words,
        claims=tuple(one for one in claims if not _has_number(one)),
        claims_protected=tuple(one for one in claims if _has_number(one)),
    )


def _has_number(one: Claim) -> bool:
    """Numbers of papers are kept at the protected level, as the usual action does."""
    return isinstance(one.says, DocumentWas) and bool(one.says.number)


def _weigh(rng: Random, case: InventedCase) -> None:
    """Judgements of claims, one value shown by decision, one status settled."""
    for one in case.claims:
        if rng.random() < _JUDGED:
            grade = rng.choice("12345")
            case.facts.append(ClaimJudged(claim=one.id, credibility=grade))
    names = [one for one in case.claims if one.says.__struct_config__.tag == "name"]
    if names and rng.random() < _SHOWN:
        chosen = rng.choice(names)
        case.facts.append(ValueSettled(property="name", claim=chosen.id, reason="төлқұжат бойынша"))
    statuses = [one for one in case.claims if isinstance(one.says, StatusWas) and one.as_of]
    if statuses and rng.random() < _SETTLED:
        stands = rng.choice(statuses)
        assert isinstance(stands.says, StatusWas)
        case.facts.append(
            StatusSettled(
                status=stands.says.status,
                as_of=stands.as_of,
                reason="екі дереккөз растады",
                relies_on=(stands.id,),
                place=stands.place,
            )
        )
