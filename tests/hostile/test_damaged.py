"""A damaged, missing or busy notebook: a sentence each, nothing written to it, nothing invented."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import pytest

from depter.errors import DepterError
from depter.ledger.heads import HistoryReplaced, OldCopyPutBack
from depter.notebook.errors import (
    NotebookDamaged,
    NotebookExists,
    NotebookInUse,
    NotebookMissing,
    NotebookTooNew,
)
from depter.store.book import create_notebook
from depter.vault.errors import KeyFileDamaged
from tests.hostile.commands import depter, is_told_plainly
from tests.hostile.forked import ROOT
from tests.hostile.tampering import flipped
from tests.notebooks import copied, database, opened
from tests.people import PASSPHRASE

SENTENCES: Final = (NotebookDamaged, OldCopyPutBack, HistoryReplaced, KeyFileDamaged)


def noticed(folder: Path) -> str:
    """The sentence by which damage is told, or "" when everything is as it was."""
    try:
        with opened(folder) as book:
            if bad := book.verify().first_bad:
                return bad.reason
            return "cards" if book.differing_cards() else ""
    except DepterError as refusal:
        return type(refusal).__name__


def contents(folder: Path) -> dict[str, list[object]]:
    """All rows of the notebook."""
    with database(folder, is_guarded=True) as behind:
        names = behind.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(behind.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in names
        }


@pytest.mark.parametrize("kept", [0, 1, 15, 16, 100, 4095, 4096, 4097, 20_000, 100_000, -1, -4096])
def test_a_register_cut_short_is_told(full_folder: Path, kept: int) -> None:
    raw = (full_folder / "register.db").read_bytes()
    (full_folder / "register.db").write_bytes(raw[:kept])
    assert noticed(full_folder) in ("NotebookDamaged", "database")


@pytest.mark.parametrize("kept", [0, 100, 4096, 50_000])
def test_nothing_is_written_to_a_register_cut_short(full_folder: Path, kept: int) -> None:
    path = full_folder / "register.db"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(NotebookDamaged):
        opened(full_folder).close()
    assert path.stat().st_size == kept


def test_a_bit_flipped_in_any_page_is_told(full_template: Path, tmp_path: Path) -> None:
    """Every page carries its own authentication; a flip in one that is read is damage."""
    size = (full_template / "register.db").stat().st_size
    chance, unnoticed = Random(5), []
    for page in range(size // 4096):
        folder = copied(full_template, tmp_path / "copy")
        path = folder / "register.db"
        path.write_bytes(flipped(path.read_bytes(), at=page * 4096 + chance.randrange(4096)))
        if not noticed(folder):
            unnoticed.append(page)
        shutil.rmtree(folder)
    assert not unnoticed


def test_no_page_that_is_flipped_gives_a_false_word(full_template: Path, tmp_path: Path) -> None:
    """Reading pages of people and sources from a damaged file ends in a sentence or the truth."""
    chance = Random(6)
    with opened(copied(full_template, tmp_path / "whole")) as book:
        truth = [row.name for row in book.cases().rows]
    for _ in range(40):
        folder = copied(full_template, tmp_path / "copy")
        raw = (folder / "register.db").read_bytes()
        (folder / "register.db").write_bytes(flipped(raw, at=chance.randrange(len(raw))))
        try:
            with opened(folder) as book:
                assert [row.name for row in book.cases().rows] == truth
        except DepterError as refusal:
            assert isinstance(refusal, SENTENCES)
        shutil.rmtree(folder)


def test_rubbish_in_its_place_is_told(full_folder: Path) -> None:
    (full_folder / "register.db").write_bytes(Random(1).randbytes(200_000))
    assert noticed(full_folder) == "NotebookDamaged"


def test_a_plain_database_in_its_place_is_told(full_folder: Path) -> None:
    """No key, no notebook: an unencrypted file slipped in is not taken for one."""
    import sqlite3

    (full_folder / "register.db").unlink()
    with sqlite3.connect(full_folder / "register.db") as plain:
        plain.execute("CREATE TABLE ledger_entry (number)")
    assert noticed(full_folder) == "NotebookDamaged"


MISSING: Final = {
    "register.db": "NotebookDamaged",
    "keys.json": "NotebookMissing",
    "heads.jsonl": "",
    "holder": "",
}


@pytest.mark.parametrize("name", MISSING)
def test_a_missing_file_is_told_or_is_not_needed(full_folder: Path, name: str) -> None:
    """Without the heads nothing is lost but the notice of an older copy; they are made anew."""
    (full_folder / name).unlink()
    assert noticed(full_folder) == MISSING[name]
    assert noticed(full_folder) == MISSING[name]


def test_a_folder_without_a_notebook_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotebookMissing):
        opened(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear")
    with pytest.raises(NotebookExists):
        create_notebook(tmp_path, passphrase=PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda heads: heads[: len(heads) // 2],
        lambda heads: heads[:-1],
        lambda heads: b"",
        lambda heads: b"\x00\xff\n{\n[]\n" + heads,
        lambda heads: heads + b'{"device":"',
        lambda heads: heads + b'{"device":7}\n{"seq":"x"}\n',
    ],
)
def test_heads_cut_or_soiled_do_not_keep_anybody_out(
    full_folder: Path, spoil: Callable[[bytes], bytes]
) -> None:
    heads = (full_folder / "heads.jsonl").read_bytes()
    (full_folder / "heads.jsonl").write_bytes(spoil(heads))
    assert noticed(full_folder) == ""


def test_a_notebook_of_a_later_version_is_told(full_folder: Path) -> None:
    with database(full_folder, is_guarded=True) as behind:
        behind.execute("PRAGMA user_version = 99")
    before = contents(full_folder)
    with pytest.raises(NotebookTooNew):
        opened(full_folder)
    assert contents(full_folder) == before


def test_one_notebook_is_open_once(full_folder: Path) -> None:
    with opened(full_folder) as book:
        with pytest.raises(NotebookInUse) as refusal:
            opened(full_folder)
        assert refusal.value.exit_code == 3
        assert book.cases().rows
    assert noticed(full_folder) == ""


def test_a_second_process_is_refused_and_told_which_one_is_open(full_folder: Path) -> None:
    code = (
        "import sys, time, depter\n"
        f"book = depter.open_notebook(sys.argv[1], passphrase={PASSPHRASE!r})\n"
        "print('open', flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(full_folder)], stdout=subprocess.PIPE, cwd=ROOT
    ) as first:
        assert first.stdout
        assert first.stdout.readline() == b"open\n"
        with pytest.raises(NotebookInUse) as refusal:
            opened(full_folder)
        assert str(first.pid) in str(refusal.value)
        done = depter(full_folder, "case", "list")
        assert done.returncode == 3
        assert is_told_plainly(done)
        first.kill()
    assert noticed(full_folder) == ""


def test_the_command_line_names_damage_and_ends_with_4(full_folder: Path) -> None:
    path = full_folder / "register.db"
    path.write_bytes(path.read_bytes()[:30_000])
    for words in (("case", "list"), ("ledger", "verify"), ("rebuild", "--check")):
        done = depter(full_folder, *words)
        assert (done.returncode, is_told_plainly(done)) == (4, True), words
