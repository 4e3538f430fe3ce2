"""An open notebook with its cards: what the web, the command line and scripts hold."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

import msgspec
from django.core.management import call_command

from depter.errors import is_disk_full
from depter.ledger.entry import b64
from depter.ledger.ledger import Ledger
from depter.ledger.verify import BadEntry, Verified
from depter.notebook.closeddoor import DoorClosed, is_closed
from depter.notebook.errors import DiskFull, NotebookDamaged, NotebookExists, NotebookTooNew
from depter.notebook.folder import NotebookFolder
from depter.notebook.keyfile import (
    KeyFile,
    Opened,
    create_key_file,
    custodian_secret,
    open_box,
    read_key_file,
    with_keyring,
    write_key_file,
)
from depter.notebook.notebook import Clock, Notebook, Progress
from depter.notebook.verify import verify_notebook
from depter.register.access import ALONE, Right, Viewer, may
from depter.register.facts.office import DeviceIntroduced, MemberAdmitted, OfficeFounded
from depter.register.folds.office import OfficeFile
from depter.store.asking import Asking
from depter.store.configuration import configure, forget_database, register_database
from depter.store.database import DjangoDatabase
from depter.store.drawing import StoredCards
from depter.store.looks import prune_looks
from depter.values.ids import SubjectId, new_id
from depter.vault.errors import WrongPassphrase
from depter.vault.keyring import Keyring, new_keyring

SCHEMA: Final = 2  # PRAGMA user_version; raised with each migration of the cards


class Room:
    """A notebook's folder and database, open, without any member's keys.

    A process that several members use keeps this, and makes a :class:`Book` of it for as long
    as one of them needs it.
    """

    def __init__(self, notebook: Notebook, *, alias: str) -> None:
        self._notebook = notebook.without_keys()
        self.alias = alias
        self.folder = notebook.folder

    def book(self, keyring: Keyring) -> Book:
        """The open notebook, for one member."""
        notebook = self._notebook.for_member(keyring)
        return Book(notebook=notebook, alias=self.alias, viewer=notebook.viewer)

    def close(self, *, is_quiet: bool = False) -> None:
        """Let go of database and folder; where nobody writes, bring the log into the file first."""
        if is_quiet:
            DjangoDatabase(self.alias).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        forget_database(self.alias)
        self.folder.release()


class Book(Asking):
    """One open notebook. Close it, or use it as a context manager.

    Questions (``cases``, ``case``, ``search``, …) come from :class:`Asking` and are answered
    as the member who opened it may see. Writing is done by :mod:`depter.actions`, which take
    :attr:`notebook`.
    """

    def __init__(self, *, notebook: Notebook, alias: str, viewer: Viewer) -> None:
        super().__init__(alias=alias, viewer=viewer, clock=notebook.clock)
        self.notebook = notebook
        notebook.may_touch = self._may_touch

    def _may_touch(self, subject: SubjectId) -> bool:
        return Asking(alias=self.alias, viewer=self.notebook.viewer).may_see(subject)

    @property
    def path(self) -> Path:
        """The notebook's folder."""
        return self.notebook.folder.path

    @property
    def room(self) -> Room:
        """What stays open when this member's keys go."""
        return Room(self.notebook, alias=self.alias)

    @property
    def office(self) -> OfficeFile:
        """The office: members, devices, trustees, what waits for a second signature."""
        return self.notebook.office

    @property
    def key_file(self) -> KeyFile:
        """The key file as it now is on the disk."""
        return read_key_file(self.notebook.folder.keys)

    def keep_keys(self, key_file: KeyFile) -> None:
        """Write the key file anew.

        Raises:
            DiskFull: no room; the old one stands.
        """
        try:
            write_key_file(self.notebook.folder.keys, key_file)
        except OSError as problem:
            if is_disk_full(problem):
                raise DiskFull() from problem
            raise

    def opened(self, passphrase: str) -> Opened:
        """This member's own box, opened once more: to change it, or to be sure who is there.

        Raises:
            WrongPassphrase: it is not this member's.
        """
        opened = open_box(self.key_file, passphrase=passphrase)
        if opened.keyring.device_seed != self.notebook.keyring.device_seed:
            raise WrongPassphrase()
        return opened

    def custodian(self, passphrase: str) -> str:
        """The custodian's secret, for opening sealed fields once.

        Raises:
            WrongPassphrase: not this member's.
            NoCustody: this member is no custodian on this device.
        """
        self.opened(passphrase)
        return custodian_secret(self.key_file, passphrase=passphrase)

    def for_member(self, keyring: Keyring) -> Book:
        """The same open notebook, for another member of this device (or the same one again)."""
        notebook = self.notebook.for_member(keyring)
        return Book(notebook=notebook, alias=self.alias, viewer=notebook.viewer)

    def verify(self, *, progress: Progress | None = None) -> Verified:
        """Check every signature, chain, digest and body; the first bad entry is named.

        Then the database's own structure: a page from an older copy breaks it.
        """
        found = verify_notebook(self.notebook, progress=progress)
        if found.first_bad is not None or DjangoDatabase(self.alias).is_sound():
            return found
        bad = BadEntry(device="", seq=0, id="", reason="database")
        return Verified(entries=found.entries, devices=found.devices, first_bad=bad)

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Draw all cards again from the ledger."""
        self.notebook.rebuild(progress=progress)

    def differing_cards(self, *, progress: Progress | None = None) -> list[SubjectId]:
        """Subjects whose cards are not what the ledger says; empty is right."""
        return self.notebook.differing_cards(progress=progress)

    def close(self) -> None:
        """Let go of database, keys and folder."""
        self.room.close()

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _now() -> datetime:
    return datetime.now(UTC)


def create_notebook(
    path: str | os.PathLike[str],
    *,
    passphrase: str,
    office: str = "",
    member: str = "",
    clock: Clock = _now,
) -> Book:
    """Begin a notebook in a new folder and open it.

    It is made beside and moved into place whole, so that a crash leaves no half of one.

    Raises:
        WeakPassphrase: too short or too simple.
        NotebookExists: there is something in the folder.
        DiskFull: no room.
    """
    final = Path(path).absolute()
    if final.exists() and (not final.is_dir() or any(final.iterdir())):
        raise NotebookExists()
    member_id = new_id()
    key_file, keyring, custodian = create_key_file(
        notebook=new_id(), passphrase=passphrase, member=member_id
    )
    for left_over in final.parent.glob(f".{final.name}.beginning-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    beside = NotebookFolder(final.parent / f".{final.name}.beginning-{os.getpid()}")
    founded = OfficeFounded(name=office, custodians=(custodian,))
    admitted = MemberAdmitted(
        member=member_id,
        role="",
        roles=tuple(role.value for role in ALONE),
        device=b64(keyring.device_keys()[0]),
        recipient=keyring.recipient(),
        name=member,
    )
    try:
        beside.create(key_file)
        with begun(beside, keyring, clock=clock) as book:
            book.notebook.write(SubjectId(new_id()), founded, admitted)
        os.rename(beside.path, final)
    except BaseException:
        shutil.rmtree(beside.path, ignore_errors=True)
        raise
    return open_notebook(final, passphrase=passphrase, clock=clock)


def begun(folder: NotebookFolder, keyring: Keyring, *, clock: Clock = _now) -> Book:
    """An open notebook with an empty ledger, in a folder that holds a key file and nothing else."""
    return _opened(folder, keyring, clock, is_new=True)


def open_notebook(path: str | os.PathLike[str], *, passphrase: str, clock: Clock = _now) -> Book:
    """Open a notebook for this process alone.

    Raises:
        NotebookMissing, NotebookInUse, NotebookDamaged, NotebookTooNew: as they say.
        WrongPassphrase, KeyFileDamaged: the keys do not open.
        OldCopyPutBack, HistoryReplaced: the database is not the one last written.
        DoorClosed: see :func:`unlocked`.
    """
    book, _ = unlocked(path, passphrase=passphrase, clock=clock)
    return book


def unlocked(
    path: str | os.PathLike[str], *, passphrase: str, clock: Clock = _now
) -> tuple[Book, Opened]:
    """As :func:`open_notebook`, with the member's box, for a face that writes it anew.

    Raises:
        DoorClosed: a coordinator sent everyone out, and this is none.
    """
    folder = NotebookFolder(Path(path).absolute())
    folder.hold()
    try:
        opened = open_box(read_key_file(folder.keys), passphrase=passphrase)
        if not folder.database.is_file() or not folder.database.stat().st_size:
            raise NotebookDamaged()  # SQLite would begin a new database there
        book = _opened(folder, opened.keyring, clock)
        if is_closed(folder) and not may(book.viewer, Right.EVERYONE_OUT):
            book.close()
            raise DoorClosed()
        if not opened.keyring.secret:
            book, opened = _brought_up_to_date(book, opened)
        return book, opened
    except BaseException:
        folder.release()
        raise


def _brought_up_to_date(book: Book, opened: Opened) -> tuple[Book, Opened]:
    """Give a member of the first format what others need to seal keys to them."""
    notebook = book.notebook
    member = notebook.office.member_of(notebook.device)
    fresh = new_keyring(member=member.id if member else "", office=opened.keyring.office)
    keyring = msgspec.structs.replace(
        fresh, database=opened.keyring.database, device_seed=opened.keyring.device_seed
    )
    key_file = with_keyring(book.key_file, opened, keyring)
    book.keep_keys(key_file)
    renewed = book.for_member(keyring)
    renewed.notebook.write(
        notebook.office_id,
        DeviceIntroduced(device=notebook.device, recipient=keyring.recipient()),
    )
    [box] = [one for one in key_file.boxes if one.slot == opened.box.slot]
    return renewed, Opened(box=box, master=opened.master, keyring=keyring)


def _opened(
    folder: NotebookFolder, keyring: Keyring, clock: Clock, *, is_new: bool = False
) -> Book:
    configure()
    alias = f"notebook-{new_id()}"
    register_database(alias, path=folder.database, key=keyring.database)
    try:
        database = DjangoDatabase(alias)
        cards = StoredCards(database)
        notebook = Notebook(
            folder=folder, keyring=keyring, database=database, cards=cards, clock=clock
        )
        if is_new:
            with database.transaction():
                Ledger(database).create()
            folder.database.chmod(0o600)
        else:
            Ledger(database).guard()
            with database.transaction():
                Ledger(database).update()
        _update_schema(alias, database, cards, notebook, is_new=is_new)
        notebook.check_heads()
        if notebook.keyring.office:  # who holds no key of it cannot read for how long
            days = notebook.office.policy.looks_days
            prune_looks(alias, days=days, at=clock())
        return Book(notebook=notebook, alias=alias, viewer=notebook.viewer)
    except BaseException:
        forget_database(alias)
        raise


def _update_schema(
    alias: str,
    database: DjangoDatabase,
    cards: StoredCards,
    notebook: Notebook,
    *,
    is_new: bool,
) -> None:
    """Make the tables of the cards, or renew them after an update of Depter."""
    [(version,)] = database.execute("PRAGMA user_version")
    if version > SCHEMA:
        raise NotebookTooNew()
    if version == SCHEMA:
        return
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    if not is_new:
        database.execute("DROP TABLE IF EXISTS search_text")
    cards.create()
    if not is_new and notebook.keyring.office:
        notebook.rebuild()
    database.execute(f"PRAGMA user_version = {SCHEMA}")
