"""Reading a backup: every file by its digest, every entry by its signature and its chain."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Final

from depter.exchange.place_errors import NotInPlace
from depter.exchange.places import Place
from depter.ledger.clock import is_reading
from depter.ledger.entry import LineNotUnderstood, SignedLine, entry_id, is_signed, read_line
from depter.ledger.heads import Head
from depter.ledger.ledger import StoredLine, SubjectKeyRow
from depter.notebook.bodies import Written
from depter.recovery import formats
from depter.recovery.carrying import stored_as
from depter.recovery.formats import MANIFEST, BackupDamaged, Manifest, NoBackupThere, Stored
from depter.values.ids import is_id
from depter.vault import symmetric
from depter.vault.errors import BodyDamaged
from depter.vault.files import read_file

_BATCH: Final = 4096
_SHARE: Final = 256  # signatures a thread checks before it asks for more


def read_manifest(place: Place, *, key: bytes) -> Manifest:
    """What makes up the backup.

    Raises:
        NoBackupThere: there is none.
        BackupDamaged: it does not open with this key.
    """
    try:
        sealed = place.read(MANIFEST)
    except NotInPlace as problem:
        raise NoBackupThere() from problem
    plain = symmetric.decrypt(sealed, key=key, context=MANIFEST.encode())
    if plain is None:
        raise BackupDamaged(file=MANIFEST)
    manifest = formats.decoded(plain, Manifest, file=MANIFEST)
    if not all(is_id(blob) for blob in manifest.files):
        raise BackupDamaged(file=MANIFEST)
    return manifest


def fetch(place: Place, stored: Stored, to: Path) -> None:
    """One encrypted file of the backup, checked before it stays.

    Raises:
        BackupDamaged: missing, cut short or changed.
    """
    try:
        place.read_file(stored.name, to)
    except NotInPlace as problem:
        raise BackupDamaged(file=stored.name) from problem
    if stored_as(stored.name, to) != stored:
        to.unlink()
        raise BackupDamaged(file=stored.name)


def entries(
    place: Place, manifest: Manifest, *, key: bytes, beside: Path
) -> Iterator[list[Written]]:
    """All entries in batches, each behind the one before it in its feed.

    Raises:
        BackupDamaged: names the file with the first entry that does not hold, or the manifest
            when a feed does not end where it says.
    """
    heads: dict[str, tuple[Head, str]] = {}
    for segment in manifest.segments:
        packed = _records(place, segment, key=key, beside=beside)
        lines = (formats.decoded(one, StoredLine, file=segment.name) for one in packed)
        while batch := list(islice(lines, _BATCH)):
            yield _checked(batch, heads, file=segment.name)
    if {head for head, _ in heads.values()} != set(manifest.heads):
        raise BackupDamaged(file=MANIFEST)


def subject_keys(
    place: Place, manifest: Manifest, *, key: bytes, beside: Path
) -> Iterator[list[SubjectKeyRow]]:
    """All wrapped keys of subjects, in batches; raises as :func:`entries`."""
    packed = _records(place, manifest.keys, key=key, beside=beside)
    rows = (formats.decoded(one, SubjectKeyRow, file=manifest.keys.name) for one in packed)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _records(place: Place, stored: Stored, *, key: bytes, beside: Path) -> Iterator[bytes]:
    """The plain records of one file; its bytes are checked before any is given."""
    try:
        fetch(place, stored, beside)
        yield from formats.unframed(read_file(beside, key=key), file=stored.name)
    except BodyDamaged as problem:
        raise BackupDamaged(file=stored.name) from problem
    finally:
        beside.unlink(missing_ok=True)


def _checked(
    batch: Sequence[StoredLine], heads: dict[str, tuple[Head, str]], *, file: str
) -> list[Written]:
    """Each entry by itself and behind the one before it in its feed."""
    found: list[Written] = []
    for stored in batch:
        try:
            entry = read_line(stored.line)
        except LineNotUnderstood as problem:
            raise BackupDamaged(file=file) from problem
        known, at = heads.get(entry.device, (Head(entry.device, 0, ""), ""))
        follows = (entry.seq, entry.prev) == (known.seq + 1, known.id) and entry.at > at
        if not (follows and is_reading(entry.at) and stored.bodies.keys() == entry.commits.keys()):
            raise BackupDamaged(file=file)
        line = SignedLine(
            entry=entry, line=stored.line, id=entry_id(stored.line), signature=stored.signature
        )
        heads[entry.device] = Head(entry.device, entry.seq, line.id), entry.at
        found.append((line, stored.bodies))
    if not all(_are_signed([line for line, _ in found])):
        raise BackupDamaged(file=file)
    return found


def _are_signed(lines: Sequence[SignedLine]) -> Iterable[bool]:
    """libsodium works outside the interpreter's lock, so threads do share the work."""
    shares = [lines[start : start + _SHARE] for start in range(0, len(lines), _SHARE)]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(chain.from_iterable(pool.map(_share_signed, shares)))


def _share_signed(lines: Sequence[SignedLine]) -> list[bool]:
    return [is_signed(one.line, signature=one.signature, device=one.entry.device) for one in lines]
