"""The list of cases, filtered, in order, read off indexes so that it costs the same at any size."""

from __future__ import annotations

from typing import Final

import msgspec

from depter.ledger.database import Row
from depter.store.queries.shelf import Shelf
from depter.values.edtf import parse_date
from depter.values.ids import SubjectId

PAGE: Final = 50
COUNT_UP_TO: Final = 1000

_COLUMNS: Final = (
    "r.id, r.name, r.other_names, r.status, r.status_as_of, r.place, r.is_disputed, r.year,"
    " r.last_heard, r.statements, r.opened_at, r.changed_at"
)
ORDERS: Final = {
    "opened": ("r.opened_at", "DESC"),
    "changed": ("r.changed_at", "DESC"),
    "name": ("r.name", "ASC"),
}


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What to list. Empty fields do not narrow.

    Attributes:
        conflict: keeps cases about which the office decided twice, unknowingly.
        not_heard_since: EDTF date; keeps people not known to be free who were never heard
            from on or after it.
        order: ``opened`` (newest first), ``changed`` or ``name``.
        after: the :attr:`CaseList.next` of the page before.
    """

    status: str = ""
    place: str = ""
    year: str = ""
    source_kind: str = ""
    disputed: bool = False
    conflict: bool = False
    not_heard_since: str = ""
    order: str = "opened"
    after: str = ""

    def facets(self) -> list[tuple[str, str]]:
        """The facets to narrow by."""
        given = [
            ("status", self.status),
            ("place", self.place),
            ("year", self.year),
            ("source_kind", self.source_kind),
            ("disputed", "yes" if self.disputed else ""),
            ("conflict", "yes" if self.conflict else ""),
        ]
        return [(facet, value) for facet, value in given if value]


class CaseLine(msgspec.Struct, frozen=True):
    """One line of the list. ``place`` is the id of the current whereabouts."""

    id: SubjectId
    name: str
    other_names: str
    status: str
    status_as_of: str
    place: str
    is_disputed: bool
    year: int | None
    last_heard: str
    statements: int
    opened_at: str
    changed_at: str
    place_name: str = ""


class CaseList(msgspec.Struct, frozen=True):
    """A page of the list; ``count`` stops at a thousand (``is_more`` says so)."""

    rows: tuple[CaseLine, ...]
    next: str
    count: int
    is_more: bool


def list_cases(shelf: Shelf, wanted: CaseFilter, *, size: int = PAGE) -> CaseList:
    """One page of cases.

    Raises:
        DateNotUnderstood: ``not_heard_since`` is no EDTF date.
    """
    facets = _rarest_first(shelf, wanted.facets())
    source, where, parameters = _narrowed(facets, wanted)
    column, direction = ORDERS.get(wanted.order, ORDERS["opened"])
    if facets and column == "r.opened_at":
        column = "f.sort"
    ident = "f.card" if facets else "r.id"
    page_where, page_parameters = where, list(parameters)
    if wanted.after:
        last, _, last_id = wanted.after.rpartition("~")
        sign = "<" if direction == "DESC" else ">"
        page_where = [*where, f"({column}, {ident}) {sign} (%s, %s)"]
        page_parameters += [last, last_id]
    rows = shelf.ask(
        f"SELECT {_COLUMNS} FROM {source} WHERE {' AND '.join(page_where)}"
        f" ORDER BY {column} {direction}, {ident} {direction} LIMIT {size + 1}",
        page_parameters,
    )
    lines = [_line(row) for row in rows[:size]]
    if facets and not wanted.not_heard_since:  # the facets alone say it
        source, where = "facet f", where[1:]
    [(count,)] = shelf.ask(
        f"SELECT COUNT(*) FROM (SELECT 1 FROM {source} WHERE {' AND '.join(where)}"
        f" LIMIT {COUNT_UP_TO + 1})",
        parameters,
    )
    return CaseList(
        rows=_with_places(shelf, lines),
        next=_mark(lines[-1], wanted.order) if len(rows) > size else "",
        count=min(count, COUNT_UP_TO),
        is_more=count > COUNT_UP_TO,
    )


def _rarest_first(shelf: Shelf, facets: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The list is walked along its rarest facet; the others are looked up for each line."""

    def count(facet: tuple[str, str]) -> int:
        rows = shelf.ask(
            "SELECT COUNT(*) FROM (SELECT 1 FROM facet WHERE facet = %s AND value = %s LIMIT 5000)",
            facet,
        )
        return int(rows[0][0])

    return sorted(facets, key=count) if len(facets) > 1 else facets


def _narrowed(
    facets: list[tuple[str, str]], wanted: CaseFilter
) -> tuple[str, list[str], list[object]]:
    """Source tables, conditions and their parameters."""
    source, where, parameters = "case_row r", ["1 = 1"], list[object]()
    if facets:
        source = "facet f CROSS JOIN case_row r"  # CROSS JOIN keeps SQLite to this order
        where = ["r.id = f.card", "f.facet = %s", "f.value = %s"]
        parameters.extend(facets[0])
    for facet in facets[1:]:
        where.append(
            "EXISTS (SELECT 1 FROM facet o INDEXED BY facet_in_order WHERE o.facet = %s"
            " AND o.value = %s AND o.sort = f.sort AND o.card = f.card)"
        )
        parameters.extend(facet)
    if wanted.not_heard_since:
        when = parse_date(wanted.not_heard_since)
        day = when.earliest or when.latest
        where.append(
            "(r.heard_day IS NULL OR r.heard_day < %s) AND NOT EXISTS (SELECT 1 FROM facet o"
            " WHERE o.card = r.id AND o.facet = 'group' AND o.value IN ('free', 'gone'))"
        )
        parameters.append(day.toordinal() if day else 0)
    return source, where, parameters


def _line(row: Row) -> CaseLine:
    line = CaseLine(*row)  # as many columns as fields
    return msgspec.structs.replace(line, is_disputed=bool(line.is_disputed))


def _mark(line: CaseLine, order: str) -> str:
    column = {"changed": line.changed_at, "name": line.name}.get(order, line.opened_at)
    return f"{column}~{line.id}"


def _with_places(shelf: Shelf, lines: list[CaseLine]) -> tuple[CaseLine, ...]:
    places = shelf.names(line.place for line in lines)
    return tuple(
        msgspec.structs.replace(line, place_name=places[line.place].title)
        if line.place in places
        else line
        for line in lines
    )


class Choices(msgspec.Struct, frozen=True):
    """What the filters offer: only values that some case has."""

    statuses: tuple[str, ...]
    years: tuple[str, ...]
    source_kinds: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


def filter_choices(shelf: Shelf) -> Choices:
    """Values that occur; found by hopping along the index, not by reading it whole."""
    places = shelf.names(_values(shelf, "place"))
    return Choices(
        statuses=tuple(_values(shelf, "status")),
        years=tuple(_values(shelf, "year")),
        source_kinds=tuple(_values(shelf, "source_kind")),
        places=tuple(sorted(((one.id, one.title) for one in places.values()), key=_by_title)),
    )


def _by_title(place: tuple[str, str]) -> str:
    return place[1].casefold()


def _values(shelf: Shelf, facet: str) -> list[str]:
    rows = shelf.ask(
        """WITH RECURSIVE hop (value) AS (
               SELECT MIN(value) FROM facet WHERE facet = %s
               UNION ALL
               SELECT (SELECT MIN(value) FROM facet WHERE facet = %s AND value > hop.value)
               FROM hop WHERE hop.value IS NOT NULL)
           SELECT value FROM hop WHERE value IS NOT NULL LIMIT 300""",
        (facet, facet),
    )
    return [value for (value,) in rows]
