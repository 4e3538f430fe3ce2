"""Writing what was drawn: one subject live, or everything in a rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

from depter.ledger.database import Database
from depter.register.folds import Folded
from depter.store.drawing.drawn import Drawn, draw
from depter.store.drawing.facets import ALL_CASES, DERIVED, ONE_CASE
from depter.store.drawing.fulltext import StoredParts
from depter.values.ids import SubjectId

_BATCH: Final = 250
_ROOM_FOR_ALL: Final = -200_000  # KiB, given back when all is drawn
_New = tuple[SubjectId, Drawn]

_CARD: Final = """INSERT INTO card (id, type, kind, title, sort, body)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE SET type = excluded.type,
    kind = excluded.kind, title = excluded.title, sort = excluded.sort, body = excluded.body"""
_COLUMNS: Final = (
    *("name", "other_names", "status", "status_as_of", "place", "is_disputed", "year"),
    *("heard_day", "last_heard", "statements", "opened_at", "changed_at"),
)
_CASE: Final = (
    f"INSERT INTO case_row (id, {', '.join(_COLUMNS)}) VALUES (%s{', %s' * len(_COLUMNS)})"
    " ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS)
)
_FACET: Final = "INSERT INTO facet (card, facet, value, sort) VALUES (%s, %s, %s, %s)"
_LINK: Final = "INSERT INTO link (card, role, target) VALUES (%s, %s, %s)"


class StoredCards:
    """The cards of one notebook, in its database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._parts = StoredParts(database)

    def create(self) -> None:
        """Make what Django's migrations do not: the full-text index."""
        self._parts.create()

    def draw(self, subject: SubjectId, folded: Folded | None) -> None:
        """Replace everything drawn for the subject; None takes it off."""
        if folded is None:
            self._take_off(subject)
            return
        drawn = draw(subject, folded)
        before = self._database.execute("SELECT type, kind FROM card WHERE id = %s", (subject,))
        self._database.execute(_CARD, (subject, *drawn.card))
        is_moved = self._replace_links(subject, drawn)
        self._parts.replace(subject, drawn)
        if drawn.case is not None:
            self._database.execute(_CASE, (subject, *drawn.case))
            self._replace_facets(subject, drawn, is_moved=is_moved)
        elif before != [drawn.card[:2]] or (is_moved and drawn.card[0] == "place"):
            self._derive_around(subject)

    def draw_all(self, folded: Iterable[tuple[SubjectId, Folded | None]]) -> None:
        """Throw away every card and draw these."""
        with self._room_for_all():
            for table in ("card", "case_row", "facet", "link"):
                self._database.execute(f"DELETE FROM {table}")
            self._parts.clear()
            drawn = ((one, draw(one, what)) for one, what in folded if what is not None)
            for batch in _batches(drawn):
                self._insert(batch)
            for statement in ALL_CASES:
                self._database.execute(statement)

    @contextmanager
    def _room_for_all(self) -> Iterator[None]:
        """More pages kept in memory while everything is written, else each is decrypted anew."""
        [(usual,)] = self._database.execute("PRAGMA cache_size")
        self._database.execute(f"PRAGMA cache_size = {_ROOM_FOR_ALL}")
        try:
            yield
        finally:
            self._database.execute(f"PRAGMA cache_size = {usual}")

    def dependents(self, subject: SubjectId) -> list[SubjectId]:
        """Subjects whose claims are ranked by how this source is judged."""
        rows = self._database.execute(
            "SELECT card FROM link WHERE target = %s AND role = 'source' ORDER BY card", (subject,)
        )
        return [card for (card,) in rows]

    def differing(self, folded: Iterable[tuple[SubjectId, Folded | None]]) -> list[SubjectId]:
        """Subjects whose stored rows are not what these would draw."""
        found: list[SubjectId] = []
        seen: set[str] = set()
        for subject, what in folded:
            if what is None:
                continue
            seen.add(subject)
            if self._stored(subject) != _rows_of(draw(subject, what)):
                found.append(subject)
        ids = self._database.stream("SELECT id FROM card UNION SELECT subject FROM part")
        found.extend(SubjectId(one) for (one,) in ids if one not in seen)
        return found + self._wrongly_derived()

    def _insert(self, batch: list[_New]) -> None:
        insert = self._database.execute_many
        insert(_CARD, [(subject, *drawn.card) for subject, drawn in batch])
        cases = [(subject, drawn) for subject, drawn in batch if drawn.case is not None]
        insert(_CASE, [(subject, *(drawn.case or ())) for subject, drawn in cases])
        insert(
            _FACET,
            [(one, *facet, _opened(drawn)) for one, drawn in cases for facet in drawn.facets],
        )
        insert(_LINK, [(one, *link) for one, drawn in batch for link in drawn.links])
        self._parts.add((one, drawn, drawn.parts) for one, drawn in batch)

    def _replace_links(self, subject: SubjectId, drawn: Drawn) -> bool:
        """Whether any link changed."""
        stored = self._links(subject)
        gone, new = stored - drawn.links, drawn.links - stored
        if gone:
            self._database.execute_many(
                "DELETE FROM link WHERE card = %s AND role = %s AND target = %s",
                [(subject, *link) for link in gone],
            )
        if new:
            self._database.execute_many(_LINK, [(subject, *link) for link in new])
        return bool(gone or new)

    def _replace_facets(self, subject: SubjectId, drawn: Drawn, *, is_moved: bool) -> None:
        rows = self._database.execute("SELECT facet, value FROM facet WHERE card = %s", (subject,))
        own = {(facet, value) for facet, value in rows if facet not in DERIVED}
        gone, new = own - drawn.facets, drawn.facets - own
        if gone:
            self._database.execute_many(
                "DELETE FROM facet WHERE card = %s AND facet = %s AND value = %s",
                [(subject, *facet) for facet in gone],
            )
        if new:
            self._database.execute_many(
                _FACET, [(subject, *facet, _opened(drawn)) for facet in new]
            )
        if is_moved:
            self._derive(subject)

    def _derive(self, case: str) -> None:
        """Draw the facets a case has through its sources and places."""
        self._database.execute(f"DELETE FROM facet WHERE card = %s AND facet IN {DERIVED}", (case,))
        for statement in ONE_CASE:
            self._database.execute(statement, (case,))

    def _derive_around(self, subject: SubjectId) -> None:
        """A place moved or a source changed its kind: renew the cases that mention it."""
        cases = self._database.execute(
            """WITH RECURSIVE inside (id, depth) AS (SELECT %s, 0
               UNION SELECT l.card, i.depth + 1 FROM inside i
               CROSS JOIN link l WHERE l.target = i.id AND l.role = 'within' AND i.depth < 8)
               SELECT DISTINCT r.id FROM inside i CROSS JOIN link l CROSS JOIN case_row r
               WHERE l.target = i.id AND l.role IN ('place', 'source') AND r.id = l.card""",
            (subject,),
        )
        for (case,) in cases:
            self._derive(case)

    def _take_off(self, subject: SubjectId) -> None:
        self._parts.replace(subject, None)
        self._database.execute("DELETE FROM link WHERE card = %s", (subject,))
        self._database.execute("DELETE FROM facet WHERE card = %s", (subject,))
        self._database.execute("DELETE FROM case_row WHERE id = %s", (subject,))
        self._database.execute("DELETE FROM card WHERE id = %s", (subject,))
        self._derive_around(subject)

    def _links(self, subject: SubjectId) -> frozenset[tuple[str, str]]:
        rows = self._database.execute("SELECT role, target FROM link WHERE card = %s", (subject,))
        return frozenset((role, target) for role, target in rows)

    def _stored(self, subject: SubjectId) -> tuple[Any, ...]:
        """The rows of one subject, in the order of :class:`Drawn`."""
        card = self._database.execute(
            "SELECT type, kind, title, sort, body FROM card WHERE id = %s", (subject,)
        )
        case = self._database.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM case_row WHERE id = %s", (subject,)
        )
        facets = self._database.execute(
            "SELECT facet, value FROM facet WHERE card = %s", (subject,)
        )
        return (
            (*card[0][:4], bytes(card[0][4])) if card else None,
            case[0] if case else None,
            frozenset(one for one in facets if one[0] not in DERIVED),
            self._links(subject),
            self._parts.stored(subject),
        )

    def _wrongly_derived(self) -> list[SubjectId]:
        """Cases whose derived facets differ; found by deriving anew and rolling back."""
        rows = f"SELECT card, facet, value, sort FROM facet WHERE facet IN {DERIVED}"
        before = set(self._database.execute(rows))
        try:
            with self._database.transaction():
                self._database.execute(f"DELETE FROM facet WHERE facet IN {DERIVED}")
                for statement in ALL_CASES:
                    self._database.execute(statement)
                after = set(self._database.execute(rows))
                raise _RollBack
        except _RollBack:
            pass
        return sorted({SubjectId(case) for case, *_ in before ^ after})


class _RollBack(Exception):
    """Nothing is to be kept of this transaction."""


def _opened(drawn: Drawn) -> object:
    assert drawn.case is not None
    return drawn.case[_COLUMNS.index("opened_at")]


def _rows_of(drawn: Drawn) -> tuple[Any, ...]:
    """What of it stands in tables."""
    return drawn.card, drawn.case, drawn.facets, drawn.links, drawn.parts


def _batches(drawn: Iterator[_New]) -> Iterator[list[_New]]:
    while batch := list(islice(drawn, _BATCH)):
        yield batch
