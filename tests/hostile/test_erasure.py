"""T20: who is erased is gone from every page of the disk, and the chain still verifies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from depter.actions import deeds, erasure
from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence
from depter.actions.sources import introduce_source, judge_source
from depter.actions.statements import new_claim, record_statement
from depter.ledger.ledger import SubjectKeyRow
from depter.notebook.errors import NoSuchSubject
from depter.register.facts.claims import StatusWas
from depter.register.facts.statements import Occasion
from depter.store import erasing
from depter.store.drawing.fulltext import StoredParts
from depter.values.ids import SubjectId
from depter.values.level import Level
from depter.vault.errors import BodyDamaged
from tests.hostile.pages import found_in
from tests.offices import Office, office_of

WORD: Final = "zhumyrtqabyq"  # stands in the erased pages and nowhere else
FILM: Final = b"what was filmed " * 9000
FIRST, SECOND, DESK = "Qarlygash", "Boran", "Sayasat"


@dataclass
class Told:
    """A source who will be forgotten, with a film of theirs, and the case they spoke about."""

    office: Office
    case: SubjectId
    source: SubjectId
    film: SubjectId
    needles: dict[str, bytes]

    def search(self) -> set[str]:
        """Which of the keys and words stand on the disk."""
        key = self.office.founder.notebook.keyring.database
        return found_in(self.office.folder, self.needles, key=key)

    def agreed(self, subject: SubjectId) -> None:
        """Two people want the subject forgotten, and the pause passes."""
        request = erasure.ask_erasure(self.office.notebook(FIRST), subject=subject, reason="asked")
        deeds.agree_to(self.office.notebook(SECOND), subject=subject, entry=request)
        self.office.watch.turn(hours=73)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """One office in which much was said, among it by somebody who wants to be forgotten."""
    with office_of(tmp_path, ["custodian", "custodian", ("intake", "coordinator")]) as office:
        desk = office.notebook(DESK)
        case = open_case(desk, label="the tailor of the bazaar")
        source, other = (
            introduce_source(
                desk,
                source_kind="relative",
                protection="open",
                name=f"{name} of the bazaar",
                note=f"says {name}",
                contact="+7 000 000 00 00",
            )
            for name in (WORD, "Qaiyrbek")
        )
        for one, status, grade in ((source, "camp", "A"), (other, "released", "D")):
            claim = new_claim(StatusWas(status=status), basis="family", as_of="2018")
            record_statement(desk, about=case, source=one, occasion=Occasion(), claims=[claim])
            judge_source(desk, source=one, reliability=grade)
        film = deposit_evidence(
            desk, chunks=[FILM], file_name=f"{WORD}.mp4", media_type="video/mp4", given_by=source
        )
        rows = [row for one in (source, film) for row in keys_of(office, one)]
        needles = {f"key {row.id}": row.wrapped[-40:] for row in rows}
        needles["word"] = WORD[3:].encode()  # an index leaves out what the word before shares
        yield Told(office, case, source, film, needles)


def keys_of(office: Office, subject: SubjectId) -> list[SubjectKeyRow]:
    ledger = office.founder.notebook.ledger
    return [row for level in Level for row in ledger.keys_of(subject, level)]


def test_before_they_are_erased_every_key_and_word_is_found(told: Told) -> None:
    """The positive control: the search sees what there is to see."""
    assert len(told.needles) >= 5
    assert told.search() == set(told.needles)


def test_afterwards_no_page_of_the_disk_holds_any_of_it(told: Told) -> None:
    told.agreed(told.source)
    told.agreed(told.film)
    book = told.office.book(SECOND)
    assert set(erasing.erase_due(book)) == {told.source, told.film}
    assert told.search() == set()
    assert keys_of(told.office, told.source) == keys_of(told.office, told.film) == []
    assert list((told.office.folder / "files").iterdir()) == []
    assert told.office.founder.verify().first_bad is None
    assert told.office.founder.differing_cards() == []
    told.office.founder.rebuild()
    assert told.search() == set()


def test_without_bringing_in_the_log_the_keys_would_stay_there(told: Told) -> None:
    told.agreed(told.source)
    erasure.erase_due(told.office.notebook(SECOND))
    assert told.search() - {"word"}
    erasing.leave_no_trace(told.office.book(SECOND))
    assert not {name for name in told.search() if name in _keys(told, told.source)}


def test_without_clearing_the_index_the_words_would_stay_there(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.agreed(told.source)
    told.agreed(told.film)
    with monkeypatch.context() as build:
        build.setattr(StoredParts, "forget_deleted", lambda self: None)
        erasing.erase_due(told.office.book(SECOND))
        assert told.search() == {"word"}
    erasing.leave_no_trace(told.office.book(SECOND))
    assert told.search() == set()


def test_nobody_opens_it_any_more_and_the_case_still_stands(told: Told) -> None:
    told.agreed(told.source)
    erasing.erase_due(told.office.book(SECOND))
    for name in told.office.books:
        notebook = told.office.notebook(name)
        assert notebook.facts(told.source) == ()
        with pytest.raises(NoSuchSubject):
            told.office.book(name).source(told.source)
        page = told.office.book(name).case(told.case)
        assert len(page.case.statements) == 2
        assert {known.reliability for known in page.case.claims} == {"", "D"}
    with pytest.raises(NoSuchSubject):
        judge_source(told.office.notebook(DESK), source=told.source, reliability="B")


def test_keys_that_come_back_from_elsewhere_are_not_kept(told: Told) -> None:
    before = keys_of(told.office, told.source)
    told.agreed(told.source)
    erasing.erase_due(told.office.book(SECOND))
    told.office.notebook(FIRST).accept((), before)
    assert keys_of(told.office, told.source) == []
    custodian = told.office.custody[FIRST]
    with pytest.raises(BodyDamaged):
        told.office.notebook(FIRST).unsealed(told.source, custodian=custodian)


def test_others_keep_their_keys(told: Told) -> None:
    told.agreed(told.source)
    erasing.erase_due(told.office.book(SECOND))
    assert keys_of(told.office, told.case)
    assert keys_of(told.office, told.film)
    assert told.office.founder.verify().first_bad is None


def _keys(told: Told, subject: SubjectId) -> set[str]:
    return {name for name in told.needles if name != "word"} - {
        f"key {row.id}" for row in keys_of(told.office, told.film)
    }
