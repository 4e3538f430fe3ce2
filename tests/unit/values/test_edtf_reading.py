"""Dates are kept as exactly as they were known, and no more exactly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.errors import DepterError
from depter.values.edtf import (
    UNKNOWN,
    DateHasHiddenMarks,
    DateNotUnderstood,
    DateTooLong,
    DayDoesNotExist,
    EdtfDate,
    EndBeforeStart,
    PeriodWithoutEnds,
    Precision,
    parse_date,
)

MARKS = st.sampled_from(["", "?", "~", "%"])
YEARS = st.integers(1, 9999).map(lambda year: f"{year:04}")
PARTS = st.integers(1, 41).filter(lambda code: not 12 < code < 21).map(lambda code: f"-{code:02}")
POINTS = st.one_of(
    st.dates().map(date.isoformat),
    YEARS,
    st.builds(str.__add__, YEARS, PARTS),
    st.builds(lambda day: f"{day:%Y-%m}-XX".rjust(10, "0"), st.dates()),
    st.builds(lambda year: f"{year}-XX", YEARS),
    st.builds(lambda year: f"{year}-XX-XX", YEARS),
    st.integers(1, 999).map(lambda decade: f"{decade:03}X"),
    st.integers(0, 99).map(lambda century: f"{century:02}XX"),
)
QUALIFIED = st.builds(str.__add__, POINTS, MARKS)
YEARLESS = st.builds(lambda day, mark: f"XXXX{day.isoformat()[4:]}{mark}", st.dates(), MARKS)


@st.composite
def _intervals(draw: st.DrawFn) -> str:
    ends = [draw(QUALIFIED), draw(QUALIFIED)]
    ends.sort(key=lambda text: parse_date(text).sort_key)
    open_side = draw(st.sampled_from([None, 0, 1]))
    if open_side is not None:
        ends[open_side] = draw(st.sampled_from(["", ".."]))
    return "/".join(ends)


TEXTS = st.one_of(QUALIFIED, YEARLESS, _intervals(), st.just("XXXX"))
DATES = TEXTS.map(parse_date)


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2018-04-21", Precision.DAY, date(2018, 4, 21), date(2018, 4, 21)),
        ("2016-02-29", Precision.DAY, date(2016, 2, 29), date(2016, 2, 29)),
        ("2018-04", Precision.MONTH, date(2018, 4, 1), date(2018, 4, 30)),
        ("2018-04-XX", Precision.MONTH, date(2018, 4, 1), date(2018, 4, 30)),
        ("2018-21", Precision.SEASON, date(2018, 3, 1), date(2018, 5, 31)),
        ("2018-24", Precision.SEASON, date(2018, 1, 1), date(2019, 2, 28)),
        ("2018-29", Precision.SEASON, date(2018, 9, 1), date(2018, 11, 30)),
        ("2018-33", Precision.SEASON, date(2018, 1, 1), date(2018, 3, 31)),
        ("2018-39", Precision.SEASON, date(2018, 9, 1), date(2018, 12, 31)),
        ("2018-41", Precision.SEASON, date(2018, 7, 1), date(2018, 12, 31)),
        ("2018", Precision.YEAR, date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-XX", Precision.YEAR, date(2018, 1, 1), date(2018, 12, 31)),
        ("201X", Precision.DECADE, date(2010, 1, 1), date(2019, 12, 31)),
        ("20XX", Precision.CENTURY, date(2000, 1, 1), date(2099, 12, 31)),
        ("2017-10/2018-12", Precision.INTERVAL, date(2017, 10, 1), date(2018, 12, 31)),
        ("../2018-12", Precision.INTERVAL, None, date(2018, 12, 31)),
        ("2018-04/..", Precision.INTERVAL, date(2018, 4, 1), None),
        ("/2018", Precision.INTERVAL, None, date(2018, 12, 31)),
        ("2018/", Precision.INTERVAL, date(2018, 1, 1), None),
        ("XXXX", Precision.UNKNOWN, None, None),
        ("XXXX-12-25", Precision.DAY, None, None),
    ],
)
def test_each_form_has_its_precision_and_its_bounds(
    text: str, precision: Precision, earliest: date | None, latest: date | None
) -> None:
    read = parse_date(text)
    assert (read.text, read.precision, read.earliest, read.latest) == (
        text,
        precision,
        earliest,
        latest,
    )


@pytest.mark.parametrize(
    ("text", "is_approximate", "is_uncertain"),
    [("2017", False, False), ("2017~", True, False), ("2017?", False, True), ("2017%", True, True)],
)
def test_doubt_is_seen_but_moves_no_bound(
    *, text: str, is_approximate: bool, is_uncertain: bool
) -> None:
    read = parse_date(text)
    assert (read.is_approximate, read.is_uncertain) == (is_approximate, is_uncertain)
    assert (read.earliest, read.latest) == (date(2017, 1, 1), date(2017, 12, 31))


def test_an_interval_is_as_doubtful_as_its_ends() -> None:
    read = parse_date("2017~/2018?")
    assert read.is_approximate
    assert read.is_uncertain


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  2018-04-21\n", "2018-04-21"),
        ("٢٠١٨-٠٤", "2018-04"),
        ("۲۰۱۸", "2018"),
        ("２０１８－０４", "2018-04"),
        ("2018–04—21", "2018-04-21"),
        ("2017-10 / 2018-12", "2017-10/2018-12"),
        ("201x", "201X"),
        ("201Х", "201X"),  # Cyrillic letter
        ("2018؟", "2018?"),
        ("2018?~", "2018%"),
        ("\u200f2018-04\u200f", "2018-04"),
        ("XXXX-XX-XX", "XXXX"),
        ("XXXX?", "XXXX"),
        ("XXXX/2018", "/2018"),
    ],
)
def test_other_keyboards_are_read_as_the_same_date(typed: str, text: str) -> None:
    assert parse_date(typed).text == text


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("2018-02-30", DayDoesNotExist),
        ("2017-02-29", DayDoesNotExist),
        ("XXXX-02-30", DayDoesNotExist),
        ("2018-13", DayDoesNotExist),
        ("2018-00", DayDoesNotExist),
        ("2018-42", DayDoesNotExist),
        ("2018-21-03", DayDoesNotExist),
        ("0000", DayDoesNotExist),
        ("2018-12/2017-10", EndBeforeStart),
        ("2018-04-02/2018-04-01", EndBeforeStart),
        ("../..", PeriodWithoutEnds),
        ("/", PeriodWithoutEnds),
        ("XXXX/..", PeriodWithoutEnds),
        ("1" * 41, DateTooLong),
        ("2018\u202e-04", DateHasHiddenMarks),
        ("2018-XX-21", DateNotUnderstood),
        ("201X-04", DateNotUnderstood),
        ("XXXX-12/2018", DateNotUnderstood),
        ("2018/2019/2020", DateNotUnderstood),
        ("2018-4", DateNotUnderstood),
        ("2018-W01-1", DateNotUnderstood),
        ("2018-04-21T10:00", DateNotUnderstood),
        ("", DateNotUnderstood),
        ("spring", DateNotUnderstood),
    ],
)
def test_what_is_no_date_is_refused_by_its_reason(
    typed: str, mistake: type[DateNotUnderstood]
) -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        parse_date(typed)
    assert type(refused.value) is mistake


def test_the_error_gives_examples_and_a_suggestion_but_never_the_text() -> None:
    with pytest.raises(DepterError) as refused:
        parse_date("Spring 2016, perhaps")
    assert isinstance(refused.value, DateNotUnderstood)
    assert refused.value.suggestion == "2016-21?"
    assert "2018-04" in str(refused.value)
    assert "2016" not in str(refused.value)
    assert "pring 2016" not in repr(refused.value.__dict__)


def test_an_unknown_date_is_a_value() -> None:
    assert parse_date("XXXX") == UNKNOWN
    assert UNKNOWN.is_unknown
    assert not parse_date("XXXX-12").is_unknown


@pytest.mark.parametrize(
    ("text", "year"),
    [("2018-24", 2018), ("2018-04/2018-06", 2018), ("2017/2018", None), ("201X", None)],
)
def test_the_year_is_given_only_where_there_is_one(text: str, year: int | None) -> None:
    assert parse_date(text).year == year


@pytest.mark.parametrize(
    ("one", "other", "do_overlap"),
    [
        ("2018-04", "2018-21", True),
        ("2018-01", "2018-24", True),
        ("2018-12", "2018-24", True),
        ("2018-04", "2018-05", False),
        ("../2018-12", "2018-12-31", True),
        ("../2018-12", "2019", False),
        ("2018-04/..", "2030", True),
        ("XXXX", "2018", True),
    ],
)
def test_dates_overlap_if_both_can_mean_one_day(*, one: str, other: str, do_overlap: bool) -> None:
    assert parse_date(one).overlaps(parse_date(other)) is do_overlap


def test_order_is_by_beginning_then_end_with_the_unknown_last() -> None:
    in_order = ["../2018", "2017", "2018-01", "2018", "2018-04-21", "2018-04-21/..", "XXXX"]
    dates = [parse_date(text) for text in reversed(in_order)]
    assert [each.text for each in sorted(dates, key=lambda each: each.sort_key)] == in_order


@given(TEXTS)
def test_every_written_form_survives_reading_and_writing(text: str) -> None:
    read = parse_date(text)
    assert parse_date(read.text) == read
    assert parse_date(read.text).text == read.text
    if not read.is_unknown:
        assert read.text == text


@given(DATES)
def test_the_earliest_day_never_follows_the_latest(read: EdtfDate) -> None:
    assert read.earliest is None or read.latest is None or read.earliest <= read.latest
    assert read.overlaps(read)


@given(DATES, DATES)
def test_overlap_is_mutual(one: EdtfDate, other: EdtfDate) -> None:
    assert one.overlaps(other) is other.overlaps(one)


@given(st.dates(), st.dates())
def test_days_sort_as_the_calendar_does(one: date, other: date) -> None:
    keys = [parse_date(day.isoformat()).sort_key for day in (one, other)]
    assert (keys[0] < keys[1]) is (one < other)


@given(st.one_of(st.text(), st.text("0123456789X-/.?~% ,apri年月春жыл\u202e٢", max_size=45)))
def test_hostile_text_ends_in_our_error_or_in_a_date(text: str) -> None:
    try:
        read = parse_date(text)
    except DateNotUnderstood as mistake:
        if mistake.suggestion is not None:
            assert parse_date(mistake.suggestion).text == mistake.suggestion
    else:
        assert read.text.isascii()
        assert parse_date(read.text) == read
