"""``depter deed`` and ``depter erase``: what takes two people, and forgetting for good."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from depter.cli.columns import line
from depter.cli.desk import Desk
from depter.cli.verbs import Verb, Verbs, pass_desk

if TYPE_CHECKING:
    from depter.register.deeds import Request
    from depter.store.book import Book

_STATES = {
    "waiting": "waits for a second member",
    "paused": "agreed, pauses until",
    "ready": "may be done now",
    "used": "was done",
    "withdrawn": "withdrawn",
    "lapsed": "too old",
}


@click.group("deed", cls=Verbs)
def deed() -> None:
    """List what takes two people, ask for it, or agree to it."""


@deed.command("list")
@click.argument("subject", metavar="[SUBJECT]", required=False, default="")
@pass_desk
def list_deeds(desk: Desk, *, subject: str) -> None:
    """List the requests that wait, or all those about one subject."""
    from depter.actions.deeds import is_alone, open_requests, requests
    from depter.values.ids import subject_id

    with desk.open() as book:
        found = (
            requests(book.notebook, subject_id(subject))
            if subject
            else open_requests(book.notebook)
        )
        alone = is_alone(book.notebook)
        named = _members(book)
    document = {"requests": [_row(one, named) for one in found], "alone": alone}
    desk.answer(lambda: _listed(found, named, is_alone=alone), document)


@deed.command("ask")
@click.argument("subject", metavar="SUBJECT")
@click.argument("which", metavar="DEED")
@click.option("--reason", required=True, help="Why it has to be done; it is recorded.")
@pass_desk
def ask(desk: Desk, *, subject: str, which: str, reason: str) -> None:
    """Ask for a deed about a subject: unseal, take_out or erase.

    Another coordinator or custodian has to agree within seven days. To withdraw the request,
    strike it. In an office of one, asking is enough."""
    from depter.actions.deeds import ask_deed
    from depter.values.ids import subject_id

    with desk.open() as book:
        entry = ask_deed(book.notebook, subject=subject_id(subject), deed=which, reason=reason)
    desk.answer(lambda: entry, {"subject": subject, "entry": entry})


@deed.command("agree")
@click.argument("subject", metavar="SUBJECT")
@click.argument("entry", metavar="ENTRY")
@pass_desk
def agree(desk: Desk, *, subject: str, entry: str) -> None:
    """Stand behind what another member asked for.

    Both ids stand in “depter deed list”."""
    from depter.actions.deeds import agree_to
    from depter.values.ids import EntryId, subject_id

    with desk.open() as book:
        agreed = agree_to(book.notebook, subject=subject_id(subject), entry=EntryId(entry))
    desk.answer(lambda: agreed, {"subject": subject, "agreed": entry, "entry": agreed})


@click.command("erase", cls=Verb)
@click.argument("subject", metavar="[SUBJECT]", required=False, default="")
@click.option("--reason", default="", help="Why it has to be forgotten; it is recorded.")
@click.option("--due", is_flag=True, help="Carry out every erasure whose pause is over.")
@pass_desk
def erase(desk: Desk, *, subject: str, reason: str, due: bool) -> None:
    """Ask that a subject be forgotten, or list what will be.

    A second member has to agree (“depter deed agree”); then a pause begins, 72 hours unless the
    office says otherwise, in which striking the request stops it."""
    from depter.actions.erasure import REACH, ask_erasure, erasures
    from depter.register.access import Right, require
    from depter.store.erasing import erase_due
    from depter.values.ids import subject_id

    entry = ""
    with desk.open() as book:
        if subject:
            about = subject_id(subject)
            entry = ask_erasure(book.notebook, subject=about, reason=reason)
        if due:
            require(book.viewer, Right.ERASE)
        erased = erase_due(book) if due else ()
        waiting, named = erasures(book.notebook), _members(book)
    document = {
        "entry": entry,
        "erased": list(erased),
        "waiting": [_row(one, named) for one in waiting],
        "reach": list(REACH),
    }
    lines = [f"Asked: {entry}"] if entry else []
    lines += [f"Erased: {one}" for one in erased]
    lines.append(_listed(waiting, named, is_alone=False))
    desk.answer(lambda: "\n".join([*lines, "", *REACH]), document)


def _members(book: Book) -> dict[str, str]:
    return {one.id: one.name or one.id for one in book.office.members}


def _row(one: Request, named: dict[str, str]) -> dict[str, object]:
    return {
        "subject": one.subject,
        "entry": one.entry,
        "deed": one.deed,
        "reason": one.reason,
        "at": one.at,
        "by": named.get(one.by, ""),
        "agreed": [named.get(other.member, "") for other in one.agreed],
        "state": one.state.value,
        "due": one.due.isoformat() if one.due else "",
    }


def _listed(found: Iterable[Request], named: dict[str, str], *, is_alone: bool) -> str:
    from depter.cli.words import label, moment

    parts = []
    for one in found:
        state = _STATES[one.state.value]
        until = f" {one.due:%Y-%m-%d %H:%M}" if one.due and one.state.value == "paused" else ""
        by = line(named.get(one.by, "?"))
        head = f"{label('deed', one.deed)}: {one.subject}  {state}{until}"
        lines = [head, f"  {by}, {moment(one.at)}: {line(one.reason)}"]
        lines += [f"  Agreed: {line(named.get(other.member, '?'))}" for other in one.agreed]
        parts.append("\n".join([*lines, f"  Entry: {one.entry}"]))
    listed = "\n\n".join(parts) or "Nothing is asked for."
    alone = "Nobody else in this office may agree, so asking is enough."
    return f"{listed}\n\n{alone}" if is_alone else listed
