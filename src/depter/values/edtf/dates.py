"""A date as exact as it is known: the value itself, its bounds, its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

UNKNOWN_TEXT: Final = "XXXX"


class Precision(Enum):
    """How exactly a date is known. ``INTERVAL`` is anything with two ends."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as exact as it is known, and no more exact. Made only by ``parse_date``.

    ``earliest`` and ``latest`` are the outermost days it can mean; None where that side is open or
    not known. "About" and "uncertain" do not move them: nobody has said by how much.
    ``year`` is the one calendar year in which the whole date is written, or None.
    """

    text: str
    precision: Precision
    earliest: date | None
    latest: date | None
    year: int | None
    is_approximate: bool
    is_uncertain: bool

    def __str__(self) -> str:
        return self.text

    @property
    def is_unknown(self) -> bool:
        return self.text == UNKNOWN_TEXT

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """By the earliest day, then the latest; an open beginning first, no bound at all last."""
        return (
            int(self.earliest is None and self.latest is None),
            self.earliest.toordinal() if self.earliest else 0,
            self.latest.toordinal() if self.latest else date.max.toordinal() + 1,
        )

    @property
    def only_day(self) -> date | None:
        """The day, where the date can mean no other; None otherwise."""
        return self.earliest if self.earliest == self.latest else None

    def overlaps(self, other: EdtfDate) -> bool:
        """Whether both can speak of the same day. What has no bounds rules nothing out."""
        return not_after(self.earliest, other.latest) and not_after(other.earliest, self.latest)


UNKNOWN: Final = EdtfDate(
    text=UNKNOWN_TEXT,
    precision=Precision.UNKNOWN,
    earliest=None,
    latest=None,
    year=None,
    is_approximate=False,
    is_uncertain=False,
)


def not_after(first: date | None, second: date | None) -> bool:
    """Whether the order holds; what is not known contradicts nothing."""
    return first is None or second is None or first <= second
