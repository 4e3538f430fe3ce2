"""``depter search``: words in names, statements and everything else that is legible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depter.cli.columns import line, table
from depter.cli.desk import Desk
from depter.cli.verbs import Verb, pass_desk

if TYPE_CHECKING:
    from depter.store.queries.search import Hit


@click.command("search", cls=Verb)
@click.argument("text", nargs=-1, required=True)
@pass_desk
def search_register(desk: Desk, *, text: tuple[str, ...]) -> None:
    """Find what holds all the words of TEXT, names first.

    The last word may be only begun. Every script is searched, Chinese also within a sentence."""
    with desk.open() as book:
        hits = book.search(" ".join(text))
    desk.answer(lambda: _found(hits, desk.room), {"hits": hits})


def _found(hits: tuple[Hit, ...], room: int | None) -> str:
    if not hits:
        return "Nothing was found."
    rows = [(hit.name.id, hit.name.type, hit.name.title, line(hit.excerpt)) for hit in hits]
    return table(("id", "type", "title", "found in"), rows, room=room)
