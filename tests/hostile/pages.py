"""The pages of a database as they lie on the disk, decrypted one by one, the unused ones too.

An export would copy only what tables hold; what was deleted may still stand beside it. The layout
is SQLCipher 4's: each page ends with the initialisation vector (16 bytes) and a code (64).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE: Final = 4096
_TAIL: Final = 80
_SALT: Final = 16
_LOG_HEAD: Final = 32
_FRAME_HEAD: Final = 24


def decrypted(page: bytes, *, key: bytes, is_first: bool) -> bytes:
    """What a page holds."""
    start = _SALT if is_first else 0
    vector = page[-_TAIL : -_TAIL + 16]
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(vector)).decryptor()
    return decryptor.update(page[start:-_TAIL]) + decryptor.finalize()


def pages_of(folder: Path, *, key: bytes) -> Iterator[bytes]:
    """Every page of the database and of its log."""
    raw = (folder / "register.db").read_bytes()
    for place in range(0, len(raw), PAGE):
        yield decrypted(raw[place : place + PAGE], key=key, is_first=place == 0)
    log = folder / "register.db-wal"
    raw = log.read_bytes() if log.exists() else b""
    step = _FRAME_HEAD + PAGE
    for place in range(_LOG_HEAD, len(raw), step):
        number = int.from_bytes(raw[place : place + 4], "big")
        page = raw[place + _FRAME_HEAD : place + step]
        if len(page) == PAGE:
            yield decrypted(page, key=key, is_first=number == 1)


def found_in(folder: Path, needles: dict[str, bytes], *, key: bytes) -> set[str]:
    """Which needles stand in a page of the database, or plainly in any file of the folder."""
    found = set()
    for page in pages_of(folder, key=key):
        found |= {name for name, needle in needles.items() if needle in page}
    for file in folder.rglob("*"):
        if file.is_file():
            raw = file.read_bytes()
            found |= {name for name, needle in needles.items() if needle in raw}
    return found
