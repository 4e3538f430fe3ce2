"""Text on a terminal: wide letters, right-to-left words, and tables that fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

# A stored text must not move the cursor, change colours or reorder the line it stands in.
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_GAP: Final = "  "
_NARROWEST: Final = 12
_NEVER_CUT: Final = ("id", "device")  # half an id is no id


def safe(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return _CONTROL.sub("\ufffd", text)


def line(text: str) -> str:
    """As :func:`safe`, on one line; right-to-left text is isolated from what stands beside it."""
    one = " ".join(safe(text).split())
    is_rtl = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in one)
    return f"{_FIRST_STRONG}{one}{_POP}" if is_rtl else one


def width(text: str) -> int:
    """Columns the text takes: two for wide East Asian letters, none for marks and joiners."""
    return sum(_letter_width(letter) for letter in text)


def cut(text: str, room: int) -> str:
    """The text within ``room`` columns, with “…” where it was cut; isolates stay closed."""
    if width(text) <= room:
        return text
    taken, left = "", room - 1
    for letter in text:
        left -= _letter_width(letter)
        if left < 0:
            break
        taken += letter
    isolates = taken.count(_FIRST_STRONG) - taken.count(_POP)
    return taken + "…" + _POP * isolates


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, room: int | None) -> str:
    """Columns under their heads. ``room`` is the terminal's width, None for no limit.

    What does not fit is taken from the widest columns first; where even narrow columns do not
    fit, the last ones are left out. Ids are never cut.
    """
    cells = [[line(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(width(row[place]) for row in cells) for place in range(len(heads))]
    if room is not None:
        least = [
            wide if head in _NEVER_CUT else min(wide, _NARROWEST)
            for head, wide in zip(heads, widths, strict=True)
        ]
        while len(least) > 1 and _taken(least) > room:
            least.pop()
        cells = [row[: len(least)] for row in cells]
        widths = _narrowed(widths[: len(least)], least, room)
    cells.insert(1, ["─" * wide for wide in widths])
    return "\n".join(_joined(row, widths) for row in cells)


def _taken(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _narrowed(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widths, with what is too much taken from the widest that can still give."""
    fitted = list(widths)
    while _taken(fitted) > room:
        giving = [place for place in range(len(fitted)) if fitted[place] > least[place]]
        if not giving:
            break
        fitted[max(giving, key=lambda place: fitted[place])] -= 1
    return fitted


def _joined(row: Sequence[str], widths: Sequence[int]) -> str:
    fitted = [cut(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    padded = [cell + " " * (wide - width(cell)) for cell, wide in zip(fitted, widths, strict=True)]
    return _GAP.join(padded).rstrip(" ")


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1
