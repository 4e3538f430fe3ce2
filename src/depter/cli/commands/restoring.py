"""``depter restore``: back at work on another machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depter.cli.columns import line
from depter.cli.desk import Desk
from depter.cli.progress import progress
from depter.cli.verbs import Verb, pass_desk

if TYPE_CHECKING:
    from depter.exchange.places import Place
    from depter.recovery.unwrap import Unwrapped
    from depter.store.restoring import Restored


@click.command("restore", cls=Verb)
@click.argument("place", metavar="PLACE")
@click.option(
    "--into", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="A new folder."
)
@click.option("--shares", is_flag=True, help="Open it with the trustees’ words on paper.")
@click.option("--name", default="", help="With --shares: the name of who becomes custodian.")
@click.option(
    "--member",
    default="",
    metavar="MEMBER",
    help="With --shares: who this is, by name or id, if a member already.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="MEMBER",
    help="With --shares: shut this member out at once, by name or id. Repeatable.",
)
@pass_desk
def restore_backup(
    desk: Desk,
    *,
    place: str,
    into: Path,
    shares: bool,
    name: str,
    member: str,
    without: tuple[str, ...],
) -> None:
    """Restore the backup in PLACE as a new notebook on this machine.

    It opens with the passphrase of a member of the machine that made it or, with --shares, with
    enough of the trustees' shares, whose words are asked for one share after the other. The new
    passphrase is then typed twice, or read from the file that DEPTER_NEW_PASSPHRASE_FILE names.
    The lost machine's own part of the ledger is never written on, so nothing forks.
    """
    from depter.cli.place_access import asked_place
    from depter.store.restoring import restore
    from depter.web.hardening import forbid_dumps

    forbid_dumps()
    there = asked_place(place)
    unwrapped, passphrase = _opened(there, is_from_paper=shares)
    done = restore(
        there,
        unwrapped,
        into=into.expanduser(),
        passphrase=passphrase,
        name=name,
        member=member,
        without=without,
        bars=lambda label, length: progress(label, length=length),
    )
    document = {field: getattr(done, field) for field in done.__struct_fields__}
    desk.answer(lambda: _text(done, into, is_from_paper=shares), document)
    if done.first_bad:
        raise click.exceptions.Exit(4)


def _opened(there: Place, *, is_from_paper: bool) -> tuple[Unwrapped, str]:
    """What opens the backup, and the passphrase of the new notebook."""
    from depter.recovery.unwrap import about_of, with_passphrase, with_shares

    about_of(there)  # before anybody types
    if is_from_paper:
        from depter.cli.second_secret import read_new_passphrase
        from depter.cli.share_words import read_shares

        unwrapped = with_shares(there, shares=read_shares())
        return unwrapped, read_new_passphrase()
    from depter.cli.passphrase import read_passphrase

    passphrase = read_passphrase()
    return with_passphrase(there, passphrase=passphrase), passphrase


def _text(done: Restored, into: Path, *, is_from_paper: bool) -> str:
    from depter.cli.words import moment

    lines = [
        f"Restored into {line(str(into))}: {done.entries} entries and {done.files} files.",
        f"The backup is of {moment(done.at)}: what was written later is not in it. Accept the"
        " newest bundles of the other machines with “depter exchange accept”.",
    ]
    if is_from_paper:
        lines.append(
            "Draw new keys of the office with “depter member rekey”: whoever has the lost machine"
            " may open the old ones."
        )
    if is_from_paper and done.custodians > 1:
        lines.append(
            f"The office has {done.custodians} custodians: what one of them writes waits until"
            " another confirms it. Of those whom nobody can reach, shut one out by restoring once"
            " more with --without."
        )
    if done.closed:
        lines.append(f"Sealed and not opened by the shares: {done.closed}.")
    if done.first_bad:
        lines.append(
            f"An entry does not hold: {done.first_bad}. Keep the backup, and ask for help."
        )
    return "\n".join([*lines, "Make a backup of this machine in a folder of its own."])
