"""An office of several members on one machine, made in a moment: a book for each of them.

Keyrings are drawn and members admitted as facts, without passphrases; who signs in on a real
machine, and how, is tested elsewhere.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from depter.actions.office_keys import share_of
from depter.ledger.entry import b64
from depter.notebook.keyfile import custodian_secret, read_key_file
from depter.notebook.notebook import Notebook
from depter.register.access import Right, Role, rights_of
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    MemberAdmitted,
    MemberChanged,
)
from depter.store.book import Book, open_notebook
from depter.values.ids import EntryId, new_id
from depter.vault.keyring import Keyring, OfficeKey, new_keyring
from depter.vault.sealing import new_identity
from tests.notebooks import new_notebook
from tests.people import PASSPHRASE

NAMES: Final = ("Qarlygash", "Boran", "Sayasat", "Tolqyn", "Nurbike", "Jupar", "Ormanbet")
Roles = str | Sequence[str]


class Watch:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """Now, as the notebook believes."""
        return datetime.now(UTC) + self._ahead

    def turn(self, *, days: float = 0, hours: float = 0) -> None:
        """Let time pass."""
        self._ahead += timedelta(days=days, hours=hours)


@dataclass
class Office:
    """Members by name; the first of :data:`NAMES` founded it.

    ``founder`` is the book to close at the end; all others share its database. ``custody`` is
    each custodian's age secret, as their passphrase would open it.
    """

    founder: Book
    watch: Watch
    books: dict[str, Book] = field(default_factory=dict)
    custody: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.founder.path

    def book(self, name: str) -> Book:
        """One member's book, with the rights that the ledger gives them now."""
        book = self.books[name]
        return Book(notebook=book.notebook, alias=book.alias, viewer=book.notebook.viewer)

    def notebook(self, name: str) -> Notebook:
        """What actions take, as one member."""
        return self.books[name].notebook

    def id_of(self, name: str) -> str:
        """The member's id."""
        return self.books[name].notebook.viewer.member

    def pending(self) -> list[EntryId]:
        """What waits for a second custodian."""
        return [one.entry for one in self.founder.notebook.office.pending]

    def sign(self, entry: EntryId) -> None:
        """Every custodian whose signature an entry still waits for gives it."""
        for name in self.books:
            notebook = self.notebook(name)
            if entry in self.pending() and Right.MANAGE in rights_of(notebook.viewer.roles):
                notebook.write(notebook.office_id, Countersigned(entry=entry))

    def join(self, *roles: str, name: str = "", is_signed: bool = True) -> str:
        """Somebody new with these roles, admitted by the founder; their name."""
        name = name or next(one for one in NAMES if one not in self.books)
        notebook = self.founder.notebook
        given = _office_keys(notebook.keyring, roles)
        keyring = msgspec.structs.replace(
            new_keyring(member=new_id(), office=given), database=notebook.keyring.database
        )
        fact = MemberAdmitted(
            member=keyring.member,
            device=b64(keyring.device_keys()[0]),
            recipient=keyring.recipient(),
            name=name,
            roles=roles,
        )
        [entry] = notebook.write(notebook.office_id, fact)
        self.books[name] = self.founder.for_member(keyring)
        if is_signed:
            self.sign(entry)
            if Role.CUSTODIAN in roles:
                self.take_custody(name)
        return name

    def take_custody(self, name: str) -> None:
        """A custodian's own recipient, signed by another."""
        recipient, self.custody[name] = new_identity()
        notebook = self.notebook(name)
        [entry] = notebook.write(notebook.office_id, CustodyTaken(recipient=recipient))
        self.sign(entry)

    def change(self, name: str, *roles: str, by: str = NAMES[0]) -> EntryId:
        """Give a member other roles; signed by everybody who may."""
        notebook = self.notebook(by)
        fact = MemberChanged(member=self.id_of(name), roles=roles)
        [entry] = notebook.write(notebook.office_id, fact)
        self.sign(entry)
        return entry


@contextmanager
def office_of(where: Path, roles: Sequence[Roles] = ("custodian", "custodian")) -> Iterator[Office]:
    """An open office in a new folder below ``where``; each of ``roles`` is one member's.

    The first is the founder's, who also keeps the roles of a founder where it is empty. The
    notebook is one, the members are several: what one writes, the others read at once.
    """
    folder = Path(tempfile.mkdtemp(dir=where)) / "register"
    shutil.copytree(_template(), folder)
    watch = Watch()
    founder = open_notebook(folder, passphrase=PASSPHRASE, clock=watch)
    try:
        office = Office(founder, watch, {NAMES[0]: founder})
        secret = custodian_secret(read_key_file(folder / "keys.json"), passphrase=PASSPHRASE)
        office.custody[NAMES[0]] = secret
        for one in roles[1:]:
            office.join(*_codes(one))
        if roles and _codes(roles[0]):
            office.change(NAMES[0], *_codes(roles[0]))
        yield office
    finally:
        founder.close()


def _codes(roles: Roles) -> tuple[str, ...]:
    return ((roles,) if roles else ()) if isinstance(roles, str) else tuple(roles)


def _office_keys(keyring: Keyring, codes: Sequence[str]) -> tuple[OfficeKey, ...]:
    """The office keys that these roles may hold, as an invitation would lend them."""
    shares = (share_of(key, roles=codes) for key in keyring.office)
    return tuple(one for one in shares if one is not None)


@cache
def _template() -> Path:
    return new_notebook(Path(tempfile.mkdtemp(prefix="depter-office-")) / "register")
