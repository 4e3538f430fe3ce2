"""A server that is seized while it stands open: what it keeps between two requests, and its disk.

What is searched is what the program keeps on purpose from one request to the next (the desk with
its room and its sessions, the open questions of passkeys, the caches of Django) and every file of
the notebook. Every 32 bytes found there are tried as a key on everything else. No cookie is there:
those lie in browsers.

Two things are left out, and are known:

- The raw key of the database is in the process while the notebook is open, with the connection
  that uses it. Whoever takes the memory of the process reads the cards, protected fields included:
  they are drawn for those who may see them, and lie under that key alone.
  :func:`test_the_raw_key_of_the_database_would_open_the_cards` holds this fast, so that nobody
  believes otherwise. What is sealed stays sealed even then.
- Python leaves copies of what it showed a moment ago in memory that it has not given back. Only a
  lock, which replaces the process, throws those away (``test_memory.py``).
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any, Final

import msgspec
import pytest
import sqlcipher3.dbapi2 as sqlcipher
from django.core.cache import caches
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from depter.actions.sources import introduce_source
from depter.store.book import Book
from depter.web.frame import sitting
from depter.web.frame.desk import COOKIE, DESK
from depter.web.signin.asked import QUESTIONS
from tests.hostile.canaries import betrayed, canary
from tests.hostile.pages import pages_of
from tests.machines import WORDS, make_slots_light
from tests.notebooks import copied, opened
from tests.web.conftest import desk  # noqa: F401
from tests.web.members import admitted, signed_in

pytestmark = pytest.mark.usefixtures("desk")
KEY: Final = 32
NONCE: Final = 24
TAG: Final = 16
LARGEST: Final = 64 * 1024
_HEX: Final = re.compile(rb"[0-9a-fA-F]{64}")


@pytest.fixture
def book(
    empty_template: Path,
    tmp_path: Path,
    desk: None,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> Book:
    """An office of a coordinator and a volunteer, open at the desk."""
    make_slots_light(monkeypatch)
    book = opened(copied(empty_template, tmp_path / "register"))
    admitted(book, "intake")
    book.close()
    return book


def at_work() -> list[str]:
    """Two members sign in, write, look at what is protected; the canaries that they wrote."""
    words = [canary(number) for number in range(10)]
    mine, boran = signed_in(), signed_in(WORDS["Boran"])
    assert mine.get("/cases/").status_code == boran.get("/cases/").status_code == 200
    entered = DESK.enter(mine.cookies[COOKIE].value, mark=_mark_of(mine))
    assert entered is not None
    book = entered[0]
    for number in range(5):
        source = introduce_source(
            book.notebook,
            source_kind="relative",
            protection="protected",
            note=words[number],
            identity=words[number + 5],
        )
        assert words[number] in mine.get(f"/sources/{source}/").content.decode()
    DESK.leave()
    unfinished = {"source_kind": "", "protection": "protected", "identity": words[0]}
    kept = mine.post("/sources/new/", unfinished, HTTP_ACCEPT="text/html")
    assert kept.status_code == 303  # an answer is kept, with what was typed
    del mine, boran, book, entered, kept
    gc.collect()
    return words


def _mark_of(client: Any) -> str:
    from depter.web.frame.unlocked import mark_of

    return mark_of(client.get("/cases/").wsgi_request)


# --- what is kept -----------------------------------------------------------------------------


def reachable(*roots: object) -> Iterator[object]:
    """Everything that can be reached from some objects, code and types left out."""
    seen: set[int] = set()
    waiting: list[object] = list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, MethodType):
            waiting.append(one.__self__)
        elif isinstance(one, msgspec.Struct):  # the collector does not follow all of them
            waiting += [getattr(one, name) for name in one.__struct_fields__]
        else:
            waiting += gc.get_referents(one)


def kept_bytes() -> list[bytes]:
    """Every text and every piece of bytes that the process keeps between requests."""
    found = []
    for one in reachable(DESK, QUESTIONS, caches.all()):
        if isinstance(one, bytes | bytearray):
            found.append(bytes(one))
        elif isinstance(one, str):
            found.append(one.encode("utf-8", "surrogatepass"))
    return found


def disk_bytes(folder: Path) -> list[bytes]:
    """Every file."""
    return [one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()]


def keys_in(blobs: list[bytes]) -> set[bytes]:
    """Whatever could be a key: 32 bytes as such, or written in hexadecimal."""
    found = {one for one in blobs if len(one) == KEY}
    for one in blobs:
        found |= {bytes.fromhex(match.decode()) for match in _HEX.findall(one)}
        found |= set(_nested(one))
    return found


def _nested(blob: bytes) -> Iterator[bytes]:
    """Keys within something that was packed: a keyring that lies there openly."""
    try:
        told = msgspec.msgpack.decode(blob)
    except (msgspec.MsgspecError, ValueError):
        return
    for one in reachable(told):
        if isinstance(one, bytes) and len(one) == KEY:
            yield one


def bodies_of(folder: Path, keys: set[bytes]) -> list[bytes]:
    """What stands in the tables, for whoever holds a key that opens the database."""
    found: list[bytes] = []
    for key in keys:
        connection = sqlcipher.connect(f"file:{folder / 'register.db'}?mode=ro", uri=True)
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in names.fetchall():
                for row in connection.execute(f'SELECT * FROM "{table}"'):
                    found += [one for one in row if isinstance(one, bytes)]
                    found += [one.encode() for one in row if isinstance(one, str)]
            found += list(pages_of(folder, key=key))
        except sqlcipher.DatabaseError:
            continue
        finally:
            connection.close()
    return found


def opened_with(keys: set[bytes], blobs: list[bytes]) -> Iterator[bytes]:
    """What any of the keys makes of any piece, and what the keys within that make of the rest.

    The stream alone is tried, without asking whether it is authentic: so nothing has to be known
    about what a piece belongs to. What comes out wrong is noise, in which no canary stands.
    """
    pieces = [one for one in blobs if NONCE + TAG < len(one) <= LARGEST]
    within: set[bytes] = set()
    for key in keys:
        for one in pieces:
            plain = _stream(one, key=key)
            yield plain
            if len(plain) == KEY:
                within.add(plain)
    for key in within:
        for one in pieces:
            yield _stream(one, key=key)


def _stream(piece: bytes, *, key: bytes) -> bytes:
    """Encrypting once more under the same key and number takes the encryption off."""
    nonce, body = piece[:NONCE], piece[NONCE:-TAG]
    return crypto_aead_xchacha20poly1305_ietf_encrypt(body, b"", nonce, key)[:-TAG]


def search(folder: Path, words: list[str], *, more: tuple[bytes, ...] = ()) -> set[str]:
    """The canaries that somebody finds who took the machine, and no browser; ``more`` are keys
    that they have besides."""
    blobs = kept_bytes() + disk_bytes(folder)
    keys = keys_in(blobs) | set(more)
    blobs += bodies_of(folder, keys)
    whole = [b"\0".join(blobs), b"\0".join(opened_with(keys_in(blobs) | keys, blobs))]
    return {word for blob in whole for word, _ in betrayed(blob, words)}


# --- the tests --------------------------------------------------------------------------------


def test_nothing_protected_is_found_between_two_requests(book: Book) -> None:
    words = at_work()
    assert DESK.is_open and DESK.count() == 2
    assert search(book.path, words) == set()


def test_the_raw_key_of_the_database_would_open_the_cards(book: Book) -> None:
    """The limit that is named above, and where it ends: what is sealed is not among it."""
    words = at_work()
    found = search(book.path, words, more=(book.notebook.keyring.database,))
    assert found == set(words[:5])


def test_unsealed_sessions_would_be_noticed(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a desk that keeps each member's keys as they are."""

    def hold(self: sitting.Sitting, held: sitting.Held) -> None:
        self.session.sealed = msgspec.msgpack.encode(held)

    def held(self: sitting.Sitting) -> sitting.Held:
        return msgspec.msgpack.decode(self.session.sealed, type=sitting.Held)

    monkeypatch.setattr(sitting.Sitting, "hold", hold)
    monkeypatch.setattr(sitting.Sitting, "held", held)
    words = at_work()
    assert search(book.path, words) == set(words[:5])  # and not what is sealed to custodians


def test_answers_kept_openly_would_be_noticed(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control for what a page held: an answer that is kept as it was sent."""
    monkeypatch.setattr(sitting.Sitting, "_seal", lambda self, plain, what: plain)
    monkeypatch.setattr(sitting.Sitting, "_open", lambda self, plain, what: plain or None)
    words = at_work()
    assert set(words[:5]) <= search(book.path, words)


@pytest.mark.parametrize("kept_in", ["desk", "disk"])
def test_a_word_that_lies_about_is_found(book: Book, kept_in: str) -> None:
    words = at_work()
    if kept_in == "desk":
        DESK.office = f"the last page: {words[3]}"
    else:
        (book.path / "files" / "left over").write_text(words[3], encoding="utf-8")
    assert search(book.path, words) == {words[3]}
