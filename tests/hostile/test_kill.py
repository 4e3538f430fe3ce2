"""Killed at any moment, again and again: what was acknowledged is there, and nothing needs mending.

One worker lives for a fraction of a second and is then killed without warning (SIGKILL), in
the middle of whatever it did: opening, saving, encrypting a file, drawing all cards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from depter.actions.evidence import read_evidence
from depter.ledger.heads import OldCopyPutBack
from depter.notebook.errors import NotebookDamaged
from depter.register.facts.statements import StatementRecorded
from depter.register.folds.world import EvidenceFile
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.hostile.forked import Nursery, nursery
from tests.hostile.tampering import flipped
from tests.notebooks import copied, opened

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """A process from which workers are forked."""
    with nursery(tmp_path_factory.mktemp("nursery")) as started:
        yield started


def check(book: Book, acknowledged: list[str]) -> list[str]:
    """What was acknowledged but is not there; an intact register besides."""
    facts = dict(book.notebook.subjects())
    said = {
        (subject, one.fact.statement)
        for subject, some in facts.items()
        for one in some
        if isinstance(one.fact, StatementRecorded)
    }
    lost = []
    for line in acknowledged:
        match line.split():
            case ["subject", subject]:
                is_there = subject in facts
            case ["statement", subject, statement]:
                is_there = (subject, statement) in said
            case ["together", *subjects]:
                is_there = set(subjects) <= facts.keys()
            case ["file", evidence]:
                is_there = evidence in facts and is_whole(book, SubjectId(evidence))
            case _:
                is_there = True
        if not is_there:
            lost.append(line)
    return lost


def is_whole(book: Book, evidence: SubjectId) -> bool:
    """Whether the file decrypts to the size that was noted."""
    file = book.notebook.folded(evidence)
    assert isinstance(file, EvidenceFile)
    chunks = read_evidence(book.notebook, evidence=evidence, blob=file.deposited.blob)
    return sum(map(len, chunks)) == file.deposited.size


@pytest.mark.parametrize(
    ("work", "times"), [("statements", 70), ("together", 40), ("files", 40), ("rebuild", 30)]
)
def test_nothing_acknowledged_is_lost_however_often_it_is_killed(
    warm: Nursery, empty_template: Path, tmp_path: Path, work: str, times: int
) -> None:
    chance, acknowledged = Random(times), 0
    for batch in range(times // 10):
        folder, told = copied(empty_template, tmp_path / f"register-{batch}"), list[str]()
        for number in range(10):
            told += warm.work_and_kill(
                folder, work, number, told=chance.randrange(9), after=chance.uniform(0, 0.04)
            )
            with opened(folder) as book:
                assert check(book, told) == []
                assert book.verify().first_bad is None
                assert book.differing_cards() == []
        acknowledged += len(told)
    assert acknowledged > times * 2


def test_a_notebook_begun_is_whole_or_not_there(warm: Nursery, tmp_path: Path) -> None:
    chance, made, seen = Random(4), list[str](), set[Path]()
    for number in range(20):
        made += warm.work_and_kill(
            tmp_path, "create", number, told=number % 2, after=chance.uniform(0, 0.6)
        )
        for folder in set(tmp_path.glob("made-*")) - seen:
            seen.add(folder)
            with opened(folder) as book:
                assert book.verify().first_bad is None
                assert book.differing_cards() == []
    assert made
    assert {Path(path) for path in made} <= seen


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_torn_journal_loses_nothing_in_silence(
    warm: Nursery, notebook_folder: Path, tmp_path: Path, damage: str
) -> None:
    """What the disk loses of the write-ahead log is either not missed, or told on opening."""
    told = warm.work_and_kill(notebook_folder, "statements", 1, told=12, after=0)
    journal = (notebook_folder / "register.db-wal").read_bytes()
    chance, outcomes = Random(12), Counter[str]()
    for number in range(24):
        folder = copied(notebook_folder, tmp_path / f"torn-{number}")
        # the first cuts are shallow: they tear off only what nobody was told of yet
        place = len(journal) - 1 - chance.randrange(40 if number < 4 else len(journal) - 1)
        torn = journal[:place] if damage == "cut" else flipped(journal, at=place)
        (folder / "register.db-wal").write_bytes(torn)
        try:
            with opened(folder) as book:
                assert check(book, told) == []
                assert book.verify().first_bad is None
                assert book.differing_cards() == []
                outcomes["nothing missing"] += 1
        except (OldCopyPutBack, NotebookDamaged) as refusal:
            outcomes[type(refusal).__name__] += 1
    assert outcomes["OldCopyPutBack"] > 4


def test_a_worker_that_acknowledges_too_early_is_caught(
    warm: Nursery, notebook_folder: Path
) -> None:
    """Positive control: with acknowledgement before the commit, this very check finds a loss."""
    for number in range(60):
        told = warm.work_and_kill(notebook_folder, "hasty", number, told=5, after=0)
        with opened(notebook_folder) as book:
            if check(book, told):
                return
    pytest.fail("acknowledgements before the commit were not noticed")
