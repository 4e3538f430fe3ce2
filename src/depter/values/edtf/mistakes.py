"""What can be wrong with a date that somebody wrote. No message repeats the text itself."""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, BadInput


class DateNotUnderstood(BadInput):
    """The text is no EDTF date; ``suggestion`` may hold one that the person can accept."""

    what: ClassVar[str] = N_("This date could not be read.")
    do: ClassVar[str] = N_(
        "Write for example 2018-04-21 (a day), 2018-04 (a month), 2018 (a year), 2018-21 (spring; "
        "22, 23 and 24 are summer, autumn and winter), 2018-04? (uncertain), 2017~ (about), "
        "2017-10/2018-12 (between), ../2018-12 (until), 2018-04/.. (since) or XXXX (unknown)."
    )

    def __init__(self, *, suggestion: str | None = None) -> None:
        self.suggestion = suggestion
        super().__init__()


class DateTooLong(DateNotUnderstood):
    """More characters than any date needs."""

    what: ClassVar[str] = N_("This is too long to be a date.")


class DateHasHiddenMarks(DateNotUnderstood):
    """Bidirectional controls: what is seen on the screen may not be what is stored."""

    what: ClassVar[str] = N_("This date holds hidden characters that change the order of signs.")


class DayDoesNotExist(DateNotUnderstood):
    """A month or a day that no calendar has, such as 30 February."""

    what: ClassVar[str] = N_("The calendar has no such day or month.")


class EndBeforeStart(DateNotUnderstood):
    """The interval ends before it begins."""

    what: ClassVar[str] = N_("This period ends before it begins.")


class PeriodWithoutEnds(DateNotUnderstood):
    """Neither end of the interval is known."""

    what: ClassVar[str] = N_("This period has neither a beginning nor an end.")


class DatesNotSpoken(BadInput):
    """``describe`` was asked for a language that has no table in ``resources/dates``."""

    what: ClassVar[str] = N_("Dates cannot be written out in this language.")
    do: ClassVar[str] = N_("Choose English, Kazakh, Russian, Uyghur or Chinese.")
