"""Several machines of one office: each a folder and keys of its own, joined by bundles alone.

Members are admitted by the founder as facts; how an invitation travels is tested elsewhere.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from depter.exchange.accept import Accepted, accept
from depter.exchange.offer import write_offer
from depter.exchange.places import open_place
from depter.exchange.plan import plan_offer
from depter.ledger.entry import b64
from depter.notebook.folder import NotebookFolder
from depter.notebook.keyfile import KeyFile
from depter.notebook.notebook import Notebook
from depter.register.facts.office import MemberAdmitted
from depter.store.book import Book, begun, open_notebook
from depter.values.ids import new_id
from depter.vault import symmetric
from depter.vault.boxes import Box, _context, _locked
from depter.vault.keyring import Keyring, new_keyring
from tests.notebooks import light_slot
from tests.people import PASSPHRASE

NAMES: Final = ("Qarlygash", "Boran", "Sayasat", "Tolqyn", "Nurbike")
CARDS: Final = ("card", "case_row", "facet", "link", "part")


class Watch:
    """A clock that the test turns; two readings are never the same."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Now, as this machine believes."""
        return datetime.now(UTC) + self.ahead


@dataclass
class Machine:
    """One member's notebook on one machine."""

    name: str
    book: Book
    watch: Watch = field(default_factory=Watch)

    @property
    def notebook(self) -> Notebook:
        """What the exchange takes."""
        return self.book.notebook

    @property
    def device(self) -> str:
        """The key its feed is known by."""
        return self.notebook.device

    def offer(self, stick: Path, *to: Machine) -> tuple[str, ...]:
        """Put on the stick what the others lack; the names of the files."""
        stick.mkdir(exist_ok=True)
        plan = plan_offer(self.notebook, to=[one.device for one in to] if to else None)
        return write_offer(self.notebook, plan, open_place(str(stick)))

    def accept(self, stick: Path, **settings: Any) -> Accepted:
        """Take in what is on the stick."""
        return accept(self.notebook, open_place(str(stick)), **settings)

    def cards(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every card, byte for byte."""
        return {table: self._rows(table) for table in CARDS}

    def _rows(self, table: str) -> list[tuple[Any, ...]]:
        columns = [
            name
            for (name,) in self.notebook.database.execute(
                f"SELECT name FROM pragma_table_info('{table}')"
            )
            if (table, name) not in {("facet", "id"), ("link", "id"), ("part", "number")}
        ]
        rows = self.notebook.database.execute(f"SELECT {', '.join(columns)} FROM {table}")
        return sorted([tuple(map(_plain, row)) for row in rows], key=repr)

    def clone(self, folder: Path) -> Machine:
        """A copy of the folder, opened: what a copied laptop is."""
        self.notebook.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.book.path, folder, ignore=shutil.ignore_patterns("holder"))
        book = open_notebook(folder, passphrase=PASSPHRASE, clock=self.watch)
        return Machine(self.name, book, self.watch)


def machine_in(folder: Path, *, name: str = NAMES[0]) -> Machine:
    """The machine whose notebook lies in a folder."""
    watch = Watch()
    return Machine(name, open_notebook(folder, passphrase=PASSPHRASE, clock=watch), watch)


def joined(founder: Machine, folder: Path, *roles: str, name: str = NAMES[1]) -> Machine:
    """A member admitted by the founder, with an empty notebook on a machine of their own."""
    keyring = admitted(founder, *roles, name=name)
    return empty_machine(folder, keyring, name=name)


def admitted(founder: Machine, *roles: str, name: str = NAMES[1]) -> Keyring:
    """The keys of a member whom the founder admitted."""
    notebook = founder.notebook
    keyring = new_keyring(member=new_id(), office=notebook.keyring.office)
    fact = MemberAdmitted(
        member=keyring.member,
        device=b64(keyring.device_keys()[0]),
        recipient=keyring.recipient(),
        name=name,
        roles=roles or ("coordinator",),
    )
    notebook.write(notebook.office_id, fact)
    return keyring


def empty_machine(folder: Path, keyring: Keyring, *, name: str) -> Machine:
    """An empty notebook of a member."""
    where, watch = NotebookFolder(folder), Watch()
    where.create(key_file(keyring))
    where.hold()
    return Machine(name, begun(where, keyring, clock=watch), watch)


def key_file(keyring: Keyring) -> KeyFile:
    """A key file that opens in a moment."""
    notebook, master = new_id(), symmetric.new_key()
    slot = light_slot(master, passphrase=PASSPHRASE, context=_context(notebook, "slot"))
    box = Box(slot=slot, keyring=_locked(notebook, keyring, master))
    return KeyFile(notebook=notebook, boxes=(box,))


def office_of_machines(
    template: Path, where: Path, *, roles: Sequence[str] = ("coordinator",)
) -> list[Machine]:
    """The founder and one machine for each role; all hold the office's first entries."""
    shutil.copytree(template, where / "machine-0")
    machines = [machine_in(where / "machine-0")]
    for number, role in enumerate(roles, start=1):
        machines.append(joined(machines[0], where / f"machine-{number}", role, name=NAMES[number]))
    machines[0].offer(where / "first-stick", *machines[1:])
    for one in machines[1:]:
        one.accept(where / "first-stick")
    return machines


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
