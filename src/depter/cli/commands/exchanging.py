"""``depter exchange``: carrying entries between the machines of an office, by stick or server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from depter.cli.columns import line, table
from depter.cli.desk import Desk
from depter.cli.failures import document as told
from depter.cli.failures import paragraph
from depter.cli.progress import progress
from depter.cli.verbs import Verbs, pass_desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depter.exchange.accept import Accepted
    from depter.exchange.standing import Standing
    from depter.register.folds.office import OfficeFile


@click.group("exchange", cls=Verbs)
def exchange() -> None:
    """Carry the register between the machines of the office.

    PLACE is a folder, such as a stick. What is put there is encrypted for the machines it is for,
    and only they can open it. Nothing is ever merged silently: what contradicts stands side by
    side until somebody settles it.
    """


@exchange.command("offer")
@click.argument("place", metavar="PLACE")
@click.option(
    "--to",
    multiple=True,
    metavar="MEMBER",
    help="For this member alone, by name or id. Repeatable; without it, for everybody.",
)
@pass_desk
def offer(desk: Desk, *, place: str, to: tuple[str, ...]) -> None:
    """Put into PLACE what the others lack.

    What they have is known from the last bundle that came from them. Somebody who was never heard
    of is given everything when named with --to.
    """
    from depter.exchange.offer import write_offer
    from depter.exchange.places import open_place
    from depter.exchange.plan import plan_offer
    from depter.store.looks import What

    with desk.open() as book:
        devices = _devices_of(book.office, to) if to else None
        plan = plan_offer(book.notebook, to=devices)
        book.record_look(What.BUNDLE, detail=str(plan.entries))
        with progress("Offering", length=plan.entries) as done:
            names = write_offer(book.notebook, plan, open_place(place), progress=done)
        unheard = [_who(book.office, one.key) for one in plan.unheard]
    document = {
        "entries": plan.entries,
        "files": len(plan.blobs),
        "devices": [one.key for one in plan.to],
        "unheard": [one.key for one in plan.unheard],
        "names": names,
    }
    text = f"Entries: {plan.entries}. Files of evidence: {len(plan.blobs)}. Written: {len(names)}."
    if unheard and not to:
        text += "\nNever heard of: " + ", ".join(map(line, unheard)) + ". Name them with --to."
    desk.answer(lambda: text, document)


@exchange.command("accept")
@click.argument("place", metavar="PLACE")
@click.option("--despite-clock", is_flag=True, help="Also entries dated more than a day ahead.")
@click.option("--answer", is_flag=True, help="Put an answer there that says what is here now.")
@pass_desk
def accept_bundles(desk: Desk, *, place: str, despite_clock: bool, answer: bool) -> None:
    """Take in what lies in PLACE for this machine.

    Doing it twice changes nothing. Stopped half way, it goes on when done again. The exit code is
    that of the first part of which nothing could be taken.
    """
    from depter.exchange.accept import accept
    from depter.exchange.offer import write_offer
    from depter.exchange.places import open_place
    from depter.exchange.plan import answer_to
    from depter.store.erasing import leave_no_trace

    with desk.open() as book, progress("Accepting", length=0) as done:
        there = open_place(place)
        erased = set(book.office.erased)
        accepted = accept(book.notebook, there, despite_clock=despite_clock, progress=done)
        if set(book.office.erased) - erased:
            leave_no_trace(book)
        if answer and accepted.heard:
            plan = answer_to(book.notebook, to=accepted.heard)
            write_offer(book.notebook, plan, there)
        names = {one: _who(book.office, one) for one in (*accepted.new, *accepted.heard)}
    document = {
        **{name: getattr(accepted, name) for name in accepted.__struct_fields__},
        "failures": {name: told(one) for name, one in accepted.failures.items()},
        "nothing_new": accepted.is_nothing_new,
    }
    desk.answer(lambda: _accepted_text(accepted, names), document)
    for failure in accepted.failures.values():
        raise click.exceptions.Exit(failure.exit_code)


@exchange.command("status")
@pass_desk
def status(desk: Desk) -> None:
    """List who has what, and when each machine was last heard of."""
    from depter.exchange.standing import who_has_what

    with desk.open() as book:
        found = who_has_what(book.notebook)
    desk.answer(lambda: _status_text(found, desk.room), {"devices": found})


def _devices_of(office: OfficeFile, wanted: Sequence[str]) -> list[str]:
    """The devices of members by name or id."""
    from depter.exchange.errors import NobodyToOffer

    devices: list[str] = []
    for one in wanted:
        members = [member for member in office.members if one in (member.id, member.name)]
        if not members:
            raise NobodyToOffer
        devices += [device.key for member in members for device in member.devices]
    return devices


def _who(office: OfficeFile, device: str) -> str:
    member = office.member_of(device)
    return member.name if member and member.name else device[:8]


def _accepted_text(accepted: Accepted, names: dict[str, str]) -> str:
    from depter.exchange.errors import EntriesMissing

    lines = [f"New entries: {accepted.entries}. Known before: {accepted.known}."]
    lines += [f"  {line(names[one])}: {count}" for one, count in accepted.new.items()]
    if accepted.is_nothing_new:
        lines = ["Nothing new: everything in it was here already."]
    if accepted.files or accepted.files_missing:
        lines.append(f"Files of evidence: {accepted.files}. Not there: {accepted.files_missing}.")
    for fork in accepted.forks:
        lines.append(
            f"Fork: device {fork.device} wrote two different entries of number {fork.seq}. It was"
            " copied, or an old copy of it was put back. Nothing of the second one was taken."
        )
    for gap in accepted.missing:
        lines.append(paragraph(EntriesMissing(device=gap.device, first=gap.first, last=gap.last)))
    for refused in accepted.refused:
        lines.append(
            f"Refused: {refused.count} entries of device {refused.device} from number"
            f" {refused.seq} on ({_REASONS[refused.reason]})."
        )
    lines += [paragraph(failure) for failure in accepted.failures.values()]
    if accepted.conflicts:
        lines.append("To be settled, decided twice: " + ", ".join(accepted.conflicts))
    return "\n".join(lines)


_REASONS = {
    "stranger": "the office does not know this device",
    "ended": "written after the device was shut out",
    "role": "its member never had a role that allows it",
    "body": "its content is not what was signed",
}


def _status_text(found: Sequence[Standing], room: int | None) -> str:
    rows = [
        (
            one.name or one.member,
            one.device,
            _heard(one),
            "" if one.lacks is None else str(one.lacks),
        )
        for one in found
    ]
    return table(("member", "device", "last heard of", "lacks"), rows, room=room)


def _heard(one: Standing) -> Any:
    if one.is_here:
        return "here"
    told_at = one.heard_at[:16].replace("T", " ") if one.heard_at else "never"
    return f"{told_at} (ended)" if one.has_ended else told_at
