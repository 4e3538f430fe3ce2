"""``depter member``: who belongs to the office, what waits for a second custodian, new keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depter.cli.columns import line, table
from depter.cli.desk import Desk
from depter.cli.progress import progress
from depter.cli.verbs import Verbs, pass_desk

if TYPE_CHECKING:
    from depter.actions.members import Done, Invitation
    from depter.register.folds.office import Member, OfficeFile


@click.group("member", cls=Verbs)
def member() -> None:
    """Invite members, change or revoke them, renew the office keys.

    An office with two custodians or more decides by two: what one writes waits until another
    confirms it. “depter member list” shows what waits.
    """


@member.command("list")
@pass_desk
def list_members(desk: Desk) -> None:
    """List members, machines, and what waits for a custodian."""
    with desk.open() as book:
        office, own = book.office, book.notebook.device
    document = {
        "office": office.name,
        "members": office.members,
        "pending": office.pending,
        "custodians": len(office.custodians),
        "device": own,
    }
    desk.answer(lambda: _listed(office, desk.room), document)


@member.command("invite")
@click.option("--name", required=True, help="The name by which the office knows the member.")
@click.option("--role", "roles", multiple=True, required=True, metavar="CODE", help="Repeatable.")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the file for another machine; without it, the member signs in on this one.",
)
@pass_desk
def invite(desk: Desk, *, name: str, roles: tuple[str, ...], to: Path | None) -> None:
    """Invite somebody with a code, which is shown once.

    Give the code by hand or by voice, never beside the file. If a second custodian has to
    confirm first, write the file afterwards with “depter member file”.
    """
    from depter.actions.members import Step
    from depter.store import joining

    with desk.open() as book:
        invitation = joining.invite(book, name=name, roles=roles)
        is_written = to is not None and Step.CONFIRM not in invitation.done.missing
        if to is not None and is_written:
            _write(to, joining.write_invitation(book, code=invitation.code))
            joining.invitation_left(book, code=invitation.code)
    _answer_invitation(desk, invitation, file=to if is_written else None)


@member.command("file")
@click.argument("to", type=click.Path(path_type=Path), metavar="FILE")
@pass_desk
def write_file(desk: Desk, *, to: Path) -> None:
    """Write an invitation’s file, for joining on another machine.

    There, “depter join” takes it, with the code.

    The code is asked for, or read from the file that DEPTER_CODE_FILE names. Afterwards it no
    longer opens anything on this machine.
    """
    from depter.cli.second_secret import read_typed_code
    from depter.store import joining

    with desk.open() as book:
        code = read_typed_code()
        _write(to, joining.write_invitation(book, code=code))
        joining.invitation_left(book, code=code)
    desk.answer(lambda: f"The invitation was written to {line(str(to))}.", {"file": str(to)})


@member.command("confirm")
@click.argument("entry", metavar="ENTRY")
@pass_desk
def confirm(desk: Desk, *, entry: str) -> None:
    """Confirm, as the second custodian, what another one wrote."""
    from depter.actions import members
    from depter.values.ids import EntryId

    with desk.open() as book:
        done = members.confirm(book.notebook, entry=EntryId(entry))
    _answer(desk, "It was confirmed.", done)


@member.command("decline")
@click.argument("entry", metavar="ENTRY")
@click.option("--reason", default="", help="Why it shall not be.")
@pass_desk
def decline(desk: Desk, *, entry: str, reason: str) -> None:
    """Strike out what waits for a second custodian."""
    from depter.actions import members
    from depter.values.ids import EntryId

    with desk.open() as book:
        done = members.decline(book.notebook, entry=EntryId(entry), reason=reason)
    _answer(desk, "It was struck out.", done)


@member.command("change")
@click.argument("member_id", metavar="MEMBER")
@click.option("--role", "roles", multiple=True, required=True, metavar="CODE", help="Repeatable.")
@click.option("--reason", default="", help="Why the roles change.")
@pass_desk
def change(desk: Desk, *, member_id: str, roles: tuple[str, ...], reason: str) -> None:
    """Give a member these roles instead of the present ones."""
    from depter.actions import members

    with desk.open() as book:
        done = members.change_roles(book.notebook, member=member_id, roles=roles, reason=reason)
    _answer(desk, "The roles were written.", done)


@member.command("revoke")
@click.argument("member_id", metavar="MEMBER")
@click.option("--reason", required=True, help="Why the member leaves.")
@pass_desk
def revoke(desk: Desk, *, member_id: str, reason: str) -> None:
    """Shut a member out.

    What their machines write from now on counts no more.

    What they wrote before stays. Give the office new keys afterwards with “depter member rekey”:
    until then, a machine that left opens what is written and copied to it.
    """
    from depter.actions import members

    with desk.open() as book:
        done = members.revoke(book.notebook, member=member_id, reason=reason)
    _answer(desk, "The revocation was written.", done)


@member.command("rekey")
@click.option("--reason", default="", help="Why new keys are needed.")
@pass_desk
def rekey(desk: Desk, *, reason: str) -> None:
    """Draw new keys of the office for everybody who belongs to it now."""
    from depter.actions import members

    with desk.open() as book:
        done = members.rekey(book.notebook, reason=reason)
    _answer(desk, "New keys were drawn.", done)


@member.command("custody")
@pass_desk
def take_custody(desk: Desk) -> None:
    """Take custody, once the office made you a custodian.

    On your own machine; another custodian confirms it."""
    from depter.cli.passphrase import read_passphrase
    from depter.store import joining

    with desk.open() as book:
        done = joining.take_custody(book, passphrase=read_passphrase())
    _answer(desk, "Custody was written.", done)


@member.command("share-sealed")
@pass_desk
def share_sealed(desk: Desk) -> None:
    """Give the present custodians what is sealed.

    It may be stopped, and run again."""
    from depter.actions import members
    from depter.cli.passphrase import read_passphrase

    with desk.open() as book:
        custodian = book.custodian(read_passphrase())
        due = members.unshared(book.notebook)
        with progress("Sealing", length=due) as done:
            found = members.share_sealed(book.notebook, custodian=custodian, progress=done)
    text = f"Sealed anew: {found.shared}. Not yours to open: {found.closed}."
    desk.answer(lambda: text, {"shared": found.shared, "closed": found.closed})


def _answer(desk: Desk, text: str, done: Done) -> None:
    document = {"entry": done.entry, "missing": [step.value for step in done.missing]}
    desk.answer(lambda: "\n".join([f"{text} {done.entry}", *_sentences(done)]), document)


def _answer_invitation(desk: Desk, invitation: Invitation, *, file: Path | None) -> None:
    document = {
        "code": invitation.code,
        "member": invitation.member,
        "last_day": invitation.last_day.isoformat(),
        "entry": invitation.done.entry,
        "missing": [step.value for step in invitation.done.missing],
        "file": None if file is None else str(file),
    }
    where = f"The file: {line(str(file))}" if file else "It waits on this machine."
    said = [f"The code, shown once: {invitation.code}", where, *_sentences(invitation.done)]
    desk.answer(lambda: "\n".join(said), document)


def _sentences(done: Done) -> list[str]:
    from depter.actions.members import SAID

    return [SAID[step] for step in done.missing]


def _listed(office: OfficeFile, room: int | None) -> str:
    from depter.cli.words import moment

    rows = [(one.id, one.name, _roles(one), _machines(one)) for one in office.members]
    lines = [table(("id", "name", "roles", "machines"), rows, room=room)]
    for waiting in office.pending:
        by = office.member(waiting.by)
        said = f"{waiting.kind}, {moment(waiting.at)}, {by.name if by else waiting.by}"
        lines.append(f"Waits for a second custodian: {waiting.entry} ({line(said)})")
    return "\n".join(lines)


def _roles(one: Member) -> str:
    from depter.cli.words import label

    if not one.stands:
        return "left"
    return ", ".join(label("role", role) for role in one.roles)


def _machines(one: Member) -> str:
    return str(sum(device.ends is None for device in one.devices))


def _write(path: Path, stored: bytes) -> None:
    from depter.cli.sheets import FileUnreadable

    try:
        path.write_bytes(stored)
    except OSError as problem:
        raise FileUnreadable from problem
