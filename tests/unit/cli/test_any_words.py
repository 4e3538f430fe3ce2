"""Whatever is typed, the answer is an answer or one of our failures, and never repeats it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.cli.conftest import Answer, Depter

WORDS = st.text(st.characters(exclude_characters="\x00"), max_size=60)
CASE = "0" * 16
FORMS = [
    ("search", "{}"),
    ("case", "show", "{}"),
    ("case", "list", "--not-heard-since", "{}"),
    ("case", "list", "--year", "{}"),
    ("case", "list", "--after", "{}"),
    ("case", "list", "--limit", "{}"),
    ("case", "open", "--label", "{}"),
    ("place", "list", "--kind", "{}"),
    ("place", "list", "--after", "{}"),
    ("strike", CASE, "{}"),
    ("statement", "record", "--case", CASE, "--source", CASE, "--claim", "{}"),
    ("statement", "record", "--case", CASE, "--source", CASE, "--claim", "property={}"),
    ("statement", "record", "--case", CASE, "--source-kind", "relative", "--words", "{}"),
    ("statement", "record", "--case", CASE, "--source", CASE, "--file", "{}"),
    ("source", "introduce", "--kind", "{}"),
    ("ledger", "heads", "--against", "{}"),
    ("{}",),
    ("case", "{}"),
]


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
def test_any_words_end_in_an_answer_or_in_our_failure(
    depter: Depter, notebook_folder: Path, form: tuple[str, ...]
) -> None:
    def answer(typed: str) -> Answer:
        words = [part.replace("{}", typed) for part in form]
        return depter("--notebook", notebook_folder, "--json", *words)

    anyway = answer("~~~~").out  # a word of the answer itself, such as “null”, is no echo

    @settings(max_examples=25)
    @given(typed=WORDS)
    @example(typed="null")
    @example(typed="'; DROP TABLE card; --")
    @example(typed="\udcff\udc80")
    @example(typed="~")
    @example(typed="-")
    @example(typed="😀 \u202e\x1b[31m")
    @example(typed="99999999999999999999")
    @example(typed="2018-13")
    @example(typed="{kind}")
    def run(typed: str) -> None:
        told = answer(typed)
        assert told.code in (0, 2), told
        assert "Unforeseen" not in told.out
        if told.code and len(typed.strip()) > 3 and typed != "{kind}" and typed not in anyway:
            assert typed not in told.out + told.err

    run()
