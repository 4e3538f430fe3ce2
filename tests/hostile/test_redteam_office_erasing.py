"""Erasing destroys for good: one custodian with other software forgets nobody on any machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from depter.actions.cases import open_case
from depter.ledger.clock import reading_at
from depter.register.facts import Fact
from depter.register.facts.office import (
    Countersigned,
    DeedAsked,
    EntryStruck,
    SubjectErased,
)
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level
from tests.carriers import Machine, joined, machine_in
from tests.hostile.forging import forged

A_PAUSE = timedelta(hours=73)


@pytest.fixture
def two(empty_template: Path, tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """A custodian with software of their own, and the coordinator of another machine."""
    shutil.copytree(empty_template, tmp_path / "custodian")
    custodian = machine_in(tmp_path / "custodian")
    other = joined(custodian, tmp_path / "other", "coordinator")
    open_case(custodian.notebook, label="somebody")
    meet(custodian, other)
    yield custodian, other
    custodian.book.close()
    other.book.close()


def meet(one: Machine, other: Machine) -> None:
    for number, (giving, taking) in enumerate([(one, other), (other, one), (one, other)]):
        stick = one.book.path.parent / f"stick-{number}"
        giving.offer(stick, taking)
        taking.accept(stick)


def a_case(machine: Machine) -> SubjectId:
    return next(kept.subject for kept in machine.notebook.ledger.of_kind("case.opened"))


def slip_in(machine: Machine, subject: SubjectId, *facts: Fact) -> EntryId:
    """What modified software writes: no rule is asked."""
    book = machine.notebook
    written, keys = forged(book, subject, facts, after=reading_at(machine.watch()))
    with book.database.transaction():
        book.ledger.add_keys(keys)
        book.ledger.append(written)
    return written[-1][0].id


def is_whole(machine: Machine, case: SubjectId) -> bool:
    has_keys = bool(machine.notebook.ledger.keys_of(case, Level.INTERNAL))
    assert has_keys == (machine.notebook.folded(case) is not None)
    assert machine.book.verify().first_bad is None
    return has_keys


def asks(machine: Machine, *, deed: str = "erase") -> EntryId:
    return slip_in(machine, a_case(machine), DeedAsked(deed=deed, reason="because"))


def agrees(machine: Machine, asked: EntryId) -> EntryId:
    return machine.notebook.write(a_case(machine), Countersigned(entry=asked))[0]


def erases(machine: Machine, asked: EntryId) -> None:
    fact = SubjectErased(subject=a_case(machine), asked=asked)
    slip_in(machine, machine.notebook.office_id, fact)


def test_what_two_people_wanted_is_forgotten_everywhere(two: tuple[Machine, Machine]) -> None:
    """The control: the same entries, with a second member's agreement and the pause."""
    mine, other = two
    case = a_case(mine)
    asked = asks(mine)
    meet(mine, other)
    agrees(other, asked)
    meet(mine, other)
    for one in two:
        one.watch.ahead += A_PAUSE
    erases(mine, asked)
    meet(mine, other)
    assert not is_whole(other, case)
    assert case in other.notebook.office.erased


@pytest.mark.parametrize(
    "how", ["nothing", "unasked", "alone", "self", "too early", "another deed", "withdrawn"]
)
def test_one_custodian_alone_forgets_nobody(two: tuple[Machine, Machine], how: str) -> None:
    mine, other = two
    case = a_case(mine)
    asked = EntryId("x" * 43)
    if how != "nothing":
        asked = asks(mine, deed="unseal" if how == "another deed" else "erase")
    if how == "self":
        slip_in(mine, case, Countersigned(entry=asked))
    meet(mine, other)
    if how in ("too early", "another deed", "withdrawn"):
        agrees(other, asked)
    if how == "withdrawn":
        other.notebook.write(case, EntryStruck(entry=asked))
    meet(mine, other)
    if how != "too early":
        for one in two:
            one.watch.ahead += A_PAUSE
    erases(mine, "y" * 43 if how == "unasked" else asked)  # type: ignore[arg-type]
    meet(mine, other)
    assert is_whole(other, case)
    assert case not in other.notebook.office.erased
