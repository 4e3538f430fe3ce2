"""What the ledger needs of a database: four verbs, parameters marked ``%s``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]


class Database(Protocol):
    """A connection to one notebook's database, SQLite or PostgreSQL alike."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement; all its rows."""

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of parameters."""

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Run one query; its rows one by one, however many."""

    def transaction(self) -> AbstractContextManager[object]:
        """All or nothing, durable at the end."""
