"""The rows of the full-text index, made anew from the cards, since the index keeps no texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import depter
from depter.store.drawing.drawn import decoder, part_decoder
from depter.store.drawing.texts import own_text, segmented, words_of


def index_rows(book: depter.Book) -> Iterator[tuple[Any, ...]]:
    """Number, names and words of every document."""
    rows = book.notebook.database.stream(
        "SELECT p.number, p.part, p.body, c.body FROM part p"
        " LEFT JOIN card c ON c.id = p.subject AND p.part = ''"
    )
    for number, part, body, card in rows:
        if part:
            yield number, "", segmented(words_of(part_decoder.decode(bytes(body))))
        else:
            names, words = own_text(decoder.decode(bytes(card)))
            yield number, segmented(names), segmented(words)
