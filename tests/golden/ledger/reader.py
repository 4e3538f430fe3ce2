"""A reader of notebooks written from docs/ledger-format.md alone: nothing of Depter is imported."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyrage
import sqlcipher3.dbapi2 as sqlcipher
from argon2.low_level import Type, hash_secret_raw
from nacl import bindings as sodium
from nacl.signing import VerifyKey

KIND: Final = b"application/vnd.depter.entry+json"
BLOCK: Final = 65_536
Json = dict[str, Any]


class Notebook:
    """An opened notebook: every entry checked, every body that the passphrase opens opened."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        keys = json.loads((folder / "keys.json").read_text("utf-8"))
        assert keys["format"] == "depter-keys-1"
        self._book = keys["notebook"]
        master = self._slot(keys["slots"][0], passphrase, "slot")
        keyring = json.loads(decrypt(b64decode(keys["keyring"]), master, self._context("keyring")))
        self._wrapping = {one: b64decode(keyring[one]) for one in ("office", "protected")}
        secret = self._slot(keys["custodian"], passphrase, "custodian").decode()
        self._custodian = pyrage.x25519.Identity.from_str(secret)
        assert str(self._custodian.to_public()) in keyring["custodians"]
        self._database = sqlcipher.connect(str(folder / "register.db"))
        self._database.execute(f"PRAGMA key = \"x'{b64decode(keyring['database']).hex()}'\"")

    def close(self) -> None:
        self._database.close()

    def facts(self) -> list[Json]:
        """Every fact with its fields by level, in the order of all entries."""
        lines = list(self._checked_lines())
        self._check_heads(lines)
        facts = [self._fact(number, entry, id_) for number, entry, id_ in lines]
        admitted = {
            fact["fields"]["internal"]["device"]
            for fact in facts
            if fact["kind"] == "member.admitted"
        }
        assert {fact["device"] for fact in facts} <= admitted
        return sorted(facts, key=lambda fact: (fact["at"], fact["device"], fact["seq"]))

    def file(self, subject: str, blob: str) -> bytes:
        """The plain bytes of one piece of evidence."""
        raw = (self._folder / "files" / blob).read_bytes()
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        key = self._subject_key(subject, "internal")
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, raw[:24], key)
        blocks = [raw[at : at + BLOCK + 17] for at in range(24, len(raw), BLOCK + 17)]
        opened = [
            sodium.crypto_secretstream_xchacha20poly1305_pull(state, block) for block in blocks
        ]
        final = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        assert [tag == final for _, tag in opened] == [False] * (len(opened) - 1) + [True]
        return b"".join(plain for plain, _ in opened)

    def _checked_lines(self) -> Iterator[tuple[int, Json, str]]:
        """Number, entry and id of every entry, feed by feed; chains and signatures checked."""
        before: Json = {}
        rows = self._database.execute(
            "SELECT number, id, device, seq, at, kind, subject, line, signature FROM ledger_entry"
            " ORDER BY device, seq"
        )
        for number, id_, *columns, line, signature in rows:
            entry = json.loads(line)
            assert entry["v"] == 1
            assert id_ == b64url(hashlib.sha256(line).digest())
            assert columns == [entry[name] for name in ("device", "seq", "at", "kind", "subject")]
            signed = b"DSSEv1 %d %s %d %s" % (len(KIND), KIND, len(line), line)
            VerifyKey(unb64url(entry["device"])).verify(signed, signature)
            is_first = entry["device"] != before.get("device")
            assert entry["seq"] == (1 if is_first else before["seq"] + 1)
            assert entry["prev"] == ("" if is_first else before["id"])
            assert is_first or entry["at"] > before["at"]
            before = {**entry, "id": id_}
            yield number, entry, id_

    def _check_heads(self, lines: list[tuple[int, Json, str]]) -> None:
        ids = {(entry["device"], entry["seq"]): id_ for _, entry, id_ in lines}
        for text in (self._folder / "heads.jsonl").read_text("utf-8").splitlines():
            if text:
                head = json.loads(text)
                assert ids[head["device"], head["seq"]] == head["id"]

    def _fact(self, number: int, entry: Json, id_: str) -> Json:
        fields = {}
        stored = dict(
            self._database.execute(
                "SELECT level, stored FROM ledger_body WHERE entry = ?", (number,)
            )
        )
        assert stored.keys() == entry["commits"].keys()
        for level, raw in stored.items():
            if level == "sealed":
                assert entry["sealed"]["digest"] == b64url(hashlib.sha256(raw).digest())
            lines = self._body(entry, level, raw).split(b"\n")
            digests = sorted(b64url(hashlib.sha256(line).digest()) for line in lines)
            assert digests == entry["commits"][level]
            fields[level] = {name: value for _, name, value in map(json.loads, lines)}
        kept = ("device", "seq", "at", "kind", "subject")
        return {"id": id_, **{name: entry[name] for name in kept}, "fields": fields}

    def _body(self, entry: Json, level: str, raw: bytes) -> bytes:
        subject = entry["subject"]
        if level != "sealed":
            key = self._subject_key(subject, level)
            return decrypt(raw, key, f"depter-body-1|{subject}|{level}")
        recipient, wrapped = self._row(subject, level)
        assert recipient == entry["sealed"]["to"]
        secret = pyrage.decrypt(wrapped, [self._custodian]).rstrip(b"\n").decode()
        plain = pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(secret)])
        assert len(plain) % 256 == 0
        return bytes(plain).rstrip(b"\n")

    def _subject_key(self, subject: str, level: str) -> bytes:
        _, wrapped = self._row(subject, level)
        wrapping = self._wrapping["office" if level == "internal" else "protected"]
        return decrypt(wrapped, wrapping, f"depter-body-1|{subject}|{level}")

    def _row(self, subject: str, level: str) -> tuple[str, bytes]:
        row: tuple[str, bytes] = self._database.execute(
            "SELECT recipient, wrapped FROM ledger_subject_key WHERE subject = ? AND level = ?",
            (subject, level),
        ).fetchone()
        return row

    def _slot(self, slot: Json, passphrase: str, part: str) -> bytes:
        key = hash_secret_raw(
            passphrase.encode(),
            b64decode(slot["salt"]),
            time_cost=slot.get("passes", 3),
            memory_cost=slot.get("memory_kib", 65_536),
            parallelism=slot.get("lanes", 4),
            hash_len=32,
            type=Type.ID,
        )
        return decrypt(b64decode(slot["wrapped"]), key, self._context(part))

    def _context(self, part: str) -> str:
        return f"depter-keys-1|{self._book}|{part}"


def decrypt(raw: bytes, key: bytes, context: str) -> bytes:
    """XChaCha20-Poly1305, nonce first."""
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        raw[24:], context.encode(), raw[:24], key
    )


def b64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
