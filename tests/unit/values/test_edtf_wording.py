"""Dates are said in each of the five languages by its own grammar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.errors import DepterError
from depter.values.edtf import LANGUAGES, EdtfDate, describe, parse_date, suggest_date

MARKS = ("", "?", "~", "%")
YEARS = ("2018", "0987", "201X", "20XX")
CODES = [f"2018-{code:02}" for code in (*range(1, 13), *range(21, 42))]
POINTS = [*YEARS, *CODES, "2018-XX", "2018-XX-XX", "2018-04-XX", "2019-01-21"]
YEARLESS = ["XXXX", *(f"XXXX{code[4:]}" for code in CODES), "XXXX-12-25", "XXXX-12-XX"]
ENDS = st.builds(str.__add__, st.sampled_from(POINTS), st.sampled_from(MARKS))
DATES = st.one_of(
    st.builds(str.__add__, st.sampled_from(POINTS + YEARLESS), st.sampled_from(MARKS)),
    st.builds("{}{}".format, ENDS, st.sampled_from(["/..", "/", "/9999-12"])),
    st.builds("{}{}".format, st.sampled_from(["../", "/", "0001-24/"]), ENDS),
).map(parse_date)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("2018-21", "en", "spring 2018"),
        ("2017~", "en", "about 2017"),
        ("2017-10/2018-12", "en", "between October 2017 and December 2018"),
        ("../2018-12", "en", "until December 2018"),
        ("2018-04/..", "en", "since April 2018"),
        ("2018-04", "en", "April 2018"),
        ("2019-01-21", "en", "21 January 2019"),
        ("2018-21?", "en", "spring 2018 (uncertain)"),
        ("2017%", "en", "about 2017 (uncertain)"),
        ("201X", "en", "the 2010s"),
        ("20XX", "en", "between 2000 and 2099"),
        ("2018-37", "en", "between January 2018 and April 2018"),
        ("2018-04-XX", "en", "April 2018 (day unknown)"),
        ("/2018", "en", "until 2018 (beginning unknown)"),
        ("2017~/2018?", "en", "between 2017 (approximate) and 2018 (uncertain)"),
        ("XXXX", "en", "date unknown"),
        ("XXXX-12-25", "en", "25 December (year unknown)"),
        ("2018-04", "kk", "2018 жылғы сәуір"),
        ("2018-21", "kk", "2018 жылдың көктемі"),
        ("2019-01-21", "kk", "2019 жылғы 21 қаңтар"),
        ("2017~", "kk", "шамамен 2017 жыл"),
        ("../2018-12", "kk", "2018 жылғы желтоқсанға дейін"),
        ("2018-22/..", "kk", "2018 жылдың жазынан бастап"),
        ("2017-10/2018-12", "kk", "2017 жылғы қазан – 2018 жылғы желтоқсан аралығында"),
        ("2019-01-21", "ru", "21 января 2019 г."),
        ("2018-04", "ru", "апрель 2018 г."),
        ("2018-04~", "ru", "около апреля 2018 г."),
        ("../2018-24", "ru", "не позднее зимы 2018 г."),
        ("2017-10/2018-12", "ru", "между октябрём 2017 г. и декабрём 2018 г."),
        ("2018-04", "ug", "2018-يىلى ئاپرېل"),
        ("2018-21", "ug", "2018-يىلى باھار"),
        ("../2018-12", "ug", "2018-يىلى دېكابىرغىچە"),
        ("2018-04/..", "ug", "2018-يىلى ئاپرېلدىن باشلاپ"),
        ("2018-04", "zh", "2018年4月"),
        ("2019-01-21", "zh", "2019年1月21日"),
        ("2018-21?", "zh", "2018年春（存疑）"),
        ("2018-04", "zh-hans", "2018年4月"),
    ],
)
def test_a_date_is_said_as_people_say_it(text: str, language: str, words: str) -> None:
    assert describe(parse_date(text), language=language) == words


@given(DATES, st.sampled_from(LANGUAGES))
def test_every_date_can_be_said_in_every_language(date: EdtfDate, language: str) -> None:
    words = describe(date, language=language)
    assert words.strip()
    assert "{" not in words
    assert all(each.isascii() for each in words if each.isdecimal())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["2018-04", "2018-21", "2019-01-21", "2017~", "2018", "2018-12/..", "../2018-12"]
)
def test_what_we_say_is_understood_when_it_is_typed_back(text: str, language: str) -> None:
    assert suggest_date(describe(parse_date(text), language=language)) == text


def test_a_language_without_a_table_is_refused() -> None:
    with pytest.raises(DepterError):
        describe(parse_date("2018"), language="fr")
