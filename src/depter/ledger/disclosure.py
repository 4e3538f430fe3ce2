"""Bodies: one JSON line per field, each with its own salt, so that each can be shown alone.

A body is UTF-8 text; every line is ``["salt","field",value]``. The entry commits to the
SHA-256 of each line as it stands, so a reader needs no canonical JSON.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, ClassVar, Final

import msgspec

from depter.errors import N_, DepterError
from depter.ledger.entry import b64, digest_of

_SALT_BYTES: Final = 16
_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(list[tuple[str, str, Any]])


class BodyNotUnderstood(DepterError):
    """A body opened, but is not what the entry commits to."""

    what: ClassVar[str] = N_("A part of an entry is not what was signed.")
    safe: ClassVar[str] = N_("The signed digests prove it; nothing was taken from it.")
    do: ClassVar[str] = N_("Run “depter ledger verify”: it names the first bad entry.")
    exit_code: ClassVar[int] = 4


def write_body(fields: Iterable[tuple[str, object]]) -> tuple[bytes, tuple[str, ...]]:
    """The body and the sorted digests of its lines (their order says nothing)."""
    lines = [_encoder.encode((b64(os.urandom(_SALT_BYTES)), name, value)) for name, value in fields]
    return b"\n".join(lines), tuple(sorted(map(digest_of, lines)))


def read_body(body: bytes) -> dict[str, Any]:
    """Field names to values.

    Raises:
        BodyNotUnderstood: not lines of salt, name and value.
    """
    try:
        rows = _decoder.decode(b"[" + body.replace(b"\n", b",") + b"]")
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise BodyNotUnderstood() from problem
    return {name: value for _, name, value in rows}


def is_committed(body: bytes, *, commits: tuple[str, ...]) -> bool:
    """Whether the body holds exactly the fields that the entry commits to."""
    return tuple(sorted(map(digest_of, body.split(b"\n")))) == commits
