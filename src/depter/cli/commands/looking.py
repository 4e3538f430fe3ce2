"""``depter looks``: who looked at what is protected, for custodians."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depter.cli.columns import line, table
from depter.cli.desk import Desk
from depter.cli.verbs import Verb, paged, pass_desk

if TYPE_CHECKING:
    from depter.register.folds.office import OfficeFile
    from depter.store.looks import LookList


@click.command("looks", cls=Verb)
@click.option("--member", default="", metavar="ID", help="Only what this member looked at.")
@click.option("--subject", default="", metavar="ID", help="Only who looked at this page.")
@paged
@pass_desk
def list_looks(desk: Desk, *, member: str, subject: str, limit: int, after: str) -> None:
    """List who looked at what is protected, newest first.

    Only custodians may. Looks are kept on this machine, for as long as the office decided."""
    with desk.open() as book:
        found = book.looks(member=member, subject=subject, after=after, size=limit)
        office = book.office
    desk.answer(lambda: _text(found, office, desk.room), found)


def _text(found: LookList, office: OfficeFile, room: int | None) -> str:
    if not found.rows:
        return "Nobody looked at anything protected."
    names = {one.id: one.name or one.id for one in office.members}
    rows = [
        (one.at[:16].replace("T", " "), line(names.get(one.member, one.member)), one.what)
        + (one.subject, one.detail)
        for one in found.rows
    ]
    text = table(("at (UTC)", "member", "what", "about", "detail"), rows, room=room)
    return f"{text}\nnext: {found.next}" if found.next else text
