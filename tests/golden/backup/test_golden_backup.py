"""Backups that were made once are restored for ever, with the passphrase and with the papers."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from depter.actions.evidence import read_evidence
from depter.recovery.shares import read_share
from depter.register.folds.world import EvidenceFile
from depter.store.book import Book, open_notebook
from depter.values.ids import SubjectId
from tests.golden.backup import reader
from tests.machines import make_slots_light
from tests.people import PASSPHRASE
from tests.trustees import NEW_PASSPHRASE, Papers, back_from_paper, back_with_passphrase

HERE: Final = Path(__file__).parent
KEPT: Final = sorted(path.parent for path in HERE.glob("backup-*/expected.json"))


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def kept(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture
def expected(kept: Path) -> Any:
    return msgspec.json.decode((kept / "expected.json").read_bytes())


@pytest.fixture
def stick(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept / "stick", tmp_path / "stick"))


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    make_slots_light(monkeypatch)


def expect_all(book: Book, expected: Any, *, passphrase: str) -> None:
    notebook = book.notebook
    heads = {one.device: one.seq for one in notebook.ledger.heads().values()}
    assert heads.items() >= expected["heads"].items()
    assert [one.id for one in book.cases().rows] == [expected["case"]]
    sealed = notebook.unsealed(expected["source"], custodian=book.custodian(passphrase))
    assert sealed["identity"] == "an aunt"
    film = SubjectId(expected["film"])
    file = notebook.folded(film)
    assert isinstance(file, EvidenceFile)
    blob = file.deposited.blob
    assert b"".join(read_evidence(notebook, evidence=film, blob=blob)) == b"film " * 100


def test_there_is_one_of_each_format() -> None:
    assert [path.name for path in KEPT] == ["backup-1"]


def test_with_the_passphrase(stick: Path, expected: Any, tmp_path: Path) -> None:
    done = back_with_passphrase(stick, tmp_path / "new")
    assert (done.at, done.first_bad) == (expected["at"], "")
    with open_notebook(tmp_path / "new", passphrase=PASSPHRASE) as book:
        expect_all(book, expected, passphrase=PASSPHRASE)


@pytest.mark.parametrize("numbers", [(1, 2), (1, 3), (2, 3)])
def test_with_papers(stick: Path, expected: Any, tmp_path: Path, numbers: tuple[int, int]) -> None:
    papers = Papers([read_share(words) for words in expected["shares"]])
    back_from_paper(stick, papers, tmp_path / "new", numbers=numbers)
    with open_notebook(tmp_path / "new", passphrase=NEW_PASSPHRASE) as book:
        expect_all(book, expected, passphrase=NEW_PASSPHRASE)


def test_a_stranger_reads_it_with_the_page_about_the_format(stick: Path, expected: Any) -> None:
    backup = reader.Backup(stick, expected["shares"][1:])
    entries = backup.entries()
    assert len(entries) == backup.manifest["entries"] == sum(expected["heads"].values())
    [case] = [one for one in entries if one[0]["kind"] == "case.opened"]
    assert case[0]["subject"] == expected["case"]
    assert backup.internal(*case)["label"] == "the first of all"
    [file] = backup.manifest["files"].values()
    content = (stick / file["name"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file["sha256"]


def test_the_stranger_brings_nothing_of_ours() -> None:
    source = Path(reader.__file__).read_text("utf-8")
    assert "import depter" not in source
    assert "from depter" not in source
