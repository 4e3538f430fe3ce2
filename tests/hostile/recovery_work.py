"""What a process does with backups and keys until it is killed; see :mod:`tests.hostile.worker`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence
from depter.actions.office_keys import rekey
from depter.actions.sealed_sharing import share_sealed
from depter.actions.sources import introduce_source
from depter.exchange.places import open_place
from depter.recovery.unwrap import with_passphrase
from depter.store.book import Book
from depter.store.copies import make_copy
from depter.store.restoring import restore
from tests.people import PASSPHRASE
from tests.trustees import with_trustees


def backup(book: Book, chance: Random) -> Iterator[str]:
    """A desk that backs up after every few things, to the stick beside the notebook."""
    place = open_place(str(book.path.parent / "stick"))
    while True:
        case = open_case(book.notebook)
        if chance.random() < 0.5:
            deposit_evidence(
                book.notebook,
                chunks=[chance.randbytes(chance.randrange(1, 60_000))],
                file_name="film",
                media_type="video/mp4",
            )
        made = make_copy(book, place)
        yield f"backup {case} {made.entries}"


def renewing(book: Book, chance: Random) -> Iterator[str]:
    """New keys of the office and new trustees, and what is sealed given to those again."""
    custodian = book.custodian(PASSPHRASE)
    while True:
        source = introduce_source(book.notebook, source_kind="relative", identity="somebody")
        yield f"sealed {source}"
        if chance.random() < 0.5:
            rekey(book.notebook, reason="as chance has it")
        else:
            with_trustees(book)
        share_sealed(book.notebook, custodian=custodian)
        yield "shared"


def restoring(folder: Path) -> Iterator[str]:
    """One machine after another is restored from the stick."""
    place = open_place(str(folder / "stick"))
    for number in range(10**6):
        unwrapped = with_passphrase(place, passphrase=PASSPHRASE)
        into = folder / "restored" / str(number)
        if not into.exists():
            restore(place, unwrapped, into=into, passphrase=PASSPHRASE)
            yield f"restored {into}"
