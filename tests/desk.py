"""A day at an invented desk: one small deed after another, as chance has it."""

from __future__ import annotations

from random import Random
from typing import Final

from depter.actions.cases import open_case, settle_status
from depter.actions.evidence import deposit_evidence
from depter.actions.history import strike_entry
from depter.actions.sources import introduce_source, judge_source
from depter.actions.statements import new_claim, record_statement
from depter.notebook.notebook import Notebook
from depter.register.facts.claims import NameIs, StatusWas
from depter.register.facts.statements import Occasion
from depter.values.ids import SubjectId
from tests.people import PEOPLE, WORDS

_STATUSES: Final = ("camp", "released", "house_arrest")


def known(book: Notebook, kind: str) -> list[SubjectId]:
    """Subjects that began with an entry of this kind, in an order that is the same everywhere."""
    rows = book.database.execute(
        "SELECT DISTINCT subject FROM ledger_entry WHERE kind = %s ORDER BY subject", (kind,)
    )
    return [SubjectId(one) for (one,) in rows]


def write_something(book: Notebook, chance: Random) -> None:
    """One deed that a coordinator may do."""
    cases, sources = known(book, "case.opened"), known(book, "source.introduced")
    deed = chance.choice(("open", "introduce", "say", "say", "settle", "judge", "strike", "file"))
    if deed == "open" or not cases:
        open_case(book, label=f"a case of {chance.random()}")
    elif deed == "introduce" or not sources:
        introduce_source(book, source_kind="relative", identity="a sister", note="by phone")
    elif deed == "say":
        _say(book, chance, chance.choice(cases), chance.choice(sources))
    elif deed == "settle":
        settle_status(
            book,
            case=chance.choice(cases),
            status=chance.choice(_STATUSES),
            as_of="2018-04",
            reason="two sources",
        )
    elif deed == "judge":
        judge_source(book, source=chance.choice(sources), reliability=chance.choice("ABCF"))
    elif deed == "strike":
        case = chance.choice(cases)
        later = [one for one in book.facts(case) if one.device == book.device][1:]
        if later:
            strike_entry(book, subject=case, entry=later[-1].id, reason="a slip")
    else:
        deposit_evidence(
            book,
            chunks=[chance.randbytes(2000)],
            file_name="letter.pdf",
            media_type="application/pdf",
            cases=[chance.choice(cases)],
        )


def _say(book: Notebook, chance: Random, case: SubjectId, source: SubjectId) -> None:
    person = chance.choice(PEOPLE)
    record_statement(
        book,
        about=case,
        source=source,
        occasion=Occasion(on="2019-01-21", channel="in_person"),
        claims=[
            new_claim(NameIs(text=person.latin, script="Latn"), basis="family"),
            new_claim(StatusWas(status=chance.choice(_STATUSES)), basis="family", as_of="2018"),
        ],
        words=WORDS,
    )
