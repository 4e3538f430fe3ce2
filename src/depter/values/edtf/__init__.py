"""Dates as people know them: EDTF (ISO 8601-2:2019), written, suggested and spoken.

    parse_date("2018-04")                                  a month, not a guessed day
    suggest_date("весна 2018")                             "2018-21", for a person to accept
    describe(parse_date("../2018-12"), language="en")      "until December 2018"

The reader is our own: the ``edtf`` library on PyPI brings a parser generator that is slow to
import, covers much that testimony never says, and dates a winter to one end of its year.
Everything here is a function of its arguments; "last year" is not understood, as there is no
clock. ``earliest``, ``latest`` and ``overlaps`` read seasons as ``calendar`` explains.
"""

from __future__ import annotations

from depter.values.edtf.dates import UNKNOWN, EdtfDate, Precision
from depter.values.edtf.mistakes import (
    DateHasHiddenMarks,
    DateNotUnderstood,
    DateTooLong,
    DayDoesNotExist,
    EndBeforeStart,
    PeriodWithoutEnds,
)
from depter.values.edtf.notation import read
from depter.values.edtf.suggestion import suggest_date
from depter.values.edtf.wording import LANGUAGES, describe

__all__ = [
    "LANGUAGES",
    "UNKNOWN",
    "DateHasHiddenMarks",
    "DateNotUnderstood",
    "DateTooLong",
    "DayDoesNotExist",
    "EdtfDate",
    "EndBeforeStart",
    "PeriodWithoutEnds",
    "Precision",
    "describe",
    "parse_date",
    "suggest_date",
]


def parse_date(text: str) -> EdtfDate:
    """The date that was written, in EDTF.

    White space around it, digits of other scripts and typographic dashes are accepted. Raises a
    DateNotUnderstood whose ``suggestion`` is the EDTF that was probably meant, if any; nothing is
    accepted on the person's behalf.
    """
    try:
        return read(text)
    except DateNotUnderstood as mistake:
        mistake.suggestion = suggest_date(text)
        raise
