"""The cards of one notebook, as queries find them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from depter.ledger.database import Row
from depter.notebook.errors import NoSuchSubject
from depter.register.access import Right, Viewer, readable, require
from depter.register.folds import Folded
from depter.store.drawing.drawn import TOLD_OF, decoder, part_decoder, with_parts
from depter.store.drawing.texts import Said
from depter.store.looks import What, record_look
from depter.store.queries.closed import closed_above
from depter.store.queries.gate import Gate
from depter.store.queries.mentioned import all_ids_in, without
from depter.values.ids import SubjectId
from depter.values.level import Level

KINDS: Final = {
    "source": "source_kind",
    "place": "place_kind",
    "organisation": "organisation_kind",
    "appeal": "appeal_kind",
    "incident": "incident_kind",
    "proceeding": "proceeding_kind",
    "figure": "figure_counts",
}
"""The vocabulary in which each type of subject has its kind."""


Clock = Callable[[], datetime]


def now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


class Name(msgspec.Struct, frozen=True):
    """What a link to a subject shows."""

    id: SubjectId
    type: str
    title: str
    kind: str = ""


class Shelf:
    """Reads cards for one viewer; nothing above the viewer's levels leaves it, and nothing that
    does not exist for a viewer who sees assigned cases only."""

    def __init__(self, alias: str, viewer: Viewer, *, clock: Clock = now) -> None:
        require(viewer, Right.READ)
        self.viewer = viewer
        self._alias = alias
        self._clock = clock
        self._gate = Gate(alias, viewer)
        self.ask = self._gate.ask

    @property
    def only_parts(self) -> str:
        """A condition on the number of a part, for the full-text index: it is no table that the
        gate can stand before, and would spend its limit on what the viewer may not know."""
        if not self._gate.is_narrow:
            return ""
        # From the few subjects outwards; the plus keeps the index from being asked once a part.
        parts = "SELECT p.number FROM card c CROSS JOIN part p WHERE p.subject = c.id"
        return f"AND +rowid IN ({parts})"

    def folded(self, subject: SubjectId) -> Folded:
        """One subject whole, as its own page shows it; if something protected is in it, that the
        viewer looked is written down first.

        Raises:
            NoSuchSubject: the register has none under this id.
            DiskFull, NotebookInUse: see :mod:`depter.store.looks`.
        """
        found = self._found((subject,))
        if subject not in found:
            raise NoSuchSubject()
        whole = found[subject]
        plain = closed_above(whole, _INTERNAL)
        if plain is whole or Level.PROTECTED not in readable(self.viewer):
            return plain
        at = self._clock()
        record_look(self._alias, self.viewer, subject=subject, what=What.PROTECTED, at=at)
        return whole

    def many(self, subjects: Iterable[str]) -> dict[SubjectId, Folded]:
        """Several subjects, without what is protected; those that are gone are left out."""
        return {
            one: closed_above(folded, _INTERNAL) for one, folded in self._found(subjects).items()
        }

    def _found(self, subjects: Iterable[str]) -> dict[SubjectId, Folded]:
        heads = {one: decoder.decode(body) for one, body in self._cards("body", subjects)}
        told = [one for one, head in heads.items() if isinstance(head, TOLD_OF)]
        parts: dict[str, list[bytes]] = {one: [] for one in told}
        for one, body in self._parts(told):
            parts[one].append(body)
        whole = {
            SubjectId(one): with_parts(head, parts.get(one, ())) for one, head in heads.items()
        }
        if not self._gate.is_narrow:
            return whole
        hidden = self._hidden(all_ids_in(msgspec.to_builtins(list(whole.values()))))
        return {one: without(folded, hidden) for one, folded in whole.items()}

    def said(self, parts: Mapping[str, str]) -> dict[str, Said]:
        """One statement of each subject, of those that have it, without what is protected."""
        subjects = [one for one, part in parts.items() if part]
        marks = ", ".join(["%s"] * len(subjects))
        rows = self.ask(
            "SELECT subject, part, body FROM part"
            f" WHERE subject IN ({marks}) AND part IN ({marks})",
            [*subjects, *(parts[one] for one in subjects)],
        )
        found = {
            one: part_decoder.decode(body) for one, part, body in rows if parts.get(one) == part
        }
        hidden = frozenset[str]()
        if self._gate.is_narrow:
            hidden = self._hidden(one.statement.source for one in found.values())
        return {
            one: msgspec.structs.replace(
                some, claims=tuple(k for k in some.claims if k.level in _INTERNAL)
            )
            for one, some in found.items()
            if some.statement.source not in hidden
        }

    def exists(self, subject: SubjectId) -> bool:
        """Whether there is such a subject, for this viewer."""
        return bool(self._cards("type", (subject,)))

    def names(self, subjects: Iterable[str]) -> dict[str, Name]:
        """What links to these subjects show."""
        rows = self._cards("type, title, kind", subjects)
        return {one: Name(SubjectId(one), *rest) for one, *rest in rows}

    def mentioning(
        self, subject: SubjectId, *, role: str, type_: str, limit: int = 500
    ) -> list[SubjectId]:
        """Subjects of one type that mention this one, in order of their dates."""
        rows = self.ask(
            """SELECT c.id FROM link l CROSS JOIN card c WHERE c.id = l.card
               AND l.target = %s AND l.role = %s AND c.type = %s
               ORDER BY c.sort, c.id LIMIT %s""",
            (subject, role, type_, limit),
        )
        return [SubjectId(one) for (one,) in rows]

    def _hidden(self, subjects: Iterable[str]) -> frozenset[str]:
        mentioned = {one for one in subjects if one}
        return frozenset(mentioned - {one for one, _ in self._cards("type", mentioned)})

    def _cards(self, columns: str, subjects: Iterable[str]) -> list[Row]:
        ids = sorted({one for one in subjects if one})
        marks = ", ".join(["%s"] * len(ids))
        sql = f"SELECT id, {columns} FROM card WHERE id IN ({marks})"
        return self.ask(sql, ids) if ids else []

    def _parts(self, subjects: Sequence[str]) -> list[Row]:
        marks = ", ".join(["%s"] * len(subjects))
        sql = f"SELECT subject, body FROM part WHERE subject IN ({marks}) AND part <> ''"
        return self.ask(f"{sql} ORDER BY number", subjects) if subjects else []


_INTERNAL: Final = frozenset({Level.INTERNAL})
