"""Lists of everything that is not a case, newest first, and the office's own counts."""

from __future__ import annotations

from typing import Final

import msgspec

from depter.register.folds import Folded
from depter.store.queries.mentioned import ids_in
from depter.store.queries.shelf import Name, Shelf
from depter.values.ids import SubjectId

PAGE: Final = 50


class Listed(msgspec.Struct, frozen=True):
    """One line of a list."""

    id: SubjectId
    kind: str
    title: str
    sort: str
    folded: Folded


class CardList(msgspec.Struct, frozen=True):
    """A page of a list; ``names`` holds what links show, by id."""

    rows: tuple[Listed, ...]
    names: dict[str, Name]
    next: str


def list_cards(
    shelf: Shelf, type_: str, *, kind: str = "", after: str = "", size: int = PAGE
) -> CardList:
    """One page of subjects of one type, newest first; narrowed by ``kind`` if given."""
    where, parameters = ["type = %s"], [type_]
    if kind:
        where.append("kind = %s")
        parameters.append(kind)
    if after:
        sort, _, last = after.rpartition("~")
        where.append("(sort, id) < (%s, %s)")
        parameters += [sort, last]
    rows = shelf.ask(
        f"SELECT id, kind, title, sort FROM card WHERE {' AND '.join(where)}"
        f" ORDER BY sort DESC, id DESC LIMIT {size + 1}",
        parameters,
    )
    folded = shelf.many(row[0] for row in rows)
    lines = tuple(Listed(row[0], row[1], row[2], row[3], folded[row[0]]) for row in rows)
    page = lines[:size]
    return CardList(
        rows=page,
        names=shelf.names(ids_in(msgspec.to_builtins([line.folded for line in page]))),
        next=f"{page[-1].sort}~{page[-1].id}" if len(lines) > size else "",
    )


def choices(shelf: Shelf, type_: str, *, limit: int = 500) -> tuple[tuple[str, str], ...]:
    """Ids and titles of one type for a form's list of choices, by title."""
    rows = shelf.ask(
        "SELECT id, title FROM card WHERE type = %s ORDER BY sort DESC LIMIT %s", (type_, limit)
    )
    return tuple(sorted(((one, title) for one, title in rows), key=lambda row: row[1].casefold()))


def count_cards(shelf: Shelf) -> dict[str, int]:
    """How many subjects of each type."""
    rows = shelf.ask("SELECT type, COUNT(*) FROM card GROUP BY type")
    return {str(type_): int(count) for type_, count in rows}


def count_statuses(shelf: Shelf) -> dict[str, int]:
    """How many cases have each current status."""
    rows = shelf.ask("SELECT value, COUNT(*) FROM facet WHERE facet = 'status' GROUP BY value")
    return {str(value): int(count) for value, count in rows}
