"""Ways to falsify a ledger with the database's key in hand, and what should notice each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from depter.ledger.entry import b64
from depter.vault import sealing

Database = Any
SEED: Final = bytes(range(32))


@dataclass(frozen=True)
class Falsified:
    """A change, at which entry it should be found, and the reasons that may be given."""

    name: str
    change: Callable[[Database, int], None]
    reasons: frozenset[str]
    found_at: int = 0  # entries after the one that was changed

    def __str__(self) -> str:
        return self.name


def flipped(raw: bytes, *, at: int) -> bytes:
    """The bytes with one bit turned over."""
    place = at % len(raw)
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def one(database: Database, sql: str, *parameters: object) -> Any:
    """The single value of a query."""
    return database.execute(sql, parameters).fetchone()[0]


def id_of(line: bytes) -> str:
    return b64(hashlib.sha256(line).digest())


def resigned(line: bytes, *, seed: bytes = SEED) -> bytes:
    """A signature over the line by a key of one's own."""
    kind = b"application/vnd.depter.entry+json"
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(line), line)
    return crypto_sign(signed, crypto_sign_seed_keypair(seed)[1])[:64]


def _flip_line(database: Database, number: int) -> None:
    line = one(database, "SELECT line FROM ledger_entry WHERE number = ?", number)
    database.execute(
        "UPDATE ledger_entry SET line = ? WHERE number = ?", (flipped(line, at=number * 7), number)
    )


def _flip_line_and_id(database: Database, number: int) -> None:
    line = flipped(one(database, "SELECT line FROM ledger_entry WHERE number = ?", number), at=40)
    database.execute(
        "UPDATE ledger_entry SET line = ?, id = ? WHERE number = ?", (line, id_of(line), number)
    )


def _flip_signature(database: Database, number: int) -> None:
    raw = one(database, "SELECT signature FROM ledger_entry WHERE number = ?", number)
    database.execute(
        "UPDATE ledger_entry SET signature = ? WHERE number = ?", (flipped(raw, at=number), number)
    )


def _flip_body(database: Database, number: int) -> None:
    for level, stored in database.execute(
        "SELECT level, stored FROM ledger_body WHERE entry = ?", (number,)
    ).fetchall():
        database.execute(
            "UPDATE ledger_body SET stored = ? WHERE entry = ? AND level = ?",
            (flipped(stored, at=number * 31), number, level),
        )


def _cut_body(database: Database, number: int) -> None:
    database.execute(
        "UPDATE ledger_body SET stored = substr(stored, 1, length(stored) - 1) WHERE entry = ?",
        (number,),
    )


def _cut_body_short(database: Database, number: int) -> None:
    """Too short even for a nonce and a tag."""
    database.execute(
        "UPDATE ledger_body SET stored = substr(stored, 1, 24 + entry % 16) WHERE entry = ?",
        (number,),
    )


def _drop(database: Database, number: int) -> None:
    database.execute("DELETE FROM ledger_body WHERE entry = ?", (number,))
    database.execute("DELETE FROM ledger_entry WHERE number = ?", (number,))


def _drop_body(database: Database, number: int) -> None:
    database.execute("DELETE FROM ledger_body WHERE entry = ?", (number,))


def _duplicate(database: Database, number: int) -> None:
    database.execute(
        "INSERT INTO ledger_entry SELECT 9000, id || 'A', device, 9000, at, kind, subject, line,"
        " signature FROM ledger_entry WHERE number = ?",
        (number,),
    )
    database.execute(
        "UPDATE ledger_entry SET seq = (SELECT MAX(number) FROM ledger_entry WHERE"
        " number < 9000) + 1 WHERE number = 9000"
    )


def _swap_lines(database: Database, number: int) -> None:
    """The entry and the one after it change places, ids and signatures with them."""
    two = [
        database.execute(
            "SELECT id, line, signature FROM ledger_entry WHERE number = ?", (which,)
        ).fetchone()
        for which in (number, number + 1)
    ]
    database.execute("UPDATE ledger_entry SET id = '-' WHERE number = ?", (number,))
    for row, which in zip(two, (number + 1, number), strict=True):
        database.execute(
            "UPDATE ledger_entry SET id = ?, line = ?, signature = ? WHERE number = ?",
            (*row, which),
        )


def _reorder(database: Database, number: int) -> None:
    """The entry and the one after it change their places in the feed, columns and all."""
    for seq, where in ((-1, number), (number, number + 1), (number + 1, -1)):
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("UPDATE ledger_entry SET seq = ? WHERE seq = ?", (seq, where))


def _columns(column: str, value: str) -> Callable[[Database, int], None]:
    def change(database: Database, number: int) -> None:
        database.execute(f"UPDATE ledger_entry SET {column} = ? WHERE number = ?", (value, number))

    return change


def _resign(database: Database, number: int) -> None:
    """The same line, signed by a key that is not the device's."""
    line = one(database, "SELECT line FROM ledger_entry WHERE number = ?", number)
    database.execute(
        "UPDATE ledger_entry SET signature = ? WHERE number = ?", (resigned(line), number)
    )


def _own(database: Database, number: int) -> None:
    """The line rewritten to another device, hashed and signed correctly by that device."""
    device = one(database, "SELECT device FROM ledger_entry WHERE number = ?", number)
    line = one(database, "SELECT line FROM ledger_entry WHERE number = ?", number)
    mine = b64(crypto_sign_seed_keypair(SEED)[0])
    line = line.replace(device.encode(), mine.encode())
    database.execute(
        "UPDATE ledger_entry SET device = ?, line = ?, id = ?, signature = ? WHERE number = ?",
        (mine, line, id_of(line), resigned(line), number),
    )


def _orphan(database: Database, number: int) -> None:
    database.execute(
        "INSERT INTO ledger_body SELECT entry + 5000, level, stored FROM ledger_body"
        " WHERE entry = ?",
        (number,),
    )


def _extra_body(database: Database, number: int) -> None:
    """Where an entry has a body of every level already, one is taken away instead."""
    levels = "SELECT COUNT(*) FROM ledger_body WHERE entry = ?"
    if database.execute(levels, (number,)).fetchone() == (3,):
        database.execute(
            "DELETE FROM ledger_body WHERE entry = ? AND level = 'protected'", (number,)
        )
        return
    database.execute(
        "INSERT OR IGNORE INTO ledger_body SELECT entry, 'protected', stored FROM ledger_body"
        " WHERE entry = ? AND level = 'internal'",
        (number,),
    )
    database.execute(
        "INSERT OR IGNORE INTO ledger_body SELECT entry, 'sealed', stored FROM ledger_body"
        " WHERE entry = ? AND level = 'internal'",
        (number,),
    )


def _drop_keys(database: Database, number: int) -> None:
    database.execute(
        "DELETE FROM ledger_subject_key WHERE subject ="
        " (SELECT subject FROM ledger_entry WHERE number = ?)",
        (number,),
    )


def seal_again(database: Database, number: int) -> None:
    """Something else sealed, correctly, to the same recipient."""
    subject = one(database, "SELECT subject FROM ledger_entry WHERE number = ?", number)
    to = one(
        database,
        "SELECT recipient FROM ledger_subject_key WHERE subject = ? AND level = 'sealed'",
        subject,
    )
    forged = sealing.seal(b'["salt","identity","somebody else"]', recipients=(to,))
    database.execute(
        "UPDATE ledger_body SET stored = ? WHERE entry = ? AND level = 'sealed'", (forged, number)
    )


def own_sealed_key(database: Database, number: int) -> None:
    """A sealed key of one's own, so that what is sealed next could be read."""
    recipient, _ = sealing.new_identity()
    database.execute(
        "UPDATE ledger_subject_key SET recipient = ? WHERE level = 'sealed' AND subject ="
        " (SELECT subject FROM ledger_entry WHERE number = ?)",
        (recipient, number),
    )


def level_swap(database: Database, number: int) -> None:
    """The internal body passed off as protected."""
    database.execute(
        "UPDATE ledger_body SET level = 'protected' WHERE entry = ? AND level = 'internal'",
        (number,),
    )


def _known(*reasons: str) -> frozenset[str]:
    return frozenset(reasons)


ANYWHERE: Final = (
    Falsified("a bit of the line flipped", _flip_line, _known("id")),
    Falsified("a bit flipped and the id made to fit", _flip_line_and_id, _known("signature")),
    Falsified("a bit of the signature flipped", _flip_signature, _known("signature")),
    Falsified("a bit of each body flipped", _flip_body, _known("body", "sealed body")),
    Falsified("bodies cut by a byte", _cut_body, _known("body", "sealed body")),
    Falsified("bodies cut to a stump", _cut_body_short, _known("body", "sealed body")),
    Falsified("bodies taken away", _drop_body, _known("bodies")),
    Falsified("bodies of other levels added", _extra_body, _known("bodies")),
    Falsified("another subject in the column", _columns("subject", "0" * 16), _known("columns")),
    Falsified("another kind in the column", _columns("kind", "case.forged"), _known("columns")),
    Falsified("another time in the column", _columns("at", "2031"), _known("columns")),
    Falsified("signed by another key", _resign, _known("signature")),
    Falsified("a body without entry", _orphan, _known("body without entry")),
    Falsified("keys of the subject destroyed", _drop_keys, _known("body", "sealed key")),
)
BEFORE_THE_LAST: Final = (
    Falsified("dropped", _drop, _known("sequence"), found_at=1),
    Falsified("lines swapped with the next", _swap_lines, _known("columns")),
    Falsified("order swapped with the next", _reorder, _known("columns")),
    Falsified("taken over by another device", _own, _known("sequence", "chain"), found_at=1),
)
AT_THE_END: Final = Falsified("said again at the end", _duplicate, _known("id"))


def every(count: int) -> Iterator[tuple[Falsified, int]]:
    """Each way at each entry it can be done to."""
    for number in range(1, count + 1):
        for way in ANYWHERE:
            yield way, number
        if number < count:
            for way in BEFORE_THE_LAST:
                yield way, number
