"""An open notebook with its cards: what the web, the command line and scripts hold."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from django.core.management import call_command

from depter.ledger.ledger import Ledger
from depter.ledger.verify import BadEntry, Verified
from depter.notebook.encoding import FactNotUnderstood
from depter.notebook.errors import NotebookDamaged, NotebookExists, NotebookTooNew
from depter.notebook.folder import NotebookFolder
from depter.notebook.notebook import Clock, Notebook, Progress
from depter.notebook.verify import verify_notebook
from depter.register.access import Role, Viewer
from depter.register.facts.office import MemberAdmitted, OfficeFounded
from depter.store.asking import Asking
from depter.store.configuration import configure, forget_database, register_database
from depter.store.database import DjangoDatabase
from depter.store.drawing import StoredCards
from depter.values.ids import SubjectId, new_id
from depter.vault.errors import BodyDamaged
from depter.vault.keyfile import (
    Keyring,
    create_key_file,
    custodian_secret,
    read_key_file,
    unlock,
)

SCHEMA: Final = 1  # PRAGMA user_version; raised with each migration of the cards


class Book(Asking):
    """One open notebook. Close it, or use it as a context manager.

    Questions (``cases``, ``case``, ``search``, …) come from :class:`Asking` and are answered
    as the member who opened it may see. Writing is done by :mod:`depter.actions`, which take
    :attr:`notebook`.
    """

    def __init__(self, *, notebook: Notebook, alias: str, viewer: Viewer) -> None:
        super().__init__(alias=alias, viewer=viewer)
        self.notebook = notebook

    @property
    def path(self) -> Path:
        """The notebook's folder."""
        return self.notebook.folder.path

    def custodian(self, passphrase: str) -> str:
        """The custodian's secret, for opening sealed fields once.

        Raises:
            WrongPassphrase: not the custodian's.
        """
        return custodian_secret(read_key_file(self.notebook.folder.keys), passphrase=passphrase)

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
        forget_database(self.alias)
        self.notebook.folder.release()

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
    key_file, keyring = create_key_file(notebook=new_id(), passphrase=passphrase)
    for left_over in final.parent.glob(f".{final.name}.beginning-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    beside = NotebookFolder(final.parent / f".{final.name}.beginning-{os.getpid()}")
    try:
        beside.create(key_file)
        _found(_opened(beside, keyring, clock, is_new=True), office=office, member=member)
        os.rename(beside.path, final)
    except BaseException:
        shutil.rmtree(beside.path, ignore_errors=True)
        raise
    return open_notebook(final, passphrase=passphrase, clock=clock)


def open_notebook(path: str | os.PathLike[str], *, passphrase: str, clock: Clock = _now) -> Book:
    """Open a notebook for this process alone.

    Raises:
        NotebookMissing, NotebookInUse, NotebookDamaged, NotebookTooNew: as they say.
        WrongPassphrase, KeyFileDamaged: the keys do not open.
        OldCopyPutBack, HistoryReplaced: the database is not the one last written.
    """
    folder = NotebookFolder(Path(path).absolute())
    folder.hold()
    try:
        keyring = unlock(read_key_file(folder.keys), passphrase=passphrase)
        if not folder.database.is_file() or not folder.database.stat().st_size:
            raise NotebookDamaged()  # SQLite would begin a new database there
        return _opened(folder, keyring, clock)
    except BaseException:
        folder.release()
        raise


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
        _update_schema(alias, database, cards, notebook, is_new=is_new)
        notebook.check_heads()
        return Book(notebook=notebook, alias=alias, viewer=_viewer(notebook))
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
    if not is_new:
        notebook.rebuild()
    database.execute(f"PRAGMA user_version = {SCHEMA}")


def _found(book: Book, *, office: str, member: str) -> None:
    """The first entries: the office, and the one member with this device."""
    notebook = book.notebook
    founded = OfficeFounded(name=office, custodians=notebook.keyring.custodians)
    admitted = MemberAdmitted(
        member=new_id(), role=Role.MEMBER.value, device=notebook.device, name=member
    )
    with book:
        notebook.write(SubjectId(new_id()), founded, admitted)


def _viewer(notebook: Notebook) -> Viewer:
    """The member whose device this is, as the ledger says."""
    for kept in notebook.ledger.of_kind("member.admitted"):
        with suppress(BodyDamaged, FactNotUnderstood):  # opens all the same: to be verified
            for recorded in notebook.facts(kept.subject):
                fact = recorded.fact
                if isinstance(fact, MemberAdmitted) and fact.device == notebook.device:
                    return Viewer(member=fact.member, role=Role(fact.role))
    return Viewer(member="", role=Role.MEMBER)
