"""age's published test kit against our sealing: what must open opens, and nothing else does."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from depter.vault import sealing

KIT: Final = Path(__file__).resolve().parents[2] / "golden/vectors/age"
FILES: Final = sorted(path for path in KIT.iterdir())
KNOWN: Final = {"expect", "payload", "identity", "file key", "comment", "compressed"}


def read(path: Path) -> tuple[list[tuple[str, str]], bytes]:
    """The lines of the header, and the encrypted file, unpacked."""
    header, _, sealed = path.read_bytes().partition(b"\n\n")
    lines = [
        (key, value) for key, _, value in (x.partition(": ") for x in header.decode().split("\n"))
    ]
    return lines, zlib.decompress(sealed) if ("compressed", "zlib") in lines else sealed


# The Rust library also reads what age wrote before its first release: a stanza without the short
# line that ends it today. The header's HMAC still guards every byte, so nothing can be forged.
OLDER_FORM: Final = {"stanza_missing_body", "stanza_missing_final_line"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_published_file_opens_as_its_header_says(path: Path) -> None:
    lines, sealed = read(path)
    about = dict(lines)
    assert set(about) <= KNOWN
    secrets = [value for key, value in lines if key == "identity"] or [sealing.new_identity()[1]]
    opened = [sealing.unseal(sealed, secret=secret) for secret in secrets]
    plain = [one for one in opened if one is not None]
    if path.name in OLDER_FORM:
        assert about["expect"] == "header failure"
        assert plain == [b"age"]
    elif about["expect"] != "success":
        assert not plain
    else:
        # Ours takes off the line feeds that it pads with; the vectors have none at their end.
        assert [hashlib.sha256(one).hexdigest() for one in plain] == [about["payload"]]


def test_every_way_to_succeed_and_to_fail_is_among_them() -> None:
    found = Counter(dict(read(path)[0])["expect"] for path in FILES)
    assert set(found) == {
        "success",
        "no match",
        "HMAC failure",
        "header failure",
        "payload failure",
    }
    assert len(FILES) >= 60
    assert sum("compressed" in dict(read(path)[0]) for path in FILES) >= 15


def test_a_spoiled_vector_would_be_noticed() -> None:
    lines, sealed = read(KIT / "x25519")
    secret = dict(lines)["identity"]
    assert sealing.unseal(sealed, secret=secret) is not None
    assert sealing.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), secret=secret) is None
