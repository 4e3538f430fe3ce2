"""SLIP-39's published vectors: the library that splits keys, and our reading of shares."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import pytest
from shamir_mnemonic import MnemonicError, combine_mnemonics

from depter.errors import DepterError
from depter.recovery.share_errors import TooFewShares
from depter.recovery.shares import WORDS, join_shares, read_share

FILE: Final = Path(__file__).resolve().parents[2] / "golden/vectors/slip39.json"
Vector = tuple[str, tuple[str, ...], str, str]
VECTORS: Final = msgspec.json.decode(FILE.read_bytes(), type=tuple[Vector, ...])
NAMES: Final = [vector[0] for vector in VECTORS]


def test_all_published_vectors_are_here() -> None:
    assert [name.partition(".")[0] for name in NAMES] == [str(one) for one in range(1, 46)]
    assert sum(bool(vector[2]) for vector in VECTORS) == 15


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_the_library_gives_the_published_secret(vector: Vector) -> None:
    _, mnemonics, secret, _ = vector
    if secret:
        assert combine_mnemonics(mnemonics, b"TREZOR").hex() == secret
    else:
        with pytest.raises(MnemonicError):
            combine_mnemonics(mnemonics, b"TREZOR")


@pytest.mark.parametrize("vector", VECTORS, ids=NAMES)
def test_our_reading_takes_none_that_is_wrong(vector: Vector) -> None:
    """Ours reads shares of 256 bits, extendable, of one group, at least two needed."""
    name, mnemonics, secret, _ = vector
    if name == "45. Extendable basic sharing 2-of-3 (256 bits)":
        shares = [read_share(one) for one in mnemonics]
        assert [share.threshold for share in shares] == [2, 2]
        assert [share.mnemonic for share in shares] == list(mnemonics)
        # No passphrase here, hence another secret than the published one, but a secret.
        assert join_shares(shares) == combine_mnemonics(mnemonics, b"")
        assert join_shares(shares).hex() != secret
        with pytest.raises(TooFewShares):
            join_shares(shares[:1])
    else:
        for one in mnemonics:
            with pytest.raises(DepterError):
                read_share(one)


def test_the_one_that_ours_reads_has_our_length() -> None:
    assert {len(one.split()) for one in VECTORS[44][1]} == {WORDS}
