"""A subject with several keys of one level: every body is read, the present key alone is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence, read_evidence
from depter.actions.sources import introduce_source
from depter.ledger.ledger import Ledger
from depter.notebook.bodies import KeysInOrder
from depter.notebook.keyrows import row_of
from depter.notebook.notebook import Notebook
from depter.register.facts.cases import CaseOpened
from depter.register.facts.sources import SourceIntroduced
from depter.register.facts.world import EvidenceDeposited
from depter.store.book import Book
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from depter.vault.errors import BodyDamaged
from depter.vault.sealing import new_identity
from depter.vault.subjectkeys import new_subject_key
from tests.everybody import rekey
from tests.notebooks import opened
from tests.people import MELIKE, PASSPHRASE


def source(note: str, identity: str) -> SourceIntroduced:
    return SourceIntroduced(
        source_kind="relative", protection="protected", note=note, identity=identity
    )


@pytest.fixture
def subject(book: Book) -> SubjectId:
    """Written about before the office's keys changed, and after."""
    subject = SubjectId(new_id())
    book.notebook.write(subject, source("before", MELIKE.latin))
    rekey(book.notebook)
    book.notebook.write(subject, source("after", MELIKE.cyrillic))
    return subject


def notes(notebook: Notebook, subject: SubjectId) -> list[str]:
    return [getattr(one.fact, "note", "") for one in notebook.facts(subject)]


def test_every_level_has_two_keys_and_every_body_is_read(book: Book, subject: SubjectId) -> None:
    notebook = book.notebook
    for level in Level:
        under = [row.under for row in notebook.ledger.keys_of(subject, level)]
        assert sorted(under) == ["", notebook.office.key]
    assert notes(notebook, subject) == ["before", "after"]
    assert book.verify().first_bad is None
    assert book.differing_cards() == []


def test_they_are_read_after_closing_and_by_a_pass_over_everything(
    notebook_folder: Path,
) -> None:
    with opened(notebook_folder) as book:
        about = SubjectId(new_id())
        book.notebook.write(about, source("before", MELIKE.latin))
        rekey(book.notebook)
        book.notebook.write(about, source("after", MELIKE.cyrillic))
    with opened(notebook_folder) as book:
        assert notes(book.notebook, about) == ["before", "after"]
        found = dict(book.notebook.subjects())[about]
        assert [getattr(one.fact, "note", "") for one in found] == ["before", "after"]


def test_what_is_sealed_under_either_key_opens_for_the_custodian(
    book: Book, subject: SubjectId
) -> None:
    secret = book.custodian(PASSPHRASE)
    assert book.notebook.unsealed(subject, custodian=secret)["identity"] == MELIKE.cyrillic
    book.notebook.write(subject, source("again", MELIKE.arabic))
    assert book.notebook.unsealed(subject, custodian=secret)["identity"] == MELIKE.arabic
    with pytest.raises(BodyDamaged):
        book.notebook.unsealed(subject, custodian=new_identity()[1])


def test_the_pen_takes_a_key_of_the_present_office_key_and_makes_no_third(
    book: Book, subject: SubjectId
) -> None:
    before = {level: book.notebook.ledger.keys_of(subject, level) for level in Level}
    book.notebook.write(subject, source("again", MELIKE.arabic))
    assert {level: book.notebook.ledger.keys_of(subject, level) for level in Level} == before
    present = {row.under for rows in before.values() for row in rows if row.under}
    assert present == {book.notebook.office.key}


def test_what_is_new_cannot_be_read_with_the_old_key_alone(book: Book, subject: SubjectId) -> None:
    """What rekeying is for: who left holds the first office key and nothing later."""
    notebook = book.notebook
    [first] = [key for key in notebook.keyring.office if not key.id]
    reader = Ledger(notebook.database)
    from depter.notebook.bodies import Reader
    from depter.vault.keyring import Keyring

    left = Keyring(database=b"", device_seed=bytes(32), office=(first,))
    seen = [
        getattr(one.fact, "note", "") for one in Reader(reader, left).read(reader.about(subject))
    ]
    assert seen == ["before"]


def test_keys_that_two_devices_made_before_they_met_both_open(book: Book) -> None:
    notebook = book.notebook
    case = open_case(notebook, label="ours")
    rows = notebook.ledger.keys_of(case, Level.INTERNAL)
    theirs = new_subject_key(
        case, level=Level.INTERNAL, keyring=notebook.keyring, under=notebook.office.key
    )
    with notebook.database.transaction():
        notebook.ledger.add_keys([row_of(theirs)])
    assert len(notebook.ledger.keys_of(case, Level.INTERNAL)) == len(rows) + 1 == 2
    notebook.write(case, CaseOpened(label="once more"))
    assert [one.fact for one in notebook.facts(case)] == [
        CaseOpened(label="ours"),
        CaseOpened(label="once more"),
    ]
    assert book.verify().first_bad is None


def test_a_file_is_read_whichever_key_is_the_present_one(book: Book) -> None:
    def deposit() -> tuple[SubjectId, str]:
        given = deposit_evidence(
            book.notebook, chunks=[b"film"], file_name="a", media_type="video/mp4"
        )
        [one] = book.notebook.facts(given)
        assert isinstance(one.fact, EvidenceDeposited)
        return given, one.fact.blob

    before = deposit()
    rekey(book.notebook)
    for evidence, blob in (before, deposit()):
        read = b"".join(read_evidence(book.notebook, evidence=evidence, blob=blob))
        assert read == b"film"


def test_a_body_that_no_key_opens_is_damage_while_all_keys_are_held(
    book: Book, subject: SubjectId
) -> None:
    notebook = book.notebook
    with notebook.database.transaction():
        notebook.database.execute(
            "DELETE FROM ledger_subject_key WHERE subject = %s AND level = 'internal'"
            " AND under = ''",
            (subject,),
        )
    with pytest.raises(BodyDamaged):
        list(notebook.subjects())
    bad = book.verify().first_bad
    assert bad is not None
    assert bad.reason == "body"


def test_keys_in_order_are_those_that_are_asked_for(full_book: Book) -> None:
    ledger = full_book.notebook.ledger
    rows = ledger.keys()
    pairs = sorted({(row.subject, row.level) for row in rows})
    assert len(pairs) > 15
    in_order = KeysInOrder(ledger)
    for subject, level in pairs:
        assert in_order(subject, level) == ledger.keys_of(subject, level)
    assert in_order("zzzzzzzzzzzzzzzz", Level.INTERNAL) == []
    introduce_source(full_book.notebook, source_kind="media")
