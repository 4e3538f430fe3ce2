"""First and last day that a written year, month, season or day can mean.

Seasons and other parts of a year have the codes of ISO 8601-2:2019, 4.8. They are read as whole
months, for the northern hemisphere unless the code says southern. "Winter 2018" is said of
January 2018 as well as of December 2018, so a winter that crosses the new year keeps both: it
reaches from 1 January of its year to the end of the next February. A bound that is too wide
finds too much; one that is too narrow would set two agreeing witnesses against each other.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date

# code: (first month, last month); 14 is the February of the next year.
# fmt: off
PARTS_OF_A_YEAR = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 14),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (1, 14),
    29: (9, 11), 30: (1, 14), 31: (3, 5), 32: (6, 8),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12),
    40: (1, 6), 41: (7, 12),
}
# fmt: on
A_LEAP_YEAR = 2000


def first_and_last_day(year: str, *, month: str = "", day: str = "") -> tuple[date, date]:
    """Both ends of what was written. ``X`` stands for digits that are not known.

    Raises ValueError where the calendar has no such day.
    """
    earliest = max(int(year.replace("X", "0")), 1)
    latest = int(year.replace("X", "9"))
    if latest < 1:
        raise ValueError
    if month in ("", "XX"):
        return date(earliest, 1, 1), date(latest, 12, 31)
    if day not in ("", "XX"):
        only = date(earliest, int(month), int(day))
        return only, only
    first, last = _months(int(month))
    return date(earliest, first, 1), _end_of_month(latest, last)


def exists_in_some_year(*, month: str, day: str) -> bool:
    """Whether a month, season or day can be, when nobody knows the year."""
    try:
        first_and_last_day(str(A_LEAP_YEAR), month=month, day=day)
    except ValueError:
        return False
    return True


def _months(code: int) -> tuple[int, int]:
    if 1 <= code <= 12:
        return code, code
    if code not in PARTS_OF_A_YEAR:
        raise ValueError
    return PARTS_OF_A_YEAR[code]


def _end_of_month(year: int, month: int) -> date:
    if month > 12:
        year, month = year + 1, month - 12
    if year > MAXYEAR:
        return date.max
    return date(year, month, monthrange(year, month)[1])
