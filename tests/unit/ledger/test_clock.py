"""The clock never runs backwards, whatever the machine's does, and sorts as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.ledger.clock import is_reading, next_reading, time_of

moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 -- Hypothesis adds the zone itself
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(st.lists(moments, min_size=2, max_size=20))
def test_readings_rise_whatever_the_wall_clock_does(walls: list[datetime]) -> None:
    last, readings = "", []
    for now in walls:
        last = next_reading(last, now=now)
        readings.append(last)
    assert readings == sorted(set(readings))
    assert all(is_reading(one) for one in readings)


@given(moments, moments)
def test_readings_sort_as_their_moments_do(one: datetime, other: datetime) -> None:
    first, second = next_reading("", now=one), next_reading("", now=other)
    if abs(one - other) > timedelta(milliseconds=1):
        assert (first < second) == (one < other)
    assert abs(time_of(first) - one) < timedelta(milliseconds=1)


def test_65536_entries_fit_into_a_millisecond_and_then_the_next_begins() -> None:
    now = datetime(2026, 11, 24, 13, 34, 25, 123_000, tzinfo=UTC)
    last = next_reading("", now=now)
    assert last == "2026-11-24T13:34:25.123Z.0000"
    assert next_reading(last, now=now) == "2026-11-24T13:34:25.123Z.0001"
    full = "2026-11-24T13:34:25.123Z.ffff"
    assert next_reading(full, now=now) == "2026-11-24T13:34:25.124Z.0000"


def test_a_reading_from_ahead_is_followed_not_undercut() -> None:
    ahead = "2031-01-01T00:00:00.000Z.0003"
    assert next_reading(ahead, now=datetime(2026, 1, 1, tzinfo=UTC)) == ahead[:-1] + "4"


def test_other_zones_are_written_in_utc() -> None:
    almaty = timezone(timedelta(hours=5))
    assert next_reading("", now=datetime(2026, 1, 1, 3, tzinfo=almaty)).startswith("2025-12-31T22")


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026", "2026-11-24T13:34:25.123Z", "2026-11-24T13:34:25.123Z.00g0"),
        *("2026-11-24T13:34:25.123Z.000A", "2026-13-24T13:34:25.123Z.0000"),
        *("2026-11-24T13:34:25.123+00:00.0000", "2026-11-24 13:34:25.123Z.0000", "\x00" * 29),
    ],
)
def test_what_is_no_reading(text: str) -> None:
    assert not is_reading(text)
