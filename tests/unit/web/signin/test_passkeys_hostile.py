"""Answers of a passkey that were never made by one: each ends in one sentence, never in a trace."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.web.signin.factors import Factors, Passkey
from depter.web.signin.party import PasskeyRefused
from tests.unit.web.signin.authenticator import Authenticator
from tests.unit.web.signin.test_passkeys import add, asked_known, asked_new, check, enrolled

KEY = Authenticator(count=1)
FACTORS = enrolled(KEY)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def refused(answer: str) -> None:
    known, _ = asked_known(FACTORS)
    with pytest.raises(PasskeyRefused):
        check(FACTORS, answer, known)
    new, _ = asked_new(FACTORS)
    with pytest.raises(PasskeyRefused):
        add(FACTORS, answer, new)


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "null", "5", '"text"', "{}", "[" * 16_000, " " * 70_000, "\ud800"]
)
def test_what_is_no_answer_is_refused(answer: str) -> None:
    refused(answer)


@given(anything)
def test_any_json_is_refused(value: Any) -> None:
    refused(json.dumps(value))


def test_a_number_where_bytes_belong_takes_no_memory() -> None:
    """The library alone would make as many bytes as the number says."""
    for is_new in (True, False):
        asked, answer = whole(is_new=is_new)
        for place in sorted(answer["response"]):
            changed = {**answer, "response": {**answer["response"], place: 10**18}}
            with pytest.raises(PasskeyRefused):
                judge(changed, asked, is_new=is_new)


def test_a_key_too_large_for_the_box_is_refused() -> None:
    padded, long_named = Authenticator(), Authenticator()
    padded.cose[-4] = bytes(5000)
    long_named.id = bytes(1024)
    for key in (padded, long_named):
        asked, options = asked_new(Factors())
        with pytest.raises(PasskeyRefused):
            add(Factors(), key.create(options), asked)


def whole(*, is_new: bool) -> tuple[Any, dict[str, Any]]:
    if is_new:
        asked, options = asked_new(FACTORS)
        return asked, json.loads(Authenticator().create(options))
    asked, options = asked_known(FACTORS)
    return asked, json.loads(KEY.get(options))


def judge(answer: dict[str, Any], asked: Any, *, is_new: bool) -> None:
    if is_new:
        add(FACTORS, json.dumps(answer), asked)
    else:
        check(FACTORS, json.dumps(answer), asked)


@given(st.booleans(), st.data(), anything)
def test_any_part_replaced_by_something_else_is_refused(
    is_new: bool,  # noqa: FBT001
    draw: st.DataObject,
    value: Any,
) -> None:
    asked, answer = whole(is_new=is_new)
    place = draw.draw(st.sampled_from(sorted(answer["response"])))
    answer["response"][place] = value
    with pytest.raises(PasskeyRefused):
        judge(answer, asked, is_new=is_new)


@given(st.booleans(), st.data(), st.binary(max_size=300))
def test_any_bytes_in_any_part_are_refused(
    is_new: bool,  # noqa: FBT001
    draw: st.DataObject,
    raw: bytes,
) -> None:
    asked, answer = whole(is_new=is_new)
    place = draw.draw(st.sampled_from(sorted(answer["response"])))
    answer["response"][place] = b64(raw)
    with pytest.raises(PasskeyRefused):
        judge(answer, asked, is_new=is_new)


@given(st.data())
def test_any_changed_bit_of_what_was_signed_is_refused(draw: st.DataObject) -> None:
    asked, answer = whole(is_new=False)
    part = draw.draw(st.sampled_from(["authenticatorData", "signature"]))
    raw = bytearray(base64.urlsafe_b64decode(answer["response"][part] + "=="))
    place = draw.draw(st.integers(0, 200)) % len(raw)  # a signature has 70 to 72 bytes
    raw[place] ^= 1 << draw.draw(st.integers(0, 7))
    answer["response"][part] = b64(bytes(raw))
    with pytest.raises(PasskeyRefused):
        judge(answer, asked, is_new=False)


def test_the_same_answers_unchanged_are_accepted() -> None:
    """The control: what the tests above damage would have been taken."""
    for is_new in (True, False):
        asked, answer = whole(is_new=is_new)
        judge(answer, asked, is_new=is_new)


def test_an_attestation_nested_deeply_is_refused() -> None:
    asked, answer = whole(is_new=True)
    answer["response"]["attestationObject"] = b64(b"\x81" * 10_000)
    with pytest.raises(PasskeyRefused):
        judge(answer, asked, is_new=True)


@pytest.mark.parametrize("stored", [b"\x05", b"\xa0", b"\xa1\x03\x26", b"\x81" * 4000, b"\xff"])
def test_a_stored_key_that_is_none_lets_nobody_in(stored: bytes) -> None:
    bad = Passkey(id=KEY.id, public_key=stored, label="", added="2026-11-24")
    factors = Factors(passkeys=(bad,))
    asked, options = asked_known(factors)
    with pytest.raises(PasskeyRefused):
        check(factors, KEY.get(options), asked)
