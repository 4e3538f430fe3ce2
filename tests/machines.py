"""Notebooks of one office on different machines, for tests: entries are carried by hand.

The slots of the key files are the cheapest there are; what they guard is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

import depter
from depter.actions.members import Invitation, Step, confirm, share_sealed
from depter.ledger.entry import SignedLine, entry_id, read_line
from depter.notebook.bodies import Written
from depter.notebook.notebook import Notebook
from depter.store import joining
from depter.store.book import Book, create_notebook
from depter.vault.slots import Slot
from tests.notebooks import light_slot

FOUNDER: Final = "seven willows beside a slow canal"
WORDS: Final = {
    "Boran": "green lanterns over the quiet valley",
    "Sayasat": "a kettle of salted tea at dusk",
    "Tolqyn": "cranes returning across the reeds",
    "Nurbike": "wool carpets drying in the yard",
}


def light_make_slot(key: bytes, *, passphrase: str, context: bytes) -> Slot:
    """In the place of :func:`depter.vault.slots.make_slot`."""
    return light_slot(key, passphrase=passphrase, context=context)


def make_slots_light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key file that is written from here on opens in milliseconds."""
    monkeypatch.setattr("depter.vault.boxes.make_slot", light_make_slot)


class Dial:
    """A clock for all machines, that tests turn."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Now, plus what was turned."""
        return datetime.now(UTC) + self.ahead


@dataclass
class Machines:
    """Open notebooks by the name of whoever works at them."""

    where: Path
    closing: ExitStack
    dial: Dial
    books: dict[str, Book] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Book:
        return self.books[name]

    def notebook(self, name: str) -> Notebook:
        """What actions take."""
        return self.books[name].notebook

    def keep(self, name: str, book: Book) -> Book:
        """A book that is closed at the end; its viewer is asked anew from here on."""
        self.books[name] = self.closing.enter_context(book)
        return self.books[name]

    def come(self, name: str, *roles: str, by: str = "Qarlygash") -> Book:
        """Somebody joins with a machine of their own, confirmed by every custodian."""
        invitation = joining.invite(self.books[by], name=name, roles=roles)
        self.signed(invitation, by=by)
        return self.join(name, invitation, by=by)

    def signed(self, invitation: Invitation, *, by: str) -> None:
        """The second custodian confirms, where the office has one."""
        if Step.CONFIRM in invitation.done.missing:
            second = self.second(by)
            self.carry(by, second)
            confirm(self.notebook(second), entry=invitation.done.entry)
            self.carry(second, by)

    def second(self, first: str) -> str:
        """A custodian on another machine."""
        office = self.notebook(first).office
        return next(
            name
            for name, book in self.books.items()
            if name != first
            and (member := office.member_of(book.notebook.device)) is not None
            and member.custody
        )

    def join(self, name: str, invitation: Invitation, *, by: str) -> Book:
        """The file goes over, a notebook is begun, and what it says is carried back."""
        stored = joining.write_invitation(self.books[by], code=invitation.code, clock=self.dial)
        joining.invitation_left(self.books[by], code=invitation.code, clock=self.dial)
        book = joining.join(
            self.where / name,
            invitation=stored,
            code=invitation.code,
            passphrase=WORDS[name],
            clock=self.dial,
        )
        self.keep(name, book)
        self.carry(name, by)
        for one in self.notebook(by).office.pending:
            if one.by == book.notebook.viewer.member:
                confirm(self.notebook(by), entry=one.entry)
        secret = self.books[by].custodian(FOUNDER) if by == "Qarlygash" else ""
        if secret:
            share_sealed(self.notebook(by), custodian=secret)
        self.carry(by, name)
        return book

    def carry(self, source: str, target: str) -> None:
        """All that one machine has and the other lacks."""
        carry(self.notebook(source), self.notebook(target))

    def meet(self) -> None:
        """Everybody's entries go to everybody."""
        for source in self.books:
            for target in self.books:
                if source != target:
                    self.carry(source, target)


def carry(source: Notebook, target: Notebook, devices: Sequence[str] | None = None) -> None:
    """Entries of feeds, and all keys, taken in as if exchange had looked at them already."""
    lines: list[Written] = []
    for device in source.ledger.devices() if devices is None else devices:
        head = target.ledger.head(device)
        for one in source.ledger.stored_lines(device, after=head.seq if head else 0):
            signed = SignedLine(
                entry=read_line(one.line),
                line=one.line,
                id=entry_id(one.line),
                signature=one.signature,
            )
            lines.append((signed, one.bodies))
    target.accept(lines, list(source.ledger.keys()))


@contextmanager
def machines_of(where: Path) -> Iterator[Machines]:
    """One machine with the founder's notebook; call with light slots."""
    dial = Dial()
    with ExitStack() as closing:
        machines = Machines(where, closing, dial)
        machines.keep(
            "Qarlygash",
            create_notebook(
                where / "Qarlygash",
                passphrase=FOUNDER,
                office="Desk",
                member="Qarlygash",
                clock=dial,
            ),
        )
        yield machines


def reopened(book: Book, *, passphrase: str) -> Book:
    """The same notebook, closed and opened again."""
    path = book.path
    book.close()
    return depter.open_notebook(path, passphrase=passphrase)
