"""The set-up says what is missing, repeats nothing, and keeps addresses to itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No command on the path, no right to install one, and one font that is not there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setitem(setup.DEBIAN_FOR_TESTS, "fonts-noto-core", str(tmp_path / "none.ttf"))


@pytest.mark.usefixtures("bare_machine")
def test_without_root_the_missing_packages_are_named() -> None:
    with pytest.raises(SystemExit) as stopped:
        setup.ensure_debian()
    sentence = str(stopped.value)
    assert "chromium" in sentence
    assert "apt-get install" in sentence
    assert "fonts-noto-core" in sentence


def test_what_is_there_is_not_installed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "DEBIAN_FOR_TESTS", {"python3": sys.executable})
    monkeypatch.setattr(setup, "apt_install", lambda packages: pytest.fail(f"asked for {packages}"))
    setup.ensure_debian()


def test_a_failure_is_told_without_addresses() -> None:
    address = "https" + "://packages.example.org/simple"
    command = [sys.executable, "-c", f"import sys; print('no answer from {address}'); sys.exit(3)"]
    with pytest.raises(SystemExit) as stopped:
        setup.call(command, failing="The packages did not come.")
    assert str(stopped.value).startswith("depter set-up: The packages did not come.")
    assert "no answer from (address)" in str(stopped.value)
    assert "example.org" not in str(stopped.value)


def test_a_step_is_done_once_and_again_when_its_file_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "call", lambda command, **_: done.append(command))

    def step() -> None:
        setup.step("words", made_from=["words.txt"], command=["-r", "words.txt"], doing="reading")

    (tmp_path / "words.txt").write_text("one")
    step()
    step()
    assert len(done) == 1
    (tmp_path / "words.txt").write_text("two")
    step()
    assert len(done) == 2


def test_it_asks_what_for() -> None:
    program = Path(setup.__file__)
    asked = subprocess.run(
        [sys.executable, str(program)], capture_output=True, text=True, check=False
    )
    assert asked.returncode != 0
    assert "say what for" in asked.stderr


@pytest.mark.usefixtures("bare_machine")
def test_a_python_without_its_venv_part_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Debian ships `ensurepip` in a package of its own."""
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "bin/python")
    with pytest.raises(SystemExit, match=r"python3\.\d+-venv"):
        setup.ensure_venv()
