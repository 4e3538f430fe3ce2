"""The ledger's four verbs on a Django connection; failures become sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.utils import DatabaseError

from depter.ledger.database import Row
from depter.notebook.errors import DiskFull, NotebookDamaged, NotebookInUse

_DAMAGED = (
    *("malformed", "not a database", "unable to open", "no such table"),
    "UNIQUE constraint failed",  # never by our own writing: an index is not its table's
)


class DjangoDatabase:
    """One notebook's database; each thread has a connection of its own."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run one statement; all its rows."""
        with told_plainly(), connections[self.alias].cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall()) if cursor.description else []

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        with told_plainly(), connections[self.alias].cursor() as cursor:
            cursor.executemany(sql, list(rows))

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one query; its rows one by one."""
        with told_plainly(), connections[self.alias].cursor() as cursor:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(2000):
                yield from rows

    def is_sound(self) -> bool:
        """Whether every page, also an unused one, is as it was written, and indexes fit tables.

        SQLCipher looks at the file alone. After a full disk or a kill its end may be half a page
        that the log holds whole, so the log is brought in first; while somebody reads, or while
        the disk is full, it cannot be, and the file alone says nothing.
        """
        if self.bring_in_log() and self.execute("PRAGMA cipher_integrity_check"):
            return False
        return self.execute("PRAGMA integrity_check(1)") == [("ok",)]

    def bring_in_log(self) -> bool:
        """Write the log into the file and cut it off; False while somebody reads, or no room is."""
        try:
            [(is_busy, *_)] = self.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except DiskFull:
            return False
        return not is_busy

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; takes the writer's place at once."""
        with told_plainly(), transaction.atomic(using=self.alias):
            yield


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn the database's failures into ours.

    Raises:
        DiskFull, NotebookInUse, NotebookDamaged: as the database's message says.
    """
    try:
        yield
    except DatabaseError as problem:
        message = str(problem)
        if "full" in message or "disk I/O error" in message:
            raise DiskFull() from problem
        if "locked" in message:
            raise NotebookInUse(process="?") from problem
        if type(problem) is DatabaseError or any(word in message for word in _DAMAGED):
            raise NotebookDamaged() from problem
        raise
