"""The cards of one notebook, as queries find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from depter.ledger.database import Row
from depter.notebook.errors import NoSuchSubject
from depter.register.access import Right, Viewer, readable, require
from depter.register.folds import Folded
from depter.register.folds.case import CaseFile
from depter.register.folds.dossier import Dossier
from depter.register.folds.source import SourceFile
from depter.register.folds.world import OrganisationFile, PlaceFile
from depter.store.database import DjangoDatabase
from depter.store.drawing.drawn import TOLD_OF, decoder, part_decoder, with_parts
from depter.store.drawing.texts import Said
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


class Name(msgspec.Struct, frozen=True):
    """What a link to a subject shows."""

    id: SubjectId
    type: str
    title: str
    kind: str = ""


class Shelf:
    """Reads cards for one viewer; nothing above the viewer's levels leaves it."""

    def __init__(self, alias: str, viewer: Viewer) -> None:
        require(viewer, Right.READ)
        self.viewer = viewer
        self.database = DjangoDatabase(alias)

    def folded(self, subject: SubjectId) -> Folded:
        """One subject.

        Raises:
            NoSuchSubject: the register has none under this id.
        """
        found = self.many((subject,))
        if subject not in found:
            raise NoSuchSubject()
        return found[subject]

    def many(self, subjects: Iterable[str]) -> dict[SubjectId, Folded]:
        """Several subjects; those that are gone are left out."""
        heads = {one: decoder.decode(body) for one, body in self._cards("body", subjects)}
        told = [one for one, head in heads.items() if isinstance(head, TOLD_OF)]
        parts: dict[str, list[bytes]] = {one: [] for one in told}
        for one, body in self._parts(told):
            parts[one].append(body)
        return {
            SubjectId(one): self._shown(with_parts(head, parts.get(one, ())))
            for one, head in heads.items()
        }

    def said(self, parts: Mapping[str, str]) -> dict[str, Said]:
        """One statement of each subject, of those that have it; for its internal words only."""
        subjects = [one for one, part in parts.items() if part]
        marks = ", ".join(["%s"] * len(subjects))
        rows = self.database.execute(
            "SELECT subject, part, body FROM part"
            f" WHERE subject IN ({marks}) AND part IN ({marks})",
            [*subjects, *(parts[one] for one in subjects)],
        )
        return {
            one: part_decoder.decode(body) for one, part, body in rows if parts.get(one) == part
        }

    def names(self, subjects: Iterable[str]) -> dict[str, Name]:
        """What links to these subjects show."""
        rows = self._cards("type, title, kind", subjects)
        return {one: Name(SubjectId(one), *rest) for one, *rest in rows}

    def mentioning(
        self, subject: SubjectId, *, role: str, type_: str, limit: int = 500
    ) -> list[SubjectId]:
        """Subjects of one type that mention this one, in order of their dates."""
        rows = self.database.execute(
            """SELECT c.id FROM link l CROSS JOIN card c WHERE c.id = l.card
               AND l.target = %s AND l.role = %s AND c.type = %s
               ORDER BY c.sort, c.id LIMIT %s""",
            (subject, role, type_, limit),
        )
        return [SubjectId(one) for (one,) in rows]

    def _cards(self, columns: str, subjects: Iterable[str]) -> list[Row]:
        ids = sorted({one for one in subjects if one})
        marks = ", ".join(["%s"] * len(ids))
        sql = f"SELECT id, {columns} FROM card WHERE id IN ({marks})"
        return self.database.execute(sql, ids) if ids else []

    def _parts(self, subjects: Sequence[str]) -> list[Row]:
        marks = ", ".join(["%s"] * len(subjects))
        sql = f"SELECT subject, body FROM part WHERE subject IN ({marks}) AND part <> ''"
        return self.database.execute(f"{sql} ORDER BY number", subjects) if subjects else []

    def _shown(self, folded: Folded) -> Folded:
        """Take out what the viewer may not read."""
        levels = readable(self.viewer)
        if Level.PROTECTED in levels:
            return folded
        match folded:
            case CaseFile() | PlaceFile() | OrganisationFile():
                dossier = _readable_claims(folded.dossier, levels)
                return msgspec.structs.replace(folded, dossier=dossier)
            case SourceFile():
                return msgspec.structs.replace(folded, note="")
            case _:
                return folded


def _readable_claims(dossier: Dossier, levels: frozenset[Level]) -> Dossier:
    claims = tuple(known for known in dossier.claims if known.level in levels)
    return msgspec.structs.replace(dossier, claims=claims)
