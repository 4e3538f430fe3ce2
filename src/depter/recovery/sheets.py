"""A trustee's paper: the share's words on one page, in the trustee's language, as PDF.

The page is set in memory and given back as bytes; nothing is written here. The same share gives
the same bytes: the file holds no time of making.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from typing import ClassVar, Final

import typst

from depter.errors import N_, BadInput
from depter.recovery import sentences
from depter.recovery.shares import WORDS, Share

LANGUAGES: Final = ("en", "kk", "ru", "ug", "zh-hans")
_RIGHT_TO_LEFT: Final = ("ug",)
_OUR_FONTS: Final = ("Noto Sans", "Noto Sans Arabic")
_CHINESE_FONTS: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Serif CJK SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "SimSun",
)
_SHEETS: Final = resources.files("depter") / "resources" / "sheets"
# The first words are the same on all papers of a ceremony: to type them back proves nothing.
_OWN_WORDS: Final = range(5, WORDS + 1)


class LettersMissing(BadInput):
    """This computer has no typeface for Chinese; a sheet full of empty boxes would be printed."""

    what: ClassVar[str] = N_("This computer has no typeface for Chinese characters.")
    do: ClassVar[str] = N_("Print the sheet in another language, or install a Chinese typeface.")


def share_sheet(
    share: Share,
    *,
    shares: int,
    notebook: str,
    made: str,
    language: str,
    say: Callable[[str], str],
    office: str = "",
) -> bytes:
    """One A4 page as PDF.

    Args:
        shares: how many were made in this ceremony.
        notebook: the notebook's id; its first eight letters are printed.
        made: the day of the ceremony (EDTF).
        language: one of :data:`LANGUAGES`.
        say: translates a sentence of :mod:`depter.recovery.sentences` into it.
        office: the office's name; leave it out where the paper must not tell.

    Raises:
        LettersMissing: Chinese, and this computer cannot draw it.
    """
    fonts = _fonts()
    page = {
        **_place(language, families=fonts.families()),
        "office": office,
        "title": say(sentences.TITLE).format(number=share.index, shares=shares),
        "enough": say(sentences.ENOUGH).format(need=share.threshold, shares=shares),
        "notebook_label": say(sentences.NOTEBOOK),
        "notebook": notebook[:8],
        "made_label": say(sentences.MADE),
        "made": made,
        "words_label": say(sentences.WORDS).format(count=WORDS),
        "words": share.mnemonic.split(),
        "check_label": say(sentences.CHECK),
        "check": check_digits(share),
        "parts": [
            {"title": say(title), "lines": [say(line) for line in lines]}
            for title, lines in sentences.PARTS
        ],
        "verified_label": say(sentences.VERIFIED),
    }
    pdf = typst.compile(
        (_SHEETS / "share.typ").read_bytes(),
        format="pdf",
        font_paths=fonts,
        sys_inputs={"sheet": json.dumps(page)},
        timestamp=0,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("a sheet is one document")
    return pdf


def check_digits(share: Share) -> str:
    """Eight digits of SHA-256 of the words: two people see that they hold the same paper."""
    digest = hashlib.sha256(share.mnemonic.encode()).hexdigest().upper()
    return f"{digest[:4]} {digest[4:8]}"


def verification_questions(
    share: Share, *, choose: Callable[[Sequence[int], int], Sequence[int]]
) -> tuple[int, int]:
    """Two different numbers of words to type back from the paper.

    ``choose`` draws without repeating, as :meth:`secrets.SystemRandom.sample` does. Words that the
    papers of one ceremony share are not asked for.
    """
    words = share.mnemonic.split()
    first, second = sorted(choose([one for one in _OWN_WORDS if one <= len(words)], 2))
    return first, second


def is_typed_back(share: Share, typed: Mapping[int, str]) -> bool:
    """Whether each word is the one at its number (from 1); four letters are enough."""
    words = dict(enumerate(share.mnemonic.split(), 1))
    return bool(typed) and all(
        len(word.strip()) >= 4 and words.get(position, "").startswith(word.strip().lower())
        for position, word in typed.items()
    )


def _place(language: str, *, families: Sequence[str]) -> dict[str, object]:
    """How the language is set: its typefaces, its script and its direction."""
    code, _, script = language.partition("-")
    chinese = [one for one in _CHINESE_FONTS if one in families] if code == "zh" else []
    if code == "zh" and not chinese:
        raise LettersMissing()
    return {
        "lang": code,
        "script": script or "auto",
        "rtl": code in _RIGHT_TO_LEFT,
        "fonts": [*_OUR_FONTS, *chinese[:1]],
    }


def _fonts() -> typst.Fonts:
    """Our typefaces and those of this computer."""
    with resources.as_file(_SHEETS / "fonts") as folder:
        return typst.Fonts(font_paths=[str(folder)])
