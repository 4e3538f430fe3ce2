"""A reader of bundles written from docs/exchange-format.md alone; it imports nothing of Depter."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import msgspec
import pyrage
from nacl.signing import VerifyKey


def read(stored: bytes, *, secret: str) -> dict[str, Any]:
    """The content of a part, after its signature was looked at."""
    plain = pyrage.decrypt(stored, [pyrage.x25519.Identity.from_str(secret)])
    magic, device, signature = plain[:16], plain[16:48], plain[48:112]
    assert magic == b"depter-parcel-1\n"
    [length] = struct.unpack(">I", plain[112:116])
    packed, rest = plain[116 : 116 + length], plain[116 + length :]
    VerifyKey(device).verify(magic + packed, signature)
    assert not rest.strip(b"\0")
    assert len(plain) == _class_of(116 + length)
    content: dict[str, Any] = msgspec.msgpack.decode(zlib.decompress(packed))
    return content


def _class_of(length: int) -> int:
    if length <= 4096:
        return 4096
    exponent = length.bit_length() - 1
    step = 1 << exponent - len(f"{exponent:b}")
    return (length + step - 1) // step * step
