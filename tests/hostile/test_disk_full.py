"""A disk that fills up: a sentence, nothing lost, and on with the work once there is room.

The disk is a real small one (a tmpfs of a few megabytes, where we may mount it). Where we may
not, a limit on the size of files makes the system refuse to write at the same places.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence, read_evidence
from depter.actions.sources import introduce_source
from depter.actions.statements import record_statement
from depter.errors import DepterError
from depter.notebook.errors import DiskFull
from depter.register.facts.statements import Occasion, StatementRecorded
from depter.register.folds.world import EvidenceFile
from depter.store.book import Book, create_notebook
from depter.values.ids import StatementId, SubjectId
from tests.hostile.commands import depter, is_told_plainly
from tests.notebooks import copied, opened
from tests.people import PASSPHRASE

SIZE: Final = 6 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs"]
    done = subprocess.run(["mount", *options, str(place)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a small disk needs root; the limit on file sizes is tested instead")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, *, leaving: int) -> Path:
    """Somebody else's film takes all room but so many bytes."""
    film = disk / "film"
    with open(film, "wb") as out:
        out.write(b"\0" * max(0, shutil.disk_usage(disk).free - leaving))
    return film


def write_until_full(book: Book) -> tuple[SubjectId, list[StatementId]]:
    """Statements until the disk refuses; those that were acknowledged."""
    source = introduce_source(book.notebook, source_kind="relative", identity="somebody")
    case, said = open_case(book.notebook), list[StatementId]()
    with pytest.raises(DiskFull) as refusal:
        for _ in range(20_000):
            said.append(say(book, case, source))
    assert refusal.value.exit_code == 5
    return case, said


def say(book: Book, case: SubjectId, source: SubjectId) -> StatementId:
    return record_statement(
        book.notebook, about=case, source=source, occasion=Occasion(), words="word " * 2000
    )


def recorded(book: Book, case: SubjectId) -> list[StatementId]:
    facts = [one.fact for one in book.notebook.facts(case)]
    return [one.statement for one in facts if isinstance(one, StatementRecorded)]


def assert_intact(book: Book, case: SubjectId, said: list[StatementId]) -> None:
    """Everything acknowledged is there; at most the last, unacknowledged one besides."""
    assert recorded(book, case)[: len(said)] == said
    assert len(recorded(book, case)) - len(said) in (0, 1)
    assert book.verify().first_bad is None
    assert book.differing_cards() == []


@pytest.mark.parametrize("leaving", [0, 5_000, 70_000, 300_000, 1_000_000])
def test_a_full_disk_loses_nothing_and_work_goes_on(
    empty_template: Path, small_disk: Path, leaving: int
) -> None:
    folder = copied(empty_template, small_disk / "register")
    with opened(folder) as book:
        film = fill(small_disk, leaving=leaving + 300_000)
        case, said = write_until_full(book)
        assert_intact(book, case, said)
        with pytest.raises(DiskFull):
            for _ in range(50):
                open_case(book.notebook)
        film.unlink()
        source = introduce_source(book.notebook, source_kind="relative")
        said = [*recorded(book, case), say(book, case, source)]
        assert_intact(book, case, said)
    with opened(folder) as book:
        assert_intact(book, case, said)


def test_killed_on_a_full_disk_it_opens_again_with_everything(
    empty_template: Path, small_disk: Path
) -> None:
    """The power goes after the disk filled: the journal is still to be taken in."""
    folder = copied(empty_template, small_disk / "register")
    with opened(folder) as book:
        fill(small_disk, leaving=800_000)
        case, said = write_until_full(book)
        after_the_crash = copied(folder, small_disk.parent / "after-the-crash")
    with opened(after_the_crash) as book:
        assert_intact(book, case, said)


def test_a_full_disk_can_still_be_read(full_template: Path, small_disk: Path) -> None:
    folder = copied(full_template, small_disk / "register")
    fill(small_disk, leaving=0)
    try:
        with opened(folder) as book:
            assert book.cases().rows
            assert book.verify().first_bad is None
    except DepterError as refusal:
        assert isinstance(refusal, DiskFull)  # SQLite needs room for its journal to open


def test_the_command_line_says_that_the_disk_is_full(full_template: Path, small_disk: Path) -> None:
    folder = copied(full_template, small_disk / "register")
    (small_disk / "passphrase").write_text(PASSPHRASE)
    fill(small_disk, leaving=0)
    done = depter(folder, "case", "open", "--label", "somebody")
    assert done.returncode == 5
    assert is_told_plainly(done)


def test_a_file_that_does_not_fit_leaves_nothing_behind(
    empty_template: Path, small_disk: Path
) -> None:
    folder = copied(empty_template, small_disk / "register")
    with opened(folder) as book:
        chunks = (os.urandom(100_000) for _ in range(100))
        with pytest.raises(DiskFull):
            deposit_evidence(book.notebook, chunks=chunks, file_name="film", media_type="video/mp4")
        assert list((folder / "files").iterdir()) == []
        assert_files_still_work(book)


def assert_files_still_work(book: Book) -> None:
    given = deposit_evidence(
        book.notebook, chunks=[b"paper"], file_name="paper", media_type="text/plain"
    )
    file = book.notebook.folded(given)
    assert isinstance(file, EvidenceFile)
    blob = file.deposited.blob
    assert b"".join(read_evidence(book.notebook, evidence=given, blob=blob)) == b"paper"


def test_no_half_of_a_notebook_is_begun(small_disk: Path) -> None:
    fill(small_disk, leaving=60_000)
    with pytest.raises(DiskFull):
        create_notebook(small_disk / "register", passphrase=PASSPHRASE)
    assert [path.name for path in small_disk.iterdir()] == ["film"]


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The system refuses to write any file beyond this size (EFBIG)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


REFUSED: Final[dict[str, Callable[[Book], object]]] = {
    "statements": write_until_full,
    "a file": lambda book: deposit_evidence(
        book.notebook, chunks=[b"x" * 9_000_000], file_name="film", media_type="video/mp4"
    ),
}


def test_a_limit_on_file_sizes_is_told_as_a_full_disk(notebook_folder: Path) -> None:
    with opened(notebook_folder) as book:
        with files_no_longer_than(1_000_000):
            case, said = write_until_full(book)
            with pytest.raises(DiskFull):
                REFUSED["a file"](book)
        assert_intact(book, case, said)
        source = introduce_source(book.notebook, source_kind="relative")
        said = [*recorded(book, case), say(book, case, source)]
    with opened(notebook_folder) as book:
        assert_intact(book, case, said)
