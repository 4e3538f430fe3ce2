"""Appending and reading entries; the only code that writes the ledger's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

import msgspec

from depter.ledger.database import Database, Row
from depter.ledger.entry import SignedLine, read_line
from depter.ledger.heads import Head, HistoryReplaced, OldCopyPutBack
from depter.ledger.schema import CREATE, SECOND_FORMAT, TRIGGERS
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
    """A wrapped key as the ledger keeps it; what it means is the vault's.

    A subject may have several of one level, each with its ``id``. ``turn`` grows each time the
    same key is wrapped for others.
    """

    subject: str
    level: Level
    id: str
    under: str
    recipient: str
    turn: int
    wrapped: bytes


class StoredLine(msgspec.Struct, frozen=True, gc=False):
    """An entry as it goes to another device: verbatim line, signature, encrypted bodies."""

    line: bytes
    signature: bytes
    bodies: dict[Level, bytes]


class Ledger:
    """The entries, bodies and subject keys of one notebook."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self) -> None:
        """Make the tables and their append-only triggers."""
        for statement in CREATE:
            self._database.execute(statement)

    def update(self) -> None:
        """Bring the tables of an older notebook to the present shape; call in a transaction."""
        columns = self._database.execute("SELECT name FROM pragma_table_info('ledger_subject_key')")
        if ("turn",) not in columns:
            for statement in SECOND_FORMAT:
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
        last = self.last_of_all()
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

    def first_subject(self, kind: str) -> SubjectId | None:
        """What the first entry of a kind that came in is about."""
        rows = self._database.execute(
            "SELECT subject FROM ledger_entry WHERE kind = %s ORDER BY number LIMIT 1", (kind,)
        )
        return rows[0][0] if rows else None

    def first_entry(self, kind: str) -> EntryId | None:
        """The first entry of a kind that came in."""
        rows = self._database.execute(
            "SELECT id FROM ledger_entry WHERE kind = %s ORDER BY number LIMIT 1", (kind,)
        )
        return rows[0][0] if rows else None

    def last_number(self, subject: SubjectId) -> int:
        """The place of the entry about a subject that came in last; -1 when there is none."""
        [(last,)] = self._database.execute(
            "SELECT COALESCE(MAX(number), -1) FROM ledger_entry WHERE subject = %s", (subject,)
        )
        return int(last)

    def last_of_all(self) -> int:
        """The place of the entry that came in last; 0 when there is none."""
        [(last,)] = self._database.execute("SELECT COALESCE(MAX(number), 0) FROM ledger_entry")
        return int(last)

    def subjects_of(self, device: str) -> list[SubjectId]:
        """Everything that a device wrote about."""
        rows = self._database.execute(
            "SELECT DISTINCT subject FROM ledger_entry WHERE device = %s", (device,)
        )
        return [subject for (subject,) in rows]

    def sealed_to(self, device: str, subject: SubjectId) -> list[str]:
        """The recipients to which a device sealed what it wrote about a subject."""
        rows = self._database.execute(
            "SELECT e.line FROM ledger_entry e JOIN ledger_body b ON b.entry = e.number"
            " WHERE e.subject = %s AND e.device = %s AND b.level = %s",
            (subject, device, Level.SEALED.value),
        )
        sealed = (read_line(bytes(line)).sealed for (line,) in rows)
        return [one.to for one in sealed if one is not None]

    def devices(self) -> list[str]:
        """Every device that wrote, found by one look into the index for each."""
        rows = self._database.execute(
            """WITH RECURSIVE found (device) AS (
                SELECT MIN(device) FROM ledger_entry
                UNION ALL
                SELECT (SELECT MIN(e.device) FROM ledger_entry e WHERE e.device > found.device)
                FROM found WHERE found.device IS NOT NULL
            ) SELECT device FROM found WHERE device IS NOT NULL"""
        )
        return [device for (device,) in rows]

    def heads(self) -> dict[str, Head]:
        """The end of every feed."""
        ends = {device: self.head(device) for device in self.devices()}
        return {device: head for device, head in ends.items() if head is not None}

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

    def readings(self) -> dict[str, str]:
        """The last clock reading of every feed."""
        found = {}
        for end in self.heads().values():
            [(found[end.device],)] = self._database.execute(
                "SELECT at FROM ledger_entry WHERE device = %s AND seq = %s", (end.device, end.seq)
            )
        return found

    def stored_lines(
        self, device: str, *, after: int = 0, until: int | None = None
    ) -> Iterator[StoredLine]:
        """A feed, in order, from behind one entry up to another, as it goes to others."""
        rows = self._database.stream(
            "SELECT e.number, e.line, e.signature, b.level, b.stored FROM ledger_entry e"
            " LEFT JOIN ledger_body b ON b.entry = e.number"
            " WHERE e.device = %s AND e.seq > %s AND e.seq <= %s ORDER BY e.seq",
            (device, after, _LAST if until is None else until),
        )
        for _, one in groupby(rows, key=itemgetter(0)):
            together = list(one)
            bodies = {Level(row[3]): bytes(row[4]) for row in together if row[3] is not None}
            yield StoredLine(bytes(together[0][1]), bytes(together[0][2]), bodies)

    def keys_of(self, subject: str, level: Level) -> list[SubjectKeyRow]:
        """The wrapped keys of a subject's level; none when never made or destroyed."""
        rows = self._database.execute(
            f"{_KEYS} WHERE subject = %s AND level = %s ORDER BY id", (subject, level.value)
        )
        return [_key(row) for row in rows]

    def subjects_with_keys(self, subjects: Iterable[SubjectId]) -> set[SubjectId]:
        """Those of the subjects of which some key is kept."""
        ask = "SELECT 1 FROM ledger_subject_key WHERE subject = %s LIMIT 1"
        return {one for one in subjects if self._database.execute(ask, (one,))}

    def keys(self) -> Iterator[SubjectKeyRow]:
        """Every wrapped key, ordered by subject."""
        return map(_key, self._database.stream(f"{_KEYS} ORDER BY subject, level, id"))

    def add_keys(self, rows: Iterable[SubjectKeyRow]) -> None:
        """Keep wrapped keys. Of one key wrapped several times, the latest turn is kept."""
        self._database.execute_many(
            "INSERT INTO ledger_subject_key (subject, level, id, under, recipient, turn, wrapped)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (subject, level, id) DO UPDATE"
            " SET turn = excluded.turn, wrapped = excluded.wrapped"
            " WHERE (excluded.turn, excluded.wrapped) > (ledger_subject_key.turn,"
            " ledger_subject_key.wrapped) AND excluded.recipient = ledger_subject_key.recipient"
            " AND excluded.under = ledger_subject_key.under",
            [
                (row.subject, row.level.value, row.id, row.under)
                + (row.recipient, row.turn, row.wrapped)
                for row in rows
            ],
        )

    def destroy_keys(self, subject: str) -> int:
        """Take every key of a subject away, for good; how many there were."""
        [(count,)] = self._database.execute(
            "SELECT COUNT(*) FROM ledger_subject_key WHERE subject = %s", (subject,)
        )
        self._database.execute("DELETE FROM ledger_subject_key WHERE subject = %s", (subject,))
        return int(count)


_LAST: Final = 2**62
_KEYS: Final = "SELECT subject, level, id, under, recipient, turn, wrapped FROM ledger_subject_key"


def _key(row: Row) -> SubjectKeyRow:
    subject, level, key_id, under, recipient, turn, wrapped = row
    return SubjectKeyRow(subject, Level(level), key_id, under, recipient, turn, bytes(wrapped))


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
