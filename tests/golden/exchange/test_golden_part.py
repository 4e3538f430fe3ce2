"""A part of the first released format opens for ever, for Depter and for a stranger's reader."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import msgspec
import pytest

from depter.exchange.parcel import LARGEST_PLAIN, Header, read_part, write_part
from depter.ledger.entry import b64
from depter.ledger.ledger import StoredLine
from depter.values.level import Level
from depter.vault import sealing
from depter.vault.keyring import new_keyring
from tests.golden.exchange.reader import read

HERE = Path(__file__).parent


@pytest.fixture
def golden() -> dict[str, Any]:
    """The part as JSON (byte strings in base64), with the secret that opens it."""
    found: dict[str, Any] = msgspec.json.decode((HERE / "part-1.json").read_bytes())
    return found


def test_depter_reads_the_golden_part(golden: dict[str, Any]) -> None:
    part = read_part((HERE / "part-1.age").read_bytes(), secret=golden["secret"])
    assert msgspec.json.decode(msgspec.json.encode(part)) == golden["part"]


def test_a_stranger_reads_the_golden_part(golden: dict[str, Any]) -> None:
    content = read((HERE / "part-1.age").read_bytes(), secret=golden["secret"])
    part = golden["part"]
    assert content["header"]["heads"] == part["header"]["heads"]
    assert [one["line"] for one in content["entries"]] == [
        b64decode(one["line"]) for one in part["entries"]
    ]


@pytest.mark.parametrize("size", [0, 5_000, 70_000, 3_000_000])
def test_a_stranger_reads_what_is_written_today(size: int) -> None:
    keyring = new_keyring(member="k7m2p9qx4d0r8s3t", office=())
    recipient, secret = sealing.new_identity()
    public, signing = keyring.device_keys()
    header = Header(office="office", device=b64(public), made_at="at", to=(recipient,))
    line = StoredLine(b"{}", b"s" * 64, {Level.SEALED: bytes(place % 251 for place in range(size))})
    assert size < LARGEST_PLAIN
    content = read(write_part(header, secret=signing, entries=[line]), secret=secret)
    assert content["entries"][0]["bodies"]["sealed"] == line.bodies[Level.SEALED]
