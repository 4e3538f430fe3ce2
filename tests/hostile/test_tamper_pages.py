"""An old page put back: SQLCipher takes it for its own, the signed chain does not.

Two snapshots of one database are taken; then each page that differs is put back alone.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from depter.actions.cases import open_case
from depter.actions.statements import new_claim, record_statement
from depter.register.facts.claims import StatusWas
from depter.register.facts.statements import Occasion
from tests.hostile.test_tamper import first_bad
from tests.notebooks import copied, database, opened

PAGE: Final = 4096


def pages(path: Path) -> list[bytes]:
    raw = path.read_bytes()
    return [raw[start : start + PAGE] for start in range(0, len(raw), PAGE)]


TABLES: Final = (
    *("ledger_entry", "ledger_body", "ledger_subject_key"),
    *("card", "case_row", "facet", "link", "part"),
)


def rows(folder: Path) -> dict[str, list[object]]:
    """Everything the ledger and the cards say; not the search index, nor SQLite's counters."""
    with database(folder, is_guarded=True) as behind:
        return {table: behind.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


@pytest.fixture
def snapshots(full_folder: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The notebook before and after a morning's work, closed and checkpointed both times."""
    old = copied(full_folder, tmp_path / "old")
    with opened(full_folder) as book:
        source = book.listed("source").rows[0].id
        for number in range(12):
            case = open_case(book.notebook, label=f"case {number}")
            record_statement(
                book.notebook,
                about=case,
                source=source,
                occasion=Occasion(on="2019"),
                words="word " * 150,
                claims=[new_claim(StatusWas(status="camp"), basis="family", as_of="2018")],
            )
    return old, full_folder


def test_every_old_page_put_back_is_noticed(snapshots: tuple[Path, Path], tmp_path: Path) -> None:
    """Or says the same: the index for search and SQLite's own counters hold no testimony."""
    old, new = snapshots
    before, after = pages(old / "register.db"), pages(new / "register.db")
    says = rows(copied(new, tmp_path / "says"))
    tried, missed = 0, []
    for place, page in enumerate(before):
        if page == after[place]:
            continue
        spoiled = copied(new, tmp_path / "spoiled")
        with open(spoiled / "register.db", "r+b") as file:
            file.seek(place * PAGE)
            file.write(page)
        tried += 1
        if first_bad(spoiled) == "" and rows(spoiled) != says:
            missed.append(place + 1)
        shutil.rmtree(spoiled)
    assert tried >= 15
    assert not missed


def test_sqlcipher_itself_takes_an_old_page_for_its_own(
    snapshots: tuple[Path, Path], tmp_path: Path
) -> None:
    """Why the chain is needed: a page from before raises no error anywhere."""
    old, new = snapshots
    with database(copied(new, tmp_path / "roots"), is_guarded=True) as behind:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'search_text_idx'"
        (place,) = behind.execute(sql).fetchone()
    page = pages(old / "register.db")[place - 1]
    assert page != pages(new / "register.db")[place - 1]
    with open(new / "register.db", "r+b") as file:
        file.seek((place - 1) * PAGE)
        file.write(page)
    with database(new, is_guarded=True) as behind:
        assert behind.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert behind.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
