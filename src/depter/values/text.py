"""Text as people type it: normalised, bounded, without characters that hide or reorder it."""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar

from depter.errors import N_, BadInput

LONGEST_LINE = 500
LONGEST_TEXT = 1_000_000

# Characters that reorder what stands beside them (Unicode UAX #9; Trojan Source,
# CVE-2021-42574) are refused. Invisible marks that messengers add when Arabic script is
# copied are dropped. Zero-width joiner and non-joiner are kept: Arabic script needs them.
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u2060-\u2065\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff]")


class TextHides(BadInput):
    """The text holds characters that would show something else than what is stored."""

    what: ClassVar[str] = N_("The text holds hidden characters that change the order of letters.")
    do: ClassVar[str] = N_("Type that part again by hand, or paste it as plain text.")


class TextBroken(BadInput):
    """The text holds control characters, so it was probably not text."""

    what: ClassVar[str] = N_("The text holds control characters; it may be a damaged file.")
    do: ClassVar[str] = N_("Open the file in a text editor and copy the words from there.")


class TextTooLong(BadInput):
    """The text is longer than the field takes."""

    what: ClassVar[str] = N_("The text is too long: {length} characters, at most {limit} fit.")
    do: ClassVar[str] = N_("Attach it as a file, or divide it into several statements.")


def clean_text(text: str, *, limit: int = LONGEST_TEXT) -> str:
    """The text in NFC, stripped, with Unix line ends.

    Raises:
        TextTooLong: more than ``limit`` characters.
        TextHides: bidirectional overrides, embeddings or isolates.
        TextBroken: other control characters or lone surrogates.
    """
    if len(text) > limit:
        raise TextTooLong(length=len(text), limit=limit)
    if text.isascii() and text.isprintable():
        return text.strip()
    if REORDERING.search(text):
        raise TextHides()
    text = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise TextBroken()
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str, *, limit: int = LONGEST_LINE) -> str:
    """A single line: as :func:`clean_text`, with white space folded to single spaces."""
    return " ".join(clean_text(text, limit=limit).split())
