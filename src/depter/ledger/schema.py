"""Tables of the ledger, and the triggers that keep them append-only."""

from __future__ import annotations

from typing import Final

_KEYS: Final = """CREATE TABLE ledger_subject_key (
        subject TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('internal', 'protected', 'sealed')),
        id TEXT NOT NULL,
        under TEXT NOT NULL,
        recipient TEXT NOT NULL,
        turn INTEGER NOT NULL,
        wrapped BLOB NOT NULL,
        PRIMARY KEY (subject, level, id)
    ) WITHOUT ROWID, STRICT"""

_TABLES: Final = (
    """CREATE TABLE ledger_entry (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        device TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        line BLOB NOT NULL,
        signature BLOB NOT NULL,
        UNIQUE (device, seq)
    ) STRICT""",
    "CREATE INDEX ledger_by_subject ON ledger_entry (subject, at, device, seq)",
    "CREATE INDEX ledger_by_kind ON ledger_entry (kind, subject)",
    """CREATE TABLE ledger_body (
        entry INTEGER NOT NULL REFERENCES ledger_entry (number),
        level TEXT NOT NULL CHECK (level IN ('internal', 'protected', 'sealed')),
        stored BLOB NOT NULL,
        PRIMARY KEY (entry, level)
    ) STRICT""",
    _KEYS,
)

# REPLACE deletes without firing triggers unless `PRAGMA recursive_triggers` is on; the
# connection switches it on, and verification would notice the missing entry all the same.
TRIGGERS: Final = tuple(
    f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
    for table in ("ledger_entry", "ledger_body")
    for verb in ("UPDATE", "DELETE")
)

CREATE: Final = (*_TABLES, *TRIGGERS)

# Notebooks of the first format had one key for each subject and level.
SECOND_FORMAT: Final = (
    "ALTER TABLE ledger_subject_key RENAME TO ledger_subject_key_1",
    _KEYS,
    """INSERT INTO ledger_subject_key
        SELECT subject, level, '', '', recipient, 0, wrapped FROM ledger_subject_key_1""",
    "DROP TABLE ledger_subject_key_1",
)
