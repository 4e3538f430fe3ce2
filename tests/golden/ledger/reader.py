"""A reader of notebooks written from docs/ledger-format.md alone: nothing of Depter is imported."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyrage
import sqlcipher3.dbapi2 as sqlcipher
from argon2.low_level import Type, hash_secret_raw
from nacl import bindings as sodium
from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

KIND: Final = b"application/vnd.depter.entry+json"
BLOCK: Final = 65_536
Json = dict[str, Any]


class Notebook:
    """An opened notebook: every entry checked, every body that the passphrase opens opened."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self._folder = folder
        keys = json.loads((folder / "keys.json").read_text("utf-8"))
        assert keys["format"] in ("depter-keys-1", "depter-keys-2")
        self._is_first = keys["format"] == "depter-keys-1"
        self._book = keys["notebook"]
        box, master = self._box(keys, passphrase)
        keyring = json.loads(decrypt(b64decode(box["keyring"]), master, self._context("keyring")))
        self._device = SigningKey(b64decode(keyring["device_seed"])).verify_key.encode()
        self._office: dict[str, Json] = {}
        if self._is_first:
            self._office[""] = {"internal": keyring["office"], "protected": keyring["protected"]}
        else:
            self._office |= {one.get("id", ""): one for one in keyring["office"]}
            self._secret = pyrage.x25519.Identity.from_str(keyring["secret"])
        secret = self._slot(box["custody"], passphrase, "custodian").decode()
        self._custodian = pyrage.x25519.Identity.from_str(secret)
        self._database = sqlcipher.connect(str(folder / "register.db"))
        self._database.execute(f"PRAGMA key = \"x'{b64decode(keyring['database']).hex()}'\"")
        self._learn()

    def close(self) -> None:
        self._database.close()

    def facts(self) -> list[Json]:
        """Every fact with its fields by level, in the order of all entries."""
        lines = list(self._checked_lines())
        self._check_heads(lines)
        facts = [self._fact(number, entry, id_) for number, entry, id_ in lines]
        named = (
            *("member.admitted", "device.introduced"),
            *("device.restored", "office.recovered"),
        )
        known = {fact["fields"]["internal"]["device"] for fact in facts if fact["kind"] in named}
        assert {fact["device"] for fact in facts} <= known
        return self._with_words_checked(sorted(facts, key=order))

    def file(self, subject: str, blob: str) -> bytes:
        """The plain bytes of one piece of evidence."""
        raw = (self._folder / "files" / blob).read_bytes()
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        blocks = [raw[at : at + BLOCK + 17] for at in range(24, len(raw), BLOCK + 17)]
        for key in self._subject_keys(subject, "internal"):
            sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, raw[:24], key)
            with suppress(RuntimeError):
                opened = [
                    sodium.crypto_secretstream_xchacha20poly1305_pull(state, block)
                    for block in blocks
                ]
                break
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

    def _with_words_checked(self, facts: list[Json]) -> list[Json]:
        """The same, once the signatures hold by which a new device says that it may write."""
        signer = ""
        for fact in facts:
            said = fact["fields"].get("internal", {})
            if fact["kind"] == "trustees.appointed":
                signer = said["signer"]
            if fact["kind"] in ("office.recovered", "device.restored"):
                by = said.get("earlier", signer)
                word = {**said, "type": fact["kind"], "signature": ""}
                text = json.dumps(word, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                signature = unb64url(said["signature"])
                VerifyKey(unb64url(by)).verify(b"depter-word-1 " + text.encode(), signature)
        return facts

    def _learn(self) -> None:
        """The office's later keys: each lies in a box that was sealed to this device."""
        rows = self._database.execute(
            "SELECT number, line FROM ledger_entry WHERE kind = 'office.rekeyed'"
            " ORDER BY at, device, seq"
        ).fetchall()
        for number, line in rows:
            fields = self._fact(number, json.loads(line), "")["fields"]["internal"]
            box = unb64url(fields["boxes"][b64url(self._device)])
            key = json.loads(pyrage.decrypt(box, [self._secret]))
            assert key["id"] == fields["key"]
            self._office.setdefault(key["id"], key)

    def _fact(self, number: int, entry: Json, id_: str) -> Json:
        """A fact; levels whose keys were destroyed are ``closed``."""
        fields, closed = {}, []
        stored = dict(
            self._database.execute(
                "SELECT level, stored FROM ledger_body WHERE entry = ?", (number,)
            )
        )
        assert stored.keys() == entry["commits"].keys()
        for level, raw in stored.items():
            if level == "sealed":
                assert entry["sealed"]["digest"] == b64url(hashlib.sha256(raw).digest())
            if not self._rows(entry["subject"], level):
                closed.append(level)
                continue
            lines = self._body(entry, level, raw).split(b"\n")
            digests = sorted(b64url(hashlib.sha256(line).digest()) for line in lines)
            assert digests == entry["commits"][level]
            fields[level] = {name: value for _, name, value in map(json.loads, lines)}
        kept = {name: entry[name] for name in ("device", "seq", "at", "kind", "subject")}
        erased = {"closed": sorted(closed)} if closed else {}
        return {"id": id_, **kept, "fields": fields, **erased}

    def _body(self, entry: Json, level: str, raw: bytes) -> bytes:
        """The body opens with one of the subject's keys, and with no other."""
        subject = entry["subject"]
        if level != "sealed":
            opened = []
            for key in self._subject_keys(subject, level):
                with suppress(CryptoError):
                    opened.append(decrypt(raw, key, f"depter-body-1|{subject}|{level}"))
            [plain] = opened
            return plain
        [wrapped] = [
            row["wrapped"]
            for row in self._rows(subject, level)
            if row["recipient"] == entry["sealed"]["to"]
        ]
        secret = pyrage.decrypt(wrapped, [self._custodian]).rstrip(b"\n").decode()
        plain = pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(secret)])
        assert len(plain) % 256 == 0
        return bytes(plain).rstrip(b"\n")

    def _subject_keys(self, subject: str, level: str) -> list[bytes]:
        return [
            decrypt(
                row["wrapped"],
                b64decode(self._office[row["under"]][level]),
                f"depter-body-1|{subject}|{level}",
            )
            for row in self._rows(subject, level)
            if level in self._office.get(row["under"], {})
        ]

    def _rows(self, subject: str, level: str) -> list[Json]:
        under = "''" if self._is_first else "under"
        rows = self._database.execute(
            f"SELECT {under}, recipient, wrapped FROM ledger_subject_key"
            " WHERE subject = ? AND level = ?",
            (subject, level),
        )
        return [dict(zip(("under", "recipient", "wrapped"), row, strict=True)) for row in rows]

    def _box(self, keys: Json, passphrase: str) -> tuple[Json, bytes]:
        """The box that the passphrase opens, and its master key."""
        if self._is_first:
            box = {"keyring": keys["keyring"], "custody": keys["custodian"]}
            return box, self._slot(keys["slots"][0], passphrase, "slot")
        for box in keys["boxes"]:
            with suppress(CryptoError):
                return box, self._slot(box["slot"], passphrase, "slot")
        raise AssertionError("no box opens")

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


def order(fact: Json) -> tuple[str, str, int]:
    """Where a fact stands among all."""
    return fact["at"], fact["device"], fact["seq"]


def b64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
