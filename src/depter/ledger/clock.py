"""The hybrid logical clock: wall time that never runs backwards within what was seen.

A reading is text that sorts as it should: ``2026-11-24T13:34:25.123Z.0007``. The last four
hexadecimal digits count entries within one millisecond (Kulkarni et al., 2014).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_MOST: Final = 0xFFFF


def next_reading(last: str, *, now: datetime) -> str:
    """The reading for a new entry: ``now``, or just after ``last`` if that is later."""
    fresh = reading_at(now)
    if fresh > last:
        return fresh
    wall, count = last[:-5], int(last[-4:], 16)
    if count < _MOST:
        return f"{wall}.{count + 1:04x}"
    return f"{_milliseconds(time_of(last) + timedelta(milliseconds=1))}.0000"


def reading_at(moment: datetime) -> str:
    """The first reading of a moment, to compare others with."""
    return f"{_milliseconds(moment.astimezone(UTC))}.0000"


def time_of(reading: str) -> datetime:
    """The wall time of a reading."""
    return datetime.fromisoformat(reading[:-5])


def is_reading(text: str) -> bool:
    """Whether the text has the exact shape of a reading."""
    try:
        return f"{_milliseconds(time_of(text))}.{int(text[-4:], 16):04x}" == text
    except ValueError:
        return False


def _milliseconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
