"""Django's SQLite backend, speaking to SQLCipher with a raw key instead.

The key comes as 64 hexadecimal digits in ``OPTIONS["key"]``. Raw keys skip SQLCipher's own
key derivation; the passphrase was stretched by Argon2id before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlcipher3.dbapi2 as Database
from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3._functions import register as register_functions

_PRAGMAS = (
    "cipher_log_level = NONE",  # SQLCipher would print file names and causes to stderr
    "cipher_memory_security = OFF",  # costs 30 %; the process ends at lock, which wipes all
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "recursive_triggers = ON",  # else INSERT OR REPLACE walks past the append-only triggers
    "foreign_keys = ON",
    "cache_size = -8000",
    "wal_autocheckpoint = 2000",
)


class Cursor(Database.Cursor):  # type: ignore[misc]
    """Takes ``%s`` parameters, as all of Django does."""

    def execute(self, query: str, params: Sequence[Any] | None = None) -> Cursor:
        """Run one statement."""
        if params is None:
            return super().execute(query)  # type: ignore[no-any-return]
        return super().execute(_question_marks(query), params)  # type: ignore[no-any-return]

    def executemany(self, query: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        """Run one statement for each row."""
        return super().executemany(_question_marks(query), rows)  # type: ignore[no-any-return]


def _question_marks(query: str) -> str:
    return query.replace("%s", "?").replace("%%", "%")


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """One encrypted connection of one thread."""

    Database = Database
    vendor = "sqlite"

    def get_connection_params(self) -> dict[str, Any]:
        """Everything for ``connect``, and the key."""
        params: dict[str, Any] = super().get_connection_params()
        params["check_same_thread"] = False
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file and give it the key before anything is read."""
        key = conn_params.pop("key")
        connection = Database.connect(**conn_params)
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        register_functions(connection)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that takes ``%s``."""
        return self.connection.cursor(factory=Cursor)
