"""``depter join`` and ``depter member passphrase``: coming to an office, and one's own way in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depter.cli.columns import line
from depter.cli.commands.members import member
from depter.cli.desk import Desk
from depter.cli.verbs import Verb, pass_desk

if TYPE_CHECKING:
    from depter.store.book import Book


@click.command("join", cls=Verb)
@click.argument(
    "file", type=click.Path(path_type=Path), metavar="[FILE]", required=False, default=None
)
@pass_desk
def join_office(desk: Desk, *, file: Path | None) -> None:
    """Join an office with the FILE of an invitation.

    It becomes a new notebook on this machine.

    Without FILE, use an invitation to the notebook that is already here. The code is asked for,
    or read from the file that DEPTER_CODE_FILE names; your new passphrase is typed twice, or read
    from the file that DEPTER_NEW_PASSPHRASE_FILE names.
    """
    from depter.cli.second_secret import read_new_passphrase, read_typed_code
    from depter.web.hardening import forbid_dumps

    code = read_typed_code()
    forbid_dumps()
    stored = None if file is None else _bytes_of(file)
    passphrase = read_new_passphrase()
    book = (
        _accepted(desk, code, passphrase)
        if stored is None
        else _joined(desk, stored, code, passphrase)
    )
    with book:
        path, viewer = str(book.path), book.notebook.viewer
        pending = len(book.office.pending)
    roles = sorted(role.value for role in viewer.roles)
    document = {"notebook": path, "member": viewer.member, "roles": roles, "pending": pending}
    text = f"You have joined: {', '.join(roles)}. The notebook is in {line(path)}."
    desk.answer(lambda: text, document)


def _accepted(desk: Desk, code: str, passphrase: str) -> Book:
    from depter.actions.codes import read_code
    from depter.actions.invitation_errors import CodeNotKnown
    from depter.store.book import open_notebook
    from depter.store.joining import accept_here
    from depter.vault.errors import WrongPassphrase

    right = read_code(code)
    try:
        waiting = open_notebook(desk.path, passphrase=right)
    except WrongPassphrase as problem:
        raise CodeNotKnown from problem
    try:
        return accept_here(waiting, code=right, passphrase=passphrase)
    except BaseException:
        waiting.close()
        raise


def _joined(desk: Desk, stored: bytes, code: str, passphrase: str) -> Book:
    from depter.store.joining import join

    return join(desk.path, invitation=stored, code=code, passphrase=passphrase)


def _bytes_of(file: Path) -> bytes:
    from depter.cli.sheets import FileUnreadable

    try:
        return file.read_bytes()
    except OSError as problem:
        raise FileUnreadable from problem


@member.command("passphrase")
@pass_desk
def change_passphrase(desk: Desk) -> None:
    """Change your passphrase on this machine.

    The present one is asked for, or read from the file that DEPTER_PASSPHRASE_FILE names; the new
    one is typed twice, or read from the file that DEPTER_NEW_PASSPHRASE_FILE names.
    """
    from depter.cli.passphrase import read_passphrase
    from depter.cli.second_secret import read_new_passphrase
    from depter.store import joining

    with desk.open() as book:
        old = read_passphrase()
        joining.change_passphrase(book, old=old, new=read_new_passphrase())
    desk.answer(lambda: "The passphrase was changed on this machine.", {"changed": True})
