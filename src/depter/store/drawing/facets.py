"""Facets a case has through others: the kinds of its sources, its places and those around."""

from __future__ import annotations

from typing import Final

# One statement serves one case (live) and all of them (rebuild). The depth guards against
# places that lie within each other by mistake.
_SOURCE_KINDS: Final = """
    INSERT INTO facet (card, facet, value, sort)
    SELECT DISTINCT r.id, 'source_kind', c.kind, r.opened_at
    FROM case_row r JOIN link l ON l.card = r.id AND l.role = 'source'
    JOIN card c ON c.id = l.target AND c.type = 'source'
    WHERE {which}"""

_PLACES: Final = """
    INSERT INTO facet (card, facet, value, sort)
    WITH RECURSIVE around (id, opened_at, place, depth) AS (
        SELECT r.id, r.opened_at, l.target, 0
        FROM case_row r JOIN link l ON l.card = r.id AND l.role = 'place' WHERE {which}
        UNION
        SELECT a.id, a.opened_at, w.target, a.depth + 1
        FROM around a JOIN link w ON w.card = a.place AND w.role = 'within'
        WHERE a.depth < 8)
    SELECT DISTINCT id, 'place', place, opened_at FROM around"""

DERIVED: Final = ("source_kind", "place")
ALL_CASES: Final = tuple(sql.format(which="1 = 1") for sql in (_SOURCE_KINDS, _PLACES))
ONE_CASE: Final = tuple(sql.format(which="r.id = %s") for sql in (_SOURCE_KINDS, _PLACES))
