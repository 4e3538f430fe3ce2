"""Which script a name is written in, and how a page must set it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final, Literal

Script = Literal["Latn", "Cyrl", "Arab", "Hani"]
Direction = Literal["ltr", "rtl"]

_PREFIXES: Final[tuple[tuple[str, Script], ...]] = (
    ("LATIN", "Latn"),
    ("CYRILLIC", "Cyrl"),
    ("ARABIC", "Arab"),
    ("CJK", "Hani"),
)
_WRITTEN_IN: Final = {"kk": "Cyrl", "ru": "Cyrl", "ky": "Cyrl", "mn": "Cyrl", "ug": "Arab"}


def script_of(text: str) -> Script:
    """The ISO 15924 code of the script most letters belong to; Latin where there are none.

    Read off the Unicode names of the letters: ``ARABIC LETTER BEH`` is Arabic script.
    """
    counted = Counter(
        script
        for letter in text
        if letter.isalpha()
        for prefix, script in _PREFIXES
        if unicodedata.name(letter, "").startswith(prefix)
    )
    return counted.most_common(1)[0][0] if counted else "Latn"


def direction_of(script: str) -> Direction:
    """The way the script runs."""
    return "rtl" if script == "Arab" else "ltr"


def language_tag(language: str, script: str) -> str:
    """A BCP 47 tag for ``lang``: the language, with its script where that is not the usual one.

    A name whose language nobody knows is ``und`` with its script, so that fonts still fit.
    """
    if not language:
        return f"und-{script}" if script else "und"
    usual = _WRITTEN_IN.get(language, "Hani" if language == "zh" else "Latn")
    return language if "-" in language or script in ("", usual) else f"{language}-{script}"
