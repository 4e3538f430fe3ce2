"""``depter ledger`` and ``depter rebuild``: whether what is there is what was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click

from depter.cli.columns import table
from depter.cli.desk import Desk
from depter.cli.progress import progress
from depter.cli.verbs import Verb, Verbs, pass_desk
from depter.errors import N_, DepterError

if TYPE_CHECKING:
    from depter.ledger.heads import Head
    from depter.store.book import Book


class LedgerBroken(DepterError):
    """Verification found an entry that does not hold."""

    what: ClassVar[str] = N_(
        "The ledger does not hold from entry {seq} of device {device} on (id {id}): {reason}."
    )
    safe: ClassVar[str] = N_("The entries before it hold, and nothing was changed.")
    do: ClassVar[str] = N_("Copy the whole folder first, then restore the latest backup.")
    exit_code: ClassVar[int] = 4


class CardsDiffer(DepterError):
    """What the pages show is not what the ledger says."""

    what: ClassVar[str] = N_("The cards of {count} subjects are not what the ledger says: {ids}")
    safe: ClassVar[str] = N_("The ledger is the truth and was not changed.")
    do: ClassVar[str] = N_("Run “depter rebuild” to draw them again.")
    exit_code: ClassVar[int] = 4


@click.group("ledger", cls=Verbs)
def ledger() -> None:
    """Check the signed ledger, or print where it ends."""


@ledger.command("verify")
@pass_desk
def verify(desk: Desk) -> None:
    """Check every entry and name the first that does not hold.

    Signatures, chains, digests, bodies and the file itself are checked. Sealed parts stay
    closed; their signed digests are checked.
    """
    from depter.notebook.errors import NotebookDamaged

    with desk.open() as book, progress("Verifying", length=_entries(book)) as done:
        found = book.verify(progress=done)
    bad = found.first_bad
    if bad is not None and not bad.device:
        raise NotebookDamaged  # the file itself is bad, not one entry
    if bad is not None:
        raise LedgerBroken(seq=bad.seq, device=bad.device, id=bad.id or "–", reason=bad.reason)
    document = {"holds": True, "entries": found.entries, "devices": found.devices}
    desk.answer(
        lambda: f"The ledger holds. Entries: {found.entries}. Devices: {found.devices}.", document
    )


@ledger.command("heads")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with heads printed earlier, kept in this file (“-” for standard input).",
)
@pass_desk
def heads(desk: Desk, *, against: Path | None) -> None:
    """Print the last entry of every feed.

    Keep them on paper or elsewhere: they show later whether an older copy was put back.
    """
    from depter.cli.commands.kept_heads import read_heads

    earlier = read_heads(against) if against else []
    with desk.open() as book:
        ends = list(book.notebook.ledger.heads().values())
        book.notebook.ledger.expect(earlier)
    document = {"heads": ends, "compared": len(earlier)}
    desk.answer(lambda: _heads_text(ends, len(earlier)), document)


def _heads_text(ends: list[Head], compared: int) -> str:
    text = table(
        ("device", "number", "id"), [(e.device, str(e.seq), e.id) for e in ends], room=None
    )
    return text + (f"\nThe ledger passes through all {compared} heads kept." if compared else "")


@click.command("rebuild", cls=Verb)
@click.option("--check", is_flag=True, help="Compare only; change nothing.")
@pass_desk
def rebuild(desk: Desk, *, check: bool) -> None:
    """Draw all cards again from the ledger, or compare them.

    Cards are what lists and pages show; they hold nothing that the ledger does not."""
    with desk.open() as book:
        entries = _entries(book)
        with progress("Comparing" if check else "Rebuilding", length=entries) as done:
            differing = book.differing_cards(progress=done) if check else []
            if not check:
                book.rebuild(progress=done)
    if differing:
        raise CardsDiffer(count=len(differing), ids=", ".join(differing))
    document = {"checked": check, "rebuilt": not check, "entries": entries, "differing": differing}
    done_text = "Every card is what the ledger says" if check else "All cards were drawn again"
    desk.answer(lambda: f"{done_text} ({entries} entries).", document)


def _entries(book: Book) -> int:
    """Feeds are numbered from 1 without a gap, so their ends add up."""
    return sum(head.seq for head in book.notebook.ledger.heads().values())
