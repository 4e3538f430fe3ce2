"""A reader of backups written from docs/backup-format.md: nothing of Depter is imported.

It opens one with the words of the trustees' shares, checks every file, signature and chain, and
opens the internal bodies.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec
import pyrage
from nacl import bindings as sodium
from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey
from shamir_mnemonic import combine_mnemonics

KIND: Final = b"application/vnd.depter.entry+json"
BLOCK: Final = 65_536 + 17
Json = dict[str, Any]


class Backup:
    """A backup in a folder, opened with the words of enough shares."""

    def __init__(self, folder: Path, words: list[str]) -> None:
        self._folder = folder
        about = json.loads((folder / "about.json").read_text("utf-8"))
        assert about["format"] == "depter-backup-1"
        trustees = about["trustees"]
        context = f"depter-trustees-1|{about['notebook']}"
        secret = decrypt(b64decode(trustees["guarded"]), combine_mnemonics(words), context)
        age = pyrage.x25519.Identity.from_str(secret.decode())
        opened = pyrage.decrypt(b64decode(about["sealed"]), [age]).rstrip(b"\n")
        self.key: Final = bytes.fromhex(opened.decode())
        mark = hashlib.blake2b(self.key, digest_size=8, person=b"depter-bkp-mark").hexdigest()
        assert about["mark"] == mark
        office = json.loads(pyrage.decrypt(b64decode(trustees["escrow"]), [age]))
        self._office = {one.get("id", ""): b64decode(one["internal"]) for one in office}
        sealed = (folder / "manifest").read_bytes()
        self.manifest: Json = msgspec.msgpack.decode(decrypt(sealed, self.key, "manifest"))
        self.keys = list(self._records(self.manifest["keys"]))

    def entries(self) -> list[tuple[Json, Json]]:
        """Each entry with its bodies; every feed checked from its first entry to its head."""
        found, ends = [], dict[str, tuple[int, str]]()
        for segment in self.manifest["segments"]:
            for one in self._records(segment):
                line = one["line"]
                entry = json.loads(line)
                device = urlsafe_b64decode(entry["device"] + "=")
                said = b"DSSEv1 %d %s %d %s" % (len(KIND), KIND, len(line), line)
                VerifyKey(device).verify(said, one["signature"])
                seq, before = ends.get(entry["device"], (0, ""))
                assert (entry["seq"], entry["prev"]) == (seq + 1, before)
                digest = urlsafe_b64encode(hashlib.sha256(line).digest()).rstrip(b"=").decode()
                ends[entry["device"]] = (entry["seq"], digest)
                found.append((entry, one["bodies"]))
        heads = {one["device"]: (one["seq"], one["id"]) for one in self.manifest["heads"]}
        assert heads == ends
        return found

    def internal(self, entry: Json, bodies: Json) -> Json:
        """The fields of an internal body."""
        context = f"depter-body-1|{entry['subject']}|internal"
        for row in self.keys:
            if (row["subject"], row["level"]) == (entry["subject"], "internal"):
                with suppress(CryptoError):
                    key = decrypt(row["wrapped"], self._office[row["under"]], context)
                    plain = decrypt(bodies["internal"], key, context)
                    return {name: value for _, name, value in map(json.loads, plain.split(b"\n"))}
        raise AssertionError("no key opens it")

    def _records(self, stored: Json) -> Iterator[Any]:
        raw = (self._folder / stored["name"]).read_bytes()
        assert (len(raw), hashlib.sha256(raw).hexdigest()) == (stored["size"], stored["sha256"])
        state = sodium.crypto_secretstream_xchacha20poly1305_state()
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, raw[:24], self.key)
        plain = b""
        for at in range(24, len(raw), BLOCK):
            block = raw[at : at + BLOCK]
            plain += sodium.crypto_secretstream_xchacha20poly1305_pull(state, block)[0]
        while plain:
            length = int.from_bytes(plain[:4], "big")
            yield msgspec.msgpack.decode(plain[4 : 4 + length])
            plain = plain[4 + length :]


def decrypt(raw: bytes, key: bytes, context: str) -> bytes:
    """XChaCha20-Poly1305, nonce first."""
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        raw[24:], context.encode(), raw[:24], key
    )
