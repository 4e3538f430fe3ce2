"""The factors of a member: in and out of their key box, and what is refused on the way in."""

from __future__ import annotations

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.web.signin.codes import new_codes
from depter.web.signin.factors import (
    Codes,
    Factors,
    FactorsDamaged,
    Passkey,
    Totp,
    read_factors,
    write_factors,
)
from depter.web.signin.limits import Tries

passkeys = st.builds(
    Passkey,
    id=st.binary(min_size=1, max_size=64),
    public_key=st.binary(min_size=1, max_size=80),
    sign_count=st.integers(0, 2**32 - 1),
    label=st.text(max_size=100),
    added=st.just("2026-11-24"),
)
whole = st.builds(
    Factors,
    totp=st.none() | st.builds(Totp, secret=st.binary(min_size=16, max_size=64)),
    passkeys=st.lists(passkeys, max_size=10, unique_by=lambda one: one.id).map(tuple),
    codes=st.none()
    | st.builds(
        Codes,
        salt=st.binary(min_size=16, max_size=16),
        digests=st.lists(st.binary(min_size=32, max_size=32), max_size=10).map(tuple),
    ),
    tries=st.builds(Tries, st.integers(0, 10), st.floats(0, 1e10)),
)
GREEN = Passkey(id=b"green", public_key=b"k", label="green key", added="2026-11-24")
BLUE = Passkey(id=b"blue", public_key=b"k", label="blue key", added="2026-11-24")


@given(whole)
def test_what_was_written_is_read(factors: Factors) -> None:
    assert read_factors(write_factors(factors)) == factors


def test_no_bytes_are_no_factors() -> None:
    assert read_factors(b"") == Factors()
    assert not Factors().asks


@given(st.binary(min_size=1, max_size=400))
def test_other_bytes_are_refused_in_our_words(stored: bytes) -> None:
    with pytest.raises(FactorsDamaged):
        read_factors(stored)


@given(whole, st.data())
def test_a_damaged_box_is_refused_or_still_a_box(factors: Factors, draw: st.DataObject) -> None:
    stored = bytearray(write_factors(factors))
    place = draw.draw(st.integers(0, len(stored) - 1))
    stored[place] ^= draw.draw(st.integers(1, 255))
    with suppress(FactorsDamaged):
        assert isinstance(read_factors(bytes(stored)), Factors)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "depter-factors-2"},
        {"totp": {"secret": "c2hvcnQ="}},
        {"totp": {"secret": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "last_step": -2}},
        {"totp": []},
        {"tries": [11, 0]},
        {"tries": [-1, 0]},
        {"codes": {"salt": "", "digests": []}},
        {"passkeys": [msgspec.to_builtins(GREEN)] * 2},
        {"passkeys": [{"id": ""}]},
        {"passkeys": [{**msgspec.to_builtins(GREEN), "sign_count": 2**32}]},
    ],
)
def test_a_box_with_one_thing_wrong_is_refused(change: dict[str, object]) -> None:
    right = msgspec.json.decode(write_factors(Factors(totp=Totp(secret=b"1" * 20))))
    assert read_factors(msgspec.json.encode(right)).asks  # the control: it is read as it stands
    with pytest.raises(FactorsDamaged):
        read_factors(msgspec.json.encode({**right, **change}))


def test_a_huge_or_deep_box_is_refused() -> None:
    with pytest.raises(FactorsDamaged):
        read_factors(b" " * 70_000 + write_factors(Factors()))
    with pytest.raises(FactorsDamaged):
        read_factors(b'{"x":' * 10_000)


def test_only_a_phone_or_a_passkey_makes_signing_in_ask(with_phone: Factors) -> None:
    _, codes_alone = new_codes(Factors())
    assert not codes_alone.asks
    assert with_phone.asks
    assert Factors(passkeys=(GREEN,)).asks
    assert not Factors(passkeys=(GREEN,)).asks_code
    assert new_codes(Factors(passkeys=(GREEN,)))[1].asks_code


def test_removing_the_last_factor_removes_the_recovery_codes(with_phone: Factors) -> None:
    _, factors = new_codes(msgspec.structs.replace(with_phone, passkeys=(GREEN, BLUE)))
    one_less = factors.without_passkey(GREEN.id)
    assert one_less.passkeys == (BLUE,)
    assert one_less.passkey(GREEN.id) is None
    phone_only = one_less.without_passkey(BLUE.id)
    assert phone_only.codes_left == 10
    assert phone_only.without_totp() == Factors()


def test_what_could_not_be_read_again_is_not_written() -> None:
    with pytest.raises(FactorsDamaged):
        write_factors(Factors(passkeys=(GREEN, GREEN)))
    with pytest.raises(FactorsDamaged):
        write_factors(Factors(totp=Totp(secret=b"short")))
