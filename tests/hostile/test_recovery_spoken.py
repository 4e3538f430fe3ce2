"""T15 as people do it: the ceremony on the screen, the machine gone, the papers typed elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from depter.store.book import open_notebook
from tests.hostile.spoken import converse
from tests.notebooks import new_notebook
from tests.people import PASSPHRASE
from tests.trustees import NEW_PASSPHRASE

pytestmark = pytest.mark.slow


@dataclass
class Trustees:
    """Who sits at the table, copies words by hand and reads them off again."""

    papers: dict[int, list[str]] = field(default_factory=dict)
    mistaken: int = 0

    def __call__(self, said: str) -> str | None:
        for share, rest in re.findall(r"Share (\d+) of \d+: (.*?)Copied", said, re.DOTALL):
            found = dict(re.findall(r"(\d+)\. ([a-z]+)", rest))
            self.papers[int(share)] = [found[str(place)] for place in range(1, 34)]
        asked = re.search(r"Sheet (\d+), word (\d+): \Z", said)
        if asked is None:
            return ""
        share, place = map(int, asked.groups())
        return "mistake" if share == self.mistaken else self.papers[share][place - 1]


@pytest.fixture
def secrets(tmp_path: Path) -> dict[str, str]:
    found = {}
    for name, text in (
        ("DEPTER_PASSPHRASE_FILE", PASSPHRASE),
        ("DEPTER_NEW_PASSPHRASE_FILE", NEW_PASSPHRASE),
    ):
        path = tmp_path / name
        path.touch(0o600)
        path.write_text(text + "\n", "utf-8")
        found[name] = str(path)
    return found | {"DEPTER_NOTEBOOK": str(tmp_path / "register"), "TERM": "dumb"}


CEREMONY = ["trustees", "appoint", "--threshold", "2", "--shares", "3", "--on-screen"]


def run(tmp_path: Path, secrets: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    return converse(list(arguments), environment=secrets, answers=lambda _: None, folder=tmp_path)


def test_back_from_paper_on_a_clean_folder(tmp_path: Path, secrets: dict[str, str]) -> None:
    new_notebook(tmp_path / "register")
    stick = tmp_path / "stick"
    stick.mkdir()
    trustees = Trustees()
    code, _, said = converse(CEREMONY, environment=secrets, answers=trustees, folder=tmp_path)
    assert code == 0, said
    assert sorted(trustees.papers) == [1, 2, 3]
    code, _, said = run(tmp_path, secrets, "backup", "make", str(stick))
    assert code == 0, said
    shutil.rmtree(tmp_path / "register")

    begun = time.monotonic()
    typed = iter([trustees.papers[3], trustees.papers[1]])
    code, out, said = converse(
        ["restore", str(stick), "--into", "back", "--shares", "--member", "Qarlygash"],
        environment=secrets,
        answers=lambda _: " ".join(next(typed)).title(),
        folder=tmp_path,
    )
    assert code == 0, said
    assert "Restored into back" in out
    assert time.monotonic() - begun < 60
    # One word alone may be an ordinary one of a sentence ("member"); two in their order are not.
    pairs = {pair for paper in trustees.papers.values() for pair in pairwise(paper[4:])}
    assert not pairs & set(pairwise(re.findall(r"[a-z]+", out)))
    with open_notebook(tmp_path / "back", passphrase=NEW_PASSPHRASE) as book:
        assert book.verify().first_bad is None
        assert book.differing_cards() == []
        assert book.custodian(NEW_PASSPHRASE)


def test_a_mistyped_share_ends_it_and_names_the_word(
    tmp_path: Path, secrets: dict[str, str]
) -> None:
    new_notebook(tmp_path / "register")
    (tmp_path / "stick").mkdir()
    trustees = Trustees()
    converse(CEREMONY, environment=secrets, answers=trustees, folder=tmp_path)
    run(tmp_path, secrets, "backup", "make", str(tmp_path / "stick"))
    wrong = list(trustees.papers[1])
    wrong[11] = "mistake"
    code, _, said = converse(
        ["restore", str(tmp_path / "stick"), "--into", "back", "--shares", "--name", "Boran"],
        environment=secrets,
        answers=lambda _: " ".join(wrong),
        folder=tmp_path,
    )
    assert code == 2
    assert "Word 12 of this share" in said
    assert not (tmp_path / "back").exists()


def test_a_sheet_that_cannot_be_read_back_appoints_nobody(
    tmp_path: Path, secrets: dict[str, str]
) -> None:
    new_notebook(tmp_path / "register")
    trustees = Trustees(mistaken=2)
    code, _, said = converse(CEREMONY, environment=secrets, answers=trustees, folder=tmp_path)
    assert code == 2
    assert "not those of sheet 2" in said
    with open_notebook(tmp_path / "register", passphrase=PASSPHRASE) as book:
        assert book.office.trustees is None
        assert not book.office.pending
        assert book.key_file.recovery is None


def test_an_interrupted_ceremony_appoints_nobody_and_leaves_no_sheet(
    tmp_path: Path, secrets: dict[str, str]
) -> None:
    new_notebook(tmp_path / "register")
    sheets = tmp_path / "sheets"
    there: list[Path] = []

    def stop(_: str) -> None:
        there.extend(sheets.iterdir())

    code, _, said = converse(
        [*CEREMONY[:-1], "--sheets", str(sheets), "--language", "ug", "--language", "kk"],
        environment=secrets,
        answers=stop,
        folder=tmp_path,
    )
    assert code == 130, said
    assert sorted(one.name for one in there) == ["share-1.pdf", "share-2.pdf", "share-3.pdf"]
    assert not list(sheets.iterdir())
    with open_notebook(tmp_path / "register", passphrase=PASSPHRASE) as book:
        assert book.office.trustees is None


def test_printed_sheets_are_read_off_and_proved_in_a_drill(
    tmp_path: Path, secrets: dict[str, str]
) -> None:
    new_notebook(tmp_path / "register")
    sheets = tmp_path / "sheets"
    trustees = Trustees()

    def read_off(said: str) -> str | None:
        for path in () if trustees.papers else sorted(sheets.iterdir()):
            trustees.papers[int(path.stem[-1])] = words_on(path)
        return trustees(said)

    code, _, said = converse(
        [*CEREMONY[:-1], "--sheets", str(sheets), "--language", "kk", "--language", "ru"],
        environment=secrets,
        answers=read_off,
        folder=tmp_path,
    )
    assert code == 0, said
    assert "were removed" in said
    assert not list(sheets.iterdir())
    typed = iter([trustees.papers[2], trustees.papers[3]])
    code, out, said = converse(
        ["trustees", "drill"],
        environment=secrets,
        answers=lambda _: " ".join(word[:4] for word in next(typed)),
        folder=tmp_path,
    )
    assert code == 0, said
    assert "The shares open this notebook" in out
    with open_notebook(tmp_path / "register", passphrase=PASSPHRASE) as book:
        assert book.office.trustees is not None
        assert book.office.trustees.verified_how == "drill"


def words_on(sheet: Path) -> list[str]:
    """The words by their numbers, as a reader sees them."""
    command = ["pdftotext", "-layout", str(sheet), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    found = {int(number): word for number, word in re.findall(r"\b(\d+)\.\s+([a-z]{4,8})", text)}
    return [found[place] for place in range(1, 34)]
