"""A notebook written in format 1 is read for ever, by Depter and by a stranger's reader alike."""

from __future__ import annotations

import ast
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from depter.register.facts import KINDS, kind_of
from depter.store.book import Book
from depter.values.level import Level
from tests.everything import FILE
from tests.golden.ledger import kinds, reader
from tests.golden.ledger.write import GOLDEN, HERE, folded
from tests.notebooks import copied, opened
from tests.people import PASSPHRASE, TOLEUTAI

ALLOWED: Final = {"hashlib", "json", "base64", "pathlib", "typing", "collections", "__future__"}
LIBRARIES: Final = {"pyrage", "sqlcipher3", "argon2", "nacl"}


def golden(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: opening a notebook writes to it."""
    return copied(GOLDEN, tmp_path_factory.mktemp("golden") / "notebook")


@pytest.fixture(scope="module")
def book(folder: Path) -> Iterator[Book]:
    with opened(folder) as open_book:
        yield open_book


@pytest.fixture(scope="module")
def strangers_facts(tmp_path_factory: pytest.TempPathFactory) -> list[reader.Json]:
    notebook = reader.Notebook(
        copied(GOLDEN, tmp_path_factory.mktemp("stranger") / "notebook"), PASSPHRASE
    )
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


def test_the_stranger_reads_every_fact(strangers_facts: list[reader.Json]) -> None:
    assert strangers_facts == golden("notebook-1.facts.json")


def test_every_kind_and_level_is_in_it(strangers_facts: list[reader.Json]) -> None:
    assert {fact["kind"] for fact in strangers_facts} == set(KINDS)
    levels = Counter(level for fact in strangers_facts for level in fact["fields"])
    assert set(levels) == {level.value for level in Level}
    sealed = [fact["fields"]["sealed"] for fact in strangers_facts if "sealed" in fact["fields"]]
    assert TOLEUTAI.cyrillic in {one.get("identity") for one in sealed}


def test_depter_reads_the_same_facts(book: Book, strangers_facts: list[reader.Json]) -> None:
    """Field by field, defaults left out; what is sealed is closed to Depter, and only that."""
    recorded = {one.id: one for _, facts in book.notebook.subjects() for one in facts}
    assert len(recorded) == len(strangers_facts)
    for fact in strangers_facts:
        one = recorded[fact["id"]]
        read = json.loads(msgspec.json.encode(one.fact))
        assert read.pop("type") == fact["kind"] == kind_of(one.fact)
        internal = fact["fields"].get("internal", {})
        assert read == internal | fact["fields"].get("protected", {})
        assert ("sealed" in fact["fields"]) == (Level.SEALED in one.closed)
        assert (one.at, one.device, one.subject) == (fact["at"], fact["device"], fact["subject"])


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


def test_the_stranger_reads_the_file_too(folder: Path, strangers_facts: list[reader.Json]) -> None:
    (given,) = [fact for fact in strangers_facts if fact["kind"] == "evidence.deposited"]
    fields = given["fields"]["internal"]
    notebook = reader.Notebook(copied(GOLDEN, folder.parent / "for-the-file"), PASSPHRASE)
    plain = notebook.file(given["subject"], fields["blob"])
    notebook.close()
    assert plain == FILE
    assert (len(plain), hashlib.sha256(plain).hexdigest()) == (fields["size"], fields["sha256"])


def test_it_verifies_and_its_cards_follow(book: Book) -> None:
    assert book.verify().first_bad is None
    book.rebuild()  # cards drawn by an older Depter may look otherwise; the ledger may not
    assert book.differing_cards() == []


def test_the_facts_mean_what_they_meant(book: Book) -> None:
    """For a change on purpose: ``python -m tests.golden.ledger.write --meaning``."""
    assert folded(book.notebook) == golden("notebook-1.folded.json")


def test_the_strangers_reader_would_notice_a_change(tmp_path: Path) -> None:
    """It is no rubber stamp: an entry taken out of the middle ends it."""
    from tests.notebooks import database

    spoiled = copied(GOLDEN, tmp_path / "spoiled")
    with database(spoiled) as behind:
        behind.execute("DELETE FROM ledger_body WHERE entry = 9")
        behind.execute("DELETE FROM ledger_entry WHERE number = 9")
    notebook = reader.Notebook(spoiled, PASSPHRASE)
    with pytest.raises(AssertionError):
        notebook.facts()
    notebook.close()


def test_the_golden_notebook_is_small_and_closed() -> None:
    files = [path for path in GOLDEN.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 300_000
    assert {path.name for path in files if path.parent == GOLDEN} == {
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
    ["depter-keys-1", "depter-body-1", "application/vnd.depter.entry+json", "65536", "ledger_body"],
)
def test_the_document_names_what_a_reader_needs(words: str) -> None:
    assert words in kinds.DOCUMENT.read_text("utf-8")
