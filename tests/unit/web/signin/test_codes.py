"""Recovery codes: ten, each once, however they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.web.signin.codes import new_codes, plain_code, use_code
from depter.web.signin.factors import Factors, write_factors


def test_there_are_ten_and_no_two_alike() -> None:
    codes, factors = new_codes(Factors())
    assert len(set(codes)) == 10
    assert factors.codes_left == 10
    assert all(len(code) == 14 for code in codes)


def test_each_lets_in_once(with_phone: Factors) -> None:
    codes, factors = new_codes(with_phone)
    for used, code in enumerate(codes, start=1):
        after = use_code(factors, code)
        assert after is not None
        assert after.codes_left == 10 - used
        assert use_code(after, code) is None
        factors = after
    assert factors.totp == with_phone.totp


def test_new_ones_replace_the_old() -> None:
    old, factors = new_codes(Factors())
    new, after = new_codes(factors)
    assert not any(use_code(after, code) for code in old)
    assert all(use_code(after, code) for code in new)


def test_codes_of_another_member_do_not_count() -> None:
    codes, _ = new_codes(Factors())
    _, other = new_codes(Factors())
    assert use_code(other, codes[0]) is None


def typings(code: str) -> list[str]:
    bare = code.replace("-", "")
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in bare)
    swapped = bare.replace("0", "O").replace("1", "l")
    return [
        code.upper(),
        bare,
        " ".join(bare),
        code.replace("-", " – "),
        f"  {code}\n",
        wide,
        swapped,
    ]


def test_case_spaces_dashes_and_look_alikes_do_not_matter() -> None:
    codes, factors = new_codes(Factors())
    for code in codes:
        for typed in typings(code):
            assert use_code(factors, typed) is not None, typed


@pytest.mark.parametrize("wrong", ["", "-", "aaaa-bbbb-cccc", "0" * 12])
def test_others_are_refused(wrong: str) -> None:
    _, factors = new_codes(Factors())
    assert use_code(factors, wrong) is None
    assert use_code(Factors(), wrong) is None


@given(st.text(max_size=300))
def test_any_text_is_looked_at_and_refused(text: str) -> None:
    _, factors = new_codes(Factors())
    assert use_code(factors, text) is None


def test_the_codes_are_kept_nowhere() -> None:
    codes, factors = new_codes(Factors())
    stored = write_factors(factors)
    for code in codes:
        assert plain_code(code).encode() not in stored
        assert code.encode() not in stored
    assert b"digests" in stored
