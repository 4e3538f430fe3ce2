"""The notebook's folder and the passphrase file: who else can reach them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from depter.cli.checks.finding import Finding, State, found
from depter.cli.passphrase import VARIABLE, is_readable_by_others

if TYPE_CHECKING:
    from depter.notebook.folder import NotebookFolder


def check_folder(notebook: Path) -> Iterator[Finding]:
    """Whether the notebook is there, private, writable, and held by nobody unexpected."""
    from depter.notebook.folder import NotebookFolder

    folder = NotebookFolder(notebook)
    if folder.exists:
        yield from _check_notebook(folder)
    else:
        yield Finding("Notebook", State.FINE, f"none yet in {notebook}")
    named = os.environ.get(VARIABLE)
    if named:
        yield _check_passphrase_file(Path(named))


def _check_notebook(folder: NotebookFolder) -> Iterator[Finding]:
    mode = folder.path.stat().st_mode & 0o777
    yield found(
        "Notebook folder",
        mode & 0o077 == 0,
        f"{folder.path}, mode {mode:04o}",
        otherwise=State.CAREFUL,
        without="Other accounts can copy the encrypted files. Run “chmod 700” on the folder.",
    )
    is_writable = os.access(folder.path, os.W_OK | os.X_OK)
    yield found(
        "Notebook writable",
        is_writable,
        "yes" if is_writable else "no",
        otherwise=State.MISSING,
        without="Nothing can be recorded by this account.",
    )
    is_whole = folder.database.exists() and folder.heads.exists()
    yield found(
        "Notebook files",
        is_whole,
        "keys, register and heads" if is_whole else "the register or its heads are not there",
        otherwise=State.MISSING,
        without="The notebook cannot be opened, or an older copy would not be noticed.",
    )
    holder = folder.holder()
    yield Finding("Open in", State.FINE, f"process {holder}" if holder else "no Depter")


def _check_passphrase_file(path: Path) -> Finding:
    try:
        is_private = not is_readable_by_others(path)
    except OSError:
        return Finding(
            "Passphrase file", State.MISSING, "cannot be read", f"{VARIABLE} names no file."
        )
    return found(
        "Passphrase file",
        is_private,
        "private" if is_private else "readable by other accounts",
        otherwise=State.CAREFUL,
        without="Whoever reads it can open the notebook. Run “chmod 600” on it.",
    )
