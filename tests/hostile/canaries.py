"""Canaries: unique words in five scripts, and the search for them in every disguise."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

_WORDS: Final = ("Kanarek", "Қанарка", "Канарейка", "كانارىيە", "金丝雀")
_DIGITS: Final = "2345678"


def canary(number: int) -> str:
    """A word that stands nowhere else; the script goes round with the number."""
    tail = "".join(secrets.choice(_DIGITS) for _ in range(12))
    return f"{_WORDS[number % len(_WORDS)]}{tail}"


def disguises(text: str) -> dict[str, bytes]:
    """The ways in which a program may have written the text down."""
    plain = text.encode()
    return {
        "utf-8": plain,
        "utf-16": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "percent": quote(text, safe="").encode(),
        "json": json.dumps(text)[1:-1].encode(),
        **{f"base64+{shift}": _base64(plain, shift) for shift in range(3)},
    }


def betrayed(blob: bytes, canaries: Iterable[str]) -> list[tuple[str, str]]:
    """Canaries found in some bytes, and how they were written.

    How a canary is disguised begins as its first word is: without that word there is none.
    """
    absent = tuple(
        word for word in _WORDS if not any(one in blob for one in disguises(word).values())
    )
    return [
        (one, name)
        for one in canaries
        if not one.startswith(absent)
        for name, disguise in disguises(one).items()
        if disguise in blob
    ]


def betrayed_by_files(folder: Path, canaries: Iterable[str]) -> Iterator[tuple[Path, str, str]]:
    """Canaries in the names or the bytes of any file below a folder."""
    words = list(canaries)
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        for one, name in betrayed(str(path).encode() + b"\n" + content, words):
            yield path, one, name


def _base64(plain: bytes, shift: int) -> bytes:
    """The part of a base64 text that does not depend on what stands before and behind."""
    padded = b"\x00" * shift + plain
    whole = base64.b64encode(padded)
    start = -(-shift * 4 // 3) if shift else 0
    return whole[start + (1 if shift else 0) : len(padded) // 3 * 4]
