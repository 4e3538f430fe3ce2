"""``depter strike``: undoing, which is writing once more."""

from __future__ import annotations

import click

from depter.cli.desk import Desk
from depter.cli.verbs import Verb, pass_desk


@click.command("strike", cls=Verb)
@click.argument("subject", metavar="SUBJECT")
@click.argument("entry", metavar="ENTRY")
@click.option("--reason", default="", help="Why it is struck out.")
@pass_desk
def strike(desk: Desk, *, subject: str, entry: str, reason: str) -> None:
    """Strike out an entry about a subject, which is undoing it.

    It stays legible in the history. Both ids stand in the history of the page. Striking the
    strike itself restores the entry.
    """
    from depter.actions.history import strike_entry
    from depter.values.ids import EntryId, subject_id

    with desk.open() as book:
        strike_id = strike_entry(
            book.notebook, subject=subject_id(subject), entry=EntryId(entry), reason=reason
        )
    document = {"subject": subject, "struck": entry, "entry": strike_id}
    desk.answer(lambda: strike_id, document)
