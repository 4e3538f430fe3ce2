"""``depter backup``, ``restore`` and ``trustees`` as typed: answers, documents, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from depter.cli.ceremony import has_network
from depter.cli.place_access import PlaceFileUnreadable, asked_place
from depter.recovery.shares import split_key
from tests.unit.cli.conftest import Depter


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_made_verified_and_told(depter: Depter, own_sample: Path, stick: Path) -> None:
    assert "No backup was ever made" in depter("backup", "status", "--notebook", own_sample).out
    made = depter("backup", "make", str(stick), "--json", "--notebook", own_sample).document
    assert made["new_entries"] == made["entries"] > 100
    assert made["recoverable"] is False
    proof = depter("backup", "verify", str(stick), "--json", "--notebook", own_sample).document
    assert (proof["entries"], proof["missing"]) == (made["entries"], 0)
    status = depter("backup", "status", "--json", "--notebook", own_sample).document
    assert (status["stale"], status["unsaved"]) == (False, 0)
    [copy] = status["copies"]
    assert copy["address"] == str(stick)
    assert copy["verified_at"]
    assert (
        "Only a passphrase opens it"
        in depter("backup", "make", str(stick), "--notebook", own_sample).out
    )


def test_restored_with_the_passphrase(
    depter: Depter, own_sample: Path, stick: Path, tmp_path: Path
) -> None:
    depter("backup", "make", str(stick), "--notebook", own_sample)
    answer = depter("restore", str(stick), "--into", str(tmp_path / "new"), "--json")
    assert answer.code == 0
    assert answer.document["first_bad"] == ""
    listed = depter("case", "list", "--json", "--notebook", own_sample).document
    assert depter("case", "list", "--json", "--notebook", tmp_path / "new").document == listed


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("backup", "make", "nowhere"), 5, "PlaceNotThere"),
        (("backup", "verify", "stick"), 3, "NoBackupThere"),
        (("restore", "stick", "--into", "new"), 3, "NoBackupThere"),
        (("restore", "stick", "--into", "new", "--shares"), 3, "NoBackupThere"),
        (("trustees", "drill"), 3, "NoTrusteesYet"),
        (("trustees", "share-sealed"), 3, "NoTrusteesYet"),
        (("trustees", "appoint", "--threshold", "9"), 2, "QuorumImpossible"),
        (("backup", "make", "https://user:word@example.org/x"), 2, "PasswordInAddress"),
    ],
)
def test_what_goes_wrong_is_told(
    depter: Depter,
    own_sample: Path,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    error: str,
) -> None:
    monkeypatch.chdir(stick.parent)
    answer = depter(*arguments, "--json", "--notebook", own_sample)
    assert (answer.code, answer.document["error"]) == (code, error)
    assert not (stick.parent / "new").exists()


def test_no_trustees_is_said(depter: Depter, own_sample: Path) -> None:
    assert "There are no trustees" in depter("trustees", "status", "--notebook", own_sample).out
    document = depter("trustees", "status", "--json", "--notebook", own_sample).document
    assert document == {"trustees": None, "waiting": [], "unshared": 0}


def test_who_gets_into_a_server_stands_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = tmp_path / "place"
    monkeypatch.setenv("DEPTER_PLACE_FILE", str(written))
    with pytest.raises(PlaceFileUnreadable):
        asked_place("https://example.org/copies")
    written.write_text("one line")
    with pytest.raises(PlaceFileUnreadable):
        asked_place("https://example.org/copies")
    written.write_text("user\nword\n")
    assert asked_place("https://example.org/copies").address == "https://example.org/copies"


def test_a_share_of_another_set_is_named(
    depter: Depter, own_sample: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    depter("backup", "make", str(stick), "--notebook", own_sample)
    first, _ = split_key(bytes(32), threshold=2, shares=2)
    _, other = split_key(bytes(31) + b"x", threshold=2, shares=2)
    typed = iter([first, other])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(typed))
    answer = depter("restore", str(stick), "--into", "new", "--shares", "--name", "B", "--json")
    assert answer.document["error"] == "SharesOfAnother"
    typed = iter([first, first])
    answer = depter("restore", str(stick), "--into", "new", "--shares", "--name", "B", "--json")
    assert answer.document["error"] == "ShareTwice"


def test_a_network_is_noticed(tmp_path: Path) -> None:
    routes = tmp_path / "route"
    assert not has_network(routes)
    routes.write_text("Iface\tDestination\n")
    assert not has_network(routes)
    routes.write_text("Iface\tDestination\nlo\t0000007F\n")
    assert not has_network(routes)
    routes.write_text("Iface\tDestination\nwlan0\t00000000\n")
    assert has_network(routes)
