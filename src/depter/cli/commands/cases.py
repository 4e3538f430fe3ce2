"""``depter case``: the list, one dossier, a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from depter.cli.columns import table
from depter.cli.desk import Desk
from depter.cli.verbs import Verbs, paged, pass_desk

if TYPE_CHECKING:
    from depter.store.queries.cases import CaseList

ORDERS = ("opened", "changed", "name")


@click.group("case", cls=Verbs)
def case() -> None:
    """List the people, read a dossier, or open a new one."""


@case.command("list")
@click.option("--status", default="", metavar="CODE", help="Only cases whose status is this now.")
@click.option("--place", default="", metavar="ID", help="Only cases that mention this place.")
@click.option("--year", default="", metavar="YEAR", help="Only people first held in this year.")
@click.option(
    "--source-kind", default="", metavar="CODE", help="Only cases on which such a source spoke."
)
@click.option("--disputed", is_flag=True, help="Only cases about which the sources disagree.")
@click.option(
    "--not-heard-since",
    default="",
    metavar="DATE",
    help="Only people not known to be free and not heard of on or after this EDTF date.",
)
@click.option("--order", type=click.Choice(ORDERS), default="opened", help="Sort by this.")
@paged
@pass_desk
def list_cases(
    desk: Desk,
    *,
    status: str,
    place: str,
    year: str,
    source_kind: str,
    disputed: bool,
    not_heard_since: str,
    order: str,
    limit: int,
    after: str,
) -> None:
    """List cases, newest first.

    The options narrow the list, together."""
    from depter.register.vocabulary import vocabulary
    from depter.store.queries.cases import CaseFilter
    from depter.values.edtf import parse_date
    from depter.values.ids import subject_id
    from depter.values.text import clean_text

    wanted = CaseFilter(
        status=vocabulary("status").check(status) if status else "",
        place=subject_id(place) if place else "",
        year=parse_date(year).text if year else "",
        source_kind=vocabulary("source_kind").check(source_kind) if source_kind else "",
        disputed=disputed,
        not_heard_since=parse_date(not_heard_since).text if not_heard_since else "",
        order=order,
        after=clean_text(after),
    )
    with desk.open() as book:
        found = book.cases(wanted, size=limit)
    document = {
        "cases": found.rows,
        "count": found.count,
        "is_more": found.is_more,
        "next": found.next,
    }
    desk.answer(lambda: _listed(found, desk.room), document)


def _listed(found: CaseList, room: int | None) -> str:
    from depter.cli.words import date, label

    rows = [
        (
            one.id,
            one.name or "(no name yet)",
            label("status", one.status) + (" (disputed)" if one.is_disputed else ""),
            date(one.status_as_of),
            date(one.last_heard),
            one.place_name,
            str(one.statements),
        )
        for one in found.rows
    ]
    heads = ("id", "name", "status", "as of", "last heard of", "where", "statements")
    more = "more than " if found.is_more else ""
    lines = [table(heads, rows, room=room), f"{len(rows)} of {more}{found.count} cases."]
    if found.next:
        lines.append(f"Go on with: --after '{found.next}'")
    return "\n".join(lines)


@case.command("show")
@click.argument("case_id", metavar="ID")
@pass_desk
def show_case(desk: Desk, *, case_id: str) -> None:
    """Show the dossier of one person.

    It holds the names, the statuses in order, every claim with its source, and the history."""
    from depter.cli.commands.dossier import dossier_text
    from depter.values.ids import subject_id

    wanted = subject_id(case_id)
    with desk.open() as book:
        page = book.case(wanted)
    desk.answer(lambda: dossier_text(page), page)


@case.command("open")
@click.option(
    "--label", default="", help="Call the person this until a statement gives a name; may be empty."
)
@pass_desk
def open_new_case(desk: Desk, *, label: str) -> None:
    """Open a case for one person and print its id.

    Names and statuses come with statements."""
    from depter.actions.cases import open_case

    with desk.open() as book:
        opened = open_case(book.notebook, label=label)
    desk.answer(lambda: opened, {"case": opened})
