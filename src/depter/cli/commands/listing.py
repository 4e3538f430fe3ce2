"""Lists of everything that is not a case: one way to print, one line of words for each type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import click

from depter.cli.desk import Desk
from depter.cli.verbs import Verbs, paged, pass_desk

if TYPE_CHECKING:
    from depter.register.folds import Folded
    from depter.store.queries.lists import CardList
    from depter.store.queries.shelf import Name

_ABOUT: Final = {
    "place": "List the places: camps, factories, prisons, towns, borders.",
    "organisation": "List the organisations: ministries, courts, media.",
    "incident": "List the incidents: what was done to people who spoke.",
    "proceeding": "List the proceedings before courts and authorities.",
    "figure": "List the figures: who claimed which number, and when.",
}


def answer_list(desk: Desk, type_: str, *, kind: str, limit: int, after: str) -> None:
    """Print one page of the subjects of one type.

    Raises:
        UnknownCode: no such kind.
        TextBroken: ``after`` is no mark of a list.
    """
    from depter.register.vocabulary import vocabulary
    from depter.store.queries.shelf import KINDS
    from depter.values.text import clean_text

    after = clean_text(after)
    if kind:
        vocabulary(KINDS[type_]).check(kind)
    with desk.open() as book:
        found = book.listed(type_, kind=kind, after=after, size=limit)
    document = {
        f"{type_}s": [
            {"id": one.id, "kind": one.kind, "title": one.title, type_: one.folded}
            for one in found.rows
        ],
        "names": found.names,
        "next": found.next,
    }
    desk.answer(lambda: _listed(found, type_, desk.room), document)


def _listed(found: CardList, type_: str, room: int | None) -> str:
    from depter.cli.columns import table
    from depter.cli.words import label
    from depter.store.queries.shelf import KINDS

    rows: list[tuple[str, ...]] = [
        (one.id, label(KINDS[type_], one.kind), *summary(one.folded, found.names))
        for one in found.rows
    ]
    heads: tuple[str, ...] = ("id", "kind", "when", "what")
    if not any(row[2] for row in rows):  # places and sources have no date of their own
        heads, rows = ("id", "kind", "what"), [(*row[:2], row[3]) for row in rows]
    lines = [table(heads, rows, room=room)]
    if found.next:
        lines.append(f"Go on with: --after '{found.next}'")
    return "\n".join(lines)


def summary(folded: Folded, names: Mapping[str, Name]) -> tuple[str, str]:
    """When it was, and what it was, in one line each."""
    from depter.cli.words import date, label, titled
    from depter.register.folds.advocacy import AppealFile, IncidentFile, ProceedingFile
    from depter.register.folds.world import FigureFile, OrganisationFile, PlaceFile

    match folded:
        case AppealFile(made=made):
            asker = titled(names, made.by, made.by_name) or "somebody"
            asked = titled(names, made.addressee, made.addressee_name) or "nobody named"
            return date(made.on), f"{asker} to {asked}: {made.asked}"
        case IncidentFile(reported=reported):
            return date(reported.on), reported.summary
        case ProceedingFile(begun=begun):
            stage = folded.latest_stage
            latest = f" ({label('stage_kind', stage.stage)})" if stage else ""
            return date(begun.on), begun.title + latest
        case FigureFile(claimed=claimed):
            who = titled(names, claimed.by, claimed.by_name) or titled(names, claimed.told.source)
            number = f"{label('qualifier', claimed.qualifier)} {claimed.value:,}"
            return date(claimed.as_of or claimed.said_on), f"{number} — {claimed.about} ({who})"
        case PlaceFile(described=described) | OrganisationFile(described=described):
            within = titled(names, getattr(described, "within", None))
            where = within or label("country", described.country)
            return "", folded.name + (f", {where}" if where else "")
        case _:
            return "", str(getattr(folded, "name", ""))


def lister(type_: str) -> click.Group:
    """The group ``depter TYPE`` with its ``list``."""
    group = Verbs(type_, help=_ABOUT[type_], callback=lambda: None)

    @group.command("list", help=f"List every {type_} of the register, newest first.")
    @click.option("--kind", default="", metavar="CODE", help=f"Only a {type_} of this kind.")
    @paged
    @pass_desk
    def list_type(desk: Desk, *, kind: str, limit: int, after: str) -> None:
        answer_list(desk, type_, kind=kind, limit=limit, after=after)

    return group


def all_listers() -> list[click.Group]:
    """One group for each type that has no other commands."""
    return [lister(type_) for type_ in _ABOUT]
