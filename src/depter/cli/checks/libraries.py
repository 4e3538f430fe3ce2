"""Python and the libraries that encrypt, sign and search."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from depter.cli.checks.finding import Finding, State, found

_WANTED: Final = (3, 11)
_NEEDED: Final = {
    "django": "The register cannot be opened.",
    "argon2": "No passphrase can open a notebook.",
    "pyrage": "Nothing can be sealed to the custodians.",
    "cheroot": "The pages cannot be shown in a browser.",
    "msgspec": "No entry can be read or written.",
    "yaml": "The vocabularies and the sample cannot be read.",
}


def check_libraries() -> Iterator[Finding]:
    """What the program stands on."""
    running = ".".join(map(str, sys.version_info[:3]))
    is_new = sys.version_info[:2] >= _WANTED
    yield found(
        "Python", is_new, running, otherwise=State.MISSING, without="Depter needs Python 3.11."
    )
    cipher = cipher_version()
    yield found(
        "SQLCipher",
        bool(cipher),
        cipher or "not installed",
        otherwise=State.MISSING,
        without="The register cannot be encrypted, so it is not opened.",
    )
    yield found(
        "Full-text search (FTS5)",
        _has_fulltext(),
        "built into SQLCipher" if cipher else "not looked for",
        otherwise=State.MISSING,
        without="Nothing can be searched, and no card can be drawn.",
    )
    sodium = _sodium_version()
    yield found(
        "libsodium",
        bool(sodium),
        sodium or "not installed",
        otherwise=State.MISSING,
        without="No entry can be signed or checked.",
    )
    for module, without in _NEEDED.items():
        is_there = _is_there(module)
        words = "installed" if is_there else "not installed"
        yield found(module, is_there, words, otherwise=State.MISSING, without=without)


def cipher_version() -> str:
    """The version of SQLCipher, empty when it is not there or is a plain SQLite."""
    try:
        driver = import_module("sqlcipher3.dbapi2")
        with_cipher = driver.connect(":memory:")
        row = with_cipher.execute("PRAGMA cipher_version").fetchone()
        with_cipher.close()
    except Exception:  # noqa: BLE001 (whatever breaks it, it is not there)
        return ""
    return str(row[0]) if row else ""


def _has_fulltext() -> bool:
    try:
        driver = import_module("sqlcipher3.dbapi2")
        database = driver.connect(":memory:")
        database.execute("CREATE VIRTUAL TABLE looked USING fts5(words)")
        database.close()
    except Exception:  # noqa: BLE001 (whatever breaks it, it is not there)
        return False
    return True


def _sodium_version() -> str:
    try:
        nacl = import_module("nacl")
        import_module("nacl.bindings")
    except ImportError:
        return ""
    return f"through PyNaCl {nacl.__version__}"


def _is_there(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True
