"""A disk or stick that fills up in a backup or a restore: a sentence, and nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from depter.actions.evidence import deposit_evidence
from depter.exchange.place_errors import PlaceFull
from depter.exchange.places import open_place
from depter.notebook.errors import DiskFull
from depter.recovery.unwrap import with_passphrase
from depter.store.book import Book
from depter.store.copies import make_copy, verify_copy
from depter.store.restoring import restore
from tests.hostile.test_disk_full import fill, small_disk
from tests.machines import make_slots_light
from tests.notebooks import copied, opened
from tests.people import PASSPHRASE

__all__ = ["small_disk"]


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    make_slots_light(monkeypatch)


def film(book: Book, size: int) -> None:
    chunks = [Random(size).randbytes(size)]
    deposit_evidence(book.notebook, chunks=chunks, file_name="film", media_type="video/mp4")


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "stick"
    folder.mkdir()
    yield folder


@pytest.mark.parametrize("leaving", [0, 4_000, 40_000, 400_000])
def test_a_full_stick_keeps_the_backup_before(
    book: Book, small_disk: Path, tmp_path: Path, leaving: int
) -> None:
    folder = small_disk / "backup"
    folder.mkdir()
    place = open_place(str(folder))
    first = make_copy(book, place)
    film(book, 600_000)
    others = fill(small_disk, leaving=leaving)
    with pytest.raises(PlaceFull):
        make_copy(book, place)
    assert verify_copy(book, place).entries == first.entries
    unwrapped = with_passphrase(place, passphrase=PASSPHRASE)
    done = restore(place, unwrapped, into=tmp_path / "new", passphrase=PASSPHRASE)
    assert (done.entries, done.first_bad) == (first.entries, "")
    others.unlink()
    assert make_copy(book, place).new_files == 1
    assert verify_copy(book, place).missing == 0


@pytest.mark.parametrize("leaving", [0, 60_000, 300_000, 700_000, 1_200_000])
def test_a_full_disk_leaves_no_half_of_a_notebook(
    book: Book, stick: Path, small_disk: Path, leaving: int
) -> None:
    film(book, 900_000)
    place = open_place(str(stick))
    make_copy(book, place)
    unwrapped = with_passphrase(place, passphrase=PASSPHRASE)
    others = fill(small_disk, leaving=leaving)
    with pytest.raises(DiskFull):
        restore(place, unwrapped, into=small_disk / "new", passphrase=PASSPHRASE)
    assert [one.name for one in small_disk.iterdir()] == ["film"]
    others.unlink()
    restore(place, unwrapped, into=small_disk / "new", passphrase=PASSPHRASE)
    with opened(small_disk / "new") as back:
        assert back.verify().first_bad is None


def test_a_full_disk_of_ones_own_makes_no_backup_and_loses_nothing(
    empty_template: Path, stick: Path, small_disk: Path
) -> None:
    place = open_place(str(stick))
    with opened(copied(empty_template, small_disk / "register")) as book:
        first = make_copy(book, place)
        film(book, 300_000)
        others = fill(small_disk, leaving=0)
        with pytest.raises(DiskFull):
            make_copy(book, place)
        others.unlink()
        assert verify_copy(book, place).entries == first.entries
        assert make_copy(book, place).new_files == 1
        assert verify_copy(book, place).missing == 0
        assert book.verify().first_bad is None
