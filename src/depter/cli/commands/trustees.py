"""``depter trustees``: the key of last resort, on paper and in several hands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from depter.cli.desk import Desk
from depter.cli.progress import progress
from depter.cli.verbs import Verbs, pass_desk

if TYPE_CHECKING:
    from depter.store.trusteeship import Appointed

_LANGUAGES = ("en", "kk", "ru", "ug", "zh-hans")


@click.group("trustees", cls=Verbs)
def trustees() -> None:
    """Put the key of last resort on paper, into several hands.

    With enough of their papers and a backup, the office comes back after a fire, a theft or a
    raid, and after every passphrase was forgotten. With fewer, nobody opens anything.
    """


@trustees.command("appoint")
@click.option(
    "--threshold",
    type=click.IntRange(2, 16),
    default=3,
    show_default=True,
    help="How many sheets are enough.",
)
@click.option(
    "--shares",
    type=click.IntRange(2, 16),
    default=5,
    show_default=True,
    help="How many sheets are made.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(_LANGUAGES),
    help="Of each sheet in turn; the last one is that of all that follow. Repeatable.",
)
@click.option(
    "--sheets",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Put the sheets here, e.g. on a stick; without it, in this computer's memory.",
)
@click.option("--on-screen", is_flag=True, help="Show the words for copying by hand; no sheets.")
@pass_desk
def appoint(
    desk: Desk,
    *,
    threshold: int,
    shares: int,
    languages: tuple[str, ...],
    sheets: Path | None,
    on_screen: bool,
) -> None:
    """Hold the ceremony that makes the sheets of the trustees.

    The sheets are printed, and two words of each are typed back. Do it with the trustees in the
    room and the network off. Nothing is appointed unless every sheet was proved. The sheets are
    removed at the end. Earlier sheets then open no new backup.
    """
    from depter.cli.ceremony import Table, warn_of_network
    from depter.cli.passphrase import read_passphrase
    from depter.recovery.ceremony import hold_ceremony
    from depter.store import trusteeship

    warn_of_network()
    with desk.open() as book:
        passphrase = read_passphrase()
        book.custodian(passphrase)  # before anything is printed
        laid = Table(
            notebook=book.key_file.notebook,
            office="",
            made=f"{book.notebook.now():%Y-%m-%d}",
            languages=languages or ("en",),
            folder=None if on_screen else sheets or Path(),
        )
        with laid:
            recovery = hold_ceremony(
                notebook=book.key_file.notebook,
                threshold=threshold,
                shares=shares,
                hand_out=laid.hand_out,
                ask=laid.ask,
                told_wrong=laid.told_wrong,
            )
        with progress("Sealing", length=0) as done:
            given = trusteeship.appoint(book, recovery, passphrase=passphrase, progress=done)
    document = {name: getattr(given, name) for name in given.__struct_fields__}
    desk.answer(lambda: _appointed(given, threshold=threshold, shares=shares), document)


@trustees.command("drill")
@pass_desk
def drill(desk: Desk) -> None:
    """Prove that the shares still open this notebook.

    Nothing is restored or shown. The words are asked for, one share after the other. That the
    drill was held is recorded.
    """
    from depter.cli.share_words import read_shares
    from depter.store import trusteeship

    with desk.open() as book:
        trusteeship.present_trustees(book)  # before anybody types
        proved = trusteeship.drill(book, read_shares())
    text = f"The shares open this notebook. Sealed keys: {proved.sealed}, of which they open"
    document = {"sealed": proved.sealed, "opened": proved.opened}
    desk.answer(lambda: f"{text} {proved.opened}.", document)


@trustees.command("share-sealed")
@pass_desk
def share_sealed(desk: Desk) -> None:
    """Give the custodians what the trustees' shares open.

    For an office whose other custodians are lost: what machines wrote that had not heard of the
    new custodian is sealed to the lost ones and to the trustees. The words are asked for, one
    share after the other.
    """
    from depter.actions.sealed_sharing import unshared
    from depter.cli.share_words import read_shares
    from depter.store import trusteeship

    with desk.open() as book:
        trusteeship.present_trustees(book)  # before anybody types
        shares = read_shares()
        with progress("Sealing", length=unshared(book.notebook)) as done:
            found = trusteeship.share_with_papers(book, shares, progress=done)
    text = f"Sealed anew: {found.shared}. Not opened by the shares: {found.closed}."
    desk.answer(lambda: text, {"shared": found.shared, "closed": found.closed})


@trustees.command("status")
@pass_desk
def status(desk: Desk) -> None:
    """Say whether there are trustees, and when they were proved."""
    from depter.actions.sealed_sharing import unshared

    with desk.open() as book:
        office = book.office
        due = unshared(book.notebook) if office.trustees else 0
    waiting = [one.entry for one in office.pending if one.kind == "trustees.appointed"]
    document = {"trustees": office.trustees, "waiting": waiting, "unshared": due}
    lines = []
    if office.trustees is None:
        lines.append("There are no trustees: if the passphrases are lost, so is the register.")
    else:
        from depter.cli.words import moment

        one = office.trustees
        lines.append(f"Appointed {moment(one.at)}: {one.threshold} of {one.shares} are enough.")
        proved = f"{moment(one.verified_at)} ({one.verified_how})" if one.verified_at else "never"
        lines.append(f"Proved: {proved}. Sealed keys not shared with them yet: {due}.")
    lines += [f"Waits for a second custodian: {entry}" for entry in waiting]
    desk.answer(lambda: "\n".join(lines), document)


def _appointed(given: Appointed, *, threshold: int, shares: int) -> str:
    if given.waits:
        return (
            f"All {shares} sheets were proved. The appointment waits for a second custodian, who"
            f" confirms it with “depter member confirm {given.entry}”; then let a custodian run"
            " “depter member share-sealed”. Until then the sheets open nothing."
        )
    text = f"The trustees are appointed: any {threshold} of the {shares} sheets are enough."
    if given.closed:
        text += f" Sealed and not yours to share: {given.closed}."
    return f"{text} Make a backup now: the sheets open backups made from here on."
