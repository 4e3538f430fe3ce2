"""How long something took, said no more exactly than the dates allow."""

from __future__ import annotations

from django.utils.translation import ngettext

from depter.register.facts.advocacy import AppealAnswered, AppealMade
from depter.register.folds.advocacy import AppealFile, days_between


def time_to_answer(appeal: AppealFile) -> str:
    """Until the first answer; empty when nobody said."""
    hours = appeal.hours_to_answer
    if hours is not None:
        return in_words(hours)
    return next((answer.elapsed for answer in appeal.answers if answer.elapsed), "")


def time_until(made: AppealMade, answer: AppealAnswered) -> str:
    """Between asking and one answer: as the source put it, else between exact days."""
    if answer.elapsed:
        return answer.elapsed
    if answer.elapsed_hours is not None:
        return in_words(answer.elapsed_hours)
    return time_between(made.on, answer.on)


def time_between(earlier: str, later: str) -> str:
    """Whole days between two exact EDTF days; empty when either is not one."""
    days = days_between(earlier, later)
    return "" if days is None else in_words(days * 24)


def in_words(hours: int) -> str:
    """``after 5 hours``, ``after 58 days``, ``on the same day``."""
    if 0 < hours < 48 and hours % 24:
        return ngettext("after {count} hour", "after {count} hours", hours).format(count=hours)
    days = hours // 24
    if not days:
        return ngettext("within {count} day", "within {count} days", 1).format(count=1)
    return ngettext("after {count} day", "after {count} days", days).format(count=days)
