"""Full-text search: names first, then words, newest first within each."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

import msgspec

from depter.store.drawing.texts import HAN, own_text, segmented, words_of
from depter.store.queries.shelf import Name, Shelf
from depter.values.text import clean_line

_HITS: Final = 30
_TOKEN: Final = re.compile(r"[^\W_]+", re.UNICODE)
_AROUND: Final = 90
_DOCUMENTS: Final = 3  # a busy case fills several of the documents found


class Hit(msgspec.Struct, frozen=True):
    """One subject found. ``in_name`` or a piece of the text around the first word found."""

    name: Name
    in_name: bool
    excerpt: str = ""


def search(shelf: Shelf, text: str, *, limit: int = _HITS) -> tuple[Hit, ...]:
    """Subjects in whose names or words all words of ``text`` occur; the last one may be begun.

    Raises:
        TextHides, TextTooLong, TextBroken: not something to search for.
    """
    tokens = _TOKEN.findall(segmented(clean_line(text)))[:12]
    if not tokens:
        return ()
    words = _matching(tokens)
    in_names = _found(shelf, f"names : ({words})", limit)
    in_words = _found(shelf, f"words : ({words})", limit * _DOCUMENTS)
    subjects = list(dict.fromkeys(one for one, _ in (*in_names, *in_words)))[:limit]
    names = shelf.names(subjects)
    named = {one for one, _ in in_names}
    wanted = set(subjects) - named
    texts = _texts(shelf, {one: part for one, part in reversed(in_words) if one in wanted})
    return tuple(
        Hit(name=names[one], in_name=one in named, excerpt=_excerpt(texts.get(one, ""), tokens))
        for one in subjects
        if one in names and (one in named or one in texts)
    )


def _texts(shelf: Shelf, parts: dict[str, str]) -> dict[str, str]:
    """The text of one part of each subject, only that part being read."""
    texts = {one: words_of(said) for one, said in shelf.said(parts).items()}
    for one, folded in shelf.many(one for one, part in parts.items() if not part).items():
        texts[one] = own_text(folded)[1]
    return texts


def _matching(tokens: list[str]) -> str:
    """An FTS5 expression; every token is quoted, so nothing of it is syntax.

    Neighbouring Han characters become one phrase; a last word in letters may be begun only.
    """
    parts: list[str] = []
    for is_han, run in groupby(tokens, key=lambda token: bool(HAN.match(token))):
        words = list(run)
        parts += [f'"{" ".join(words)}"'] if is_han else [f'"{word}"' for word in words]
    return " AND ".join(parts) + ("" if HAN.match(tokens[-1]) else "*")


def _found(shelf: Shelf, match: str, limit: int) -> list[tuple[str, str]]:
    rows = shelf.ask(
        "SELECT d.subject, d.part FROM (SELECT rowid AS number FROM search_text"
        f" WHERE search_text MATCH %s {shelf.only_parts} ORDER BY rowid DESC LIMIT %s) m"
        " JOIN part d ON d.number = m.number",
        (match, limit),
    )
    return [(subject, part) for subject, part in rows]


def _excerpt(text: str, tokens: list[str]) -> str:
    """The text around the first token that occurs in it."""
    text = " ".join(text.split())
    lowered = text.casefold()
    places = [lowered.find(token.casefold()) for token in tokens]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, first - _AROUND)
    piece = text[start : first + 2 * _AROUND]
    return ("… " if start else "") + piece + (" …" if start + len(piece) < len(text) else "")
