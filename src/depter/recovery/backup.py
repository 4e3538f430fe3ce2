"""Making a backup: what is new since the last one, the keys whole, and all of it read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from depter.exchange.place_errors import NotInPlace
from depter.exchange.places import Place
from depter.ledger.heads import Head
from depter.ledger.ledger import StoredLine
from depter.notebook.keyfile import KeyFile
from depter.notebook.notebook import Notebook
from depter.recovery import formats
from depter.recovery.carrying import Carrier
from depter.recovery.escrow import present_recovery
from depter.recovery.formats import (
    ABOUT,
    KEY_FILE,
    MANIFEST,
    About,
    BackupDamaged,
    BackupOfAnother,
    Manifest,
    NoBackupThere,
    Stored,
)
from depter.recovery.reading import read_manifest
from depter.values.ids import is_id
from depter.values.level import Level
from depter.vault import sealing, symmetric
from depter.vault.recoverykey import Recovery

Progress = Callable[[int], None]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of the backup did.

    Attributes:
        at: when, ISO 8601 in UTC.
        entries, new_entries: how many the backup holds, and how many of them are new in it.
        files, new_files: the same of encrypted files.
        carried: bytes that were written there.
        recoverable: whether the trustees' shares open it.
    """

    at: str
    entries: int
    new_entries: int
    files: int
    new_files: int
    carried: int
    recoverable: bool


def make_backup(
    book: Notebook,
    place: Place,
    *,
    key_file: KeyFile,
    now: datetime,
    progress: Progress | None = None,
) -> Made:
    """Carry what is new to the place, read it back, and only then let it count.

    Stopped at any point, the backup before it is still whole. ``progress`` counts new entries
    and files.

    Raises:
        BackupOfAnother: the place holds another notebook's, or another machine's.
        BackupDamaged: what was written does not read back.
        PlaceNotThere, PlaceFull, PlaceRefused, PlaceBroken: as they say.
        DiskFull: no room for the encrypted copy that is carried.
    """
    key = formats.backup_key(book.keyring.database)
    carrier = Carrier(book.folder.files / "backup.new", place, key=key)
    before = _before(place, carrier, key=key, notebook=key_file.notebook)
    segments = before.segments if before else ()
    with book.together():  # nobody writes between the two questions
        heads, last = book.ledger.heads(), book.ledger.last_of_all()
    after = _last_known(book, before.heads) if before else 0
    if last > after:
        lines = _told(_lines(book, after=after, until=last), progress)
        segments = (*segments, carrier.carry("segments", lines))
    files = _files(book.folder.files, before.files if before else {}, carrier, progress)
    manifest = Manifest(
        at=now.astimezone(UTC).isoformat(timespec="seconds"),
        heads=tuple(heads.values()),
        segments=segments,
        keys=carrier.carry("keys", book.ledger.keys()),
        files=files,
        entries=sum(head.seq for head in heads.values()),
    )
    trustees = present_recovery(book, key_file)
    _put(place, manifest, key_file=key_file, key=key, trustees=trustees)
    return Made(
        at=manifest.at,
        entries=manifest.entries,
        new_entries=last - after,
        files=len(files),
        new_files=len(files.keys() - (before.files.keys() if before else set())),
        carried=carrier.carried,
        recoverable=trustees is not None and bool(trustees.escrow),
    )


def _put(
    place: Place, manifest: Manifest, *, key_file: KeyFile, key: bytes, trustees: Recovery | None
) -> None:
    """What says how to open the backup, then what makes it up, which makes it count."""
    sealed = sealing.seal(key.hex().encode(), recipients=(trustees.recipient,)) if trustees else b""
    mark = formats.mark_of(key)
    about = About(notebook=key_file.notebook, mark=mark, trustees=trustees, sealed=sealed)
    place.write(ABOUT, msgspec.json.encode(about))
    place.write(KEY_FILE, msgspec.json.encode(key_file))
    packed = msgspec.msgpack.encode(manifest)
    place.write(MANIFEST, symmetric.encrypt(packed, key=key, context=MANIFEST.encode()))
    if read_manifest(place, key=key) != manifest:
        raise BackupDamaged(file=MANIFEST)
    _forget_others(place, manifest)


def _last_known(book: Notebook, heads: Iterable[Head]) -> int:
    """The place, in this database, of the entry that came in last before the earlier backup."""
    found = [
        number
        for head in heads
        for (number,) in book.database.execute(
            "SELECT number FROM ledger_entry WHERE device = %s AND seq = %s",
            (head.device, head.seq),
        )
    ]
    return max(found, default=0)


def _lines(book: Notebook, *, after: int, until: int) -> Iterator[StoredLine]:
    """Entries in the order in which they came in.

    Of two that say they founded the office, the one that was here first counts; so it must after
    restoring.
    """
    rows = book.database.stream(
        "SELECT e.number, e.line, e.signature, b.level, b.stored FROM ledger_entry e"
        " LEFT JOIN ledger_body b ON b.entry = e.number"
        " WHERE e.number > %s AND e.number <= %s ORDER BY e.number",
        (after, until),
    )
    for _, one in groupby(rows, key=itemgetter(0)):
        together = list(one)
        bodies = {Level(row[3]): bytes(row[4]) for row in together if row[3] is not None}
        yield StoredLine(bytes(together[0][1]), bytes(together[0][2]), bodies)


def _before(place: Place, carrier: Carrier, *, key: bytes, notebook: str) -> Manifest | None:
    """What of this machine's backup lies there whole, to be added to; the rest is carried anew.

    The ledger is read back each time, so that nobody is told of a backup that is none. Of files,
    which may be a hundred times as much, the sizes are looked at; ``verify`` reads them too.
    """
    try:
        about = formats.read_about(place.read(ABOUT))
    except NotInPlace:
        return None
    if (about.notebook, about.mark) != (notebook, formats.mark_of(key)):
        raise BackupOfAnother()
    try:
        before = read_manifest(place, key=key)
    except (NoBackupThere, BackupDamaged):
        return None
    if not all(carrier.is_whole(one) for one in before.segments):
        return None
    files = {blob: one for blob, one in before.files.items() if place.size(one.name) == one.size}
    return msgspec.structs.replace(before, files=files)


def _files(
    folder: Path, before: dict[str, Stored], carrier: Carrier, progress: Progress | None
) -> dict[str, Stored]:
    """Encrypted evidence: what is there already stays, what was erased goes."""
    found = {}
    for path in evidence_files(folder):
        stored = before.get(path.name)
        if stored is None or stored.size != path.stat().st_size:
            stored = carrier.carry_file(f"files/{path.name}", path)
            if progress:
                progress(1)
        found[path.name] = stored
    return found


def evidence_files(folder: Path) -> list[Path]:
    """The encrypted files of a notebook, without halves and what is no file of ours."""
    return sorted(
        path
        for path in folder.iterdir()
        if is_id(path.name) and path.is_file() and not path.is_symlink()
    )


def _forget_others(place: Place, manifest: Manifest) -> None:
    """Whatever is not in the backup any more: old keys, of which some were destroyed, above all."""
    kept = {one.name for one in (*manifest.segments, manifest.keys, *manifest.files.values())}
    for name in place.list():
        if name not in kept and name.split("/")[0] in ("segments", "keys", "files"):
            place.delete(name)


def _told(lines: Iterable[StoredLine], progress: Progress | None) -> Iterator[StoredLine]:
    for line in lines:
        yield line
        if progress:
            progress(1)
