"""Restoring a backup: a new notebook with a new device key, whole in its place or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

import msgspec

from depter.actions.members import NameMissing, share_sealed
from depter.errors import is_disk_full
from depter.exchange.places import Place
from depter.ledger.entry import b64
from depter.notebook.errors import DiskFull, NotebookExists
from depter.notebook.folder import NotebookFolder
from depter.notebook.keyfile import KeyFile, with_box, with_recovery
from depter.notebook.membership import learn
from depter.notebook.notebook import Clock, Notebook
from depter.recovery import reading
from depter.recovery.escrow import present_recovery
from depter.recovery.formats import Manifest
from depter.recovery.returning import (
    KeysIncomplete,
    ReadsNothing,
    member_called,
    recovered,
    restored,
)
from depter.recovery.unwrap import Unwrapped
from depter.register.access import Right
from depter.store.book import Book, begun
from depter.store.database import DjangoDatabase
from depter.values.ids import new_id
from depter.vault import sealing
from depter.vault.keyring import Keyring, new_keyring
from depter.vault.slots import check_passphrase

Bars = Callable[[str, int], AbstractContextManager[Callable[[int], None] | None]]


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was restored.

    Attributes:
        at: when the backup was made, ISO 8601 in UTC; what was written later is not in it.
        first_bad: the id of the first entry that does not hold, empty when all do.
        shared, closed: sealed keys given to the new custodian, and those that stay closed.
        custodians: how many the office has now; with two, what one writes waits for another.
    """

    at: str
    member: str
    entries: int
    files: int
    first_bad: str = ""
    shared: int = 0
    closed: int = 0
    custodians: int = 0


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _silent(label: str, length: int) -> Iterator[None]:
    yield None


def restore(
    place: Place,
    unwrapped: Unwrapped,
    *,
    into: Path,
    passphrase: str,
    name: str = "",
    member: str = "",
    without: Sequence[str] = (),
    bars: Bars = _silent,
    clock: Clock = _now,
) -> Restored:
    """Restore the backup in a place as a new device.

    The lost device's feed is never written on: it may have written more than the backup holds.

    Args:
        passphrase: opens the new notebook. After :func:`unwrap.with_passphrase`, the same one.
        name, member: with shares, who becomes custodian: somebody new of this name, or a member
            of the office, by id or name.
        without: with shares, members whom the office shuts out, by id or name.

    Raises:
        BackupDamaged, NoBackupThere: nothing was restored.
        ReadsNothing, CannotReturn, KeysIncomplete, NoSuchMemberThere, NameMissing: as they say.
        WeakPassphrase, NotebookExists, DiskFull: nothing was begun.
    """
    check_passphrase(passphrase)
    if not unwrapped.office:
        raise ReadsNothing()
    if unwrapped.keyring is None and not (name.strip() or member):
        raise NameMissing()
    final = into.absolute()
    if final.exists() and (not final.is_dir() or any(final.iterdir())):
        raise NotebookExists()
    manifest = reading.read_manifest(place, key=unwrapped.key)
    for left_over in final.parent.glob(f".{escape(final.name)}.restoring-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    beside = NotebookFolder(final.parent / f".{final.name}.restoring-{os.getpid()}")
    coming = _Coming(unwrapped, name=name.strip(), member=member, without=without)
    key_file = KeyFile(notebook=unwrapped.about.notebook, boxes=())
    try:
        beside.create(key_file)
        with begun(beside, coming.keyring, clock=clock) as empty:
            _fill(empty, place, manifest, key=unwrapped.key, bars=bars)
            found = _come(empty, coming, key_file, passphrase=passphrase, bars=bars)
        os.rename(beside.path, final)
    except OSError as problem:
        shutil.rmtree(beside.path, ignore_errors=True)
        raise (DiskFull() if is_disk_full(problem) else problem) from problem
    except BaseException:
        shutil.rmtree(beside.path, ignore_errors=True)
        raise
    return msgspec.structs.replace(found, at=manifest.at, files=len(manifest.files))


class _Coming:
    """Whoever comes back, with keys that were drawn a moment ago."""

    def __init__(
        self, unwrapped: Unwrapped, *, name: str, member: str, without: Sequence[str]
    ) -> None:
        self.unwrapped = unwrapped
        self.name = name
        self.without = without
        self._called = member
        earlier = unwrapped.keyring
        who = earlier.member if earlier else new_id()
        self.keyring = new_keyring(member=who, office=unwrapped.office)
        self.recipient, self.custody = "", unwrapped.custodian
        if earlier is None:
            self.recipient, self.custody = sealing.new_identity()
        else:
            self.keyring = msgspec.structs.replace(self.keyring, factors=earlier.factors)

    def keyring_in(self, notebook: Notebook) -> Keyring:
        """With the office's keys that the ledger brought to the device that was lost.

        Raises:
            KeysIncomplete: the present one is not among them.
        NoSuchMemberThere: whoever comes back is none of the office.
        """
        keys, earlier = self.keyring, self.unwrapped.keyring
        if earlier is not None:
            ledger, device = notebook.ledger, b64(earlier.device_keys()[0])
            learnt, _ = learn(ledger, earlier, ledger.about(notebook.office_id), device)
            keys = msgspec.structs.replace(keys, office=learnt.office)
        office = notebook.for_member(keys).office
        if all(one.id != office.key for one in keys.office):
            raise KeysIncomplete()
        if earlier is None and self._called:
            who = member_called(office, self._called).id
            return msgspec.structs.replace(keys, member=who)
        return keys

    def write_first_entry(self, notebook: Notebook) -> None:
        """By what right this device writes."""
        earlier = self.unwrapped.keyring
        if earlier is not None:
            back = restored(notebook, earlier, coming=notebook.keyring)
            notebook.write(notebook.office_id, back)
            return
        come = recovered(
            notebook,
            self.unwrapped.trustees,
            coming=notebook.keyring,
            custodian=self.recipient,
            name=self.name,
            without=self.without,
        )
        notebook.write(notebook.office_id, come)


def _fill(book: Book, place: Place, manifest: Manifest, *, key: bytes, bars: Bars) -> None:
    """Entries, keys and files, each checked before it stays."""
    ledger, database = book.notebook.ledger, DjangoDatabase(book.alias)
    beside = book.notebook.folder.files / "backup.back"
    with bars("Entries", manifest.entries) as told:
        for batch in reading.entries(place, manifest, key=key, beside=beside):
            with database.transaction():
                ledger.append(batch)
            if told:
                told(len(batch))
    with database.transaction():
        for rows in reading.subject_keys(place, manifest, key=key, beside=beside):
            ledger.add_keys(rows)
    with bars("Files", len(manifest.files)) as told:
        for blob, stored in manifest.files.items():
            reading.fetch(place, stored, book.notebook.folder.files / blob)
            if told:
                told(1)


def _come(
    empty: Book, coming: _Coming, key_file: KeyFile, *, passphrase: str, bars: Bars
) -> Restored:
    """The cards, the first entry of the new device, its key file; then everything is verified."""
    keyring = coming.keyring_in(empty.notebook)
    book = empty.for_member(keyring)
    entries = sum(head.seq for head in book.notebook.ledger.heads().values())
    book.notebook.check_heads()
    with bars("Cards", entries) as told:
        book.rebuild(progress=told)
    coming.write_first_entry(book.notebook)
    key_file = with_box(key_file, keyring, passphrase=passphrase, custody=coming.custody)
    recovery = present_recovery(book.notebook, key_file)
    book.keep_keys(with_recovery(key_file, recovery, database=keyring.database))
    shared = closed = 0
    if coming.unwrapped.keyring is None:
        given = share_sealed(book.notebook, custodian=coming.unwrapped.custodian)
        shared, closed = given.shared, given.closed
    with bars("Verifying", entries) as told:
        bad = book.verify(progress=told).first_bad
    return Restored(
        at="",
        member=keyring.member,
        entries=entries,
        files=0,
        first_bad=(bad.id or bad.reason) if bad else "",
        shared=shared,
        closed=closed,
        custodians=len(book.office.with_right(Right.MANAGE)),
    )
