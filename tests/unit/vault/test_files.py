"""Encrypted files: whole or damaged, at every block, and never a plain byte on the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depter.vault.errors import BodyDamaged
from depter.vault.files import read_file, store_file

KEY: Final = bytes(range(32))
BLOCK: Final = 64 * 1024
STORED: Final = BLOCK + 17


def read(path: Path, *, key: bytes = KEY) -> bytes:
    return b"".join(read_file(path, key=key))


@pytest.fixture(scope="module")
def four_blocks(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Three full blocks and a short one: plain, and as stored."""
    path = tmp_path_factory.mktemp("files") / "film"
    plain = os.urandom(3 * BLOCK + 1000)
    store_file([plain], path=path, key=KEY)
    return plain, path.read_bytes()


@settings(max_examples=25)
@given(st.lists(st.integers(0, 2 * BLOCK + 7), max_size=5))
def test_what_went_in_comes_out_however_it_was_cut(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    path = tmp_path_factory.mktemp("files") / "film"
    chunks = [os.urandom(size) for size in sizes]
    stored = store_file(iter(chunks), path=path, key=KEY)
    plain = b"".join(chunks)
    assert read(path) == plain
    assert (stored.size, stored.sha256) == (len(plain), hashlib.sha256(plain).hexdigest())
    assert [one.name for one in path.parent.iterdir()] == ["film"]


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_at_the_edges_of_blocks(tmp_path: Path, size: int) -> None:
    plain = os.urandom(size)
    store_file([plain], path=tmp_path / "film", key=KEY)
    assert read(tmp_path / "film") == plain


def damaged(tmp_path: Path, raw: bytes) -> None:
    """Reading ends in a sentence, and no block after the damage is given out."""
    (tmp_path / "film").write_bytes(raw)
    with pytest.raises(BodyDamaged):
        read(tmp_path / "film")


def places() -> list[int]:
    """Every boundary of blocks, and a few bytes to each side."""
    around = [24 + block * STORED + shift for block in range(5) for shift in (-1, 0, 1, 40)]
    return [place for place in around if 0 <= place < 24 + 3 * STORED + 1017]


@pytest.mark.parametrize("place", places())
def test_cut_anywhere(four_blocks: tuple[bytes, bytes], tmp_path: Path, place: int) -> None:
    damaged(tmp_path, four_blocks[1][:place])


@pytest.mark.parametrize("place", [0, 23, *places(), -1])
def test_flipped_anywhere(four_blocks: tuple[bytes, bytes], tmp_path: Path, place: int) -> None:
    raw = bytearray(four_blocks[1])
    raw[place] ^= 1
    damaged(tmp_path, bytes(raw))


@pytest.mark.parametrize("more", [1, 17, STORED])
def test_continued(four_blocks: tuple[bytes, bytes], tmp_path: Path, more: int) -> None:
    damaged(tmp_path, four_blocks[1] + os.urandom(more))


def test_blocks_repeated_dropped_or_changed_about(
    four_blocks: tuple[bytes, bytes], tmp_path: Path
) -> None:
    raw = four_blocks[1]
    head, rest = raw[:24], raw[24:]
    blocks = [rest[at : at + STORED] for at in range(0, len(rest), STORED)]
    assert len(blocks) == 4
    orders = ([0, 0, 1, 2, 3], [1, 2, 3], [0, 2, 3], [1, 0, 2, 3], [0, 1, 2], [0, 1, 2, 3, 3], [3])
    for order in orders:
        damaged(tmp_path, head + b"".join(blocks[one] for one in order))


def test_another_key_opens_nothing(four_blocks: tuple[bytes, bytes], tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(four_blocks[1])
    assert read(tmp_path / "film") == four_blocks[0]
    with pytest.raises(BodyDamaged):
        read(tmp_path / "film", key=bytes(32))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BodyDamaged):
        read(tmp_path / "nowhere")


def test_a_stream_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def breaks_off() -> Iterator[bytes]:
        yield os.urandom(3 * BLOCK)
        raise ConnectionError("the browser went away")

    with pytest.raises(ConnectionError):
        store_file(breaks_off(), path=tmp_path / "film", key=KEY)
    assert list(tmp_path.iterdir()) == []
