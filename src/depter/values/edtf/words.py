"""What a person typed as a date, cut into words whose meaning ``resources/dates/words.yaml`` knows.

Whatever is not in the table makes the whole text not understood: a word passed over could be the
one that said "not".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain

import msgspec
import yaml

from depter.values.edtf.notation import in_plain_characters

CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
CENTURY_TURN = 30  # a two-digit year below it is taken as 20..; the person sees and confirms it
# Uyghur is typed on Arabic, Persian and Uyghur keyboards; only for comparing.
_ONE_LETTER = str.maketrans({**dict.fromkeys("يی", "ى"), **dict.fromkeys("هھہ", "ە"), "ک": "ك"})
_LETTER = r"[^\W\d_]"
_SHAPES = re.compile(
    r"""(?P<iso>(?P<y>\d{4})(?P<cut>[-./])(?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?(?!\d))
    |(?P<day_first>(?P<a>\d{1,2})(?P<sep>[-./])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d\d)(?!\d))
    |(?P<month_year>(?P<mm>\d{1,2})[./](?P<yyyy>\d{4})(?!\d))
    |(?P<number>\d+)
    |(?P<ending>(?<=\d)-(?=[^\W\d_]))
    |(?P<doubt>[?~%])
    |(?P<dash>[-/])
    |(?P<nothing>[\s.,;:()،、，。]+)""",
    re.VERBOSE,
)


class NotUnderstoodError(Exception):
    """The text is not made of dates and of words from the table. Stays inside this package."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of ``words.yaml``."""

    language: str
    meaning: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class Word:
    """One piece: ``meaning`` as in the table, or year, month, day, number, span or dash."""

    meaning: str
    number: int = 0


def cut(text: str) -> list[Word]:
    """All words in order, without fillers. Raises NotUnderstoodError."""
    folded = fold(text)
    meanings, pattern = _vocabulary()
    found: list[Word] = []
    position = 0
    while position < len(folded):
        if known := pattern.match(folded, position):
            found.extend(chain(*map(_word, meanings[known[0]].split("+"))))
        elif known := _SHAPES.match(folded, position):
            found.extend(_shape(known))
        else:
            raise NotUnderstoodError
        position = known.end()
    return found


def fold(text: str) -> str:
    """Lower case, one form per letter, ASCII digits, also for a year in Chinese numerals."""
    plain = in_plain_characters(unicodedata.normalize("NFKC", text)).lower().translate(_ONE_LETTER)
    return re.sub(
        "[〇零一二三四五六七八九]{4}(?=年)", lambda year: year[0].translate(CHINESE_DIGITS), plain
    )


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, str], re.Pattern[str]]:
    table = files("depter").joinpath("resources/dates/words.yaml").read_bytes()
    rows = msgspec.convert(yaml.load(table, yaml.CSafeLoader), list[Row])
    meanings = {fold(word): row.meaning for row in rows for word in row.words}
    longest_first = sorted(meanings, key=len, reverse=True)
    return meanings, re.compile("|".join(map(_whole_word, longest_first)))


def _whole_word(word: str) -> str:
    """Chinese is written without spaces; every other word must not go on to either side."""
    if "\u4e00" <= word[0] <= "\u9fff":
        return re.escape(word)
    return f"(?<!{_LETTER}){re.escape(word)}(?!{_LETTER})"


def _word(meaning: str) -> list[Word]:
    name, _, number = meaning.partition("-")
    if number.isdigit():
        return [Word(name, int(number))]
    return [] if meaning == "filler" else [Word(meaning)]


def _shape(found: re.Match[str]) -> list[Word]:
    match found.lastgroup:
        case "iso":
            return _year_first(found["y"], found["m"], found["d"])
        case "day_first":
            return _day_first(int(found["a"]), int(found["b"]), found["c"], found["sep"])
        case "month_year":
            return [_month(int(found["mm"])), Word("year", int(found["yyyy"]))]
        case "number":
            return [_number(found["number"])]
        case "doubt":
            signs = {"?": ["uncertain"], "~": ["about"], "%": ["uncertain", "about"]}
            return [Word(meaning) for meaning in signs[found[0]]]
        case "dash":
            return [Word("dash")]
    return []


def _year_first(year: str, month: str, day: str | None) -> list[Word]:
    first = Word("year", int(year))
    if day is None and int(month) == (int(year) + 1) % 100 and len(month) == 2:
        return [first, Word("span", int(month))]
    return [first, _month(int(month)), *([Word("day", int(day))] if day else [])]


def _day_first(first: int, second: int, year: str, separator: str) -> list[Word]:
    """25.12.2017; with slashes both orders are in use, so only what fits one of them is taken."""
    if separator == "/" and first <= 12 and second <= 12 and first != second:
        raise NotUnderstoodError
    if separator == "/" and second > 12:
        first, second = second, first
    century = 0 if len(year) == 4 else (2000 if int(year) < CENTURY_TURN else 1900)
    return [Word("day", first), _month(second), Word("year", century + int(year))]


def _month(number: int) -> Word:
    if not 1 <= number <= 12:
        raise NotUnderstoodError
    return Word("month", number)


def _number(digits: str) -> Word:
    if len(digits) == 4:
        return Word("year", int(digits))
    if len(digits) > 2:
        raise NotUnderstoodError
    return Word("number", int(digits))
