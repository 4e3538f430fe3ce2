"""What goes wrong is told in sentences, with its exit code, by the program itself."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from depter.actions.history import CannotStrike
from depter.cli.failures import document, paragraph
from depter.errors import DepterError
from depter.notebook.errors import DiskFull, NoSuchSubject
from depter.notebook.folder import NotebookFolder
from tests.notebooks import opened
from tests.people import PASSPHRASE
from tests.unit.cli.conftest import Answer, Depter

NAME = "Qarlygash"  # must never come back in an error


def expect(told: Answer, code: int, sentence: str) -> None:
    assert told.code == code, told
    assert sentence in told.err
    assert "Safe: " in told.err
    assert "Next: " in told.err
    assert "Traceback" not in told.out + told.err
    assert NAME not in told.out + told.err
    assert PASSPHRASE not in told.out + told.err


@contextmanager
def held(folder: Path, *, locks: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """Another program has the notebook open."""
    code = (
        "import sys, time, signal; from pathlib import Path\n"
        "from depter.notebook.folder import NotebookFolder\n"
        f"{'' if locks else 'signal.signal(signal.SIGUSR1, signal.SIG_IGN)'}\n"
        "NotebookFolder(Path(sys.argv[1])).hold(); print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    try:
        yield other
    finally:
        other.kill()
        other.wait()
        other.stdout.close()


def test_a_missing_notebook(program: Depter, tmp_path: Path) -> None:
    expect(program("case", "list", "--notebook", tmp_path), 3, "There is no notebook")


def test_a_wrong_passphrase(program: Depter, notebook_folder: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.touch(0o600)
    wrong.write_text(PASSPHRASE + " " + NAME)
    told = program("case", "list", "--notebook", notebook_folder, DEPTER_PASSPHRASE_FILE=str(wrong))
    expect(told, 3, "This passphrase does not open the notebook.")


def test_a_second_program_on_the_same_notebook(program: Depter, notebook_folder: Path) -> None:
    with held(notebook_folder) as other:
        told = program("case", "list", "--notebook", notebook_folder)
        expect(told, 3, f"open in another Depter (process {other.pid})")
    assert program("case", "list", "--notebook", notebook_folder).code == 0


def test_a_truncated_register(program: Depter, own_sample: Path) -> None:
    os.truncate(own_sample / "register.db", 100_000)
    expect(program("case", "list", "--notebook", own_sample), 4, "damaged or cut short")


@pytest.mark.parametrize("part", [0.001, 0.2, 0.5, 0.8, 0.999])
def test_a_flipped_bit(program: Depter, own_sample: Path, part: float) -> None:
    register = own_sample / "register.db"
    content = bytearray(register.read_bytes())
    content[int(len(content) * part)] ^= 1
    register.write_bytes(content)
    told = program("ledger", "verify", "--notebook", own_sample)
    expect(told, 4, "damaged")


def test_a_missing_register_and_a_damaged_key_file(program: Depter, own_sample: Path) -> None:
    (own_sample / "register.db").unlink()
    expect(program("case", "list", "--notebook", own_sample), 4, "missing, damaged")
    (own_sample / "keys.json").write_text(NAME)
    expect(program("case", "list", "--notebook", own_sample), 4, "key file")


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase(program: Depter, tmp_path: Path, weak: str) -> None:
    chosen = tmp_path / "chosen"
    chosen.touch(0o600)
    chosen.write_text(weak)
    told = program("init", "--notebook", tmp_path / "new", DEPTER_PASSPHRASE_FILE=str(chosen))
    expect(told, 2, "too short or too simple")
    assert not (tmp_path / "new").exists()


def test_a_notebook_is_begun_once(program: Depter, tmp_path: Path) -> None:
    begun = program("init", "--office", "Desk", "--notebook", tmp_path / "new", "--json")
    assert begun.code == 0
    assert begun.document == {"notebook": str(tmp_path / "new")}
    assert program("ledger", "verify", "--notebook", tmp_path / "new").code == 0
    expect(program("init", "--notebook", tmp_path / "new"), 1, "no new notebook was begun")


def test_the_sample_is_written_once(program: Depter, tmp_path: Path) -> None:
    where = ("--notebook", tmp_path / "new")
    assert program("sample", *where, "--json").document["written"]["cases"] == 8
    expect(program("sample", *where), 1, "already in this notebook")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("case", "list", "--not-heard-since", f"spring {NAME}"), "could not be read"),
        (("case", "list", "--status", NAME), "“status” does not have the code"),
        (("case", "list", "--place", NAME), "not an id"),
        (("case", "open", "--label", f"{NAME}\u202egnp"), "change the order of letters"),
        (("case", "open", "--label", f"{NAME}\x1b[2J"), "control characters"),
        (("case", "show", "k7m2p9qx4d0r8s3t"), "nothing under this id"),
        (("case", NAME), "was not understood"),
        (("case", "list", NAME), "was not understood"),
        (("case", "list", f"--{NAME}"), "there is no such option"),
        (("case", "list", "--order", NAME), "must be one of: opened, changed, name"),
        (("case", "list", "--limit", NAME), "must be a whole number"),
        (("source", "introduce", "--kind", NAME), "“source_kind”"),
        (("strike", "k7m2p9qx4d0r8s3t", NAME), "not on the page"),
    ],
)
def test_wrong_input(
    program: Depter, notebook_folder: Path, words: tuple[str, ...], sentence: str
) -> None:
    expect(program(*words, "--notebook", notebook_folder), 2, sentence)


def test_a_date_as_people_say_it_gets_a_suggestion(program: Depter, notebook_folder: Path) -> None:
    asked = ("case", "list", "--not-heard-since", "spring 2018?", "--notebook", notebook_folder)
    told = program(*asked)
    expect(told, 2, "could not be read")
    assert "Did you mean: 2018-21" in told.err
    assert program(*asked, "--json").document["suggestion"].startswith("2018-21")


def test_a_text_of_ten_million_letters(program: Depter, notebook_folder: Path) -> None:
    case = program("case", "open", "--notebook", notebook_folder).out.strip()
    told = program(
        *("statement", "record", "--case", case, "--source-kind", "relative"),
        *("--words-file", "-", "--notebook", notebook_folder),
        stdin=NAME.encode() * 1_200_000,
    )
    expect(told, 2, "too long")
    listed = program("source", "list", "--notebook", notebook_folder, "--json")
    assert listed.document["sources"] == []


def test_nobody_to_ask_for_a_passphrase(program: Depter, notebook_folder: Path) -> None:
    told = program("case", "list", "--notebook", notebook_folder, DEPTER_PASSPHRASE_FILE="")
    expect(told, 2, "no terminal to ask on")


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    program: Depter, notebook_folder: Path
) -> None:
    """Files may not grow past a limit, which fails as a full disk does."""
    case = program("case", "open", "--notebook", notebook_folder).out.strip()
    size = (notebook_folder / "register.db").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 150_000, hard))
    acknowledged, told = [], Answer(0, "", "")
    try:
        for _ in range(12):
            told = program(
                *("statement", "record", "--case", case, "--source-kind", "relative"),
                *("--words-file", "-", "--notebook", notebook_folder),
                stdin=os.urandom(30_000).hex().encode(),
            )
            if told.code:
                break
            acknowledged.append(told.out.strip())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    expect(told, 5, "The disk is full")
    assert program("ledger", "verify", "--notebook", notebook_folder).code == 0
    assert program("rebuild", "--check", "--notebook", notebook_folder).code == 0
    with opened(notebook_folder) as book:
        kept = [one.id for one in book.case(case).case.statements]  # type: ignore[arg-type]
    assert kept == acknowledged


def test_a_lock_reaches_whoever_holds_the_notebook(program: Depter, notebook_folder: Path) -> None:
    with held(notebook_folder) as other:
        told = program("lock", "--notebook", notebook_folder, "--json")
        assert told.document == {"locked": True, "process": other.pid}
        assert other.wait(10) == -signal.SIGUSR1
    assert NotebookFolder(notebook_folder).holder() is None
    again = program("lock", "--notebook", notebook_folder, "--json")
    assert again.document == {"locked": False, "process": None}


def test_a_holder_that_does_not_lock_is_told(
    depter: Depter, notebook_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("depter.cli.commands.serving._PATIENCE", 0.2)
    started = time.monotonic()
    with held(notebook_folder, locks=False):
        told = depter("lock", "--notebook", notebook_folder, "--json")
    assert (told.code, told.document["error"]) == (1, "StillHeld")
    assert time.monotonic() - started < 20


def test_a_reader_that_goes_away_is_no_failure_to_tell(
    notebook_folder: Path, passphrase_file: Path
) -> None:
    command = [sys.executable, "-m", "depter.cli", "case", "list", "--json"]
    env = {**os.environ, "DEPTER_PASSPHRASE_FILE": str(passphrase_file)}
    done = subprocess.Popen(
        [*command, "--notebook", str(notebook_folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )
    assert done.stdout is not None
    done.stdout.close()
    assert done.stderr is not None
    assert done.stderr.read() == b""
    done.stderr.close()
    done.wait(20)


@pytest.mark.parametrize("failure", [DiskFull(), NoSuchSubject(), CannotStrike()])
def test_no_sentence_sends_somebody_at_a_terminal_to_a_page(failure: DepterError) -> None:
    told = document(failure)
    assert told["what"] == failure.what
    assert told["do"] in paragraph(failure)
    assert not any(word in told["do"] for word in ("press", "page", "Go back", "window"))
