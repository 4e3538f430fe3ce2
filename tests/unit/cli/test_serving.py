"""The command line beside a served notebook: it keeps off, and it can lock it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from depter.notebook.folder import NotebookFolder
from tests.served import Browser
from tests.unit.cli.conftest import Depter


@pytest.fixture
def served(notebook_folder: Path) -> Iterator[tuple[subprocess.Popen[str], Browser]]:
    """``depter serve`` as people start it, and a browser that has unlocked the notebook."""
    command = [sys.executable, "-m", "depter.cli", "--notebook", str(notebook_folder)]
    running = subprocess.Popen(
        [*command, "serve", "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout is not None
    said = json.loads("".join(running.stdout.readline() for _ in range(3)))
    browser = Browser(urlsplit(said["address"]).port or 0)
    browser.unlock()
    try:
        yield running, browser
    finally:
        running.terminate()
        running.wait(20)
        running.stdout.close()


@pytest.mark.slow
def test_a_served_notebook_is_kept_off_and_locked_from_outside(
    served: tuple[subprocess.Popen[str], Browser], program: Depter, notebook_folder: Path
) -> None:
    running, browser = served
    assert browser.get("/cases/").status == 200
    kept_off = program("case", "list", "--notebook", notebook_folder, "--json")
    assert (kept_off.code, kept_off.document["error"]) == (3, "NotebookInUse")
    assert kept_off.document["about"] == {"process": running.pid}
    locked = program("lock", "--notebook", notebook_folder, "--json")
    assert locked.document == {"locked": True, "process": running.pid}
    assert NotebookFolder(notebook_folder).holder() is None
    assert running.poll() is None, "the pages are still there, at the door"
    assert browser.get("/cases/").status == 302
    assert program("case", "list", "--notebook", notebook_folder).code == 0
