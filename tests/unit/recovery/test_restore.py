"""Restoring: a new machine with a new device key holds what the backup held, and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from depter.actions.cases import open_case
from depter.actions.members import NameMissing
from depter.exchange.places import open_place
from depter.notebook.errors import NotebookExists
from depter.recovery.formats import NoBackupThere
from depter.recovery.unwrap import with_passphrase
from depter.register.facts.office import DeviceRestored, OfficeRecovered
from depter.store.book import Book
from depter.store.copies import make_copy
from depter.store.restoring import restore
from depter.values.ids import SubjectId
from depter.vault.errors import WeakPassphrase, WrongPassphrase
from tests import trustees
from tests.machines import make_slots_light
from tests.notebooks import opened
from tests.people import PASSPHRASE


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    make_slots_light(monkeypatch)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def cards(book: Book) -> list[SubjectId]:
    return sorted(subject for subject, _ in book.notebook.subjects())


def test_a_member_goes_on_with_the_passphrase(full_book: Book, stick: Path, tmp_path: Path) -> None:
    make_copy(full_book, open_place(str(stick)))
    done = trustees.back_with_passphrase(stick, tmp_path / "new")
    assert not done.first_bad
    with opened(tmp_path / "new") as book:
        assert cards(book) == cards(full_book)
        assert book.verify().first_bad is None
        assert book.differing_cards() == []
        assert book.notebook.viewer == full_book.notebook.viewer
        assert book.notebook.device != full_book.notebook.device
        facts = [one.fact for one in book.notebook.facts(book.notebook.office_id)]
        assert isinstance(facts[-1], DeviceRestored)
        open_case(book.notebook)
        assert book.custodian(PASSPHRASE)


def test_the_feed_of_the_lost_device_is_not_written_on(
    full_book: Book, stick: Path, tmp_path: Path
) -> None:
    make_copy(full_book, open_place(str(stick)))
    head = full_book.notebook.ledger.head(full_book.notebook.device)
    trustees.back_with_passphrase(stick, tmp_path / "new")
    with opened(tmp_path / "new") as book:
        open_case(book.notebook)
        assert book.notebook.ledger.head(full_book.notebook.device) == head
        new = book.notebook.ledger.head(book.notebook.device)
        assert new is not None
        assert new.seq == 2


def test_files_come_back(full_book: Book, stick: Path, tmp_path: Path) -> None:
    make_copy(full_book, open_place(str(stick)))
    before = {one.name: one.read_bytes() for one in full_book.notebook.folder.files.iterdir()}
    assert before
    trustees.back_with_passphrase(stick, tmp_path / "new")
    assert {one.name: one.read_bytes() for one in (tmp_path / "new/files").iterdir()} == before


def test_the_trustees_admit_a_custodian(full_book: Book, stick: Path, tmp_path: Path) -> None:
    papers, _ = trustees.with_trustees(full_book)
    make_copy(full_book, open_place(str(stick)))
    done = trustees.back_from_paper(stick, papers, tmp_path / "new")
    assert (done.first_bad, done.closed) == ("", 0)
    assert done.shared
    with trustees.recovered(tmp_path / "new") as book:
        assert cards(book) == cards(full_book)
        assert book.differing_cards() == []
        facts = [one.fact for one in book.notebook.facts(book.notebook.office_id)]
        assert isinstance(facts[-1], OfficeRecovered)
        assert book.office.is_recoverable


def test_an_old_backup_says_from_when_it_is(book: Book, stick: Path, tmp_path: Path) -> None:
    made = make_copy(book, open_place(str(stick)))
    open_case(book.notebook)
    done = trustees.back_with_passphrase(stick, tmp_path / "new")
    assert done.at == made.at


def test_what_is_wrong_begins_nothing(book: Book, stick: Path, tmp_path: Path) -> None:
    place = open_place(str(stick))
    with pytest.raises(NoBackupThere):
        with_passphrase(place, passphrase=PASSPHRASE)
    make_copy(book, place)
    with pytest.raises(WrongPassphrase):
        with_passphrase(place, passphrase="quite another set of words")
    unwrapped = with_passphrase(place, passphrase=PASSPHRASE)
    with pytest.raises(WeakPassphrase):
        restore(place, unwrapped, into=tmp_path / "new", passphrase="short")
    with pytest.raises(NotebookExists):
        restore(place, unwrapped, into=book.path, passphrase=PASSPHRASE)
    assert not (tmp_path / "new").exists()


def test_who_comes_back_from_paper_needs_a_name(book: Book, stick: Path, tmp_path: Path) -> None:
    papers, _ = trustees.with_trustees(book)
    make_copy(book, open_place(str(stick)))
    with pytest.raises(NameMissing):
        trustees.back_from_paper(stick, papers, tmp_path / "new", name=" ")
    assert not (tmp_path / "new").exists()


def test_what_a_killed_restore_left_is_removed(book: Book, stick: Path, tmp_path: Path) -> None:
    make_copy(book, open_place(str(stick)))
    left = tmp_path / ".new.restoring-1"
    left.mkdir()
    (left / "half").write_bytes(b"half")
    trustees.back_with_passphrase(stick, tmp_path / "new")
    assert sorted(one.name for one in tmp_path.glob(".new*")) == []
