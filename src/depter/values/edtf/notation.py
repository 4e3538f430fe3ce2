"""The one reader of EDTF.

EDTF is ISO 8601-2:2019. Levels 0 and 1 are read without times of day, years of more than four
digits and negative years; of level 2, the parts of a year (codes 21 to 41) and a month or day
whose year is not known (``XXXX-12``).
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date
from functools import lru_cache

from depter.values.edtf.calendar import exists_in_some_year, first_and_last_day
from depter.values.edtf.dates import UNKNOWN, UNKNOWN_TEXT, EdtfDate, Precision, not_after
from depter.values.edtf.mistakes import (
    DateHasHiddenMarks,
    DateNotUnderstood,
    DateTooLong,
    DayDoesNotExist,
    EndBeforeStart,
    PeriodWithoutEnds,
)
from depter.values.text import REORDERING

LONGEST = 40
_AS_TYPED = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict(zip("／？؟～％٪．", "/??~%%.", strict=True)),
        # The Cyrillic letter and the Latin one cannot be told apart on paper or on a screen.
        **dict.fromkeys("xХхＸｘ", "X"),
        # Messengers add these marks where Arabic script stands beside digits.
        **dict.fromkeys("\u061c\u200e\u200f\ufeff", ""),
    }
)
_POINT = re.compile(
    r"(\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]|\?~|~\?)?", re.ASCII
)


def read(text: str) -> EdtfDate:
    """The date that was written; raises a DateNotUnderstood, without a suggestion."""
    stripped = text.strip()
    if len(stripped) > LONGEST:
        raise DateTooLong
    return _read(stripped)


def in_plain_characters(text: str) -> str:
    """Digits, dashes and signs of any script as the ASCII ones."""
    if text.isascii():
        return text.translate(_AS_TYPED)
    digits = (str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
    return "".join(digits).translate(_AS_TYPED)


@lru_cache(maxsize=4096)
def _read(text: str) -> EdtfDate:
    if len(text) == 10 and text.isascii() and text[4] == text[7] == "-":
        with suppress(ValueError):
            return _day(date.fromisoformat(text), text)
    if REORDERING.search(text):
        raise DateHasHiddenMarks
    plain = in_plain_characters(text)
    start, slash, end = plain.partition("/")
    return _interval(start.strip(), end.strip()) if slash else _point(plain)


def _day(day: date, text: str) -> EdtfDate:
    """Most dates in a register by far, so they are made without a detour."""
    return EdtfDate(
        text=text,
        precision=Precision.DAY,
        earliest=day,
        latest=day,
        year=day.year,
        is_approximate=False,
        is_uncertain=False,
    )


def _point(text: str) -> EdtfDate:
    found = _POINT.fullmatch(text)
    if found is None:
        raise DateNotUnderstood
    year, month, day, mark = (part or "" for part in found.groups())
    _refuse_gaps(year, month, day)
    bounds = _bounds(year, month, day)
    precision = _precision(year, month, day)
    if bounds == (None, None) and month in ("", "XX"):
        return UNKNOWN
    mark = "%" if len(mark) == 2 else mark
    return EdtfDate(
        text="-".join(filter(None, (year, month, day))) + mark,
        precision=precision,
        earliest=bounds[0],
        latest=bounds[1],
        year=None if "X" in year else int(year),
        is_approximate=mark in ("~", "%"),
        is_uncertain=mark in ("?", "%"),
    )


def _refuse_gaps(year: str, month: str, day: str) -> None:
    """A known part below an unknown one is refused, save a month or day of an unknown year."""
    if ("X" in year and year != UNKNOWN_TEXT and month) or (month == "XX" and day.isdigit()):
        raise DateNotUnderstood
    if day and month.isdigit() and int(month) > 12:
        raise DayDoesNotExist


def _bounds(year: str, month: str, day: str) -> tuple[date | None, date | None]:
    try:
        if year != UNKNOWN_TEXT:
            return first_and_last_day(year, month=month, day=day)
    except ValueError:
        raise DayDoesNotExist from None
    if not exists_in_some_year(month=month, day=day):
        raise DayDoesNotExist
    return None, None


def _precision(year: str, month: str, day: str) -> Precision:
    if day.isdigit():
        return Precision.DAY
    if month.isdigit():
        return Precision.MONTH if int(month) <= 12 else Precision.SEASON
    unknown_digits = year.count("X")
    return (Precision.YEAR, Precision.DECADE, Precision.CENTURY)[min(unknown_digits, 2)]


def _interval(start_text: str, end_text: str) -> EdtfDate:
    start, end = _end(start_text), _end(end_text)
    if start is None and end is None:
        raise PeriodWithoutEnds
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if not not_after(earliest, latest):
        raise EndBeforeStart
    ends = [each for each in (start, end) if each]
    years = {each.year for each in ends}
    return EdtfDate(
        text=f"{start or _open(start_text)}/{end or _open(end_text)}",
        precision=Precision.INTERVAL,
        earliest=earliest,
        latest=latest,
        year=years.pop() if len(ends) == 2 and len(years) == 1 else None,
        is_approximate=any(each.is_approximate for each in ends),
        is_uncertain=any(each.is_uncertain for each in ends),
    )


def _end(text: str) -> EdtfDate | None:
    """One end of an interval; None where it is open (``..``) or not known (nothing)."""
    if text in ("", ".."):
        return None
    end = _point(text)
    if end.earliest is None and not end.is_unknown:
        raise DateNotUnderstood  # a month without a year bounds nothing
    return None if end.is_unknown else end


def _open(text: str) -> str:
    return ".." if text == ".." else ""
