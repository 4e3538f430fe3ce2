"""What a process does until it is killed, saying each time what was acknowledged to it.

Each line on its output is written after an action returned: what it says must never be lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence
from depter.actions.sources import introduce_source, judge_source
from depter.actions.statements import new_claim, record_statement
from depter.register.facts.claims import NameIs, StatusWas
from depter.register.facts.statements import Occasion
from depter.store.book import Book, create_notebook, open_notebook
from depter.values.ids import SubjectId
from tests.hostile import recovery_work
from tests.people import PASSPHRASE, PEOPLE


def main(folder: str, work: str, seed: str) -> None:
    """Work without end."""
    chance = Random(int(seed))
    if work == "create":
        for number in range(10**6):
            path = Path(folder) / f"made-{seed}-{number}"
            create_notebook(path, passphrase=PASSPHRASE).close()
            acknowledge(str(path))
        return
    if work == "restore":
        for line in recovery_work.restoring(Path(folder)):
            acknowledge(line)
        return
    with open_notebook(folder, passphrase=PASSPHRASE) as book:
        acknowledge("open")
        for line in WORK[work](book, chance):
            acknowledge(line)


def acknowledge(line: str) -> None:
    """One write of the system: whole or not at all."""
    os.write(1, (line + "\n").encode())


def statements(book: Book, chance: Random) -> Iterator[str]:
    """A desk on a busy day."""
    source = introduce_source(book.notebook, source_kind="relative", identity="somebody")
    case = open_case(book.notebook)
    while True:
        if chance.random() < 0.3:
            case = open_case(book.notebook)
            yield f"subject {case}"
        if chance.random() < 0.1:
            judge_source(book.notebook, source=source, reliability=chance.choice("ABCDEF"))
        person = chance.choice(PEOPLE)
        said = record_statement(
            book.notebook,
            about=case,
            source=source,
            occasion=Occasion(on="2018-11"),
            words="word " * chance.randrange(1, 400),
            claims=[
                new_claim(NameIs(text=person.cyrillic, script="Cyrl"), basis="family"),
                new_claim(StatusWas(status="camp"), basis="hearsay", as_of="2018-04"),
            ],
            sealed_claims=[new_claim(NameIs(text=person.latin, script="Latn"), basis="self")],
        )
        yield f"statement {case} {said}"


def together(book: Book, chance: Random) -> Iterator[str]:
    """Many at once, as when a sample or a bundle is read in: all of it, or nothing."""
    source = introduce_source(book.notebook, source_kind="media")
    while True:
        with book.notebook.together():
            cases = [open_case(book.notebook) for _ in range(chance.randrange(2, 30))]
            judge_source(book.notebook, source=source, reliability=chance.choice("ABCDEF"))
        yield "together " + " ".join(cases)


def files(book: Book, chance: Random) -> Iterator[str]:
    """Papers and films handed over."""
    while True:
        chunks = [chance.randbytes(chance.randrange(1, 90_000)) for _ in range(4)]
        given = deposit_evidence(
            book.notebook, chunks=chunks, file_name="film", media_type="video/mp4"
        )
        yield f"file {given}"


def rebuild(book: Book, chance: Random) -> Iterator[str]:
    """All cards drawn again and again, with a case now and then."""
    while True:
        case = SubjectId(open_case(book.notebook))
        yield f"subject {case}"
        book.rebuild()


def hasty(book: Book, chance: Random) -> Iterator[str]:
    """A wrong one, to see that the test would notice: it acknowledges before the commit."""
    while True:
        with book.notebook.together():
            case = open_case(book.notebook)
            yield f"subject {case}"


WORK = {
    "statements": statements,
    "together": together,
    "files": files,
    "rebuild": rebuild,
    "hasty": hasty,
    "backup": recovery_work.backup,
    "renewing": recovery_work.renewing,
}
