"""Appending and reading entries; the only code that writes the ledger's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from depter.ledger.database import Database, Row
from depter.ledger.entry import SignedLine
from depter.ledger.heads import Head, HistoryReplaced, OldCopyPutBack
from depter.ledger.schema import CREATE, TRIGGERS
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level

_SELECT: Final = """SELECT e.number, e.id, e.device, e.seq, e.at, e.kind, e.subject,
    b.level, b.stored FROM ledger_entry e LEFT JOIN ledger_body b ON b.entry = e.number"""
_ORDER: Final = " ORDER BY e.subject, e.at, e.device, e.seq"


class Kept(msgspec.Struct, frozen=True, gc=False):
    """An entry as read back, with its still encrypted bodies; ``number`` is where it stands
    in this database, and no part of the entry."""

    number: int
    id: EntryId
    device: str
    seq: int
    at: str
    kind: str
    subject: SubjectId
    bodies: dict[Level, bytes]


class SubjectKeyRow(msgspec.Struct, frozen=True):
    """A wrapped key as the ledger keeps it; what it means is the vault's."""

    subject: str
    level: Level
    recipient: str
    wrapped: bytes


class Ledger:
    """The entries, bodies and subject keys of one notebook."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self) -> None:
        """Make the tables and their append-only triggers."""
        for statement in CREATE:
            self._database.execute(statement)

    def guard(self) -> None:
        """Put the append-only triggers back where somebody took them away.

        Whatever else would act by itself goes: a trigger of somebody's own could swallow what
        is written, and one that only has the name of ours would guard nothing.
        """
        ours = {statement.replace("IF NOT EXISTS ", "") for statement in TRIGGERS}
        acting = self._database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
        )
        for kind, name, sql in acting:
            if sql not in ours:
                quoted = name.replace('"', '""').replace("%", "%%")
                self._database.execute(f'DROP {kind} "{quoted}"')
        for statement in TRIGGERS:
            self._database.execute(statement)

    def append(self, lines: Sequence[tuple[SignedLine, Mapping[Level, bytes]]]) -> None:
        """Add signed entries with their bodies; call within a transaction."""
        [(last,)] = self._database.execute("SELECT COALESCE(MAX(number), 0) FROM ledger_entry")
        entries: list[Row] = []
        bodies: list[Row] = []
        for number, (signed, stored) in enumerate(lines, start=last + 1):
            entry = signed.entry
            entries.append(
                (number, signed.id, entry.device, entry.seq, entry.at, entry.kind, entry.subject)
                + (signed.line, signed.signature)
            )
            bodies.extend((number, level.value, body) for level, body in stored.items())
        self._database.execute_many(
            "INSERT INTO ledger_entry VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)", entries
        )
        self._database.execute_many("INSERT INTO ledger_body VALUES (%s, %s, %s)", bodies)

    def about(self, subject: SubjectId, *, after: int = 0) -> Iterator[Kept]:
        """Entries about one subject, in order; only those that came in after a number."""
        rows = self._database.execute(
            f"{_SELECT} WHERE e.subject = %s AND e.number > %s{_ORDER}", (subject, after)
        )
        return _with_bodies(iter(rows))

    def everything(self) -> Iterator[Kept]:
        """All entries, subject by subject, each subject's in order."""
        return _with_bodies(self._database.stream(f"{_SELECT}{_ORDER}"))

    def of_kind(self, kind: str) -> Iterator[Kept]:
        """All entries of one kind, subject by subject."""
        return _with_bodies(self._database.stream(f"{_SELECT} WHERE e.kind = %s{_ORDER}", (kind,)))

    def subjects_with(self, kind: str) -> Iterator[Kept]:
        """All entries about subjects that have an entry of this kind, subject by subject."""
        having = "e.subject IN (SELECT subject FROM ledger_entry WHERE kind = %s)"
        return _with_bodies(self._database.stream(f"{_SELECT} WHERE {having}{_ORDER}", (kind,)))

    def has_kind(self, subject: SubjectId, kinds: Sequence[str]) -> bool:
        """Whether some entry about the subject is of one of these kinds."""
        marks = ", ".join(["%s"] * len(kinds))
        rows = self._database.execute(
            f"SELECT 1 FROM ledger_entry WHERE subject = %s AND kind IN ({marks}) LIMIT 1",
            (subject, *kinds),
        )
        return bool(rows)

    def heads(self) -> dict[str, Head]:
        """The end of every feed."""
        ends = self._database.execute(
            "SELECT device, MAX(seq) FROM ledger_entry GROUP BY device ORDER BY device"
        )
        return {
            device: Head(device, seq, id_)
            for device, seq in ends
            if (id_ := self.id_at(device, seq)) is not None
        }

    def head(self, device: str) -> Head | None:
        """The end of one feed."""
        rows = self._database.execute(
            "SELECT seq, id FROM ledger_entry WHERE device = %s ORDER BY seq DESC LIMIT 1",
            (device,),
        )
        return Head(device, *rows[0]) if rows else None

    def id_at(self, device: str, seq: int) -> EntryId | None:
        """The id of one entry of one feed."""
        rows = self._database.execute(
            "SELECT id FROM ledger_entry WHERE device = %s AND seq = %s", (device, seq)
        )
        return rows[0][0] if rows else None

    def expect(self, known: Iterable[Head]) -> None:
        """Go on only if the feeds pass through every head known from elsewhere.

        Raises:
            OldCopyPutBack: a feed ends before its head.
            HistoryReplaced: a feed passes through another entry there.
        """
        ends = self.heads()
        for head in known:
            end = ends.get(head.device, Head(head.device, 0, ""))
            if end.seq < head.seq:
                raise OldCopyPutBack(missing=head.seq - end.seq)
            if self.id_at(head.device, head.seq) != head.id:
                raise HistoryReplaced()

    def latest(self) -> str:
        """The clock reading of the entry that came in last, or an empty text."""
        rows = self._database.execute(
            "SELECT at FROM ledger_entry WHERE number = (SELECT MAX(number) FROM ledger_entry)"
        )
        return rows[0][0] if rows else ""

    def key(self, subject: str, level: Level) -> SubjectKeyRow | None:
        """The wrapped key of a subject's level, unless never made or destroyed."""
        rows = self._database.execute(
            "SELECT recipient, wrapped FROM ledger_subject_key WHERE subject = %s AND level = %s",
            (subject, level.value),
        )
        return SubjectKeyRow(subject, level, rows[0][0], bytes(rows[0][1])) if rows else None

    def keys(self) -> Iterator[SubjectKeyRow]:
        """Every wrapped key, ordered by subject."""
        rows = self._database.stream(
            "SELECT subject, level, recipient, wrapped FROM ledger_subject_key ORDER BY subject"
        )
        for subject, level, recipient, wrapped in rows:
            yield SubjectKeyRow(subject, Level(level), recipient, bytes(wrapped))

    def add_keys(self, rows: Sequence[SubjectKeyRow]) -> None:
        """Keep new wrapped keys."""
        self._database.execute_many(
            "INSERT INTO ledger_subject_key (subject, level, recipient, wrapped)"
            " VALUES (%s, %s, %s, %s)",
            [(row.subject, row.level.value, row.recipient, row.wrapped) for row in rows],
        )


def _with_bodies(rows: Iterator[Row]) -> Iterator[Kept]:
    """Gather the one to three rows that an entry has, one per body."""
    current: Kept | None = None
    for row in rows:
        if current is None or row[0] != current.number:
            if current is not None:
                yield current
            number, id_, device, seq, at, kind, subject = row[:7]
            current = Kept(number, id_, device, seq, at, kind, subject, {})
        if row[7] is not None:
            current.bodies[Level(row[7])] = row[8]
    if current is not None:
        yield current
