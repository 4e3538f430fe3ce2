"""A date said in a sentence of one of the five languages, from ``resources/dates/*.yaml``.

A language gives its months and seasons in the grammatical cases that it needs, and one form per
place in the sentence (alone, about, until, since, between); a form left out is that of ``alone``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

import msgspec
import yaml

from depter.values.edtf.dates import UNKNOWN_TEXT, EdtfDate, Precision
from depter.values.edtf.mistakes import DatesNotSpoken
from depter.values.edtf.notation import read

LANGUAGES: Final = ("en", "kk", "ru", "ug", "zh")
Place = Literal["alone", "about", "until", "since", "between", "yearless"]
FIRST_QUARTER: Final = 33


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one language says dates; names are by grammatical case, forms by place."""

    language: str
    months: dict[str, list[str]]
    seasons: dict[str, list[str]]
    forms: dict[str, dict[str, str]]
    sentences: dict[str, str]
    notes: dict[str, str]


def describe(date: EdtfDate, *, language: str) -> str:
    """The date in words, with western digits; ``language`` may carry a region (``zh-hans``).

    Raises DatesNotSpoken for a language that has no table.
    """
    wording = _wording(language.split("-")[0])
    if date.is_unknown:
        return wording.sentences["unknown"]
    if date.precision is Precision.INTERVAL:
        start, end = date.text.split("/")
        return _interval(start, end, wording)
    span = _span(date)
    if span:
        return _noted(_between(*span, wording), _notes(date), wording)
    return _single(date, wording)


@lru_cache(maxsize=len(LANGUAGES))
def _wording(language: str) -> Wording:
    if language not in LANGUAGES:
        raise DatesNotSpoken
    table = files("depter").joinpath(f"resources/dates/{language}.yaml").read_bytes()
    return msgspec.convert(yaml.load(table, yaml.CSafeLoader), Wording)


def _single(date: EdtfDate, wording: Wording) -> str:
    notes = _notes(date)
    place: Place = "yearless" if date.text.startswith(UNKNOWN_TEXT) else "alone"
    if place == "alone" and date.is_approximate:
        text = wording.sentences["about"].format(date=_name(date, "about", wording))
        notes.remove("approximate")
    else:
        text = _name(date, place, wording)
    return _noted(text, notes, wording)


def _interval(start_text: str, end_text: str, wording: Wording) -> str:
    start, end = (read(text) if text.strip(".") else None for text in (start_text, end_text))
    if start and end:
        return _both_ends(start, end, wording)
    if end:
        text = wording.sentences["until"].format(date=_name(_edge(end, -1), "until", wording))
        missing = ["start_unknown"] if start_text == "" else []
        return _noted(text, _notes(end) + missing, wording)
    assert start is not None  # the reader refuses a period without ends
    text = wording.sentences["since"].format(date=_name(_edge(start, 0), "since", wording))
    missing = ["end_unknown"] if end_text == "" else []
    return _noted(text, _notes(start) + missing, wording)


def _both_ends(start: EdtfDate, end: EdtfDate, wording: Wording) -> str:
    """Notes that both ends share are said once, others beside the end they belong to."""
    shared = [note for note in _notes(start) if note in _notes(end)]
    own = [[note for note in _notes(each) if note not in shared] for each in (start, end)]
    first = _noted(_name(_edge(start, 0), "between", wording), own[0], wording)
    last = _noted(_name(_edge(end, -1), "between", wording), own[1], wording)
    text = wording.sentences["between"].format(start=first, end=last)
    return _noted(text, shared, wording)


def _between(start: EdtfDate, end: EdtfDate, wording: Wording) -> str:
    return wording.sentences["between"].format(
        start=_name(start, "between", wording), end=_name(end, "between", wording)
    )


def _notes(date: EdtfDate) -> list[str]:
    """What the name of the date does not say."""
    _, month, day, code = _parts(date)
    is_so = {
        "year_unknown": date.text.startswith(UNKNOWN_TEXT),
        "month_unknown": month == "XX",
        "day_unknown": day == "XX" and month != "XX",
        "northern": code in range(25, 29),
        "southern": code in range(29, 33),
        "approximate": date.is_approximate,
        "uncertain": date.is_uncertain,
    }
    return [note for note, applies in is_so.items() if applies]


def _noted(text: str, notes: list[str], wording: Wording) -> str:
    if not notes:
        return text
    note = wording.sentences["comma"].join(wording.notes[each] for each in notes)
    return wording.sentences["note"].format(date=text, note=note)


def _span(date: EdtfDate) -> tuple[EdtfDate, EdtfDate] | None:
    """First and last month of a quarter, third or half of a year; first and last year of a century.

    Only these have no name of their own that every language uses.
    """
    if date.earliest is None or date.latest is None:
        return None
    if date.precision is Precision.CENTURY:
        return read(f"{date.earliest.year:04}"), read(f"{date.latest.year:04}")
    if date.precision is Precision.SEASON and int(date.text[5:7]) >= FIRST_QUARTER:
        return read(date.earliest.isoformat()[:7]), read(date.latest.isoformat()[:7])
    return None


def _edge(date: EdtfDate, side: Literal[0, -1]) -> EdtfDate:
    span = _span(date)
    return span[side] if span else date


def _parts(date: EdtfDate) -> tuple[str, str, str, int]:
    """Year, month and day as written, and the month or season as a number."""
    year, month, day = [*date.text.rstrip("?~%").split("-"), "", ""][:3]
    return year, month, day, int(month) if month.isdigit() else 0


def _name(date: EdtfDate, place: Place, wording: Wording) -> str:
    year, _, day, code = _parts(date)
    forms = {**wording.forms["alone"], **wording.forms.get(place, {})}
    return forms[date.precision.value].format(
        year=int(year.replace("X", "0")),
        month=_cases(wording.months, code - 1) if 1 <= code <= 12 else {},
        season=_cases(wording.seasons, (code - 21) % 4) if code > 12 else {},
        day=int(day) if day.isdigit() else "",
    )


def _cases(names: dict[str, list[str]], index: int) -> dict[str, str]:
    return {case: forms[index] for case, forms in names.items()}
