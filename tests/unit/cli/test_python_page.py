"""The examples of docs/python.md, and of the package itself, run as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import depter
from tests.people import PASSPHRASE

PAGE = Path(__file__).resolve().parents[3] / "docs/python.md"


def examples() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_run_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named: dict[str, object] = {}
    assert len(examples()) >= 5
    for example in examples():
        exec(compile(example, str(PAGE), "exec"), named)


def test_the_example_of_the_package_runs(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(sample_folder.parent)
    assert depter.__doc__ is not None
    example = depter.__doc__.partition("```python\n")[2].partition("```")[0]
    exec(example.replace("…", PASSPHRASE), {})
    assert "Gulzira Auelkhankyzy left_country" in capsys.readouterr().out


def test_the_package_is_light_until_a_notebook_is_wanted() -> None:
    looked = "import sys, depter; print([m for m in sys.modules if m.startswith('django')])"
    command = [sys.executable, "-c", looked]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert not hasattr(depter, "unknown")
