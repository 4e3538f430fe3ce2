"""What somebody who has the passphrase, or writes a sheet for us, might plant in a register."""

from __future__ import annotations

from pathlib import Path

import pytest

from depter import Book
from depter.actions.cases import open_case
from depter.cli.commands.statement_sheet import StatementSheet, claims_of
from depter.cli.sheets import sheet_from
from depter.register.facts.sources import SourceIntroduced
from depter.register.facts.statements import Occasion, StatementRecorded
from depter.values.ids import StatementId, SubjectId, new_id
from depter.values.text import TextTooLong
from tests.notebooks import TRIGGERS, database, opened

PLANTED = (
    "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END",
    'CREATE TRIGGER "100% ""quiet""" BEFORE INSERT ON ledger_subject_key'
    " BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW everything AS SELECT * FROM ledger_entry",
)


def test_nothing_acts_in_the_database_but_our_own_triggers(notebook_folder: Path) -> None:
    with database(notebook_folder) as behind:
        for statement in PLANTED:
            behind.execute(statement)
    with opened(notebook_folder) as book:
        found = book.notebook.database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
        )
        assert {name for name, _ in found} == set(TRIGGERS)
        assert all("RAISE(ABORT" in sql for _, sql in found)
        case = open_case(book.notebook, label="somebody")
        assert book.case(case).case.name == "somebody"
        assert book.verify().first_bad is None


def test_our_own_triggers_are_left_as_they_are(notebook_folder: Path) -> None:
    """Else the append-only tables would stand unguarded for a moment at each opening."""
    ask = "SELECT rowid, name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    with opened(notebook_folder) as book:
        before = book.notebook.database.execute(ask)
    with opened(notebook_folder) as book:
        assert book.notebook.database.execute(ask) == before


def test_a_small_sheet_cannot_fill_the_disk_for_ever(book: Book) -> None:
    """YAML can name a text once and repeat it; what was written can never be taken out."""
    case = open_case(book.notebook)
    source = SubjectId(new_id())
    book.notebook.write(source, SourceIntroduced(source_kind="relative", protection="protected"))
    remarks = ", ".join(["{property: remark, text: *long}"] * 40)
    text = f"basis: family\nwords: &long {'y' * 900_000}\nclaims: [{remarks}]\n"
    sheet = sheet_from(text, StatementSheet)
    fact = StatementRecorded(
        statement=StatementId(new_id()),
        source=source,
        occasion=Occasion(),
        words=sheet.words,
        claims=tuple(claims_of(sheet.claims, basis=sheet.basis)),
    )
    size = book.notebook.folder.database.stat().st_size
    with pytest.raises(TextTooLong):
        book.notebook.write(case, fact)
    assert book.notebook.folder.database.stat().st_size == size
    assert not book.case(case).case.statements
