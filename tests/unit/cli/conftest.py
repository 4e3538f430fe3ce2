"""The command line as tests use it: in this program, or as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from depter.actions.sample import open_sample
from depter.cli.main import main
from tests.notebooks import copied, opened
from tests.people import PASSPHRASE


class Answer(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return msgspec.json.decode(self.out)


Depter = Callable[..., Answer]


@pytest.fixture(scope="session")
def passphrase_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "passphrase"
    path.touch(0o600)
    path.write_text(PASSPHRASE + "\n")
    return path


@pytest.fixture(scope="session")
def sample_folder(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, for tests that only read."""
    folder = copied(empty_template, tmp_path_factory.mktemp("sample") / "register")
    with opened(folder) as book:
        open_sample(book.notebook)
    return folder


@pytest.fixture
def own_sample(sample_folder: Path, tmp_path: Path) -> Path:
    """The sample, for a test that writes or spoils."""
    return copied(sample_folder, tmp_path / "register")


@pytest.fixture
def depter(
    passphrase_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Depter]:
    """Runs a command in this program, through its one way in."""
    monkeypatch.setenv("DEPTER_PASSPHRASE_FILE", str(passphrase_file))
    monkeypatch.delenv("DEPTER_NOTEBOOK", raising=False)
    monkeypatch.setattr("depter.web.hardening.forbid_dumps", lambda: None)

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Answer(code, *capsys.readouterr())

    yield run


@pytest.fixture
def program(passphrase_file: Path) -> Depter:
    """Runs the command as people do: its own process, without a terminal."""

    def run(*words: object, stdin: bytes = b"", **env: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "depter.cli", *map(str, words)],
            input=stdin,
            capture_output=True,
            check=False,
            start_new_session=True,
            timeout=120,
            env={**os.environ, "DEPTER_PASSPHRASE_FILE": str(passphrase_file), **env},
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
