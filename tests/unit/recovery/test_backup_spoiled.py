"""A backup that was spoiled where it lies is made good by the next one, and never called whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from depter.actions.evidence import deposit_evidence
from depter.exchange.places import open_place
from depter.store.book import Book
from depter.store.copies import make_copy, verify_copy


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def _flip(path: Path) -> None:
    stored = bytearray(path.read_bytes())
    stored[len(stored) // 2] ^= 1
    path.write_bytes(stored)


def _take(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("folder", "spoil"),
    [
        ("segments", _cut),
        ("segments", _flip),
        ("segments", _take),
        ("files", _cut),
        ("files", _take),
    ],
)
def test_the_next_backup_makes_it_good(
    book: Book, tmp_path: Path, folder: str, spoil: Callable[[Path], None]
) -> None:
    deposit_evidence(
        book.notebook, chunks=[b"film" * 999], file_name="film.mp4", media_type="video/mp4"
    )
    stick = tmp_path / "stick"
    stick.mkdir()
    place = open_place(str(stick))
    make_copy(book, place)
    for path in (stick / folder).iterdir():
        spoil(path)
    made = make_copy(book, place)
    assert made.new_entries == made.entries if folder == "segments" else made.new_files == 1
    verify_copy(book, place)
