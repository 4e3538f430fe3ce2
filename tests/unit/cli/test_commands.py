"""Every command has help, answers in JSON, and stands in docs/cli.md."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from depter.cli.failures import document
from depter.cli.main import main, root
from depter.cli.reference import reference
from depter.errors import DepterError

ROOT = Path(__file__).resolve().parents[3]


def every(group: click.Group, *above: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield " ".join((*above, name)), command
        if isinstance(command, click.Group):
            yield from every(command, *above, name)


COMMANDS = dict(every(root))
LEAVES = {name: one for name, one in COMMANDS.items() if not isinstance(one, click.Group)}


def test_the_commands_of_the_brief_are_all_there() -> None:
    wanted = {"init", "serve", "sample", "case list", "case show", "case open", "statement record"}
    wanted |= {"search", "ledger verify", "rebuild", "doctor", "lock", "strike", "version"}
    assert wanted <= LEAVES.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_a_sentence(name: str) -> None:
    explained = (COMMANDS[name].help or "").strip()
    first = explained.split("\n\n")[0]
    assert len(first.split()) >= 4
    assert first[0].isupper()
    assert first.endswith(".")
    assert len(first) <= 66, "the list of commands would cut it off"


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_explains_itself_in_a_sentence(name: str) -> None:
    for param in LEAVES[name].params:
        if isinstance(param, click.Option):
            assert param.help
            assert param.help[0].isupper() or param.help.startswith("“")
            assert param.help.endswith(".")


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_answers_in_json_and_takes_a_notebook(name: str) -> None:
    options = {opt for param in LEAVES[name].params for opt in param.opts}
    assert {"--json", "--notebook"} <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_reference(name: str) -> None:
    assert f"`depter {name}`" in (ROOT / "docs/cli.md").read_text("utf-8")


def test_the_reference_is_what_the_program_says() -> None:
    written = (ROOT / "docs/cli.md").read_text("utf-8")
    assert written == reference(), "run: python -m depter.cli.reference > docs/cli.md"


@pytest.mark.parametrize("words", [["--help"], ["case", "--help"], ["doctor", "--help"]])
def test_help_imports_neither_django_nor_the_register(words: list[str]) -> None:
    looked = (
        "import sys; from depter.cli.main import main; main(sys.argv[1:]);"
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'nacl', 'yaml')"
        " or m.startswith(('depter.register', 'depter.store'))], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", looked, *words], capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"
    assert done.stdout.startswith("Usage: depter")


def test_a_failure_nobody_foresaw_is_told_by_its_kind_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise KeyError("Ainur Example")

    monkeypatch.setattr("depter.cli.desk.Desk.open", broken)
    assert main(["case", "list"]) == 1
    told = capsys.readouterr()
    assert "(KeyError)" in told.err
    assert "Ainur" not in told.err + told.out
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        (errno.EACCES, 6, "may not read or write there: Permission denied."),
        (errno.EROFS, 6, "Read-only file system."),
        (errno.ENOSPC, 5, "The disk is full"),
        (errno.ENAMETOOLONG, 1, "The operating system refused: File name too long."),
    ],
)
def test_what_the_system_refuses_is_told_without_the_path(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    code: int,
    sentence: str,
) -> None:
    def refused(_: object) -> None:
        raise OSError(number, os.strerror(number), "/media/Ainur Example/register")

    monkeypatch.setattr("depter.cli.desk.Desk.open", refused)
    assert main(["case", "list"]) == code
    told = capsys.readouterr().err
    assert sentence in told
    assert "Ainur" not in told


def test_a_part_that_is_not_installed_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: object) -> None:
        raise ModuleNotFoundError("No module named 'nacl.bindings'", name="nacl.bindings")

    monkeypatch.setattr("depter.cli.desk.Desk.open", missing)
    assert main(["case", "list"]) == 1
    assert "A part of Depter is not installed: nacl." in capsys.readouterr().err


def test_control_c_ends_quietly(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("depter.cli.desk.Desk.open", stopped)
    assert main(["case", "list"]) == 130
    assert "Stopped before the end." in capsys.readouterr().err


def test_every_failure_has_the_same_keys() -> None:
    keys = ["error", "what", "safe", "do", "about", "suggestion", "exit_code"]
    assert list(document(DepterError())) == keys


def test_a_group_alone_shows_its_help_or_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger"]) == 2
    assert capsys.readouterr().err.startswith("Usage: depter ledger")
    assert main(["ledger", "--json"]) == 2
    told = capsys.readouterr()
    assert msgspec.json.decode(told.out)["error"] == "CommandNotUnderstood"
    assert told.err == ""
