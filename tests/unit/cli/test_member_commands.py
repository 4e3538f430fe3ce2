"""Members at the command line: invited, come, changed, shut out, on one machine and on two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.machines import WORDS, make_slots_light
from tests.people import PASSPHRASE
from tests.unit.cli.conftest import Depter


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    make_slots_light(monkeypatch)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes a secret into the file that a variable names."""

    def tell(variable: str, secret: str) -> None:
        path = tmp_path / variable
        path.touch(0o600)
        path.write_text(secret + "\n")
        monkeypatch.setenv(variable, str(path))

    return tell


def invited(depter: Depter, folder: Path, *more: object) -> Any:
    answer = depter(*("--notebook", folder, "--json", "member", "invite", "--name", "Boran"), *more)
    assert answer.code == 0, answer
    return answer.document


def test_somebody_joins_on_another_machine_with_file_and_code(
    depter: Depter, notebook_folder: Path, tmp_path: Path, told: Any
) -> None:
    file, there = tmp_path / "invitation", tmp_path / "there"
    found = invited(depter, notebook_folder, "--role", "intake", "--to", file)
    assert found["file"] == str(file)
    assert found["missing"] == ["join"]
    told("DEPTER_CODE_FILE", found["code"])
    told("DEPTER_NEW_PASSPHRASE_FILE", WORDS["Boran"])
    joined = depter("--notebook", there, "--json", "join", file)
    assert joined.code == 0, joined
    assert joined.document["roles"] == ["intake"]
    told("DEPTER_PASSPHRASE_FILE", WORDS["Boran"])
    listed = depter("--notebook", there, "--json", "member", "list").document
    assert [one["name"] for one in listed["members"]] == ["Qarlygash", "Boran"]
    assert found["code"] not in depter("--notebook", there, "member", "list").out


def test_somebody_joins_on_this_machine_and_changes_the_passphrase(
    depter: Depter, notebook_folder: Path, told: Any
) -> None:
    found = invited(depter, notebook_folder, "--role", "researcher")
    assert found["file"] is None
    told("DEPTER_CODE_FILE", found["code"].lower())
    told("DEPTER_NEW_PASSPHRASE_FILE", WORDS["Boran"])
    joined = depter("--notebook", notebook_folder, "--json", "join")
    assert joined.code == 0, joined
    again = depter("--notebook", notebook_folder, "--json", "join")
    assert (again.code, again.document["error"]) == (3, "CodeNotKnown")
    told("DEPTER_PASSPHRASE_FILE", WORDS["Boran"])
    told("DEPTER_NEW_PASSPHRASE_FILE", WORDS["Tolqyn"])
    assert depter("--notebook", notebook_folder, "member", "passphrase").code == 0
    assert depter("--notebook", notebook_folder, "member", "list").code == 3
    told("DEPTER_PASSPHRASE_FILE", WORDS["Tolqyn"])
    assert depter("--notebook", notebook_folder, "member", "list").code == 0
    refused = depter(
        *("--notebook", notebook_folder, "--json", "member", "rekey", "--reason", "no")
    )
    assert (refused.code, refused.document["error"]) == (6, "NotAllowed")


def test_a_mistyped_group_is_named(depter: Depter, notebook_folder: Path, told: Any) -> None:
    code = invited(depter, notebook_folder, "--role", "intake")["code"]
    groups = code.split("-")
    groups[2] = groups[2][:-1] + ("A" if groups[2][-1] != "A" else "B")
    told("DEPTER_CODE_FILE", "-".join(groups))
    told("DEPTER_NEW_PASSPHRASE_FILE", WORDS["Boran"])
    answer = depter("--notebook", notebook_folder, "--json", "join")
    assert (answer.code, answer.document["error"]) == (2, "CodeMistyped")
    assert answer.document["about"] == {"group": 3}


def test_what_waits_is_listed_confirmed_and_declined(
    depter: Depter, notebook_folder: Path, told: Any
) -> None:
    found = invited(depter, notebook_folder, "--role", "custodian")
    told("DEPTER_CODE_FILE", found["code"])
    told("DEPTER_NEW_PASSPHRASE_FILE", WORDS["Boran"])
    assert depter("--notebook", notebook_folder, "join").code == 0
    member = ("--notebook", notebook_folder, "--json", "member")
    [waiting] = depter(*member, "list").document["pending"]
    assert waiting["kind"] == "custody.taken"
    assert waiting["entry"] in depter("--notebook", notebook_folder, "member", "list").out
    confirmed = depter(*member, "confirm", waiting["entry"]).document
    assert confirmed["missing"] == ["share-sealed"]
    assert depter(*member, "share-sealed").document == {"shared": 0, "closed": 0}
    new = depter(*member, "rekey").document
    assert new["missing"] == ["confirm"]
    assert depter(*member, "confirm", new["entry"]).document["error"] == "SignedAlready"
    told("DEPTER_PASSPHRASE_FILE", WORDS["Boran"])
    assert depter(*member, "decline", new["entry"], "--reason", "not now").code == 0
    told("DEPTER_PASSPHRASE_FILE", PASSPHRASE)
    assert depter(*member, "list").document["pending"] == []
    changed = depter(*member, "change", found["member"], "--role", "coordinator").document
    assert changed["missing"] == ["confirm", "share-sealed"]
    gone = depter(*member, "revoke", found["member"], "--reason", "left").document
    assert gone["missing"] == ["confirm", "rekey", "share-sealed"]
