"""The yardstick: the same rows in plain SQLite, without encryption, signatures or folding."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

import depter
from bench.texts import index_rows

Rows = list[tuple[Any, ...]]
CARDS: Final = ("card", "case_row", "facet", "link", "part")
_LEDGER: Final = ("ledger_entry", "ledger_body")
_PRAGMAS: Final = ("journal_mode = WAL", "synchronous = FULL", "cache_size = -8000")
_WHILE_FILLING: Final = ("synchronous = OFF", "cache_size = -1000000")
_BATCH: Final = 20_000


@contextmanager
def plain_copy(book: depter.Book) -> Iterator[sqlite3.Connection]:
    """An empty plain database with the same tables and indexes, as durable as ours."""
    with tempfile.TemporaryDirectory() as beside:
        plain = _made(book, Path(beside) / "plain.db")
        try:
            yield plain
        finally:
            plain.close()


@contextmanager
def copied_cards(book: depter.Book, *, beside: str) -> Iterator[sqlite3.Connection]:
    """A plain database with all cards and the index, to ask the same questions of.

    The people in it are invented, so it may lie unencrypted in the cache.
    """
    path = Path(f"{beside}.plain.db")
    for left_over in path.parent.glob(f"{path.name}*"):
        left_over.unlink()
    plain = _made(book, path)
    try:
        _set(plain, _WHILE_FILLING)
        for table in CARDS:
            _stream_into(plain, table, book.notebook.database.stream(f"SELECT * FROM {table}"))
        _stream_into(plain, "search_text (rowid, names, words)", index_rows(book))
        _set(plain, _PRAGMAS)
        yield plain
    finally:
        plain.close()
        for left_over in path.parent.glob(f"{path.name}*"):
            left_over.unlink()


def rows_of(book: depter.Book, table: str, where: str = "", given: Sequence[Any] = ()) -> Rows:
    """A table's rows as they stand in the notebook."""
    return book.notebook.database.execute(f"SELECT * FROM {table} {where}", given)


def seconds_to_insert(plain: sqlite3.Connection, tables: dict[str, Rows], texts: Rows) -> float:
    """How long plain SQLite takes for all of it in one durable transaction.

    ``texts`` are rows of the full-text index: number, names, words.
    """
    began = time.perf_counter()
    plain.execute("BEGIN IMMEDIATE")
    for table, rows in tables.items():
        _insert(plain, table, rows)
    _insert(plain, "search_text (rowid, names, words)", texts)
    plain.execute("COMMIT")
    return time.perf_counter() - began


def _made(book: depter.Book, path: Path) -> sqlite3.Connection:
    plain = sqlite3.connect(path, isolation_level=None)
    _set(plain, _PRAGMAS)
    made = book.notebook.database.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
        f" AND (tbl_name IN {CARDS + _LEDGER} OR name = 'search_text') ORDER BY type DESC"
    )
    for (sql,) in made:
        if sqlite3.sqlite_version_info < (3, 43):  # older ones cannot delete from an index
            sql = re.sub(r"\s*contentless_delete\s*=\s*1,?", "", sql)
        plain.execute(sql)
    return plain


def _set(plain: sqlite3.Connection, pragmas: Iterable[str]) -> None:
    for pragma in pragmas:
        plain.execute(f"PRAGMA {pragma}")


def _stream_into(plain: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        plain.execute("BEGIN")
        _insert(plain, table, batch)
        plain.execute("COMMIT")


def _insert(plain: sqlite3.Connection, table: str, rows: Rows) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        plain.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
