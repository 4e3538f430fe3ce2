"""A phone's code: the published vectors, a clock that drifts, and no code twice."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.web.signin.factors import Factors, Totp
from depter.web.signin.totp import (
    ClockStoodLater,
    NewTotp,
    check_totp,
    enrol_totp,
    looks_like_totp,
    new_totp,
)

SECRET = b"12345678901234567890"
PHONE = pyotp.TOTP(base64.b32encode(SECRET).decode())
# RFC 6238, appendix B, SHA-1. Its codes have eight digits; six are the last six of them.
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]
NOON = 1_800_000_000.0  # the first second of its step


@pytest.mark.parametrize(("now", "code"), VECTORS)
def test_the_vectors_of_the_standard_are_accepted(with_phone: Factors, now: int, code: str) -> None:
    after = check_totp(with_phone, code[-6:], now=now)
    assert after is not None
    assert after.totp is not None
    assert after.totp.last_step == now // 30


def test_a_code_is_accepted_once(with_phone: Factors) -> None:
    code = PHONE.at(NOON)
    after = check_totp(with_phone, code, now=NOON)
    assert after is not None
    assert check_totp(after, code, now=NOON) is None
    assert check_totp(after, code, now=NOON + 30) is None


def test_after_a_code_no_earlier_one_is_accepted(with_phone: Factors) -> None:
    after = check_totp(with_phone, PHONE.at(NOON), now=NOON)
    assert after is not None
    assert check_totp(after, PHONE.at(NOON - 30), now=NOON) is None
    assert check_totp(after, PHONE.at(NOON + 30), now=NOON) is not None


@pytest.mark.parametrize(("drift", "holds"), [(-60, 0), (-30, 1), (0, 1), (30, 1), (60, 0)])
def test_a_clock_may_be_half_a_minute_off(with_phone: Factors, drift: int, holds: int) -> None:
    after = check_totp(with_phone, PHONE.at(NOON + drift), now=NOON)
    assert (after is not None) == bool(holds)


@given(st.integers(min_value=0, max_value=10**10), st.integers(-5, 5))
def test_a_code_holds_within_one_step_and_never_beyond(now: int, steps: int) -> None:
    then = now // 30 + steps
    if then < 0:
        return
    near = {PHONE.generate_otp(max(now // 30 + one, 0)) for one in (-1, 0, 1)}
    code = PHONE.generate_otp(then)
    after = check_totp(Factors(totp=Totp(secret=SECRET)), code, now=now)
    assert (after is not None) == (code in near)


@pytest.mark.parametrize(
    "wrong", ["", "000000", "28708", "2870822", "94287082", "abcdef", "💧" * 6]
)
def test_what_is_no_code_of_this_time_is_refused(with_phone: Factors, wrong: str) -> None:
    assert check_totp(with_phone, wrong, now=59) is None


@given(st.text(max_size=200))
def test_any_text_that_is_not_six_digits_is_refused(text: str) -> None:
    if not looks_like_totp(text):
        assert check_totp(Factors(totp=Totp(secret=SECRET)), text, now=10**9) is None


@pytest.mark.parametrize(
    "typed", ["287 082", " 287082 ", "287-082", "٢٨٧٠٨٢", "２８７０８２", "۲۸۷۰۸۲"]
)
def test_spaces_and_the_digits_of_other_keyboards_are_understood(
    with_phone: Factors, typed: str
) -> None:
    assert looks_like_totp(typed)
    assert check_totp(with_phone, typed, now=59) is not None


def test_a_member_without_a_phone_has_no_code() -> None:
    assert check_totp(Factors(), "287082", now=59) is None


def test_a_clock_put_back_is_told(with_phone: Factors) -> None:
    after = check_totp(with_phone, PHONE.at(NOON), now=NOON)
    assert after is not None
    with pytest.raises(ClockStoodLater):
        check_totp(after, PHONE.at(NOON - 86400), now=NOON - 86400)


def test_a_new_secret_counts_only_after_its_first_code() -> None:
    new = new_totp()
    code = pyotp.TOTP(new.secret).at(NOON)
    assert enrol_totp(Factors(), "000000", new=new, now=NOON + 600) is None
    after = enrol_totp(Factors(), code, new=new, now=NOON)
    assert after is not None
    assert after.asks
    assert check_totp(after, code, now=NOON) is None


def test_the_phone_is_told_a_whole_secret_and_no_name() -> None:
    new = new_totp()
    parts = urlsplit(new.uri)
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/notebook")
    assert parse_qs(parts.query) == {"secret": [new.secret]}
    assert len(base64.b32decode(new.secret)) == 20
    assert "".join(new.groups) == new.secret
    assert new_totp().secret != new.secret


def test_nothing_prints_the_secret() -> None:
    new: NewTotp = new_totp()
    factors = Factors(totp=Totp(secret=SECRET))
    assert new.secret not in repr(new)
    assert "1234567890" not in repr(factors)
    assert "1234567890" in str(factors.totp.secret if factors.totp else "")  # it would be seen
