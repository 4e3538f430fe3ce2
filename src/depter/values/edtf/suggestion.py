"""EDTF for what a volunteer typed, to be shown and confirmed; never taken silently.

"Before December" is suggested with December inside it, as people mean it both ways. The early,
middle and late part of a year are its three thirds (ISO 8601-2 codes 37 to 39), those of a month
its three times ten days. What could be read in two ways (04/05/2018) gets no suggestion.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace

from depter.values.edtf.dates import UNKNOWN_TEXT
from depter.values.edtf.mistakes import DateNotUnderstood
from depter.values.edtf.notation import read
from depter.values.edtf.words import NotUnderstoodError, Word, cut
from depter.values.text import REORDERING

LONGEST_TYPED = 80
WINTER = 4
PARTS = {"early": 0, "middle": 1, "late": 2}
HALVES = {"first-half": 40, "second-half": 41}
DOUBTS = {"about": "~", "uncertain": "?"}
BETWEEN_DATES = {"dash", "and", "until", "since", "between"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The parts of one date that were named; 0 or empty where none was."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: int = 0
    number: int = 0
    span: int = 0
    part: str = ""
    is_decade: bool = False


def suggest_date(text: str) -> str | None:
    """Canonical EDTF for a date in everyday words of five languages; None if in any doubt."""
    typed = REORDERING.sub("", text.strip()) if len(text.strip()) <= LONGEST_TYPED else ""
    try:
        return read(typed).text
    except DateNotUnderstood:
        pass
    try:
        return read(_compose(cut(typed))).text
    except (NotUnderstoodError, DateNotUnderstood):
        return None


def _compose(words: list[Word]) -> str:
    doubts = {word.meaning for word in words if word.meaning in DOUBTS}
    rest = [word for word in words if word.meaning not in DOUBTS]
    if [word.meaning for word in rest] == ["unknown"]:
        return UNKNOWN_TEXT
    mark = "%" if len(doubts) == 2 else "".join(DOUBTS[doubt] for doubt in doubts)
    groups, joints = _split(rest)
    if len(groups) == 2:
        left, right = _complete(groups[0], groups[1])
        return f"{_ends(left)[0]}{mark}/{_ends(right)[1]}{mark}"
    if len(groups) != 1 or joints not in (set(), {"until"}, {"since"}):
        raise NotUnderstoodError
    first, last = _ends(groups[0])
    if joints == {"until"}:
        return f"../{last}{mark}"
    if joints == {"since"}:
        return f"{first}{mark}/.."
    return f"{first}{mark}" if first == last else f"{first}{mark}/{last}{mark}"


def _split(words: list[Word]) -> tuple[list[Spoken], set[str]]:
    """The dates between joining words, and which joining words there were."""
    groups: list[list[Word]] = [[]]
    joints: set[str] = set()
    for word in words:
        if word.meaning not in BETWEEN_DATES:
            groups[-1].append(word)
        elif word.meaning != "dash" or _is_dated(groups[-1]):  # not the dash of "mid-April"
            joints.add(word.meaning)
            groups.append([])
    return [_gather(group) for group in groups if group], joints


def _is_dated(group: list[Word]) -> bool:
    return any(word.number for word in group)


def _gather(words: list[Word]) -> Spoken:
    spoken = Spoken()
    for word in words:
        spoken = _with(spoken, word)
    if spoken.number and spoken.month:
        spoken = _set(replace(spoken, number=0), "day", spoken.number)
    return spoken


def _with(spoken: Spoken, word: Word) -> Spoken:
    if word.meaning in ("year", "month", "day", "season", "number", "span"):
        return _set(spoken, word.meaning, word.number)
    if word.meaning in ("month-unit", "day-unit"):
        if not spoken.number:
            raise NotUnderstoodError
        unit = word.meaning.removesuffix("-unit")
        return _set(replace(spoken, number=0), unit, spoken.number)
    if word.meaning == "decade":
        return replace(spoken, is_decade=True)
    if word.meaning not in {**PARTS, **HALVES} or spoken.part:
        raise NotUnderstoodError
    return replace(spoken, part=word.meaning)


def _set(spoken: Spoken, name: str, number: int) -> Spoken:
    if getattr(spoken, name) or number == 0:
        raise NotUnderstoodError
    values = {name: number}
    return replace(spoken, **values)  # type: ignore[arg-type]


def _complete(left: Spoken, right: Spoken) -> tuple[Spoken, Spoken]:
    """In "21-25 April 2018" and "April to June 2018" one date lends its parts to the other."""
    return _lend(left, lender=right), _lend(right, lender=left)


def _lend(spoken: Spoken, *, lender: Spoken) -> Spoken:
    day = spoken.day or spoken.number
    month = spoken.month or (lender.month if day else 0)
    return replace(spoken, year=spoken.year or lender.year, month=month, day=day, number=0)


def _ends(spoken: Spoken) -> tuple[str, str]:
    """The first and the last EDTF point of one spoken date; the same one twice if it is one."""
    if spoken.number or (spoken.month and spoken.season) or (spoken.day and not spoken.month):
        raise NotUnderstoodError
    year = f"{spoken.year:04}" if spoken.year else UNKNOWN_TEXT
    if spoken.span:
        return _two_years(spoken)
    if spoken.is_decade:
        if spoken.year % 10 or not spoken.year or spoken.month or spoken.season or spoken.part:
            raise NotUnderstoodError
        return year[:3] + "X", year[:3] + "X"
    if spoken.part:
        return _part(spoken, year)
    code = spoken.month or (20 + spoken.season if spoken.season else 0)
    point = "-".join([year] + [f"{number:02}" for number in (code, spoken.day) if number])
    return point, point


def _two_years(spoken: Spoken) -> tuple[str, str]:
    """Winter 2017-18; without the winter, a pair like 2011-12 could also be a month."""
    if spoken.month or spoken.part or spoken.season not in (0, WINTER):
        raise NotUnderstoodError
    if spoken.season == WINTER:
        return f"{spoken.year}-12", f"{spoken.year + 1}-02"
    if spoken.span <= 12:
        raise NotUnderstoodError
    return f"{spoken.year}", f"{spoken.year + 1}"


def _part(spoken: Spoken, year: str) -> tuple[str, str]:
    if spoken.day or not spoken.year or spoken.season == WINTER:
        raise NotUnderstoodError
    if spoken.part in HALVES:
        if spoken.month or spoken.season:
            raise NotUnderstoodError
        return (f"{year}-{HALVES[spoken.part]}",) * 2
    third = PARTS[spoken.part]
    if spoken.season:
        return (f"{year}-{3 * spoken.season + third:02}",) * 2
    if not spoken.month:
        return (f"{year}-{37 + third}",) * 2
    last = 10 * third + 10 if third < 2 else monthrange(spoken.year, spoken.month)[1]
    month = f"{year}-{spoken.month:02}"
    return f"{month}-{10 * third + 1:02}", f"{month}-{last:02}"
