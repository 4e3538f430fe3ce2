"""T4 for coming back: killed in the middle of a backup, a restore, new keys or a new sharing.

Nothing is half done: the last backup that was acknowledged restores, a restored notebook is whole
or not there, and what was sealed opens. The next run goes on where the killed one stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from depter.actions.sealed_sharing import share_sealed, unshared
from depter.exchange.places import open_place
from depter.recovery.formats import BackupDamaged, NoBackupThere
from depter.recovery.unwrap import with_passphrase
from depter.store.book import Book
from depter.store.copies import make_copy, verify_copy
from depter.store.restoring import restore
from depter.values.ids import SubjectId
from tests.hostile.forked import Nursery, nursery
from tests.machines import make_slots_light
from tests.notebooks import copied, opened
from tests.people import PASSPHRASE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """A process from which workers are forked."""
    with nursery(tmp_path_factory.mktemp("nursery")) as started:
        yield started


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    make_slots_light(monkeypatch)


def is_in_backup(stick: Path, into: Path, told: list[str]) -> bool:
    """Whether the backup restores, with every case that was said to be in it."""
    place = open_place(str(stick))
    unwrapped = with_passphrase(place, passphrase=PASSPHRASE)
    assert restore(place, unwrapped, into=into, passphrase=PASSPHRASE).first_bad == ""
    with opened(into) as back:
        assert back.differing_cards() == []
        there = {subject for subject, _ in back.notebook.subjects()}
    return all(line.split()[1] in there for line in told if line.startswith("backup"))


def test_an_acknowledged_backup_restores_whenever_it_was_killed(
    warm: Nursery, empty_template: Path, tmp_path: Path
) -> None:
    chance, told, folder = Random(15), list[str](), copied(empty_template, tmp_path / "register")
    stick = tmp_path / "stick"
    stick.mkdir()
    for number in range(14):
        told += warm.work_and_kill(
            folder, "backup", number, told=chance.randrange(1, 4), after=chance.uniform(0, 0.06)
        )
        backups = [line for line in told if line.startswith("backup")]
        if backups:
            assert is_in_backup(stick, tmp_path / f"back-{number}", backups)
        with opened(folder) as book:
            assert book.verify().first_bad is None
            make_copy(book, open_place(str(stick)))
            assert verify_copy(book, open_place(str(stick))).missing == 0
            left = [one.name for one in book.notebook.folder.files.iterdir() if one.suffix]
            assert left == []
    assert len(told) > 20


def test_what_is_restored_is_whole_or_not_there(
    warm: Nursery, full_folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (tmp_path / "restored").mkdir()
    with opened(full_folder) as book:
        make_copy(book, open_place(str(stick)))
        entries = {one.device: one for one in book.notebook.ledger.heads().values()}
    chance, told, seen = Random(16), list[str](), set[Path]()
    for number in range(14):
        told += warm.work_and_kill(
            tmp_path, "restore", number, told=number % 2, after=chance.uniform(0, 0.9)
        )
        for folder in set((tmp_path / "restored").glob("[0-9]*")) - seen:
            seen.add(folder)
            with opened(folder) as back:
                assert back.verify().first_bad is None
                assert back.differing_cards() == []
                assert entries.items() <= back.notebook.ledger.heads().items()
    assert told
    assert {Path(line.split()[1]) for line in told} <= seen
    restore(
        open_place(str(stick)),
        with_passphrase(open_place(str(stick)), passphrase=PASSPHRASE),
        into=tmp_path / "restored" / "0-again",
        passphrase=PASSPHRASE,
    )
    begun = {one.name for one in (tmp_path / "restored").glob(".*")}
    assert not any(one.startswith(".0-again.") for one in begun)


def test_what_is_sealed_opens_whenever_new_keys_were_cut_short(
    warm: Nursery, empty_template: Path, tmp_path: Path
) -> None:
    chance, told, folder = Random(17), list[str](), copied(empty_template, tmp_path / "register")
    for number in range(14):
        told += warm.work_and_kill(
            folder, "renewing", number, told=chance.randrange(1, 7), after=chance.uniform(0, 0.05)
        )
        with opened(folder) as book:
            assert book.verify().first_bad is None
            assert book.differing_cards() == []
            assert all_open(book, told)
            share_sealed(book.notebook, custodian=book.custodian(PASSPHRASE))
            assert unshared(book.notebook) == 0
            assert all_open(book, told)
    assert any(line == "shared" for line in told)


def all_open(book: Book, told: list[str]) -> bool:
    """Whether the custodian opens every source that was acknowledged."""
    secret = book.custodian(PASSPHRASE)
    sources = [SubjectId(line.split()[1]) for line in told if line.startswith("sealed")]
    found = [book.notebook.unsealed(one, custodian=secret)["identity"] for one in sources]
    return found == ["somebody"] * len(sources)


def test_a_backup_that_lacks_what_it_says_is_caught(
    book: Book, tmp_path: Path, empty_template: Path
) -> None:
    """Positive control: what the first of these tests asks finds a backup that was half made."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(NoBackupThere):
        is_in_backup(stick, tmp_path / "back", [])
    make_copy(book, open_place(str(stick)))
    assert not is_in_backup(stick, tmp_path / "back", ["backup nosuchcase 1"])
    next((stick / "segments").iterdir()).unlink()
    with pytest.raises(BackupDamaged):
        is_in_backup(stick, tmp_path / "again", [])
