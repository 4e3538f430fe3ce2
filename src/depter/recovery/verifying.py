"""Reading a whole backup back, and what can be said of it afterwards."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from depter.exchange.places import Place
from depter.notebook.notebook import Notebook
from depter.recovery import formats, reading
from depter.recovery.formats import MANIFEST, BackupDamaged
from depter.recovery.unwrap import about_of


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What was read back and holds.

    Attributes:
        at: when the backup was made, ISO 8601 in UTC.
        entries, files: how many it holds; each was checked.
        missing: how many entries of this notebook it does not hold yet.
        recoverable: whether the trustees' shares open it.
    """

    at: str
    entries: int
    files: int
    missing: int
    recoverable: bool


def prove_backup(
    book: Notebook, place: Place, *, progress: Callable[[int], None] | None = None
) -> Proof:
    """Read every file of a backup of this machine and check it: digests, signatures and chains,
    and that its feeds are those of this notebook. ``progress`` counts entries and files.

    Raises:
        NoBackupThere: there is none.
        BackupDamaged: names the first file that does not hold.
    """
    about = about_of(place)
    key = formats.backup_key(book.keyring.database)
    manifest = reading.read_manifest(place, key=key)
    beside = book.folder.files / "backup.back"
    count = 0
    for batch in reading.entries(place, manifest, key=key, beside=beside):
        count += len(batch)
        if progress:
            progress(len(batch))
    if any(book.ledger.id_at(head.device, head.seq) != head.id for head in manifest.heads):
        raise BackupDamaged(file=MANIFEST)
    for _ in reading.subject_keys(place, manifest, key=key, beside=beside):
        pass
    for stored in manifest.files.values():
        try:
            reading.fetch(place, stored, beside)
        finally:
            beside.unlink(missing_ok=True)
        if progress:
            progress(1)
    trustees = about.trustees
    return Proof(
        at=manifest.at,
        entries=count,
        files=len(manifest.files),
        missing=sum(head.seq for head in book.ledger.heads().values()) - count,
        recoverable=trustees is not None and bool(trustees.escrow),
    )
