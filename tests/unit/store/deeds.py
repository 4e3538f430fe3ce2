"""What people do at a desk, as small steps that chance can put in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from depter.actions import advocacy, cases, history, sources, statements, world
from depter.actions.history import CannotStrike
from depter.actions.statements import new_claim
from depter.errors import BadInput
from depter.notebook.notebook import Notebook
from depter.register.facts import claims as says
from depter.register.facts.advocacy import AppealAnswered, AppealMade, IncidentReported
from depter.register.facts.base import Told
from depter.register.facts.claims import Claim
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.values.ids import StatementId, SubjectId
from tests.people import PEOPLE

DATES: Final = (
    "2017",
    "2018-04",
    "2018-21",
    "2017~",
    "../2018-12",
    "2018-04/2018-09",
    "2019-01-05",
)
STATUSES: Final = ("camp", "prison", "forced_work", "house_arrest", "released", "no_contact")


@dataclass
class Desk:
    """A notebook, chance, and what was written so far."""

    notebook: Notebook
    chance: Random
    cases: list[SubjectId] = field(default_factory=list)
    sources: list[SubjectId] = field(default_factory=list)
    places: list[SubjectId] = field(default_factory=list)
    appeals: list[SubjectId] = field(default_factory=list)
    said: list[tuple[SubjectId, StatementId, Claim]] = field(default_factory=list)

    def told(self) -> Told:
        return Told(source=self.chance.choice(self.sources), basis="family")

    def date(self) -> str:
        return self.chance.choice((*DATES, ""))


def begin(desk: Desk) -> None:
    """One of each, so that every step has something to work on."""
    for step in (open_case, introduce, describe, appeal, say):
        step(desk)


def open_case(desk: Desk) -> None:
    desk.cases.append(cases.open_case(desk.notebook, label=desk.chance.choice(PEOPLE).latin))


def introduce(desk: Desk) -> None:
    kind = desk.chance.choice(("relative", "survivor", "media"))
    identity = desk.chance.choice(("", "somebody"))
    desk.sources.append(
        sources.introduce_source(desk.notebook, source_kind=kind, identity=identity)
    )


def describe(desk: Desk) -> None:
    """A new place, or one that turns out to lie elsewhere, even within itself."""
    place = desk.chance.choice((None, *desk.places))
    around = desk.chance.choice((None, *desk.places))
    name = Spelling(text=f"place {desk.chance.randrange(100)}")
    kind = desk.chance.choice(("camp", "district"))
    written = world.describe_place(
        desk.notebook, names=[name], place_kind=kind, within=around, place=place
    )
    if place is None:
        desk.places.append(written)


def some_claim(desk: Desk) -> Claim:
    person = desk.chance.choice(PEOPLE)
    said: says.AnySays = desk.chance.choice(
        (
            says.NameIs(text=person.cyrillic, script="Cyrl"),
            says.NameIs(text=person.latin, script="Latn"),
            says.StatusWas(status=desk.chance.choice(STATUSES)),
            says.StatusWas(status=desk.chance.choice(STATUSES), detail="so it is said"),
            says.ContactWas(channel="phone"),
            says.DocumentWas(document="passport", number="Z 1"),
            says.RelatedTo(relation="sibling", to=desk.chance.choice(desk.cases)),
            says.Remark(text="tall"),
        )
    )
    place = desk.chance.choice((None, *desk.places))
    basis = desk.chance.choice(("self", "family", "hearsay"))
    return new_claim(said, basis=basis, as_of=desk.date(), place=place)


def say(desk: Desk) -> None:
    about = desk.chance.choice((*desk.cases, *desk.places))
    claims = [some_claim(desk) for _ in range(desk.chance.randrange(1, 4))]
    said = statements.record_statement(
        desk.notebook,
        about=about,
        source=desk.chance.choice(desk.sources),
        occasion=Occasion(on=desk.date()),
        claims=claims,
        sealed_claims=[some_claim(desk)] if desk.chance.random() < 0.3 else [],
        words=desk.chance.choice(("", "what was said")),
    )
    desk.said.extend((about, said, claim) for claim in claims)


def correct(desk: Desk) -> None:
    about, said, _ = desk.chance.choice(desk.said)
    claim = some_claim(desk)
    statements.correct_statement(
        desk.notebook, about=about, statement=said, reason="misheard", claims=[claim]
    )
    desk.said.append((about, said, claim))


def retract(desk: Desk) -> None:
    about, said, _ = desk.chance.choice(desk.said)
    statements.retract_statement(desk.notebook, about=about, statement=said, by="source")


def judge_source(desk: Desk) -> None:
    sources.judge_source(
        desk.notebook,
        source=desk.chance.choice(desk.sources),
        reliability=desk.chance.choice("ABCDEF"),
    )


def judge_claim(desk: Desk) -> None:
    about, _, claim = desk.chance.choice(desk.said)
    cases.judge_claim(
        desk.notebook, case=about, claim=claim.id, credibility=desk.chance.choice("123456")
    )


def settle_value(desk: Desk) -> None:
    about, _, claim = desk.chance.choice(desk.said)
    cases.settle_value(desk.notebook, case=about, claim=claim.id, reason="decided")


def settle_status(desk: Desk) -> None:
    cases.settle_status(
        desk.notebook,
        case=desk.chance.choice(desk.cases),
        status=desk.chance.choice(STATUSES),
        as_of=desk.chance.choice(DATES),
        reason="decided",
        place=desk.chance.choice((None, *desk.places)),
    )


def judge_same(desk: Desk) -> None:
    one, other = desk.chance.choice(desk.cases), desk.chance.choice(desk.cases)
    cases.judge_same(desk.notebook, case=one, other=other, verdict="unsure")


def consent(desk: Desk) -> None:
    source, case = desk.chance.choice(desk.sources), desk.chance.choice((None, *desk.cases))
    if desk.chance.random() < 0.5:
        sources.give_consent(desk.notebook, source=source, uses=["store"], case=case)
    else:
        sources.withdraw_consent(desk.notebook, source=source, uses=["store"], case=case)


def appeal(desk: Desk) -> None:
    fact = AppealMade(
        appeal_kind="letter", told=desk.told(), on=desk.date(), cases=tuple(desk.cases[:1])
    )
    desk.appeals.append(advocacy.make_appeal(desk.notebook, fact))


def answer(desk: Desk) -> None:
    advocacy.answer_appeal(
        desk.notebook,
        appeal=desk.chance.choice(desk.appeals),
        fact=AppealAnswered(response="no_reply", told=desk.told(), on=desk.date()),
    )


def incident(desk: Desk) -> None:
    fact = IncidentReported(
        incident_kind="visit", told=desk.told(), cases=tuple(desk.cases[-1:]), victims="somebody"
    )
    advocacy.report_incident(desk.notebook, fact)


def strike(desk: Desk) -> None:
    """Anything may be crossed out: the very beginning of a page, or an earlier crossing out."""
    pools = (*desk.cases, *desk.sources, *desk.places, *desk.appeals)
    subject = desk.chance.choice(pools)
    entry = desk.chance.choice([one.id for one in desk.notebook.facts(subject)])
    history.strike_entry(desk.notebook, subject=subject, entry=entry)


def at_once(desk: Desk) -> None:
    """Several steps in one transaction, as the sample and a merge do them."""
    with desk.notebook.together():
        for step in desk.chance.sample((introduce, say, judge_source, describe, settle_status), 3):
            step(desk)


Deed = Callable[[Desk], None]
DEEDS: Final[tuple[Deed, ...]] = (
    *(open_case, introduce, describe, say, say, correct, retract, judge_source, judge_claim),
    *(settle_value, settle_status, judge_same, consent, appeal, answer, incident, strike, at_once),
)


def do(desk: Desk, deed: Deed) -> bool:
    """One step; what the action refuses is not done, and says so in a sentence of its own."""
    try:
        deed(desk)
    except (BadInput, CannotStrike):
        return False
    return True
