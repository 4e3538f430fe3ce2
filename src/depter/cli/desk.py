"""What every command has at hand: which notebook, whose passphrase, how to answer."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from depter.cli.passphrase import read_passphrase

if TYPE_CHECKING:
    from depter.store.book import Book

VARIABLE: Final = "DEPTER_NOTEBOOK"


def usual_notebook() -> Path:
    """Where the notebook is when nobody says: as the XDG base directories have it."""
    shared = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser() / "depter" / "register"


class Desk:
    """One run of the command."""

    def __init__(self) -> None:
        self.path = Path(os.environ.get(VARIABLE) or usual_notebook()).expanduser()
        self.is_json = False

    def open(self) -> Book:
        """Open the notebook; the passphrase is asked for only when there is one to open.

        Raises:
            NotebookMissing, NotebookInUse, WrongPassphrase, NotebookDamaged: as they say.
            CodeMissing, CodeWrong: the member has a second factor.
            NotAllowed: the member's roles do not allow this command.
        """
        from depter.notebook.errors import NotebookInUse, NotebookMissing
        from depter.notebook.folder import NotebookFolder

        folder = NotebookFolder(self.path.absolute())
        if not folder.exists:
            raise NotebookMissing
        holder = folder.holder()
        if holder is not None:
            raise NotebookInUse(process=holder)
        passphrase = read_passphrase()
        from depter.web.hardening import forbid_dumps

        forbid_dumps()
        from depter.cli.rules import require_for
        from depter.cli.secondfactor import ask_second_factor
        from depter.store.book import unlocked
        from depter.store.erasing import erase_due

        book, opened = unlocked(self.path, passphrase=passphrase)
        try:
            ask_second_factor(book, opened)
            require_for(_command(), book.viewer)
            erase_due(book)
        except BaseException:
            book.close()
            raise
        return book

    def create(self, *, office: str = "", member: str = "") -> Book:
        """Begin a notebook and open it.

        Raises:
            NotebookExists, WeakPassphrase, DiskFull: nothing was begun.
        """
        from depter.notebook.errors import NotebookExists

        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise NotebookExists
        passphrase = read_passphrase(is_new=True)
        from depter.web.hardening import forbid_dumps

        forbid_dumps()
        from depter.store.book import create_notebook

        return create_notebook(self.path, passphrase=passphrase, office=office, member=member)

    def answer(self, text: Callable[[], str], document: Any) -> None:
        """Print the answer: text for a person, or the document as JSON."""
        if self.is_json:
            from depter.cli.plain import as_json, plain

            click.echo(as_json(plain(document)))
        else:
            click.echo(text())

    @property
    def room(self) -> int | None:
        """The width that a table may take; None where nobody looks at it."""
        return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _command() -> str:
    """The command that runs, as its rule names it."""
    context = click.get_current_context()
    return context.command_path.partition(" ")[2]


def desk_of(context: click.Context) -> Desk:
    """The desk of this run."""
    found = context.find_root().ensure_object(Desk)
    assert isinstance(found, Desk)
    return found
