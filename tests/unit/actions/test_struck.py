"""What was struck out cannot be spoken about; what was restored can."""

from __future__ import annotations

import pytest

from depter import Book
from depter.actions.cases import open_case
from depter.actions.history import strike_entry
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.notebook.errors import NoSuchSubject
from depter.register.facts.claims import SexIs
from depter.register.facts.statements import Occasion
from depter.values.ids import SubjectId


def _say(book: Book, case: SubjectId, source: SubjectId) -> None:
    claims = [new_claim(SexIs(sex="female"), basis="family")]
    record_statement(book.notebook, about=case, source=source, occasion=Occasion(), claims=claims)


def test_a_struck_case_takes_no_statement_until_it_is_restored(book: Book) -> None:
    case = open_case(book.notebook, label="opened by mistake")
    source = introduce_source(book.notebook, source_kind="relative")
    opened = book.notebook.facts(case)[0].id
    strike = strike_entry(book.notebook, subject=case, entry=opened)
    with pytest.raises(NoSuchSubject):
        _say(book, case, source)
    strike_entry(book.notebook, subject=case, entry=strike)
    _say(book, case, source)
    assert len(book.case(case).case.statements) == 1


def test_a_struck_source_says_nothing_more(book: Book) -> None:
    case = open_case(book.notebook)
    source = introduce_source(book.notebook, source_kind="relative")
    strike_entry(book.notebook, subject=source, entry=book.notebook.facts(source)[0].id)
    with pytest.raises(NoSuchSubject):
        _say(book, case, source)


def test_what_a_crash_left_of_a_file_is_cleared_on_opening(book: Book) -> None:
    left = book.notebook.folder.files / "halfwritten.part"
    left.write_bytes(b"cut short")
    book.notebook.folder.release()
    book.notebook.folder.hold()
    assert not left.exists()
