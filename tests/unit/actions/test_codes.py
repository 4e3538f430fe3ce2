"""Codes of invitations say which group was mistyped."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.actions.codes import (
    GROUPS,
    CodeIncomplete,
    CodeMistyped,
    is_code,
    last_day_of,
    new_code,
    read_code,
)

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DAY = date(2026, 12, 8)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code(last_day=DAY)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_code(typed) == code
    assert last_day_of(code) == DAY


def test_two_codes_are_never_alike() -> None:
    assert len({new_code(last_day=DAY) for _ in range(500)}) == 500


@given(place=st.integers(0, GROUPS * 5 - 1), letter=st.sampled_from(LETTERS))
def test_one_wrong_letter_is_always_seen_and_its_group_named(place: int, letter: str) -> None:
    code = new_code(last_day=DAY)
    at = place + place // 5
    wrong = code[:at] + letter + code[at + 1 :]
    if wrong == code:
        return
    with pytest.raises(CodeMistyped) as told:
        read_code(wrong)
    assert told.value.about == {"group": place // 5 + 1}


@given(place=st.integers(0, GROUPS * 5 - 2))
def test_two_letters_that_changed_places_are_seen(place: int) -> None:
    code = new_code(last_day=DAY).replace("-", "")
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong == code or place % 5 == 4:  # over the end of a group, both groups would be wrong
        return
    with pytest.raises(CodeMistyped) as told:
        read_code(wrong)
    assert told.value.about == {"group": place // 5 + 1}


def test_two_groups_that_changed_places_are_seen() -> None:
    groups = new_code(last_day=DAY).split("-")
    groups[1], groups[2] = groups[2], groups[1]
    with pytest.raises(CodeMistyped) as told:
        read_code("-".join(groups))
    assert told.value.about == {"group": 2}


@pytest.mark.parametrize("typed", ["", "K7M2P", "-", "ü" * 35 + "x"])
def test_a_part_of_a_code_is_no_code(typed: str) -> None:
    with pytest.raises(CodeIncomplete):
        read_code(typed)


@given(st.text(max_size=60))
def test_no_passphrase_is_taken_for_a_code(typed: str) -> None:
    assert not is_code(typed)
