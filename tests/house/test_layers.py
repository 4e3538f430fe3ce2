"""The import contracts hold, and each of them really fails when it is broken.

The planted faults go into a copy of the source in a temporary folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


@dataclass(frozen=True)
class Fault:
    """Something a careless change could add, and the contract that must refuse it."""

    path: str
    text: str
    contract: str


FAULTS = {
    "the core imports Django": Fault("values/planted.py", "import django\n", "core-without-django"),
    "the core reaches Django through a neighbour": Fault(
        "register/planted.py", "from depter.store import models\n", "core-without-django"
    ),
    "a page touches card models": Fault(
        "web/planted.py", "from depter.store import models\n", "models-behind-queries"
    ),
    "a command touches card models": Fault(
        "cli/planted.py", "import depter.store.models\n", "models-behind-queries"
    ),
    "a lower layer imports a higher one": Fault(
        "ledger/planted.py", "import depter.notebook\n", "layers"
    ),
    "two layers of one height meet": Fault("vault/planted.py", "import depter.ledger\n", "layers"),
    "a package without a place": Fault("planted/__init__.py", "", "layers"),
    "a module without a place": Fault("planted.py", "", "layers"),
    "a page decodes a picture": Fault("web/planted.py", "import PIL.Image\n", "no-decoders"),
}


@pytest.fixture(scope="module")
def copied_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of src and pyproject.toml that may be spoiled, if it is mended afterwards."""
    folder = tmp_path_factory.mktemp("copied")
    unwanted = shutil.ignore_patterns("__pycache__", "static", "locale", "templates", "*.egg-info")
    shutil.copytree(ROOT / "src", folder / "src", ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@contextmanager
def planted(copied_source: Path, files: dict[str, str]) -> Iterator[None]:
    """Adds modules to the copy, and takes them out again."""
    paths = {copied_source / "src/depter" / path: text for path, text in files.items()}
    new_folders = {path.parent for path in paths if not path.parent.exists()}
    try:
        for path, text in paths.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(f'"""Planted by a test."""\n{text}', encoding="utf-8")
        yield
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
        for folder in new_folders:
            shutil.rmtree(folder)


def lint(folder: Path, *, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the contracts (or one of them) over the source in a folder."""
    command = [str(LINT_IMPORTS), "--no-cache", str(folder / "pyproject.toml")]
    if contract is not None:
        command += ["--contract", contract]
    env = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_contracts_hold(copied_source: Path) -> None:
    done = lint(copied_source)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_refused(copied_source: Path, fault: Fault) -> None:
    with planted(copied_source, {fault.path: fault.text}):
        done = lint(copied_source, contract=fault.contract)
    assert done.returncode == 1, done.stdout + done.stderr
    # The message names the planted module: it is this fault that was refused, nothing else.
    assert "BROKEN" in done.stdout
    assert "planted" in done.stdout


def test_two_modules_that_need_each_other_are_refused(copied_source: Path) -> None:
    circle = {
        "values/planted_one.py": "import depter.values.planted_two\n",
        "values/planted_two.py": "import depter.values.planted_one\n",
    }
    with planted(copied_source, circle):
        done = lint(copied_source, contract="no-cycles")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "planted_one" in done.stdout


def missing_contracts(source: Path, settings: str) -> list[str]:
    """Packages that exist but whose own contract has not been written yet."""
    contracts = tomllib.loads(settings)["tool"]["importlinter"]["contracts"]
    guarded = {
        module
        for contract in contracts
        if contract["type"] == "forbidden" and contract["id"].startswith("publication-")
        for module in contract["source_modules"]
    }
    exists = (source / "depter/publication").exists()
    return ["depter.publication"] if exists and "depter.publication" not in guarded else []


def test_publication_does_not_exist_without_its_contract(tmp_path: Path) -> None:
    """It must be unable to reach a source or a key; see docs/decisions/0005."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert not missing_contracts(ROOT / "src", settings)
    (tmp_path / "depter/publication").mkdir(parents=True)
    assert missing_contracts(tmp_path, "[tool.importlinter]\ncontracts = []\n")
