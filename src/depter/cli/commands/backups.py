"""``depter backup``: encrypted copies of the register on a stick or a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depter.cli.columns import table
from depter.cli.desk import Desk
from depter.cli.progress import progress
from depter.cli.verbs import Verbs, pass_desk

if TYPE_CHECKING:
    from depter.store.copies import Standing


@click.group("backup", cls=Verbs)
def backup() -> None:
    """Carry an encrypted copy of the register to a stick or server.

    PLACE is a folder of its own, such as one on a stick, or a server: davs://host/path or
    s3://bucket/path?endpoint=https://host. The user and password of a server are asked for, or
    read from the two lines of the file that DEPTER_PLACE_FILE names. Whoever gets hold of the
    place learns its size and dates, and nothing that is written in it.
    """


@backup.command("make")
@click.argument("place", metavar="PLACE")
@pass_desk
def make(desk: Desk, *, place: str) -> None:
    """Carry to PLACE what is new, and read it back.

    Stopped half way, the backup before it is still whole, and the next run goes on.
    """
    from depter.cli.place_access import asked_place
    from depter.store.copies import make_copy, standing

    with desk.open() as book:
        there = asked_place(place)
        unsaved = standing(book, at=book.notebook.now()).unsaved
        with progress("Backing up", length=unsaved) as done:
            made = make_copy(book, there, progress=done)
    document = {name: getattr(made, name) for name in made.__struct_fields__}
    text = (
        f"Backed up and read back: {made.entries} entries, {made.files} files"
        f" (new: {made.new_entries} and {made.new_files}, {made.carried} bytes)."
    )
    desk.answer(lambda: text + _recoverable(is_so=made.recoverable), document)


@backup.command("verify")
@click.argument("place", metavar="PLACE")
@pass_desk
def verify(desk: Desk, *, place: str) -> None:
    """Read a whole backup back, and check everything in it.

    Each file by its digest, each entry by its signature and by the one before it.
    """
    from depter.cli.place_access import asked_place
    from depter.store import copies

    with desk.open() as book:
        there = asked_place(place)
        entries = sum(head.seq for head in book.notebook.ledger.heads().values())
        with progress("Verifying", length=entries) as done:
            proof = copies.verify_copy(book, there, progress=done)
    document = {name: getattr(proof, name) for name in proof.__struct_fields__}
    text = (
        f"The backup of {_moment(proof.at)} is whole. Every entry ({proof.entries}) is signed and"
        f" follows the one before it; every file ({proof.files}) is what was stored."
        f" Written since: {proof.missing} entries."
    )
    desk.answer(lambda: text + _recoverable(is_so=proof.recoverable), document)


@backup.command("status")
@pass_desk
def status(desk: Desk) -> None:
    """Say when and where the last backups were made."""
    from depter.store.copies import standing

    with desk.open() as book:
        found = standing(book, at=book.notebook.now())
    document = {"copies": found.copies, "unsaved": found.unsaved, "stale": found.is_stale}
    desk.answer(lambda: _status_text(found, desk.room), document)


def _status_text(found: Standing, room: int | None) -> str:
    if not found.copies:
        return "No backup was ever made from this machine. Make one with “depter backup make”."
    rows = [
        (_moment(one.at), str(one.entries), _moment(one.verified_at) or "never", one.address)
        for one in found.copies
    ]
    lines = [table(("made", "entries", "verified", "place"), rows, room=room)]
    lines.append(f"Entries in no backup: {found.unsaved}.")
    if found.is_stale:
        lines.append("The last backup is more than a week old: make a new one.")
    return "\n".join(lines)


def _recoverable(*, is_so: bool) -> str:
    if is_so:
        return "\nThe trustees’ shares open it."
    return "\nOnly a passphrase opens it: there are no paper shares for it."


def _moment(at: str) -> str:
    from depter.cli.words import moment

    return moment(at)
