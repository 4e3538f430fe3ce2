"""The script of a name is read off its letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.names.script import direction_of, language_tag, script_of


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Nursaya Erkınqyzy", "Latn"),
        ("Нұрсая Еркінқызы", "Cyrl"),
        ("نۇرسايا ئەركىن", "Arab"),
        ("努尔萨亚·叶尔肯", "Hani"),
        ("努尔萨亚 (Nur)", "Hani"),
        ("Nǔ’ěrsàyà", "Latn"),
    ],
)
def test_the_letters_tell_the_script(name: str, script: str) -> None:
    assert script_of(name) == script


@given(st.text(max_size=40))
def test_any_text_has_one_of_the_four_scripts(text: str) -> None:
    assert script_of(text) in {"Latn", "Cyrl", "Arab", "Hani"}


def test_digits_and_signs_alone_count_as_latin() -> None:
    assert script_of("12 · ?") == "Latn"


def test_only_arabic_script_runs_from_the_right() -> None:
    assert [direction_of(one) for one in ("Arab", "Latn", "Hani")] == ["rtl", "ltr", "ltr"]


@pytest.mark.parametrize(
    ("language", "script", "tag"),
    [
        ("kk", "Cyrl", "kk"),
        ("kk", "Latn", "kk-Latn"),
        ("kk-Arab", "Arab", "kk-Arab"),
        ("ug", "Arab", "ug"),
        ("zh", "Latn", "zh-Latn"),
        ("zh", "Hani", "zh"),
        ("", "Arab", "und-Arab"),
        ("", "", "und"),
    ],
)
def test_a_name_is_marked_with_its_language_and_script(
    language: str, script: str, tag: str
) -> None:
    assert language_tag(language, script) == tag
