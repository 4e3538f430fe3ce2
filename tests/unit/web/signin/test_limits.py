"""Being wrong: the pause grows, then nothing for a quarter of an hour; by a clock of the test's."""

from __future__ import annotations

import base64

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.web.signin.attempt import try_code
from depter.web.signin.codes import new_codes
from depter.web.signin.factors import Factors, read_factors, write_factors
from depter.web.signin.limits import LOCKED_SECONDS, Limits, LockedOut, TriedTooSoon, Tries

NOON = 1_800_000_000.0


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def phone_says(factors: Factors, now: float) -> str:
    assert factors.totp is not None
    return pyotp.TOTP(base64.b32encode(factors.totp.secret).decode()).at(now)


def after_wrong(factors: Factors, times: int, *, now: float) -> tuple[Factors, float]:
    """Wrong codes, each as soon as it is looked at."""
    for _ in range(times):
        now += factors.tries.left(now)
        attempt = try_code(factors, "nonsense", now=now)
        assert not attempt.is_right
        factors = attempt.factors
    return factors, now


def test_the_pause_grows_with_each_wrong_try() -> None:
    pauses, tries = [], Tries()
    for _ in range(10):
        tries = tries.failed(NOON)
        pauses.append(tries.pause)
    assert pauses == [0, 0, 1, 2, 4, 8, 16, 32, 60, LOCKED_SECONDS]


def test_a_try_within_the_pause_is_not_looked_at(with_phone: Factors) -> None:
    factors, now = after_wrong(with_phone, 4, now=NOON)
    with pytest.raises(TriedTooSoon):
        try_code(factors, phone_says(factors, now), now=now + 1)
    assert try_code(factors, phone_says(factors, now), now=now + 2).is_right


def test_ten_wrong_codes_close_the_door_for_a_quarter_of_an_hour(with_phone: Factors) -> None:
    factors, now = after_wrong(with_phone, 10, now=NOON)
    with pytest.raises(LockedOut):
        try_code(factors, phone_says(factors, now), now=now)
    with pytest.raises(LockedOut):
        try_code(factors, phone_says(factors, now), now=now + LOCKED_SECONDS - 1)
    later = now + LOCKED_SECONDS
    attempt = try_code(factors, phone_says(factors, later), now=later)
    assert attempt.is_right
    assert attempt.factors.tries == Tries()


def test_after_the_lock_out_one_wrong_try_closes_it_again(with_phone: Factors) -> None:
    factors, now = after_wrong(with_phone, 11, now=NOON)
    with pytest.raises(LockedOut):
        try_code(factors, phone_says(factors, now), now=now + LOCKED_SECONDS - 1)


def test_a_restart_of_the_program_gives_no_more_guesses(with_phone: Factors) -> None:
    factors, now = after_wrong(with_phone, 10, now=NOON)
    again = read_factors(write_factors(factors))
    with pytest.raises(LockedOut):
        try_code(again, phone_says(again, now), now=now + 1)


def test_recovery_codes_are_counted_together_with_the_phone_s(with_phone: Factors) -> None:
    codes, factors = new_codes(with_phone)
    factors, now = after_wrong(factors, 10, now=NOON)
    with pytest.raises(LockedOut):
        try_code(factors, codes[0], now=now)
    attempt = try_code(factors, codes[0], now=now + LOCKED_SECONDS)
    assert attempt.is_right
    assert attempt.factors.codes_left == 9


def test_a_right_code_is_stored_as_used(with_phone: Factors) -> None:
    attempt = try_code(with_phone, phone_says(with_phone, NOON), now=NOON)
    assert attempt.is_right
    assert not try_code(attempt.factors, phone_says(with_phone, NOON), now=NOON).is_right


@given(st.floats(0, 1e10), st.floats(0, 1e10), st.integers(0, 10))
def test_no_clock_makes_a_pause_longer_than_it_is(at: float, now: float, wrong: int) -> None:
    tries = Tries(wrong, at)
    assert 0 <= tries.left(now) <= tries.pause <= LOCKED_SECONDS


def test_each_browser_is_counted_for_itself() -> None:
    clock = Clock()
    limits = Limits(clock)
    for _ in range(10):
        limits.wrong("guesser")
    with pytest.raises(LockedOut):
        limits.look("guesser")
    with pytest.raises(LockedOut):
        limits.look("reader", "guesser")
    limits.look("reader")
    clock.now += LOCKED_SECONDS
    limits.look("guesser")


def test_a_right_try_begins_anew() -> None:
    limits = Limits(Clock())
    for _ in range(3):
        limits.wrong("reader")
    with pytest.raises(TriedTooSoon):
        limits.look("reader")
    limits.right("reader")
    limits.look("reader")


def test_invented_names_fill_no_memory_and_wash_away_no_lock_out() -> None:
    clock = Clock()
    limits = Limits(clock)
    for _ in range(10):
        limits.wrong("guesser")
    for number in range(5000):
        limits.wrong(f"invented {number}")
    assert len(limits._tries) <= 1001
    with pytest.raises(LockedOut):
        limits.look("guesser")
    with pytest.raises(LockedOut):
        limits.look("one more")
    clock.now += LOCKED_SECONDS + 1
    limits.wrong("somebody")
    assert len(limits._tries) == 1
