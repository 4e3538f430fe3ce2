"""Backups: what is new is carried, what was cut short goes on, and the place learns nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence
from depter.actions.office_keys import rekey
from depter.exchange.place_errors import PlaceNotThere
from depter.exchange.places import open_place
from depter.recovery import formats
from depter.recovery.formats import BackupDamaged, BackupTooNew
from depter.recovery.unwrap import with_shares
from depter.register.access import NotAllowed
from depter.store.book import Book
from depter.store.copies import copies, make_copy, standing
from tests.offices import office_of
from tests.people import CAMP, WORDS, ZEREKA
from tests.trustees import with_trustees

ABOUT: Final = {"notebook": "k3v9q2m8xwz7aaaa", "mark": "00", "format": "depter-backup-1"}


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def film(book: Book) -> None:
    deposit_evidence(
        book.notebook, chunks=[b"a film" * 9000], file_name="film", media_type="video/mp4"
    )


def lying(stick: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(stick)): one.read_bytes() for one in stick.rglob("*") if one.is_file()
    }


def test_only_what_is_new_is_carried(book: Book, stick: Path) -> None:
    place = open_place(str(stick))
    film(book)
    first = make_copy(book, place)
    assert (first.files, first.new_files) == (1, 1)
    before = lying(stick)
    open_case(book.notebook)
    second = make_copy(book, place)
    assert (second.new_entries, second.new_files) == (1, 0)
    assert second.entries == first.entries + 1
    assert second.carried < first.carried
    after = lying(stick)
    kept = [name for name in before if name.startswith(("segments/", "files/"))]
    assert kept
    assert all(after[name] == before[name] for name in kept)


def test_nothing_new_is_a_backup_too(book: Book, stick: Path) -> None:
    place = open_place(str(stick))
    make_copy(book, place)
    segments = [name for name in lying(stick) if name.startswith("segments/")]
    made = make_copy(book, place)
    assert (made.new_entries, made.new_files) == (0, 0)
    assert [name for name in lying(stick) if name.startswith("segments/")] == segments


def test_what_a_killed_run_carried_is_not_carried_again(book: Book, stick: Path) -> None:
    film(book)
    place = open_place(str(stick))
    [path] = book.notebook.folder.files.iterdir()
    place.write_file(f"files/{path.name}", path)
    place.write("segments/0000000000000000", b"half of one")
    made = make_copy(book, place)
    assert made.new_files == 1
    assert made.carried < path.stat().st_size
    assert "segments/0000000000000000" not in lying(stick)


def test_a_lost_file_of_the_backup_is_carried_again(book: Book, stick: Path) -> None:
    film(book)
    place = open_place(str(stick))
    make_copy(book, place)
    [lost] = (stick / "files").iterdir()
    lost.unlink()
    made = make_copy(book, place)
    assert lost.exists()
    assert (made.new_entries, made.new_files) == (0, 1)


def test_a_link_among_the_files_is_not_followed(book: Book, stick: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"somebody else's")
    (book.notebook.folder.files / "0123456789abcdef").symlink_to(outside)
    make_copy(book, open_place(str(stick)))
    assert not any(name.startswith("files/") for name in lying(stick))


def test_the_place_learns_nothing(full_book: Book, stick: Path) -> None:
    with_trustees(full_book)
    make_copy(full_book, open_place(str(stick)))
    content = b"".join(lying(stick).values())
    assert content
    for word in (ZEREKA.latin, ZEREKA.arabic, ZEREKA.chinese, CAMP, WORDS, "Qarlygash", "Desk"):
        assert word.encode() not in content
        assert word.encode("utf-16-le") not in content
    assert full_book.notebook.device.encode() not in content
    about = (stick / "about.json").read_bytes()
    assert set(msgspec.json.decode(about)) == {"notebook", "mark", "trustees", "sealed", "format"}


def test_when_and_where_is_kept_and_not_in_plain(book: Book, stick: Path) -> None:
    now = book.notebook.now()
    before = standing(book, at=now)
    assert (before.copies, before.is_stale) == ((), True)
    make_copy(book, open_place(str(stick)))
    found = standing(book, at=now)
    assert (found.unsaved, found.is_stale) == (0, False)
    [one] = copies(book)
    assert one.address == str(stick)
    assert str(stick).encode() not in (book.path / "backups").read_bytes()
    open_case(book.notebook)
    assert standing(book, at=now).unsaved == 1


def test_after_a_week_it_is_stale_if_something_was_written(tmp_path: Path, stick: Path) -> None:
    with office_of(tmp_path, ()) as office:
        book = office.book("Qarlygash")
        make_copy(book, open_place(str(stick)))
        office.watch.turn(days=8)
        assert not standing(book, at=office.watch()).is_stale
        open_case(book.notebook)
        assert standing(book, at=office.watch()).is_stale


def test_a_spoilt_note_of_backups_is_as_if_there_were_none(book: Book, stick: Path) -> None:
    make_copy(book, open_place(str(stick)))
    (book.path / "backups").write_bytes(b"spoilt")
    assert copies(book) == ()


def test_a_stick_that_is_not_plugged_in(book: Book, tmp_path: Path) -> None:
    with pytest.raises(PlaceNotThere):
        make_copy(book, open_place(str(tmp_path / "nowhere")))
    assert copies(book) == ()
    assert not [one for one in book.notebook.folder.files.iterdir() if one.suffix]


def test_who_may_not_back_up(tmp_path: Path, stick: Path) -> None:
    with office_of(tmp_path, ("", "intake")) as office, pytest.raises(NotAllowed):
        make_copy(office.book("Boran"), open_place(str(stick)))
    assert lying(stick) == {}


def test_an_administrator_passes_on_what_a_custodian_left_for_the_trustees(
    tmp_path: Path, stick: Path
) -> None:
    with office_of(tmp_path, ("", "administrator")) as office:
        papers, _ = with_trustees(office.book("Qarlygash"))
        made = make_copy(office.book("Boran"), open_place(str(stick)))
        assert made.recoverable
        keys = office.notebook("Qarlygash").keyring.office
        assert with_shares(open_place(str(stick)), shares=papers.typed(1, 2)).office == keys


def test_new_keys_of_the_office_go_into_the_next_backup(book: Book, stick: Path) -> None:
    papers, _ = with_trustees(book)
    rekey(book.notebook)
    make_copy(book, open_place(str(stick)))
    unwrapped = with_shares(open_place(str(stick)), shares=papers.typed(2, 3))
    assert len(unwrapped.office) == 2
    assert unwrapped.office == book.notebook.keyring.office
    assert "…" in repr(unwrapped)
    assert unwrapped.key.hex() not in repr(unwrapped)


@given(st.binary(max_size=400))
def test_no_bytes_are_taken_for_the_plain_part(content: bytes) -> None:
    with pytest.raises((BackupDamaged, BackupTooNew)):
        formats.read_about(content)


@pytest.mark.parametrize("field", ["notebook", "mark"])
def test_a_plain_part_that_lacks_something(field: str) -> None:
    assert formats.read_about(msgspec.json.encode(ABOUT)).mark == "00"
    with pytest.raises(BackupDamaged):
        formats.read_about(msgspec.json.encode({k: v for k, v in ABOUT.items() if k != field}))


def test_a_backup_of_a_newer_version_says_so() -> None:
    with pytest.raises(BackupTooNew):
        formats.read_about(msgspec.json.encode(ABOUT | {"format": "depter-backup-2"}))


@given(st.lists(st.binary(max_size=40)), st.data())
def test_records_come_back_however_they_are_cut(records: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(formats.frames(records))
    places = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    ends = [0, *places, len(whole)]
    chunks = [whole[start:end] for start, end in pairwise(ends)]
    found = [formats.decoded(one, bytes, file="x") for one in formats.unframed(chunks, file="x")]
    assert found == records


@given(st.lists(st.binary(max_size=40), min_size=1), st.data())
def test_a_file_that_ends_too_early_is_noticed(records: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(formats.frames(records))
    last = len(next(iter(formats.frames(records[-1:]))))
    cut = len(whole) - data.draw(st.integers(1, last - 1))
    with pytest.raises(BackupDamaged):
        list(formats.unframed([whole[:cut]], file="x"))


def test_a_record_larger_than_any_is_refused() -> None:
    with pytest.raises(BackupDamaged):
        list(formats.unframed([b"\xff\xff\xff\xff" + bytes(100)], file="x"))
