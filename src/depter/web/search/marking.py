"""Where the searched words stand in an excerpt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_MOST_WORDS: Final = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was searched for."""

    text: str
    is_hit: bool


def pieces_of(excerpt: str, query: str) -> tuple[Piece, ...]:
    """The excerpt cut where words of the query begin and end; joined, it is the excerpt again.

    Nothing is marked up here, so that the template can escape every piece.
    """
    words = sorted(set(_WORD.findall(query)[:_MOST_WORDS]), key=len, reverse=True)
    if not words:
        return (Piece(excerpt, is_hit=False),) if excerpt else ()
    found = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    pieces, end = list[Piece](), 0
    for hit in found.finditer(excerpt):
        if hit.start() > end:
            pieces.append(Piece(excerpt[end : hit.start()], is_hit=False))
        pieces.append(Piece(hit.group(), is_hit=True))
        end = hit.end()
    if end < len(excerpt):
        pieces.append(Piece(excerpt[end:], is_hit=False))
    return tuple(pieces)
