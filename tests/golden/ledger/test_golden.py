"""Notebooks of every format are read for ever, by Depter and by a stranger's reader alike."""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest

from depter.register.access import ALONE
from depter.register.facts import KINDS, kind_of
from depter.store.book import Book
from depter.values.level import Level
from tests.everything import FILE
from tests.golden.ledger import kinds, reader
from tests.golden.ledger.write import GOLDEN, HERE, PRESENT, facts_of, folded
from tests.notebooks import copied, opened
from tests.people import PASSPHRASE, TOLEUTAI

ALLOWED: Final = {
    "contextlib",
    "hashlib",
    "json",
    "base64",
    "pathlib",
    "typing",
    "collections",
    "__future__",
}
LIBRARIES: Final = {"pyrage", "sqlcipher3", "argon2", "nacl"}


@pytest.fixture(scope="module", params=GOLDEN, ids=lambda golden: golden.name)
def golden(request: pytest.FixtureRequest) -> Path:
    """One notebook of each format that was ever released."""
    return Path(request.param)


@pytest.fixture(scope="module")
def folder(golden: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: opening a notebook writes to it."""
    return copied(golden, tmp_path_factory.mktemp("golden") / "notebook")


@pytest.fixture(scope="module")
def book(folder: Path) -> Iterator[Book]:
    with opened(folder) as open_book:
        yield open_book


@pytest.fixture(scope="module")
def strangers_facts(golden: Path, tmp_path_factory: pytest.TempPathFactory) -> list[reader.Json]:
    return read_by_a_stranger(copied(golden, tmp_path_factory.mktemp("stranger") / "notebook"))


def read_by_a_stranger(folder: Path) -> list[reader.Json]:
    notebook = reader.Notebook(folder, PASSPHRASE)
    facts = notebook.facts()
    notebook.close()
    return facts


def test_the_strangers_reader_imports_nothing_of_depter() -> None:
    tree = ast.parse((HERE / "reader.py").read_text("utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not LIBRARIES - names
    assert names <= ALLOWED | LIBRARIES


def test_the_stranger_reads_every_fact(golden: Path, strangers_facts: list[reader.Json]) -> None:
    assert strangers_facts == facts_of(golden)


def test_every_kind_and_level_is_in_it(golden: Path, strangers_facts: list[reader.Json]) -> None:
    kinds = {fact["kind"] for fact in strangers_facts}
    if golden == PRESENT:
        assert kinds == set(KINDS)
    else:
        assert len(kinds & set(KINDS)) == len(kinds) == 27  # all there were
    levels = Counter(level for fact in strangers_facts for level in fact["fields"])
    assert set(levels) == {level.value for level in Level}
    sealed = [fact["fields"]["sealed"] for fact in strangers_facts if "sealed" in fact["fields"]]
    assert TOLEUTAI.cyrillic in {one.get("identity") for one in sealed}


def test_depter_reads_the_same_facts(book: Book, strangers_facts: list[reader.Json]) -> None:
    """Field by field, defaults left out; what is sealed is closed to Depter, and only that."""
    recorded = {one.id: one for _, facts in book.notebook.subjects() for one in facts}
    legible = [fact for fact in strangers_facts if "closed" not in fact]
    assert {fact["id"] for fact in legible} == recorded.keys() - added_on_opening(
        book, strangers_facts
    )
    for fact in legible:
        one = recorded[fact["id"]]
        read = json.loads(msgspec.json.encode(one.fact))
        assert read.pop("type") == fact["kind"] == kind_of(one.fact)
        internal = fact["fields"].get("internal", {})
        assert read == internal | fact["fields"].get("protected", {})
        assert ("sealed" in fact["fields"]) == (Level.SEALED in one.closed)
        assert (one.at, one.device, one.subject) == (fact["at"], fact["device"], fact["subject"])


def added_on_opening(book: Book, strangers_facts: list[reader.Json]) -> set[str]:
    """What Depter wrote itself when it opened a notebook of the first format."""
    written = {fact["id"] for fact in strangers_facts}
    about = book.notebook.facts(book.notebook.office_id)
    return {str(one.id) for one in about} - written


def test_what_is_closed_to_the_stranger_was_erased(
    golden: Path, book: Book, strangers_facts: list[reader.Json]
) -> None:
    closed = {fact["subject"] for fact in strangers_facts if "closed" in fact}
    assert closed == set(book.office.erased)
    assert bool(closed) == (golden == PRESENT)
    for subject in closed:
        assert book.notebook.folded(subject) is None
        assert not any(book.notebook.ledger.keys_of(subject, level) for level in Level)


def test_subjects_have_keys_of_several_office_keys(golden: Path, book: Book) -> None:
    """At every level, in the present format; the stranger's reader has to choose among them."""
    under: dict[tuple[str, Level], set[str]] = {}
    wrapped = book.notebook.ledger.keys()
    for key in wrapped:
        under.setdefault((key.subject, key.level), set()).add(key.under)
    several = {level for (_, level), found in under.items() if len(found) > 1}
    assert several == (set(Level) if golden == PRESENT else set())
    assert len(book.notebook.keyring.office) == (3 if golden == PRESENT else 1)


def test_a_notebook_of_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    """New key file, a secret for the member, and one fact that says so; the rest as it was."""
    first = GOLDEN[0]
    folder = copied(first, tmp_path / "first")
    assert json.loads((folder / "keys.json").read_text())["format"] == "depter-keys-1"
    with opened(folder) as book:
        [member] = book.office.members
        assert member.roles == ("member",)
        assert book.viewer.roles == frozenset(ALONE)
        assert member.devices[0].recipient == book.notebook.keyring.recipient() != ""
        assert book.notebook.keyring.member == member.id
        assert book.opened(PASSPHRASE).keyring.secret == book.notebook.keyring.secret
        assert book.custodian(PASSPHRASE).startswith("AGE-SECRET-KEY-1")
        before = len(list(book.notebook.subjects()))
    assert json.loads((folder / "keys.json").read_text())["format"] == "depter-keys-2"
    facts = read_by_a_stranger(folder)
    added = [fact for fact in facts if fact not in facts_of(first)]
    assert [fact["kind"] for fact in added] == ["device.introduced"]
    assert len(facts) == len(facts_of(first)) + 1
    with opened(folder) as book:  # and once only
        assert len(list(book.notebook.subjects())) == before
        assert book.verify().first_bad is None
    assert read_by_a_stranger(folder) == facts


def test_depter_unseals_the_same_for_the_custodian(
    book: Book, strangers_facts: list[reader.Json]
) -> None:
    secret = book.custodian(PASSPHRASE)
    sealed: dict[str, dict[str, object]] = {}
    for fact in strangers_facts:
        sealed.setdefault(fact["subject"], {}).update(fact["fields"].get("sealed", {}))
    for subject, fields in sealed.items():
        if fields:
            assert book.notebook.unsealed(subject, custodian=secret) == fields  # type: ignore[arg-type]


def test_the_stranger_reads_the_file_too(
    golden: Path, folder: Path, strangers_facts: list[reader.Json]
) -> None:
    (given,) = [fact for fact in strangers_facts if fact["kind"] == "evidence.deposited"]
    fields = given["fields"]["internal"]
    notebook = reader.Notebook(copied(golden, folder.parent / "for-the-file"), PASSPHRASE)
    plain = notebook.file(given["subject"], fields["blob"])
    notebook.close()
    assert plain == FILE
    assert (len(plain), hashlib.sha256(plain).hexdigest()) == (fields["size"], fields["sha256"])


def test_it_verifies_and_its_cards_follow(book: Book) -> None:
    assert book.verify().first_bad is None
    book.rebuild()  # cards drawn by an older Depter may look otherwise; the ledger may not
    assert book.differing_cards() == []


def test_the_facts_mean_what_they_meant(golden: Path, book: Book) -> None:
    """For a change on purpose: ``python -m tests.golden.ledger.write --meaning``."""
    written = {fact["id"] for fact in facts_of(golden)}
    meant = json.loads((HERE / f"{golden.name}.folded.json").read_text("utf-8"))
    assert folded(book.notebook, written=written) == meant


def test_the_strangers_reader_would_notice_a_change(golden: Path, tmp_path: Path) -> None:
    """It is no rubber stamp: an entry taken out of the middle ends it."""
    from tests.notebooks import database

    spoiled = copied(golden, tmp_path / "spoiled")
    with database(spoiled) as behind:
        behind.execute("DELETE FROM ledger_body WHERE entry = 9")
        behind.execute("DELETE FROM ledger_entry WHERE number = 9")
    notebook = reader.Notebook(spoiled, PASSPHRASE)
    with pytest.raises(AssertionError):
        notebook.facts()
    notebook.close()


def test_the_golden_notebook_is_small_and_closed(golden: Path) -> None:
    files = [path for path in golden.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 450_000
    assert {path.name for path in files if path.parent == golden} == {
        "keys.json",
        "register.db",
        "heads.jsonl",
    }


def test_the_document_has_every_kind_with_its_fields_and_levels() -> None:
    """``python -m tests.golden.ledger.kinds`` writes the tables anew."""
    document = kinds.DOCUMENT.read_text("utf-8")
    assert document == kinds.drawn_into(document)
    assert all(f"`{kind}`" in document for kind in KINDS)


@pytest.mark.parametrize(
    "words",
    [
        *("depter-keys-1", "depter-keys-2", "depter-body-1", "depter-word-1", "ledger_body"),
        *("application/vnd.depter.entry+json", "65536", "office.rekeyed", "custody"),
    ],
)
def test_the_document_names_what_a_reader_needs(words: str) -> None:
    assert words in kinds.DOCUMENT.read_text("utf-8")
