"""Exchange, backup, recovery and the pages for bad days, as a browser meets them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from depter.exchange.places import open_place
from depter.recovery.formats import backup_key
from depter.recovery.reading import read_manifest
from depter.register.access import Role, Viewer
from depter.store.book import Book
from depter.web.carrying.baddays import DAYS
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.errands import ERRANDS, AnotherRuns
from tests.offices import office_of
from tests.web.telling import text_of


def followed(client: Client, response: HttpResponse) -> str:
    """What the errand's page says in the end."""
    assert response.status_code == 302, text_of(response)
    for _ in range(200):
        page = client.get(response.headers["Location"])
        if "Refresh" not in page.headers:
            return text_of(page)
        time.sleep(0.05)
    raise AssertionError("the errand did not end")


def test_a_backup_is_made_told_and_remembered(book: Book, client: Client, tmp_path: Path) -> None:
    assert "There is no backup yet" in text_of(client.get("/office/backup/"))
    stick = tmp_path / "stick"
    stick.mkdir()
    said = followed(client, client.post("/office/backup/make/", {"address": str(stick)}))
    assert "read back" in said and "No trustees yet" in said
    page = text_of(client.get("/office/backup/"))
    assert "There is no backup yet" not in page and str(stick) in page
    manifest = read_manifest(open_place(str(stick)), key=backup_key(book.notebook.keyring.database))
    assert manifest.entries == sum(h.seq for h in book.notebook.ledger.heads().values())


def test_where_the_backups_lie_is_not_readable_on_the_disk(
    book: Book, client: Client, tmp_path: Path
) -> None:
    stick = tmp_path / "a-very-telling-name"
    stick.mkdir()
    followed(client, client.post("/office/backup/make/", {"address": str(stick)}))
    for path in book.path.rglob("*"):
        if path.is_file():
            assert b"a-very-telling-name" not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nowhere/at/all", "not"),
        ("http://example.org/x", ""),
        ("davs://user:secret@example.org/x", "password"),
        ("", ""),
    ],
)
def test_a_place_that_will_not_do_is_told(
    book: Book, client: Client, address: str, said: str
) -> None:
    response = client.post("/office/backup/make/", {"address": address})
    told = text_of(response) if response.status_code == 400 else followed(client, response)
    assert said in told.lower()
    assert "secret" not in told or "davs" in told
    assert "There is no backup yet" in text_of(client.get("/office/backup/"))


def test_with_nobody_else_there_is_nobody_to_offer_to(
    book: Book, client: Client, tmp_path: Path
) -> None:
    response = client.post("/office/exchange/offer/", {"address": str(tmp_path)})
    assert response.status_code == 400
    assert list(tmp_path.glob("*.age")) == []


def test_an_empty_place_holds_no_bundle(book: Book, client: Client, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    said = followed(client, client.post("/office/exchange/accept/", {"address": str(empty)}))
    assert "could not be finished" in said.lower()


def test_the_roles_decide(tmp_path: Path, desk: None) -> None:
    with office_of(tmp_path, roles=["custodian", "researcher"]) as office:
        researcher = Client(HTTP_HOST="127.0.0.1")
        researcher.cookies[COOKIE] = DESK.open(office.book("Boran"))
        for address in ("/office/exchange/", "/office/backup/"):
            assert researcher.get(address).status_code == 403
            assert researcher.post(address + "x/", {}).status_code == 404
        assert researcher.post("/office/backup/make/", {"address": "/tmp"}).status_code == 403
        assert researcher.get("/office/recovery/").status_code == 200
        DESK.lock()


def test_nobody_enters_people_before_it_is_decided(tmp_path: Path, desk: None) -> None:
    import depter
    from tests.people import PASSPHRASE

    with depter.create_notebook(tmp_path / "new", passphrase=PASSPHRASE) as fresh:
        client = Client(HTTP_HOST="127.0.0.1")
        client.cookies[COOKIE] = DESK.open(fresh)
        for address in ("/cases/new/", "/sources/new/"):
            for response in (client.get(address), client.post(address, {})):
                assert response.headers["Location"] == "/office/recovery/"
        assert "Nothing can be recovered yet" in text_of(client.get("/office/recovery/"))
        assert client.post("/office/recovery/practice/").status_code == 302
        assert client.get("/cases/new/").status_code == 200
        assert fresh.office.practice
        DESK.lock()


def test_bad_days_are_read_without_a_passphrase(book: Book, stranger: Client) -> None:
    assert stranger.get("/when/").status_code == 200
    for day in DAYS:
        page = stranger.get(f"/when/{day}/")
        assert page.status_code == 200
        assert "Desk" not in text_of(page)  # the office's name
    assert stranger.get("/when/nothing-of-ours/").status_code == 404


def test_one_errand_at_a_time_and_only_for_its_member(book: Book, client: Client) -> None:
    wait = [True]

    def work(book: Book, done: object) -> list[str]:
        while wait[0]:
            time.sleep(0.01)
        return ["Done."]

    errand = ERRANDS.send(book, title="Waiting", back="/cases/", work=work)
    try:
        with pytest.raises(AnotherRuns):
            ERRANDS.send(book, title="Another", back="/cases/", work=work)
        assert ERRANDS.of("somebody else", errand.id) is None
        assert DESK.idle_for() == 0.0  # nobody locks in the middle of it
        assert client.get(f"/errands/{errand.id}/").headers["Refresh"] == "2"
        assert client.get("/errands/no-such-errand/").status_code == 404
    finally:
        wait[0] = False
    while not errand.is_over:
        time.sleep(0.01)
    assert "Done." in text_of(client.get(f"/errands/{errand.id}/"))


def test_a_viewer_without_roles_is_nobody() -> None:
    from depter.web.frame.rules import is_open_to

    nobody = Viewer(member="x", roles=frozenset())
    assert not is_open_to(nobody, "carrying:recovery")
    assert is_open_to(Viewer(member="x", roles=frozenset({Role.RESEARCHER})), "carrying:recovery")
