"""What happened to an invented person, and how the dates of it are remembered (EDTF)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from depter.values.ids import SubjectId

_EARLIEST: Final = date(2016, 9, 1)
LATEST: Final = date(2019, 12, 31)
_LATER: Final = {
    "at_liberty": ("travel_blocked", "detained", "no_contact"),
    "travel_blocked": ("threatened_with_camp", "detained", "no_contact"),
    "threatened_with_camp": ("detained", "camp"),
    "no_contact": ("camp", "detained", "prison"),
    "detained": ("camp", "camp", "prison", "released"),
    "camp": ("forced_work", "house_arrest", "released", "prison", "camp"),
    "prison": ("released",),
    "forced_work": ("house_arrest", "released"),
    "house_arrest": ("released", "forced_work"),
    "released": ("left_country", "travel_blocked"),
}
CONFUSED_WITH: Final = {
    "camp": "prison",
    "prison": "camp",
    "forced_work": "camp",
    "house_arrest": "released",
    "released": "house_arrest",
    "detained": "camp",
    "no_contact": "detained",
}


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of a life: a status, from when till when, and where."""

    status: str
    start: date
    end: date
    place: SubjectId | None


def invent_life(
    rng: Random, *, places: dict[str, tuple[SubjectId, ...]], home: SubjectId
) -> tuple[Phase, ...]:
    """Two to six phases in order. ``places`` are the places that hold people, by status."""
    status, start = (
        rng.choice(("at_liberty", "at_liberty", "travel_blocked", "no_contact")),
        (_EARLIEST + timedelta(days=rng.randrange(500))),
    )
    phases: list[Phase] = []
    for _ in range(rng.randint(2, 6)):
        end = start + timedelta(days=rng.randint(20, 400))
        place = rng.choice(places[status]) if status in places else home
        phases.append(Phase(status, start, min(end, LATEST), place))
        if end >= LATEST or status not in _LATER:
            break
        status, start = rng.choice(_LATER[status]), end
    return tuple(phases)


def remembered(rng: Random, *, start: date, end: date) -> str:
    """A date as somebody remembers it: a day, a month, a season, about a year, an interval."""
    match rng.randrange(10):
        case 0 | 1:
            return start.isoformat()
        case 2 | 3 | 4:
            return _month(start)
        case 5:
            return f"{start.year}-{21 + (start.month % 12) // 3}"
        case 6:
            return f"{start.year}~"
        case 7 | 8 if _month(start) < _month(end):
            return f"{_month(start)}/{_month(end)}"
        case 9:
            return f"../{_month(end)}"
        case _:
            return f"{_month(start)}~"


def day_after(rng: Random, day: date) -> str:
    """A day on which somebody may have spoken about what was so on ``day``."""
    return min(day + timedelta(days=rng.randint(5, 300)), LATEST).isoformat()


def _month(day: date) -> str:
    return f"{day.year}-{day.month:02d}"
