"""T1, for an office: what carries, guards, forgets and shows the register lets no word slip.

Canaries stand in every field of every kind and in a file. Two custodians on two machines carry
bundles, make backups, put the last key on paper, come back from it, decide by two, and forget.
Then every file that exists is searched, and every answer that every role gets.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
from django.test import Client

from depter.cli.ceremony import Table
from depter.cli.main import main
from depter.recovery.shares import Share
from depter.register import access
from depter.register.access import Role
from depter.store.book import Book
from depter.values.level import Level
from depter.web.frame.desk import COOKIE, DESK
from tests.hostile.canaries import betrayed, betrayed_by_files
from tests.hostile.matrix import addresses
from tests.hostile.words_by_level import Typed
from tests.machines import FOUNDER, WORDS, machines_of, make_slots_light
from tests.notebooks import copied, opened
from tests.trustees import NEW_PASSPHRASE
from tests.web.conftest import desk, unlocked  # noqa: F401
from tests.web.members import admitted

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("canaries-office")]
PASSPHRASES = {"Qarlygash": FOUNDER, "Boran": WORDS["Boran"], "again": NEW_PASSPHRASE}


@dataclass
class Raided:
    """Everything two machines, their sticks and their papers were used for."""

    folder: Path
    secrets: Path
    typed: Typed = field(default_factory=Typed)
    papers: list[Share] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    out: str = ""
    err: str = ""

    def run(self, who: str, *words: str) -> Any:
        """One command at somebody's machine; its document."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEPTER_PASSPHRASE_FILE", str(self.secrets / who))
            patch.setenv("DEPTER_NEW_PASSPHRASE_FILE", str(self.secrets / "again"))
            patch.setattr("click.prompt", self._typed)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main([*words, "--json", "--notebook", str(self.folder / who)])
        said, told = (_read(one) for one in (out, err))
        self.out += said
        self.err += told
        assert code == 0, (words, said, told)
        return msgspec.json.decode(said)

    def carry(self, source: str, target: str) -> None:
        """A stick goes from one to the other."""
        stick = self.place(f"stick from {source}")
        self.run(source, "exchange", "offer", stick, "--to", target)
        self.run(target, "exchange", "accept", stick)

    def place(self, name: str) -> str:
        """A folder to carry things to."""
        path = self.folder / name
        path.mkdir(exist_ok=True)
        return str(path)

    def shares(self) -> list[str]:
        """Three words in a row of every sheet: enough to know it by."""
        words = [one.mnemonic.split() for one in self.papers]
        return [" ".join(some[at : at + 3]) for some in words for at in range(0, len(some), 3)]

    def _typed(self, text: str, **_: object) -> str:
        """What people at the table type: the words of their sheets."""
        asked = text.split()
        if asked[0] == "Sheet":
            number, place = int(asked[1].rstrip(",")), int(asked[3])
            paper = next(one for one in self.papers if one.index == number)
            return paper.mnemonic.split()[place - 1]
        if text.startswith("Words of share"):
            return self.papers[int(asked[3])].mnemonic
        raise click.Abort


@pytest.fixture(scope="module")
def raided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raided]:
    """Two offices' weeks in a minute."""
    office = Raided(tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("secret"))
    for name, words in PASSPHRASES.items():
        (office.secrets / name).touch(0o600)
        (office.secrets / name).write_text(words)
    with pytest.MonkeyPatch.context() as patch:
        make_slots_light(patch)
        for name in ("TMPDIR", "SQLITE_TMPDIR", "HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, office.place(f"machine {name}"))
        patch.setattr(tempfile, "tempdir", None)
        patch.setattr("depter.web.hardening.forbid_dumps", lambda: None)
        patch.setattr(Table, "hand_out", _watched(office, Table.hand_out))
        with machines_of(office.folder) as machines:
            machines.come("Boran", "custodian", "coordinator")
            machines.meet()
            office.typed.type_into(machines["Qarlygash"])
        _work(office)
        yield office


def _watched(office: Raided, hand_out: Callable[..., None]) -> Callable[..., None]:
    """The trustees read the sheets while these lie on the table."""

    def handed_out(table: Table, shares: list[Share]) -> None:
        hand_out(table, shares)
        office.papers += shares
        office.sheets += [one.name for one in (office.folder / "sheets").iterdir()]

    return handed_out


def _work(office: Raided) -> None:
    """Carried, copied, put on paper, brought back, asked by one and agreed to by the other."""
    one, two = "Qarlygash", "Boran"
    why = office.typed.words[Level.INTERNAL].word
    backup, sheets = office.place("backup"), office.place("sheets")
    office.carry(one, two)
    office.carry(two, one)
    numbers = ("--threshold", "2", "--shares", "3")
    appointed = office.run(one, "trustees", "appoint", *numbers, "--sheets", sheets)
    office.carry(one, two)
    office.run(two, "member", "confirm", appointed["entry"])
    office.carry(two, one)
    office.run(one, "member", "share-sealed")
    assert office.run(one, "backup", "make", backup)["recoverable"]
    assert office.run(one, "backup", "verify", backup)["missing"] == 0
    source, file = office.typed.subjects["source"], office.typed.subjects["file"]
    asked = office.run(one, "deed", "ask", source, "unseal", "--reason", why())
    erasing = office.run(one, "erase", file, "--reason", why())
    office.carry(one, two)
    office.run(two, "deed", "agree", source, asked["entry"])
    office.run(two, "deed", "agree", file, erasing["entry"])
    office.carry(two, one)
    for words in (("erase", "--due"), ("looks",), ("deed", "list"), ("rebuild",)):
        office.run(one, *words)
    office.run(one, "backup", "make", backup)
    again = str(office.folder / "again")
    office.run("again", "restore", backup, "--into", again, "--shares", "--member", one)
    office.run("again", "ledger", "verify")


def test_the_work_was_done(raided: Raided) -> None:
    """Words were typed at every level, sheets lay on the table, and files lie everywhere."""
    assert [len(raided.typed.words[one].birds) >= 2 for one in Level] == [True] * 3
    assert sorted(raided.sheets) == ["share-1.pdf", "share-2.pdf", "share-3.pdf"]
    assert len(raided.papers) == 3
    for name in ("Qarlygash", "Boran", "again", "backup", "stick from Qarlygash"):
        assert any(one.is_file() for one in (raided.folder / name).rglob("*")), name
    with opened(raided.folder / "again", passphrase=NEW_PASSPHRASE) as book:
        came = repr([msgspec.to_builtins(one.fact) for one in _facts(book)])
    protected = raided.typed.at(Level.PROTECTED)[:-1]  # the last one stands in a file
    assert [one for one in protected if one in came] == protected


def test_no_file_anywhere_holds_a_word(raided: Raided) -> None:
    words = raided.typed.at(*Level)
    assert list(betrayed_by_files(raided.folder, [*words, *PASSPHRASES.values()])) == []


def test_the_terminal_shows_nothing_that_is_hidden(raided: Raided) -> None:
    assert betrayed(raided.out.encode(), raided.typed.hidden) == []
    assert betrayed(raided.err.encode(), raided.typed.at(*Level)) == []


def test_the_words_of_the_sheets_are_nowhere(raided: Raided) -> None:
    assert list((raided.folder / "sheets").iterdir()) == []
    assert list(betrayed_by_files(raided.folder, raided.shares())) == []
    assert betrayed((raided.out + raided.err).encode(), raided.shares()) == []


def test_a_sheet_that_is_left_lying_is_caught(raided: Raided, tmp_path: Path) -> None:
    (tmp_path / "note").write_text(raided.papers[1].mnemonic)
    assert list(betrayed_by_files(tmp_path, raided.shares())) != []


def test_a_backup_that_carries_what_it_reads_is_caught(
    raided: Raided, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Positive control: facts in the clear, in a segment that is not encrypted."""

    def plainly(chunks: Iterator[bytes], *, path: Path, key: bytes) -> None:
        path.write_bytes(b"".join(chunks))

    monkeypatch.setattr("depter.recovery.carrying.store_file", plainly)
    monkeypatch.setattr(
        "depter.recovery.backup._lines",
        lambda book, **_: iter([msgspec.to_builtins(one.fact) for one in _of(book)]),
    )
    backup = tmp_path / "backup"
    backup.mkdir()
    raided.run("Boran", "backup", "make", str(backup))
    found = {word for _, word, _ in betrayed_by_files(backup, raided.typed.hidden)}
    assert found


# --- pages ------------------------------------------------------------------------------------


@pytest.fixture
def shown(
    empty_template: Path,
    tmp_path: Path,
    desk: None,  # noqa: F811
) -> tuple[Book, Typed]:
    """A notebook with words everywhere, open at the desk."""
    book, typed = opened(copied(empty_template, tmp_path / "register")), Typed()
    typed.type_into(book)
    DESK.open(book)
    return book, typed


READERS = {
    "researcher": (Level.PROTECTED, Level.SEALED),
    "intake": (Level.PROTECTED, Level.SEALED),
    "advocate": (Level.PROTECTED, Level.SEALED),
    "administrator": tuple(Level),
    "coordinator": (Level.SEALED,),
    "custodian": (Level.SEALED,),
}
OF_ALL = ("place", "organisation", "figure")  # what belongs to no case


@pytest.mark.parametrize("role", READERS)
def test_nobody_is_shown_more_than_their_role(shown: tuple[Book, Typed], role: str) -> None:
    book, typed = shown
    keyring = admitted(book, role, has_box=False)
    told = _everything(book.for_member(keyring), typed)
    assert betrayed(told, typed.at(*READERS[role])) == []
    seen = {one for one, _ in betrayed(told, typed.at(*Level))}
    if role == "advocate":  # no case was assigned
        assert seen <= {one for family in OF_ALL for one in typed.of[family]}
    elif Level.INTERNAL not in READERS[role]:
        assert len(seen & {*typed.at(Level.INTERNAL)}) > 10
    if Level.PROTECTED not in READERS[role]:
        assert seen & {*typed.at(Level.PROTECTED)}


def test_a_role_with_too_many_rights_is_caught(
    shown: tuple[Book, Typed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Positive control: a researcher with a coordinator's rights is shown what they open."""
    book, typed = shown
    granted = {**access._GRANTED, Role.RESEARCHER: access._GRANTED[Role.COORDINATOR]}
    monkeypatch.setattr(access, "_GRANTED", granted)
    keyring = admitted(book, "researcher", has_box=False)
    told = _everything(book.for_member(keyring), typed)
    assert betrayed(told, typed.at(Level.PROTECTED)) != []


def test_a_custodian_s_own_pages_tell_no_stranger_and_no_header(
    shown: tuple[Book, Typed], tmp_path: Path
) -> None:
    """Copies and bundles made in the browser: headers, cookies, sessions, places."""
    book, typed = shown
    client, stick = unlocked(book), tmp_path / "stick"
    stick.mkdir()
    answers = [
        client.post("/office/backup/make/", {"address": str(stick)}),
        client.post("/office/exchange/offer/", {"address": str(stick)}),
        client.post("/office/exchange/accept/", {"address": str(stick)}),
    ]
    pages = ("", "backup/", "exchange/", "members/", "recovery/", "looks/", "requests/")
    answers += [client.get(f"/office/{page}") for page in pages]
    told = b"".join(one.content + repr(dict(one.headers)).encode() for one in answers)
    assert betrayed(told, typed.hidden) == []
    assert list(betrayed_by_files(tmp_path, typed.at(*Level))) == []


def _everything(book: Book, typed: Typed) -> bytes:
    """All that a member's browser is told at any address, whatever its id."""
    client, told = Client(HTTP_HOST="127.0.0.1"), b""
    client.cookies[COOKIE] = DESK.open(book)
    for one in addresses():
        for id_ in {*typed.subjects.values()} if one.ids else {"x"}:
            answer = client.get(one.with_id(id_))
            body = b"".join(answer) if answer.streaming else answer.content
            told += body + repr(dict(answer.headers)).encode()
            told += repr(client.cookies.output()).encode()
    return told


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def _facts(book: Book) -> list[Any]:
    return [one for _, some in book.notebook.subjects() for one in some]


def _of(notebook: Any) -> list[Any]:
    return [one for _, some in notebook.subjects() for one in some]
