"""Files encrypted one by one, streamed: libsodium's secretstream, 64 KiB at a time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from depter.vault.errors import BodyDamaged

_CHUNK: Final = 64 * 1024
_TAG: Final = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST: Final = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_EXTRA: Final = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER: Final = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What was stored: SHA-256 (hex) and size in bytes of the plain file."""

    sha256: str
    size: int


def store_file(chunks: Iterable[bytes], *, path: Path, key: bytes) -> Stored:
    """Encrypt a stream into ``path``; the plain bytes never touch the disk."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    digest, size = hashlib.sha256(), 0
    beside = path.with_suffix(".part")
    try:
        with open(beside, "xb") as out:
            out.write(sodium.crypto_secretstream_xchacha20poly1305_init_push(state, key))
            waiting = b""
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                waiting += chunk
                while len(waiting) > _CHUNK:
                    out.write(_push(state, waiting[:_CHUNK], _TAG))
                    waiting = waiting[_CHUNK:]
            out.write(_push(state, waiting, _LAST))
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return Stored(sha256=digest.hexdigest(), size=size)


def read_file(path: Path, *, key: bytes) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk.

    Raises:
        BodyDamaged: changed, cut short or continued.
    """
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    try:
        with open(path, "rb", opener=_plain_file) as stored:
            sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, stored.read(_HEADER), key)
            tag = _TAG
            while block := stored.read(_CHUNK + _EXTRA):
                if tag == _LAST:
                    raise BodyDamaged()
                plain, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, block)
                yield plain
    except (OSError, CryptoError, ValueError, RuntimeError) as problem:
        raise BodyDamaged() from problem
    if tag != _LAST:
        raise BodyDamaged()


def _push(
    state: sodium.crypto_secretstream_xchacha20poly1305_state, part: bytes, tag: int
) -> bytes:
    return bytes(sodium.crypto_secretstream_xchacha20poly1305_push(state, part, None, tag))


def _plain_file(path: str, flags: int) -> int:
    """Follow no link, and wait at no pipe that somebody put in the place of a file."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
