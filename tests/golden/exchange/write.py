"""``python -m tests.golden.exchange.write``: made once, for format 1; never made again."""

from __future__ import annotations

from pathlib import Path

import msgspec

from depter.exchange.parcel import FileBeside, Header, read_part, write_part
from depter.ledger.entry import b64
from depter.ledger.heads import Head
from depter.ledger.ledger import StoredLine, SubjectKeyRow
from depter.values.level import Level
from depter.vault import sealing
from depter.vault.keyring import new_keyring

HERE = Path(__file__).parent


def main() -> None:
    """Write the part, and what must be read from it."""
    keyring = new_keyring(member="k7m2p9qx4d0r8s3t", office=())
    recipient, secret = sealing.new_identity()
    public, signing = keyring.device_keys()
    header = Header(
        office="3v8c1n5w0g6h9z2b",
        device=b64(public),
        made_at="2026-11-24T12:00:00.000Z.0000",
        to=(recipient,),
        bundle="b1",
        part=2,
        parts=3,
        heads=(Head(b64(public), 7, "id"),),
        beside=("other",),
        lacks=("film",),
        turned="digest",
    )
    stored = write_part(
        header,
        secret=signing,
        entries=[
            StoredLine(b'{"v":1}', b"s" * 64, {Level.INTERNAL: b"\0\xff", Level.SEALED: b"x"})
        ],
        keys=[SubjectKeyRow("subject", Level.PROTECTED, "id", "under", "", 1, b"wrapped")],
        files=[FileBeside(blob="blob", name="name.dat", size=7, sha256="digest")],
    )
    (HERE / "part-1.age").write_bytes(stored)
    told = {"secret": secret, "part": read_part(stored, secret=secret)}
    (HERE / "part-1.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1))


if __name__ == "__main__":
    main()
