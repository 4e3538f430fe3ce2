"""Who may write what: every kind is placed, nothing granted by accident, the document follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from depter.register.access import (
    ALONE,
    NEEDED,
    OWN_PROOF,
    NotAllowed,
    Right,
    Role,
    Viewer,
    may,
    require_to_write,
    rights_of,
    roles_from,
)
from depter.register.facts import KINDS
from depter.register.facts.cases import CaseOpened
from depter.register.facts.office import DeviceIntroduced, PolicySet
from depter.register.vocabulary import vocabulary
from tools import roles

NOBODY = Viewer(member="nobody", roles=frozenset())


def viewer(*given: Role) -> Viewer:
    return Viewer(member="somebody", roles=frozenset(given))


def test_every_kind_of_fact_has_a_right_or_a_proof_of_its_own() -> None:
    placed = {*NEEDED, *OWN_PROOF, DeviceIntroduced}
    assert placed == set(KINDS.values())
    assert len(NEEDED) + len(OWN_PROOF) + 1 == len(KINDS)


def test_every_right_is_somebodys_and_every_role_has_a_word() -> None:
    assert rights_of(frozenset(Role)) == set(Right)
    assert set(vocabulary("role").codes) == {role.value for role in Role} | {"member"}


def test_without_a_role_nothing_is_written() -> None:
    for fact in (CaseOpened(), PolicySet(), DeviceIntroduced(device="d", recipient="r")):
        with pytest.raises(NotAllowed):
            require_to_write(NOBODY, fact)
    require_to_write(viewer(Role.INTAKE), CaseOpened())
    require_to_write(viewer(Role.RESEARCHER), DeviceIntroduced(device="d", recipient="r"))
    with pytest.raises(NotAllowed):
        require_to_write(viewer(Role.RESEARCHER), CaseOpened())
    with pytest.raises(NotAllowed):
        require_to_write(viewer(Role.COORDINATOR), PolicySet())
    require_to_write(viewer(Role.CUSTODIAN), PolicySet())


@pytest.mark.parametrize("right", [Right.OPEN_SEALED, Right.ERASE, Right.MANAGE, Right.SEE_LOOKS])
def test_what_protects_sources_is_the_custodians_alone(right: Right) -> None:
    assert [role for role in Role if may(viewer(role), right)] == [Role.CUSTODIAN]


def test_codes_of_another_version_grant_nothing_and_the_first_role_grants_what_it_did() -> None:
    assert roles_from(("emperor", "intake")) == {Role.INTAKE}
    assert roles_from(("member",)) == set(ALONE)
    assert roles_from(("member", "emperor")) == roles_from(()) == frozenset()


def test_the_document_says_what_the_code_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``python -m tools.roles`` writes it anew."""
    assert roles.main(["--check"]) == 0
    stale = tmp_path / "roles.md"
    stale.write_text(roles.written().replace("yes", "–", 1), "utf-8")
    monkeypatch.setattr(roles, "DOCUMENT", stale)
    assert roles.main(["--check"]) == 1
    assert roles.main([]) == roles.main(["--check"]) == 0


def test_the_document_names_every_role_right_and_kind() -> None:
    text = roles.DOCUMENT.read_text("utf-8")
    assert all(f"| {right.value} |" in text for right in Right)
    assert all(f"| `{kind}` |" in text for kind in KINDS)
    assert all(f"**{vocabulary('role').label(role, 'en')}.**" in text for role in Role)
