"""The doctor names what is missing, and what stops working without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from depter.cli.checks import libraries
from depter.cli.checks.finding import State
from depter.cli.checks.machine import swap
from tests.unit.cli.conftest import Depter


def test_a_machine_that_can_work_is_told_so(depter: Depter, notebook_folder: Path) -> None:
    told = depter("doctor", "--notebook", notebook_folder, "--json")
    assert told.code == 0
    assert told.document["can_work"] is True
    states = {one["name"]: one["state"] for one in told.document["findings"]}
    assert states["SQLCipher"] == states["Full-text search (FTS5)"] == "fine"
    assert states["Notebook folder"] == states["Notebook writable"] == "fine"
    assert {"Disk", "Clock", "Swap", "Core dumps"} <= states.keys()


def test_a_missing_library_is_named_with_what_needs_it(
    depter: Depter, notebook_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(module: str) -> None:
        asked.append(module)
        raise ImportError

    monkeypatch.setattr(libraries, "import_module", refuse)
    told = depter("doctor", "--notebook", notebook_folder)
    assert told.code == 1
    assert "SQLCipher: The register cannot be encrypted" in told.out
    assert "sqlcipher3.dbapi2" in asked


def test_a_folder_and_a_file_open_to_others_are_named(
    depter: Depter, notebook_folder: Path, passphrase_file: Path
) -> None:
    notebook_folder.chmod(0o755)
    passphrase_file.chmod(0o644)
    try:
        told = depter("doctor", "--notebook", notebook_folder)
    finally:
        passphrase_file.chmod(0o600)
    assert told.code == 0
    assert "Notebook folder: Other accounts can copy the encrypted files." in told.out
    assert "Passphrase file: Whoever reads it can open the notebook." in told.out


def test_a_notebook_without_its_register_is_named(depter: Depter, notebook_folder: Path) -> None:
    (notebook_folder / "register.db").unlink()
    assert depter("doctor", "--notebook", notebook_folder).code == 1


@pytest.mark.parametrize(
    ("device", "uuid", "state"),
    [
        ("/dev/sda2", "", State.CAREFUL),
        ("/dev/dm-1", "CRYPT-PLAIN-swap", State.FINE),
        ("/dev/dm-1", "LVM-abc", State.CAREFUL),
        ("/dev/zram0", "", State.FINE),
    ],
)
def test_swap_is_a_risk_unless_encrypted(
    tmp_path: Path, device: str, uuid: str, state: State
) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(f"Filename Type Size Used Priority\n{device} partition 100 0 -2\n")
    block = tmp_path / Path(device).name / "dm"
    block.mkdir(parents=True)
    (block / "uuid").write_text(uuid)
    assert swap(swaps, tmp_path).state is state
