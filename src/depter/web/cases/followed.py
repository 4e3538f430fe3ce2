"""An appeal as a case shows it: asked, answered, changed, and how long each took."""

from __future__ import annotations

from dataclasses import dataclass

from depter.register.facts.advocacy import AppealAnswered, AppealFollowed, AppealMade
from depter.register.folds.advocacy import AppealFile, days_between
from depter.values.ids import SubjectId

_HOURS_SHOWN = 48


@dataclass(frozen=True, slots=True)
class Followed:
    """One appeal and its three steps.

    ``hours`` to the first answer are given only while they are few; then ``days``. Days are
    between dates that name one day each; None where that is not known.
    """

    id: SubjectId
    made: AppealMade
    answers: tuple[AppealAnswered, ...]
    changes: tuple[tuple[AppealFollowed, int | None], ...]
    hours: int | None
    days: int | None


def followed(appeal: SubjectId, file: AppealFile) -> Followed:
    """Lay one appeal out."""
    hours = file.hours_to_answer
    is_soon = hours is not None and 0 < hours < _HOURS_SHOWN
    return Followed(
        id=appeal,
        made=file.made,
        answers=file.answers,
        changes=tuple((one, days_between(file.made.on, one.on)) for one in file.followed),
        hours=hours if is_soon else None,
        days=None if hours is None or is_soon else hours // 24,
    )
