"""The passphrase: typed without being shown, or read from a file that is private."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

from depter.cli.desk import Desk, usual_notebook
from depter.cli.passphrase import PassphraseFileUnreadable, read_passphrase
from tests.people import PASSPHRASE
from tests.unit.cli.conftest import Depter


def test_one_line_end_belongs_to_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    kept.touch(0o600)
    monkeypatch.setenv("DEPTER_PASSPHRASE_FILE", str(kept))
    for written in ("two words ", "two words \n", "two words \r\n"):
        kept.write_bytes(written.encode())
        assert read_passphrase() == "two words "
    kept.write_bytes(b"two words\n\n")
    assert read_passphrase() == "two words\n"


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"x" * 5000, None])
def test_a_file_without_a_passphrase_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    kept = tmp_path / "kept"
    if content is not None:
        kept.touch(0o600)
        kept.write_bytes(content)
    monkeypatch.setenv("DEPTER_PASSPHRASE_FILE", str(kept))
    with pytest.raises(PassphraseFileUnreadable):
        read_passphrase()


def test_a_file_that_others_can_read_is_warned_of_beside_the_answer(
    depter: Depter, notebook_folder: Path, passphrase_file: Path
) -> None:
    quiet = depter("case", "list", "--notebook", notebook_folder, "--json")
    assert quiet.err == ""
    passphrase_file.chmod(0o644)
    try:
        warned = depter("case", "list", "--notebook", notebook_folder, "--json")
    finally:
        passphrase_file.chmod(0o600)
    assert "other people on this machine" in warned.err
    assert warned.document == quiet.document


def test_the_usual_notebook_follows_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEPTER_NOTEBOOK", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert usual_notebook() == Path("/somewhere/depter/register")
    assert Desk().path == Path("/somewhere/depter/register")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/people/aigul")
    assert usual_notebook() == Path("/people/aigul/.local/share/depter/register")


def typed_at(words: list[str], lines: list[str]) -> tuple[int, str]:
    """Runs the program on a terminal, types a line at each question; code and screen."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop("DEPTER_PASSPHRASE_FILE", None)
        os.execv(sys.executable, [sys.executable, "-m", "depter.cli", *words])
    screen, until = b"", time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                screen += os.read(terminal, 4096)
            except OSError:
                break
        elif lines and screen.rstrip().endswith(b":"):
            os.write(terminal, lines.pop(0).encode() + b"\n")
            screen += b"|"
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), screen.decode()


def test_the_passphrase_is_asked_for_and_never_shown(notebook_folder: Path) -> None:
    code, screen = typed_at(["case", "list", "--notebook", str(notebook_folder)], [PASSPHRASE])
    assert code == 0, screen
    assert "Passphrase:" in screen
    assert PASSPHRASE not in screen


def test_a_new_passphrase_is_typed_twice(tmp_path: Path) -> None:
    words = ["init", "--notebook", str(tmp_path / "new")]
    code, screen = typed_at(words, [PASSPHRASE, PASSPHRASE])
    assert code == 0, screen
    assert "The same again:" in screen
    assert PASSPHRASE not in screen
