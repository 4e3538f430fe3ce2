"""Making a backup: what is new since the last one, the keys whole, and all of it read back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from depter.errors import is_disk_full
from depter.exchange.place_errors import NotInPlace
from depter.exchange.places import Place
from depter.ledger.ledger import StoredLine
from depter.notebook.errors import DiskFull
from depter.notebook.keyfile import KeyFile
from depter.notebook.notebook import Notebook
from depter.recovery import formats
from depter.recovery.formats import (
    ABOUT,
    KEY_FILE,
    MANIFEST,
    About,
    BackupDamaged,
    BackupOfAnother,
    KeyBundle,
    Manifest,
    NoBackupThere,
    Stored,
)
from depter.values.ids import new_id
from depter.vault import sealing, symmetric
from depter.vault.files import read_file, store_file
from depter.vault.keyring import OfficeKey

Progress = Callable[[int], None]
_ENOUGH: Final = 64 * 1024


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of the backup did."""

    at: str
    entries: int
    new_entries: int
    new_files: int
    carried: int
    recoverable: bool


def make_backup(
    book: Notebook,
    place: Place,
    *,
    key_file: KeyFile,
    key_file_bytes: bytes,
    now: datetime,
    progress: Progress | None = None,
) -> Made:
    """Carry what is new to the place, read it back, and only then let it count.

    Stopped at any point, the backup before it is still whole.

    Raises:
        BackupOfAnother: the place holds another notebook's.
        BackupDamaged: what was written does not read back.
        PlaceNotThere, PlaceFull, PlaceRefused, PlaceBroken: as they say.
        DiskFull: no room for the encrypted copy that is carried.
    """
    key = formats.backup_key(book.keyring.database)
    before = _before(place, key=key, notebook=key_file.notebook)
    known = {head.device: head.seq for head in before.heads} if before else {}
    heads = book.ledger.heads()
    lines = (
        line
        for device, head in heads.items()
        for line in book.ledger.stored_lines(device, after=known.get(device, 0), until=head.seq)
    )
    new = sum(max(0, head.seq - known.get(device, 0)) for device, head in heads.items())
    carrier = _Carrier(book.folder.files / "backup.new", place, key=key)
    segments = before.segments if before else ()
    if new:
        segments = (*segments, carrier.carry("segments", _told(lines, progress)))
    bundle = KeyBundle(office=book.keyring.office)
    keys = carrier.carry("keys", (bundle, *book.ledger.keys()))
    files = _files(book.folder.files, place, before.files if before else {}, carrier, progress)
    manifest = Manifest(
        at=now.astimezone(UTC).isoformat(timespec="seconds"),
        heads=tuple(heads.values()),
        segments=segments,
        keys=keys,
        files=files,
        entries=sum(head.seq for head in heads.values()),
    )
    about = _about(key_file, key, office=book.keyring.office)
    place.write(ABOUT, msgspec.json.encode(about))
    place.write(KEY_FILE, key_file_bytes)
    sealed = symmetric.encrypt(msgspec.msgpack.encode(manifest), key=key, context=MANIFEST.encode())
    place.write(MANIFEST, sealed)
    _forget_others(place, manifest)
    return Made(
        at=manifest.at,
        entries=manifest.entries,
        new_entries=new,
        new_files=len(files) - len(before.files if before else {}),
        carried=carrier.carried,
        recoverable=key_file.recovery is not None,
    )


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
    return formats.decoded(plain, Manifest)


def fetched(place: Place, stored: Stored, *, key: bytes, beside: Path) -> Iterator[bytes]:
    """The plain bytes of one encrypted file of the backup, checked before any is given.

    Raises:
        BackupDamaged: missing, cut short or changed.
    """
    try:
        place.read_file(stored.name, beside)
        if digest_of_file(beside) != (stored.size, stored.sha256):
            raise BackupDamaged(file=stored.name)
        yield from read_file(beside, key=key)
    except NotInPlace as problem:
        raise BackupDamaged(file=stored.name) from problem
    finally:
        beside.unlink(missing_ok=True)


def digest_of_file(path: Path) -> tuple[int, str]:
    """Size and SHA-256 (hex) of a file, read in blocks."""
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        while block := file.read(1024 * 1024):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


class _Carrier:
    """Writes records encrypted to a file of our own disk, carries it, reads it back."""

    def __init__(self, beside: Path, place: Place, *, key: bytes) -> None:
        self._beside = beside
        self._place = place
        self._key = key
        self.carried = 0
        for ending in (".new", ".part", ".back"):  # of a run that was killed
            beside.with_suffix(ending).unlink(missing_ok=True)

    def carry(self, folder: str, records: Iterable[object]) -> Stored:
        """One encrypted file under a random name."""
        name = f"{folder}/{new_id()}"
        try:
            store_file(_in_chunks(formats.frames(records)), path=self._beside, key=self._key)
            return self.carry_file(name, self._beside)
        except OSError as problem:
            if is_disk_full(problem):
                raise DiskFull() from problem
            raise
        finally:
            self._beside.unlink(missing_ok=True)

    def carry_file(self, name: str, path: Path) -> Stored:
        """One file that is encrypted already; what lies there is compared with what was sent."""
        size, digest = digest_of_file(path)
        self._place.write_file(name, path)
        back = self._beside.with_suffix(".back")
        try:
            self._place.read_file(name, back)
            if digest_of_file(back) != (size, digest):
                raise BackupDamaged(file=name)
        finally:
            back.unlink(missing_ok=True)
        self.carried += size
        return Stored(name=name, size=size, sha256=digest)


def _before(place: Place, *, key: bytes, notebook: str) -> Manifest | None:
    """The backup that lies there, if any; one that cannot be used is begun anew."""
    try:
        about = formats.read_about(place.read(ABOUT))
    except NotInPlace:
        return None
    if about.notebook != notebook:
        raise BackupOfAnother()
    try:
        before = read_manifest(place, key=key)
    except (NoBackupThere, BackupDamaged):
        return None
    there = set(place.list())
    whole = all(one.name in there for one in (*before.segments, *before.files.values()))
    return before if whole else None


def _about(key_file: KeyFile, key: bytes, *, office: tuple[OfficeKey, ...]) -> About:
    """The plain part; whoever holds no office key carries on what the key file has for trustees."""
    trustees = key_file.recovery
    if trustees is None:
        return About(notebook=key_file.notebook)
    to = (trustees.recipient,)
    if office:
        escrow = escrow_for(office, recipient=trustees.recipient)
        trustees = msgspec.structs.replace(trustees, escrow=escrow)
    sealed = sealing.seal(key.hex().encode(), recipients=to)
    return About(notebook=key_file.notebook, trustees=trustees, sealed=sealed)


def escrow_for(office: tuple[OfficeKey, ...], *, recipient: str) -> bytes:
    """The office's keys, for the trustees alone."""
    return sealing.seal(msgspec.json.encode(office), recipients=(recipient,))


def _files(
    folder: Path,
    place: Place,
    before: dict[str, Stored],
    carrier: _Carrier,
    progress: Progress | None,
) -> dict[str, Stored]:
    """Encrypted evidence: what is there already stays, what was erased goes."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix or path.is_symlink() or not path.is_file():
            continue
        stored = before.get(path.name)
        if stored is None or stored.size != path.stat().st_size:
            stored = carrier.carry_file(f"files/{path.name}", path)
        found[path.name] = stored
        if progress:
            progress(0)
    return found


def _forget_others(place: Place, manifest: Manifest) -> None:
    """Whatever is not in the backup any more: old key bundles with destroyed keys, above all."""
    kept = {one.name for one in (*manifest.segments, manifest.keys, *manifest.files.values())}
    kept |= {ABOUT, KEY_FILE, MANIFEST}
    for name in place.list():
        if name not in kept and name.split("/")[0] in ("segments", "keys", "files"):
            place.delete(name)


def _told(lines: Iterable[StoredLine], progress: Progress | None) -> Iterator[StoredLine]:
    for line in lines:
        yield line
        if progress:
            progress(1)


def _in_chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces together, so that each need not be encrypted for itself."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _ENOUGH:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)
