"""What was found, as the page shows it: names before words, each kind of subject together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from depter.store.queries.search import Hit
from depter.store.queries.shelf import Name
from depter.web.search.marking import Piece, pieces_of

TYPES: Final[dict[str, Promise]] = {
    "case": gettext_lazy("Cases"),
    "source": gettext_lazy("Sources"),
    "place": gettext_lazy("Places"),
    "organisation": gettext_lazy("Organisations"),
    "appeal": gettext_lazy("Appeals"),
    "incident": gettext_lazy("Incidents"),
    "proceeding": gettext_lazy("Proceedings"),
    "figure": gettext_lazy("Figures"),
    "evidence": gettext_lazy("Evidence"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One subject found, with the words around the hit."""

    name: Name
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects of one type."""

    type: str
    words: Promise | str
    lines: tuple[Line, ...]


def grouped(hits: Iterable[Hit], query: str, *, in_name: bool) -> tuple[Group, ...]:
    """Hits in names, or those in words only, by type; cases first."""
    lines: dict[str, list[Line]] = {}
    for hit in hits:
        if hit.in_name == in_name:
            line = Line(hit.name, pieces_of(hit.excerpt, query))
            lines.setdefault(hit.name.type, []).append(line)
    order = [*TYPES, *(type_ for type_ in lines if type_ not in TYPES)]
    return tuple(
        Group(type_, TYPES.get(type_, type_), tuple(lines[type_]))
        for type_ in order
        if type_ in lines
    )
