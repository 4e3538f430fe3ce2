"""Clocks that are wrong: one's own refuses to write, another's does not drag this one along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from depter.actions.cases import open_case
from depter.ledger.clock import time_of
from depter.notebook.errors import ClockBehind
from tests.offices import Office, office_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_of(tmp_path, ("", "coordinator")) as made:
        yield made


def test_a_clock_that_fell_back_by_days_writes_nothing(office: Office) -> None:
    founder = office.notebook("Qarlygash")
    office.watch.turn(days=30)
    open_case(founder, label="a month on")
    before = founder.ledger.heads()
    office.watch.turn(days=-30)
    with pytest.raises(ClockBehind) as refused:
        open_case(founder, label="today")
    told = refused.value.about
    assert str(told["last"]) > str(told["now"])
    assert founder.ledger.heads() == before
    office.watch.turn(days=30)
    open_case(founder, label="the clock is set")
    assert office.founder.verify().first_bad is None


def test_an_hour_back_is_no_trouble_and_the_order_holds(office: Office) -> None:
    """Summer time ends, or a machine is set right."""
    founder = office.notebook("Qarlygash")
    open_case(founder, label="first")
    before = founder.ledger.readings()[founder.device]
    office.watch.turn(hours=-2)
    open_case(founder, label="second")
    assert founder.ledger.readings()[founder.device] > before
    assert office.founder.verify().first_bad is None


def test_another_device_far_ahead_does_not_drag_this_one_along(office: Office) -> None:
    founder, other = office.notebook("Qarlygash"), office.notebook("Boran")
    office.watch.turn(days=400)
    open_case(other, label="from next year")
    office.watch.turn(days=-400)
    open_case(founder, label="today")
    readings = founder.ledger.readings()
    assert time_of(readings[founder.device]) < datetime.now(UTC) + timedelta(days=1)
    assert readings[founder.device] < readings[other.device]
    with pytest.raises(ClockBehind):
        open_case(other, label="today")


def test_another_device_a_little_ahead_is_followed(office: Office) -> None:
    """So that an answer always stands behind what it answers."""
    founder, other = office.notebook("Qarlygash"), office.notebook("Boran")
    office.watch.turn(hours=3)
    open_case(other, label="asked")
    office.watch.turn(hours=-3)
    open_case(founder, label="answered")
    readings = founder.ledger.readings()
    assert readings[founder.device] > readings[other.device]
