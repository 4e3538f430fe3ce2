"""Corrections, retractions, strikes: what each takes away, and that it comes back."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.register.facts.cases import ClaimJudged, SameJudged, StatusSettled
from depter.register.facts.claims import ContactWas, NameIs, Remark
from depter.register.facts.office import EntryStruck
from depter.register.facts.statements import StatementCorrected, StatementRetracted
from depter.register.folds import fold
from depter.register.folds.case import CaseFile
from depter.register.folds.claims import Standing
from depter.register.folds.history import struck
from depter.register.recorded import Recorded
from depter.values.ids import ClaimId, EntryId, StatementId, SubjectId
from tests.unit.register.folds.telling import AIDA, BEK, CASE, Telling, claim, status


def without_history(case: CaseFile) -> CaseFile:
    return msgspec.structs.replace(case, history=(), changed_at="")


def busy(chance: Random, *, length: int) -> Telling:
    """A case with a random past."""
    telling, said = Telling(), list[StatementId]()
    for number in range(length):
        pick = chance.randrange(7)
        source = chance.choice((AIDA, BEK))
        if pick < 3 or not said:
            what = chance.choice((status("camp", "2018"), status("prison", "2018-06")))
            name = claim(NameIs(text=chance.choice("ABC"), script="Latn"))
            heard = claim(ContactWas(channel="phone"), as_of="2018-02")
            said.append(telling.says(source, what, name, heard, on="2019", statement=f"s{number}"))
        elif pick == 3:
            telling.add(StatementRetracted(statement=chance.choice(said), by="source"))
        elif pick == 4:
            again = claim(NameIs(text="D", script="Latn"))
            fact = StatementCorrected(statement=chance.choice(said), reason="", claims=(again,))
            telling.add(fact)
        elif pick == 5:
            telling.add(StatusSettled(status="camp", as_of="2018", reason=""))
        else:
            telling.strikes(chance.choice(telling.facts[1:]).id)
    return telling


@given(st.integers(0, 2**32), st.integers(2, 14))
def test_striking_and_striking_the_strike_changes_nothing_but_the_history(
    seed: int, length: int
) -> None:
    chance = Random(seed)
    telling = busy(chance, length=length)
    before = telling.case()
    open_entries = [one.id for one in telling.facts[1:] if one.id not in struck(telling.facts)]
    if not open_entries:
        return
    strike = telling.strikes(chance.choice(open_entries))
    during = telling.case()
    assert len(during.history) == len(before.history) + 1
    telling.strikes(strike)
    after = telling.case()
    assert without_history(after) == without_history(before)
    assert [line.kind for line in after.history[-2:]] == ["entry.struck", "entry.struck"]


@given(st.integers(0, 2**32), st.integers(2, 14))
def test_a_struck_entry_is_as_if_it_had_never_been(seed: int, length: int) -> None:
    chance = Random(seed)
    telling = busy(chance, length=length)
    victim = chance.choice(telling.facts[1:])
    if isinstance(victim.fact, EntryStruck) or victim.id in struck(telling.facts):
        return
    clean = Telling()
    clean.facts = [one for one in telling.facts if one.id != victim.id]
    telling.strikes(victim.id)
    assert without_history(telling.case()) == without_history(clean.case())


@given(st.integers(0, 2**32))
def test_the_order_of_arrival_does_not_matter(seed: int) -> None:
    """Entries of two devices, sorted as the ledger sorts them, fold alike however they came."""
    chance = Random(seed)
    telling = busy(chance, length=10)
    facts = [
        Recorded(one.id, chance.choice("xy"), one.at, one.subject, one.fact)
        for one in telling.facts
    ]
    expected = fold(sorted(facts, key=order), reliability={})
    for _ in range(3):
        chance.shuffle(facts)
        assert fold(sorted(facts, key=order), reliability={}) == expected


def order(one: Recorded) -> tuple[str, str]:
    return one.at, one.device


@given(st.integers(0, 2**32))
def test_no_order_at_all_makes_a_fold_fail(seed: int) -> None:
    """A retraction before its statement, a strike before its entry: left in the history."""
    chance = Random(seed)
    telling = busy(chance, length=10)
    chance.shuffle(telling.facts)
    case = telling.case()
    assert len(case.history) == len(telling.facts)


def test_a_retraction_takes_exactly_its_own_claims() -> None:
    telling = Telling()
    mine, other = claim(Remark(text="mine")), claim(Remark(text="other"))
    said = telling.says(AIDA, mine)
    telling.says(AIDA, other)
    telling.add(StatementRetracted(statement=said, by="office", reason="two people"))
    case = telling.case()
    assert {known.claim.id: known.standing for known in case.claims} == {
        mine.id: Standing.RETRACTED,
        other.id: Standing.STANDS,
    }
    assert [one.retracted_by for one in case.statements] == ["office", ""]


def test_a_correction_replaces_the_claims_and_keeps_the_first_version() -> None:
    telling = Telling()
    first, second = claim(Remark(text="blue")), claim(Remark(text="green"))
    said = telling.says(AIDA, first, on="2018", words="blue", language="en")
    telling.add(
        StatementCorrected(statement=said, reason="misheard", words="green", claims=(second,))
    )
    case = telling.case()
    assert {known.claim.id: known.standing for known in case.claims} == {
        first.id: Standing.CORRECTED,
        second.id: Standing.STANDS,
    }
    assert {known.source for known in case.claims} == {AIDA}
    assert {known.said_on for known in case.claims} == {"2018"}
    (statement,) = case.statements
    assert (statement.words, statement.corrections) == ("green", 1)


def test_a_retraction_after_a_correction_takes_both_versions_away() -> None:
    telling = Telling()
    first, second = claim(Remark(text="blue")), claim(Remark(text="green"))
    said = telling.says(AIDA, first)
    telling.add(StatementCorrected(statement=said, reason="", claims=(second,)))
    telling.add(StatementRetracted(statement=said, by="source"))
    assert [known.stands for known in telling.case().claims] == [False, False]


def test_striking_a_retraction_brings_the_claims_back() -> None:
    telling = Telling()
    said = telling.says(AIDA, claim(Remark(text="here")))
    entry = telling.add(StatementRetracted(statement=said, by="source"))
    telling.strikes(entry)
    assert [known.stands for known in telling.case().claims] == [True]


def test_a_retraction_of_nothing_known_changes_nothing() -> None:
    telling = Telling()
    before = telling.case()
    telling.add(StatementRetracted(statement=StatementId("nowhere"), by="source"))
    telling.add(StatementCorrected(statement=StatementId("nowhere"), reason=""))
    telling.add(ClaimJudged(claim=ClaimId("nowhere"), credibility="1"))
    telling.strikes(EntryId("nowhere"))
    assert without_history(telling.case()) == without_history(before)


def test_the_latest_verdict_about_two_cases_counts() -> None:
    telling, other = Telling(), SubjectId("another")
    telling.add(SameJudged(other=other, verdict="same"))
    entry = telling.add(SameJudged(other=other, verdict="different"))
    assert telling.case().judged_same == {other: "different"}
    telling.strikes(entry)
    assert telling.case().judged_same == {other: "same"}


def test_a_case_whose_opening_is_struck_is_off_the_list_and_comes_back() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp", "2018"))
    strike = telling.strikes(telling.facts[0].id)
    assert fold(telling.facts, reliability={}) is None
    telling.strikes(strike)
    assert telling.case().status


@pytest.mark.parametrize("times", range(6))
def test_strikes_upon_strikes_count_from_the_last(times: int) -> None:
    telling = Telling()
    entry: str = telling.says(AIDA, claim(Remark(text="here"))) and telling.facts[-1].id
    for _ in range(times):
        entry = telling.strikes(EntryId(entry))
    assert bool(telling.case().claims) == (times % 2 == 0)
    assert telling.facts[0].subject == CASE
