"""T5: with every key of a volunteer's device, nothing sealed that this device itself typed in.

The volunteer is forced to open everything: passphrase, key file, database, keyring. Whatever these
keys open is opened, and searched for what was typed, in five scripts and every disguise.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from depter.actions.advocacy import report_incident
from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import record_statement
from depter.notebook.bodies import Reader
from depter.notebook.keyfile import open_box
from depter.notebook.notebook import Notebook
from depter.register.facts import Told
from depter.register.facts.advocacy import IncidentReported
from depter.register.facts.claims import Claim, Remark
from depter.register.facts.statements import Occasion
from depter.store.book import Book
from depter.values.ids import ClaimId, new_id
from depter.values.level import Level
from depter.vault import sealing
from depter.vault.keyring import Keyring
from depter.vault.subjectkeys import WrappedKey, new_subject_key
from tests.hostile.canaries import betrayed, betrayed_by_files, canary
from tests.machines import FOUNDER, WORDS, Machines, machines_of, make_slots_light

OPEN = "Qaradala9764613"
"""Typed where members may read it: what the search must find, or it finds nothing at all."""


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    make_slots_light(monkeypatch)
    with machines_of(tmp_path) as found:
        found.come("Boran", "intake")
        yield found


def type_in(notebook: Notebook) -> list[str]:
    """Everything that is sealed, typed by this device: five fields, each in five scripts."""
    words = iter([canary(number) for number in range(25)])
    typed: list[str] = []

    def five() -> str:
        some = [next(words) for _ in range(5)]
        typed.extend(some)
        return " ".join(some)

    source = introduce_source(
        notebook,
        source_kind="relative",
        identity=five(),
        contact=five(),
        whereabouts=five(),
        note=f"{OPEN} protected",
    )
    case = open_case(notebook, label=OPEN)
    told = Told(source=source, basis="family")
    incident = IncidentReported(
        incident_kind="visit", summary=OPEN, told=told, cases=(case,), victims=five()
    )
    report_incident(notebook, incident)
    sealed = Claim(id=ClaimId(new_id()), says=Remark(text=five()), basis="family")
    record_statement(
        notebook,
        about=case,
        source=source,
        occasion=Occasion(on="2019-01-21"),
        words=OPEN,
        sealed_claims=[sealed],
    )
    assert len(typed) == 25
    return typed


def rows(notebook: Notebook) -> Iterator[bytes]:
    """Every value of every row of every table: ledger, cards, full text and what it keeps."""
    tables = notebook.database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (table,) in tables:
        for row in notebook.database.execute(f'SELECT * FROM "{table}"'):
            yield b"\x00".join(_bytes(value) for value in row)


def bodies(notebook: Notebook, keyring: Keyring) -> Iterator[bytes]:
    """Every body of every entry that these keys open, in whatever way they may."""
    reader = Reader(notebook.ledger, keyring)
    for kept in notebook.ledger.everything():
        for level, stored in kept.bodies.items():
            if level is not Level.SEALED:
                yield reader.plain(kept, level)
                continue
            for secret in secrets_of(notebook, kept.subject, keyring):
                yield sealing.unseal(bytes(stored), secret=secret) or b""


def secrets_of(notebook: Notebook, subject: str, keyring: Keyring) -> list[str]:
    """The device's own age secret, and every secret of the subject that it opens."""
    wrapped = [row.wrapped for row in notebook.ledger.keys_of(subject, Level.SEALED)]
    opened = (sealing.unseal(one, secret=keyring.secret) for one in wrapped)
    return [keyring.secret, *(one.decode() for one in opened if one)]


def all_that_opens(book: Book, passphrase: str) -> bytes:
    """What somebody has who was given the passphrase and every tool."""
    opened = open_box(book.key_file, passphrase=passphrase)
    keyring = book.notebook.keyring
    kept = [msgspec.json.encode(one) for one in (opened.keyring, keyring)]
    folded = [repr(book.notebook.folded(subject)).encode() for subject, _ in _subjects(book)]
    return b"\n".join([*kept, *folded, *rows(book.notebook), *bodies(book.notebook, keyring)])


def _subjects(book: Book) -> list[tuple[Any, Any]]:
    return list(book.notebook.subjects())


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_a_forced_volunteer_gives_away_nothing_sealed(machines: Machines) -> None:
    book = machines["Boran"]
    typed = type_in(book.notebook)
    found = all_that_opens(book, WORDS["Boran"])
    assert betrayed(found, [OPEN]), "the search itself finds what members may read"
    assert betrayed(found, typed) == []
    assert list(betrayed_by_files(book.path, typed)) == []


def test_nor_does_the_machine_after_it_was_closed_and_rebuilt(machines: Machines) -> None:
    book = machines["Boran"]
    typed = type_in(book.notebook)
    book.rebuild()
    machines.meet()
    assert betrayed(all_that_opens(book, WORDS["Boran"]), typed) == []
    book.close()
    assert list(betrayed_by_files(machines.where / "Boran", typed)) == []


def test_a_custodian_opens_all_of_it(machines: Machines) -> None:
    """What was typed is there, or the search above would be of nothing."""
    typed = type_in(machines.notebook("Boran"))
    machines.meet()
    founder = machines["Qarlygash"]
    with_custody = msgspec.structs.replace(
        founder.notebook.keyring, secret=founder.custodian(FOUNDER)
    )
    opened = b"\n".join(bodies(founder.notebook, with_custody))
    assert {one for one, _ in betrayed(opened, typed)} == set(typed)


def test_a_build_that_seals_to_the_typist_too_is_caught(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to_the_typist_too(
        subject: str, *, level: Level, keyring: Keyring, under: str
    ) -> WrappedKey:
        more = (*keyring.custodians, keyring.recipient())
        keyring = msgspec.structs.replace(keyring, custodians=more)
        return new_subject_key(subject, level=level, keyring=keyring, under=under)

    monkeypatch.setattr("depter.notebook.bodies.new_subject_key", to_the_typist_too)
    book = machines["Boran"]
    typed = type_in(book.notebook)
    found = {one for one, _ in betrayed(all_that_opens(book, WORDS["Boran"]), typed)}
    assert found == set(typed)


def test_a_build_that_draws_what_is_sealed_onto_a_card_is_caught(machines: Machines) -> None:
    book = machines["Boran"]
    typed = type_in(book.notebook)
    book.notebook.database.execute("CREATE TABLE draft (words TEXT)")
    book.notebook.database.execute("INSERT INTO draft VALUES (%s)", (typed[7],))
    assert betrayed(all_that_opens(book, WORDS["Boran"]), typed) == [(typed[7], "utf-8")]
