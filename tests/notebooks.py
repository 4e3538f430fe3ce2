"""Notebooks for tests: a template made once, opened cheaply, and one that holds every kind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from argon2.low_level import Type, hash_secret_raw

import depter
from depter.notebook.keyfile import read_key_file, unlock, write_key_file
from depter.register.facts.office import PracticeDeclared
from depter.store.book import Book
from depter.vault import symmetric
from depter.vault.boxes import _context
from depter.vault.keyring import Keyring
from depter.vault.slots import Slot, open_slot
from tests.people import PASSPHRASE

TRIGGERS: Final = tuple(
    f"{table}_no_{verb}"
    for table in ("ledger_entry", "ledger_body")
    for verb in ("update", "delete")
)


def new_notebook(folder: Path) -> Path:
    """A founded notebook, for practice, whose slots open in milliseconds."""
    with depter.create_notebook(
        folder, passphrase=PASSPHRASE, office="Desk", member="Qarlygash"
    ) as book:
        book.notebook.write(book.notebook.office_id, PracticeDeclared(reason="a test"))
    lighten(folder)
    return folder


def lighten(folder: Path) -> None:
    """Wrap the same keys under the same passphrase with the cheapest parameters there are."""
    path = folder / "keys.json"
    keys = read_key_file(path)

    def light(slot: Slot, part: str) -> Slot:
        context = _context(keys.notebook, part)
        key = open_slot(slot, passphrase=PASSPHRASE, context=context)
        return light_slot(key, passphrase=PASSPHRASE, context=context)

    boxes = tuple(
        msgspec.structs.replace(
            box,
            slot=light(box.slot, "slot"),
            custody=light(box.custody, "custodian") if box.custody else None,
        )
        for box in keys.boxes
    )
    write_key_file(path, msgspec.structs.replace(keys, boxes=boxes))


def light_slot(key: bytes, *, passphrase: str, context: bytes) -> Slot:
    """A slot with the smallest memory and one pass."""
    bare = Slot(salt=os.urandom(16), wrapped=b"", memory_kib=8, passes=1, lanes=1)
    stretched = hash_secret_raw(
        passphrase.encode(),
        bare.salt,
        time_cost=1,
        memory_cost=8,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    wrapped = symmetric.encrypt(key, key=stretched, context=context)
    return msgspec.structs.replace(bare, wrapped=wrapped)


def copied(template: Path, to: Path) -> Path:
    """A copy that may be spoiled."""
    return Path(shutil.copytree(template, to))


def opened(folder: Path, *, passphrase: str = PASSPHRASE) -> Book:
    """The notebook, open."""
    return depter.open_notebook(folder, passphrase=passphrase)


def keyring(folder: Path) -> Keyring:
    """The keys, for tests that attack with them in hand."""
    return unlock(read_key_file(folder / "keys.json"), passphrase=PASSPHRASE)


@contextmanager
def database(folder: Path, *, is_guarded: bool = False) -> Iterator[Any]:
    """The database itself, behind Depter's back; without its triggers unless guarded."""
    connection = sqlcipher.connect(str(folder / "register.db"), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{keyring(folder).database.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA synchronous = OFF")
        if not is_guarded:
            for trigger in TRIGGERS:
                connection.execute(f"DROP TRIGGER {trigger}")
        yield connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
