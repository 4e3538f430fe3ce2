"""Every page and every command, asked by every role: exactly who should gets through.

What should be stands in ``tests/golden/access``, one line a page or command, for people to read.
After a change on purpose: ``python -m tests.golden.access.write``, and look at the difference.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from depter.actions.assigning import assign_case
from depter.cli import rules as command_rules
from depter.cli.main import main, root
from depter.register.access import Right, Role, rights_of
from depter.register.facts import Fact
from depter.store.book import Book
from depter.values.ids import SubjectId
from depter.web.frame import rules
from depter.web.frame.desk import COOKIE, DESK
from tests.golden.access.write import COMMANDS, PAGES, command_lines
from tests.hostile.matrix import (
    METHODS,
    addresses,
    browsers,
    members,
    page_lines,
    passes,
    without_pages,
)
from tests.hostile.walking import commands, filled
from tests.machines import make_slots_light
from tests.notebooks import copied, opened
from tests.web.conftest import desk  # noqa: F401
from tests.web.members import admitted

pytestmark = pytest.mark.usefixtures("desk")
ROLES = tuple(role.value for role in Role)
ID = "0123456789abcdef"


@pytest.fixture
def office(full_template: Path, tmp_path: Path, desk: None) -> Book:  # noqa: F811
    """A notebook with every kind of fact, open at the desk."""
    book = opened(copied(full_template, tmp_path / "register"))
    DESK.open(book)
    return book


@pytest.fixture
def clients(office: Book) -> dict[str, Client]:
    """A browser for each role, for nobody, for nobody yet."""
    return browsers(office, members(office))


# --- pages ------------------------------------------------------------------------------------


def test_every_page_has_a_rule_and_every_rule_a_page() -> None:
    named = {one.name for one in addresses()}
    assert "None" not in named
    ruled = set(rules.RULES) | rules.OPEN_TO_ALL | rules.WHILE_WAITING | rules.WITHOUT_ROLES
    assert named - ruled == set(), "a page without a rule is closed to everybody"
    assert ruled - named == set(), "a rule without a page rules nothing"


def test_pages_let_through_whom_they_should(clients: dict[str, Client]) -> None:
    assert page_lines(clients) == PAGES.read_text(encoding="utf-8").splitlines()


def test_pages_let_through_whom_the_rights_say(clients: dict[str, Client]) -> None:
    """The same, reckoned from the two tables in the code."""
    with without_pages():
        for one in addresses():
            for method in METHODS:
                address = one.with_id(ID)
                found = {who for who, client in clients.items() if passes(client, address, method)}
                assert found == {who for who in clients if _should(who, one.name)}, one.name


def _should(who: str, name: str) -> bool:
    """Whether somebody should reach a page, by its rule and the rights of roles."""
    match who:
        case "nobody":
            return name in rules.OPEN_TO_ALL
        case "waiting for the second factor":
            return name in rules.WHILE_WAITING
        case "without roles":
            return name in rules.OPEN_TO_ALL | rules.WHILE_WAITING | rules.WITHOUT_ROLES
    if name in rules.OPEN_TO_ALL | rules.WHILE_WAITING:
        return True
    rule = rules.RULES.get(name)
    return rule is not None and rule.right in {None, *rights_of(frozenset({Role(who)}))}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cases:strike", None),
        ("cases:strike", rules.Rule(None)),
        ("sources:open", rules.Rule(Right.READ)),
        ("signin:everyone_out", rules.Rule(Right.RECORD)),
    ],
)
def test_a_rule_that_is_removed_or_loosened_is_noticed(
    clients: dict[str, Client],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    change: rules.Rule | None,
) -> None:
    if change is None:
        monkeypatch.delitem(rules.RULES, name)
    else:
        monkeypatch.setitem(rules.RULES, name, change)
    found = page_lines(clients)
    expected = PAGES.read_text(encoding="utf-8").splitlines()
    assert {line.rpartition(":")[0] for line in set(found) - set(expected)} == {name}


def test_a_right_that_a_role_should_not_have_is_noticed(
    clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from depter.register import access

    granted = {**access._GRANTED, Role.RESEARCHER: access._GRANTED[Role.INTAKE]}
    monkeypatch.setattr(access, "_GRANTED", granted)
    assert page_lines(clients) != PAGES.read_text(encoding="utf-8").splitlines()


def test_what_takes_certainty_is_not_reached_by_an_old_session(
    office: Book, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DESK, "is_sure", lambda sitting: False)
    with without_pages():
        for one in addresses():
            rule = rules.RULES.get(one.name)
            if rule is None or not rule.sure or one.name in rules.WHILE_WAITING:
                continue
            for method in METHODS:
                for client in clients.values():
                    assert not passes(client, one.with_id(ID), method), one.name


# --- pages as they are ------------------------------------------------------------------------


@pytest.fixture
def subjects(office: Book) -> dict[str, str]:
    """One subject of each kind, by the kind's name."""
    found: dict[str, str] = {}
    for device in office.notebook.ledger.devices():
        for subject in office.notebook.ledger.subjects_of(device):
            if facts := office.notebook.facts(subject):
                found.setdefault(_kind(facts[0].fact), subject)
    return found


def _kind(fact: Fact) -> str:
    return str(fact.__struct_config__.tag).partition(".")[0]


def test_pages_are_drawn_for_whoever_may(
    office: Book, clients: dict[str, Client], subjects: dict[str, str]
) -> None:
    """No role meets a page that fails: also whoever holds fewer keys than most."""
    failed = []
    for one in addresses():
        for name, client in clients.items():
            for subject in {"x", *subjects.values()} if one.ids else {""}:
                answer = client.get(one.with_id(subject or "x"))
                if answer.status_code >= 500:
                    failed.append((one.name, name, answer.status_code))
    assert failed == []


def _shown(client: Client, address: str) -> bool:
    """Whether a page about a subject is shown: a form leads to its subject."""
    return client.get(address, follow=True).status_code == 200


ABOUT = {
    "evidence:deposit": {"case"},
    "cases": {"case"},
    "sources": {"source"},
    "evidence": {"evidence"},
    "appeals": {"appeal"},
    "incidents": {"incident"},
    "proceedings": {"proceeding"},
    "figures": {"figure"},
    "places": {"place"},
    "organisations": {"organisation"},
}


REFUSED = (400, 403, 404, 405)


def test_an_id_of_another_kind_finds_nothing(office: Book, subjects: dict[str, str]) -> None:
    """Every page about one subject, asked with one subject of every other kind."""
    client, tried = Client(HTTP_HOST="127.0.0.1"), 0
    client.cookies[COOKIE] = DESK.open(office)
    for one in addresses():
        about = ABOUT.get(one.name, ABOUT.get(one.name.partition(":")[0]))
        if not one.ids or about is None:
            continue
        for kind, subject in subjects.items():
            if kind not in about:
                tried += 1
                answer = client.get(one.with_id(subject), follow=True)
                assert answer.status_code == 404, (one.name, kind, answer.status_code)
                posted = client.post(one.with_id(subject), follow=True)
                assert posted.status_code in REFUSED, (one.name, kind, posted.status_code)
            elif len(one.ids) == 1:
                assert _shown(client, one.with_id(subject)) or one.name == "evidence:file"
    assert tried > 100


def test_an_advocate_finds_only_what_belongs_to_assigned_cases(
    office: Book, subjects: dict[str, str]
) -> None:
    """Before the assignment there is nothing at any address; after it there is the case."""
    keyring = admitted(office, "advocate", has_box=False)
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[COOKIE] = DESK.open(office.for_member(keyring))
    kinds = ("case", "source", "evidence", "appeal", "incident", "proceeding")
    mine = {kind: one for kind, one in subjects.items() if kind in kinds}
    asked = [one for one in addresses() if one.ids and one.name.partition(":")[0] in ABOUT]
    for one in asked:
        for kind, subject in mine.items():
            answer = client.get(one.with_id(subject), follow=True)
            assert answer.status_code in (403, 404), (one.name, kind, answer.status_code)
            posted = client.post(one.with_id(subject), follow=True)
            assert posted.status_code in REFUSED, (one.name, kind, posted.status_code)
    assign_case(office.notebook, case=SubjectId(mine["case"]), member=keyring.member)
    assert _shown(client, f"/cases/{mine['case']}/")
    others = [row.id for row in office.cases(size=50).rows if row.id != mine["case"]]
    assert others
    for one in asked:
        for other in others:
            answer = client.get(one.with_id(other), follow=True)
            assert answer.status_code in (403, 404), (one.name, answer.status_code)


# --- commands ---------------------------------------------------------------------------------


def test_every_command_has_a_line_and_every_line_a_command() -> None:
    named = {name for name, _ in commands(root)}
    ruled = set(command_rules.RULES) | command_rules.OPEN_NOTHING
    assert named - ruled == set(), "a command without a line opens nothing"
    assert ruled - named == set(), "a line without a command rules nothing"


def test_commands_take_what_they_should() -> None:
    assert command_lines() == COMMANDS.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def machine(full_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine on which one member of every role signs in, each with words of their own."""
    folder = copied(full_template, tmp_path_factory.mktemp("office") / "register")
    with pytest.MonkeyPatch.context() as patch, opened(folder) as book:
        make_slots_light(patch)
        for role in ROLES:
            admitted(book, role, passphrase=_words(role))
    return folder


def _words(role: str) -> str:
    return f"five plain words of the {role}"


Refuses = Callable[[str, str], bool]


@pytest.fixture
def refuses(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Refuses:
    """Whether a member of a role is told that the role does not allow a command."""
    monkeypatch.setattr("depter.web.hardening.forbid_dumps", lambda: None)

    def ask(role: str, name: str) -> bool:
        secret = machine.parent / f"words of {role}"
        secret.write_text(_words(role), encoding="utf-8")
        secret.chmod(0o600)
        monkeypatch.setenv("DEPTER_PASSPHRASE_FILE", str(secret))
        monkeypatch.setattr("sys.stdin", io.StringIO("{}"))
        code = main(filled(name, dict(commands(root))[name], machine))
        return code == 6 and "does not allow" in capsys.readouterr().err

    return ask


@pytest.mark.parametrize(
    "name", sorted({name for name, _ in commands(root)} & set(command_rules.RULES))
)
def test_a_command_refuses_every_role_without_its_right(
    machine: Path, refuses: Refuses, name: str
) -> None:
    right = command_rules.RULES[name]
    before = (machine / "heads").read_bytes() if (machine / "heads").is_file() else b""
    for role in ROLES:
        if right not in rights_of(frozenset({Role(role)})):
            assert refuses(role, name), (name, role)
    after = (machine / "heads").read_bytes() if (machine / "heads").is_file() else b""
    assert before == after


def test_a_loosened_command_is_noticed(refuses: Refuses, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refuses("researcher", "rebuild")
    monkeypatch.setitem(command_rules.RULES, "rebuild", Right.READ)
    assert not refuses("researcher", "rebuild")
    assert command_lines() != COMMANDS.read_text(encoding="utf-8").splitlines()
