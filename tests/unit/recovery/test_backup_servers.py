"""Backups on servers: carried, verified and restored as on a stick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence
from depter.exchange.place import Place
from depter.recovery.unwrap import with_passphrase
from depter.store.book import Book
from depter.store.copies import copies, make_copy, verify_copy
from depter.store.restoring import restore
from tests.machines import make_slots_light
from tests.notebooks import opened
from tests.people import PASSPHRASE
from tests.unit.exchange.servers import PASSWORD, bucket_server, dav_server, remote


@pytest.fixture(params=["dav", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "dav":
        (tmp_path / "dav").mkdir()
        with dav_server(tmp_path / "dav") as address:
            yield remote("dav", address)
    else:
        with bucket_server("office") as endpoint:
            yield remote("bucket", endpoint)


def test_there_and_back(
    book: Book, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_slots_light(monkeypatch)
    deposit_evidence(
        book.notebook, chunks=[b"a film" * 90_000], file_name="film", media_type="video/mp4"
    )
    make_copy(book, place)
    open_case(book.notebook)
    assert make_copy(book, place).new_entries == 1
    proof = verify_copy(book, place)
    assert (proof.files, proof.missing) == (1, 0)
    [noted] = copies(book)
    assert PASSWORD not in noted.address
    unwrapped = with_passphrase(place, passphrase=PASSPHRASE)
    restore(place, unwrapped, into=tmp_path / "new", passphrase=PASSPHRASE)
    with opened(tmp_path / "new") as back:
        assert back.verify().first_bad is None
        assert back.notebook.ledger.heads().items() >= book.notebook.ledger.heads().items()
