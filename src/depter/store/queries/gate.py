"""The gate before every query: whoever sees assigned cases only is asked nothing else.

A query names the tables as always. For such a viewer, tables of the same names are put before it
(SQLite takes a common table expression rather than a table of the same name) that hold only what
exists for them: so no query can forget it. For everybody else the query goes through unchanged.

What exists: the cases assigned to the member; appeals, incidents, proceedings and files that
name such a case, and files shown with a statement in one; the sources of statements in one; and
all places, organisations and figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from depter.ledger.database import Row
from depter.register.access import Viewer
from depter.store.database import DjangoDatabase

# CROSS JOIN keeps SQLite to this order: from the few assigned cases outwards.
_SEEN: Final = """
    mine (id) AS (
        SELECT card FROM main.link WHERE target = %s AND role = 'assigned'),
    seen (id) AS (
        SELECT id FROM mine
        UNION SELECT l.card FROM mine m CROSS JOIN main.link l CROSS JOIN main.card c
            WHERE l.target = m.id AND l.role = 'case' AND c.id = l.card
            AND c.type IN ('appeal', 'incident', 'proceeding', 'evidence')
        UNION SELECT l.target FROM mine m CROSS JOIN main.link l
            WHERE l.card = m.id AND l.role IN ('source', 'evidence')),
    card AS (
        SELECT * FROM main.card WHERE id IN (SELECT id FROM seen)
            OR type IN ('place', 'organisation', 'figure')),
    case_row AS (SELECT r.* FROM mine m CROSS JOIN main.case_row r WHERE r.id = m.id),
    facet AS (SELECT f.* FROM mine m CROSS JOIN main.facet f WHERE f.card = m.id),
    link AS (
        SELECT l.* FROM main.link l WHERE EXISTS (SELECT 1 FROM card c WHERE c.id = l.card)
            AND EXISTS (SELECT 1 FROM card c WHERE c.id = l.target)),
    part AS (
        SELECT p.* FROM main.part p
            WHERE EXISTS (SELECT 1 FROM card c WHERE c.id = p.subject))"""
_BEGINS: Final = re.compile(r"\s*WITH\s+RECURSIVE\b")
_HINT: Final = re.compile(r"\sINDEXED BY \w+")  # an index is the table's, not the expression's


class Gate:
    """Asks the cards of one notebook for one viewer."""

    def __init__(self, alias: str, viewer: Viewer) -> None:
        self._database = DjangoDatabase(alias)
        self._member = viewer.member if viewer.sees_assigned_only else None

    @property
    def is_narrow(self) -> bool:
        """Whether only part of the register exists for the viewer."""
        return self._member is not None

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run one query over what exists for the viewer; all its rows."""
        if self._member is None:
            return self._database.execute(sql, parameters)
        return self._database.execute(narrowed(sql), (self._member, *parameters))


def narrowed(sql: str) -> str:
    """The query over what is assigned to one member, who comes as the first parameter."""
    sql = _HINT.sub("", sql)
    begun = _BEGINS.match(sql)
    rest = f", {sql[begun.end() :]}" if begun else f" {sql}"
    return f"WITH RECURSIVE {_SEEN}{rest}"
