"""Two decisions that do not know of each other stand side by side until a third knows both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.actions.cases import open_case, settle_status, settle_value
from depter.actions.history import strike_entry
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.register.facts.cases import CaseOpened, StatusSettled, ValueSettled
from depter.register.facts.claims import NameIs
from depter.register.facts.statements import Occasion
from depter.register.folds.case import CaseFile, fold_case
from depter.register.folds.conflict import Conflict
from depter.register.recorded import Recorded
from depter.store.queries.cases import CaseFilter
from depter.values.ids import EntryId, SubjectId
from tests.offices import Office, office_of

HERE, THERE = "Qarlygash", "Boran"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two coordinators, each with a device."""
    with office_of(tmp_path, ["", "coordinator"]) as one:
        yield one


@pytest.fixture
def case(office: Office) -> SubjectId:
    """A case about whom both may decide."""
    return open_case(office.notebook(HERE), label="the man with the accordion")


def settled(office: Office, case: SubjectId, status: str, *, by: str = HERE) -> EntryId:
    """As somebody does who sees the page."""
    notebook = office.notebook(by)
    return settle_status(notebook, case=case, status=status, as_of="2019-01", reason="heard")


def unknowing(office: Office, case: SubjectId, status: str, *, by: str) -> EntryId:
    """As somebody does whose machine has not met the other's: no earlier decision is named."""
    fact = StatusSettled(status=status, as_of="2019-01", reason="heard elsewhere")
    return office.notebook(by).write(case, fact)[0]


def conflicts(office: Office, case: SubjectId) -> tuple[Conflict, ...]:
    shown = office.book(HERE).case(case).case
    assert office.founder.differing_cards() == []
    return shown.conflicts


def test_who_sees_a_decision_replaces_it(office: Office, case: SubjectId) -> None:
    first = settled(office, case, "camp")
    settled(office, case, "prison", by=THERE)
    fact = office.notebook(HERE).facts(case)[-1].fact
    assert isinstance(fact, StatusSettled)
    assert fact.replaces == (first,)
    assert conflicts(office, case) == ()


def test_two_that_do_not_know_of_each_other_are_a_conflict_until_a_third(
    office: Office, case: SubjectId
) -> None:
    here = settled(office, case, "camp")
    there = unknowing(office, case, "released", by=THERE)
    [conflict] = conflicts(office, case)
    assert [(one.entry, one.status, one.as_of) for one in conflict.sides] == [
        (here, "camp", "2019-01"),
        (there, "released", "2019-01"),
    ]
    assert [one.id for one in office.book(HERE).cases(CaseFilter(conflict=True)).rows] == [case]
    settled(office, case, "released")
    fact = office.notebook(HERE).facts(case)[-1].fact
    assert isinstance(fact, StatusSettled)
    assert set(fact.replaces) == {here, there}
    assert conflicts(office, case) == ()
    assert office.book(HERE).cases(CaseFilter(conflict=True)).rows == ()


def test_striking_one_side_or_the_third_counts(office: Office, case: SubjectId) -> None:
    settled(office, case, "camp")
    there = unknowing(office, case, "released", by=THERE)
    third = settled(office, case, "prison")
    assert conflicts(office, case) == ()
    strike_entry(office.notebook(HERE), subject=case, entry=third)
    assert len(conflicts(office, case)) == 1  # as if it had not been said
    strike_entry(office.notebook(HERE), subject=case, entry=there)
    assert conflicts(office, case) == ()


def test_the_same_said_twice_is_no_conflict(office: Office, case: SubjectId) -> None:
    settled(office, case, "camp")
    unknowing(office, case, "camp", by=THERE)
    assert conflicts(office, case) == ()


def test_a_settled_name_can_be_in_conflict_too(office: Office, case: SubjectId) -> None:
    source = introduce_source(office.notebook(HERE), source_kind="relative")
    spellings = ("Boran", "Borain", "Bora")
    names = [new_claim(NameIs(text=one, script="Latn"), basis="family") for one in spellings]
    record_statement(
        office.notebook(HERE), about=case, source=source, occasion=Occasion(), claims=names
    )
    claims = [one.id for one in names]
    settle_value(office.notebook(HERE), case=case, claim=claims[0], reason="her spelling")
    there = ValueSettled(property="name", claim=claims[1], reason="his")
    office.notebook(THERE).write(case, there)
    [conflict] = conflicts(office, case)
    assert (conflict.property, [one.claim for one in conflict.sides]) == ("name", claims[:2])
    settle_value(office.notebook(THERE), case=case, claim=claims[2], reason="both")
    assert conflicts(office, case) == ()


def _folded(decisions: list[tuple[str, str, tuple[int, ...]]]) -> CaseFile:
    """A case about which devices decided: (device, status, numbers of what each replaces)."""
    case = SubjectId("c" * 16)
    opened = Recorded(id=EntryId("o"), device="a", at="2019.0", subject=case, fact=CaseOpened())
    facts = [opened]
    for number, (device, status, replaces) in enumerate(decisions):
        fact = StatusSettled(
            status=status,
            as_of="2019",
            reason="",
            replaces=tuple(EntryId(f"e{one}") for one in replaces),
        )
        at = f"2019.{number + 1:03}"
        facts.append(
            Recorded(id=EntryId(f"e{number}"), device=device, at=at, subject=case, fact=fact)
        )
    return fold_case(facts, {})


STATUSES = st.sampled_from(["camp", "prison", "released"])


@given(st.lists(STATUSES, max_size=8))
def test_one_device_is_never_in_conflict_with_itself(statuses: list[str]) -> None:
    """Notebooks from before decisions named what they replace show none."""
    assert _folded([("a", status, ()) for status in statuses]).conflicts == ()


@given(st.lists(st.tuples(st.sampled_from("abc"), STATUSES), max_size=8))
def test_who_knows_all_before_is_never_in_conflict(said: list[tuple[str, str]]) -> None:
    decisions = [
        (device, status, tuple(range(number))) for number, (device, status) in enumerate(said)
    ]
    assert _folded(decisions).conflicts == ()


@given(st.lists(st.tuples(st.sampled_from("abc"), STATUSES), min_size=1, max_size=8))
def test_without_knowing_the_last_word_of_each_device_stands(said: list[tuple[str, str]]) -> None:
    last = dict(said)
    found = _folded([(device, status, ()) for device, status in said]).conflicts
    assert bool(found) == (len(set(last.values())) > 1)
    if found:
        assert sorted(one.status for one in found[0].sides) == sorted(last.values())


def test_decisions_that_name_each_other_or_themselves_end_nothing_in_a_loop() -> None:
    folded = _folded([("a", "camp", (0, 1)), ("b", "prison", (0, 1))])
    assert folded.conflicts == ()
