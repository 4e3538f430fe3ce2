"""The key file beside the register: one box for each member who signs in on this device."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path
from typing import Final

import msgspec

from depter.notebook.oldkeys import from_first_format
from depter.vault import sealing
from depter.vault.boxes import (
    Box,
    Opened,
    custody_of,
    keyring_in,
    make_box,
    master_of,
    with_custody_in,
    with_keyring_in,
)
from depter.vault.errors import (
    KeyFileDamaged,
    NoCustody,
    NoRoomHere,
    PassphraseTaken,
    WrongPassphrase,
)
from depter.vault.keyring import Keyring, new_keyring, new_office_key
from depter.vault.recoverykey import Recovery
from depter.vault.slots import check_passphrase

FORMAT: Final = "depter-keys-2"
_MOST_BOXES: Final = 16  # each may take seconds; a forged file must not take days
_LARGEST: Final = 512 * 1024
_LEFT: Final = b"depter-left"

__all__ = ["Box", "KeyFile", "Opened", "Recovery"]


class KeptRecovery(Recovery, frozen=True, kw_only=True):
    """The trustees' part as a custodian left it on this machine.

    Attributes:
        mark: proves that somebody wrote it who could open the database: whoever has the disk in
            their hands for a minute could put their own recipient there, and wait.
    """

    mark: bytes = b""


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """``keys.json``: nothing in it is readable without a passphrase."""

    notebook: str
    boxes: tuple[Box, ...]
    recovery: KeptRecovery | None = None
    format: str = FORMAT


def create_key_file(*, notebook: str, passphrase: str, member: str) -> tuple[KeyFile, Keyring, str]:
    """New keys for a new notebook whose one member is also its custodian.

    Gives the file, the keyring, and the custodian's age recipient.

    Raises:
        WeakPassphrase: see :func:`depter.vault.slots.check_passphrase`.
    """
    recipient, secret = sealing.new_identity()
    keyring = new_keyring(member=member, office=(new_office_key(),))
    empty = KeyFile(notebook=notebook, boxes=())
    return with_box(empty, keyring, passphrase=passphrase, custody=secret), keyring, recipient


def with_box(key_file: KeyFile, keyring: Keyring, *, passphrase: str, custody: str = "") -> KeyFile:
    """One more member signs in on this device; ``custody`` is a custodian's age secret.

    Raises:
        WeakPassphrase: too short or too simple.
        PassphraseTaken: another member's box opens with it.
        NoRoomHere: sixteen sign in here already.
    """
    check_passphrase(passphrase)
    if len(key_file.boxes) >= _MOST_BOXES:
        raise NoRoomHere()
    if _found(key_file, passphrase) is not None:
        raise PassphraseTaken()
    box = make_box(key_file.notebook, keyring, passphrase=passphrase, custody=custody)
    return msgspec.structs.replace(key_file, boxes=(*key_file.boxes, box))


def with_recovery(key_file: KeyFile, recovery: Recovery | None, *, database: bytes) -> KeyFile:
    """With what the trustees' shares open, for members who cannot read who they are."""
    kept = None
    if recovery is not None:
        mark = _mark(recovery, database)
        kept = KeptRecovery(**{**msgspec.structs.asdict(recovery), "mark": mark})
    return msgspec.structs.replace(key_file, recovery=kept)


def recovery_in(key_file: KeyFile, *, database: bytes) -> Recovery | None:
    """What somebody left who could open this machine's database; None where nobody did."""
    kept = key_file.recovery
    if kept is None or not hmac.compare_digest(kept.mark, _mark(kept, database)):
        return None
    return _plain(kept)


def _plain(recovery: Recovery) -> Recovery:
    fields = Recovery.__struct_fields__
    return Recovery(**{name: getattr(recovery, name) for name in fields})


def _mark(recovery: Recovery, database: bytes) -> bytes:
    said = msgspec.msgpack.encode(_plain(recovery))
    return hashlib.blake2b(said, key=database, digest_size=32, person=_LEFT).digest()


def without_box(key_file: KeyFile, box: Box) -> KeyFile:
    """The member no longer signs in here."""
    rest = tuple(one for one in key_file.boxes if one != box)
    return msgspec.structs.replace(key_file, boxes=rest)


def with_keyring(key_file: KeyFile, opened: Opened, keyring: Keyring) -> KeyFile:
    """The member's keyring, written anew under the same passphrase.

    Raises:
        KeyFileDamaged: the box is not the one in the file; see :func:`reopened`.
    """
    return _replaced(key_file, opened.box, with_keyring_in(key_file.notebook, opened, keyring))


def with_custody(key_file: KeyFile, opened: Opened, *, passphrase: str, secret: str) -> KeyFile:
    """The member becomes a custodian on this device; raises as :func:`with_keyring`."""
    box = with_custody_in(key_file.notebook, opened.box, passphrase=passphrase, secret=secret)
    return _replaced(key_file, opened.box, box)


def with_passphrase(key_file: KeyFile, *, old: str, new: str) -> KeyFile:
    """The same keys under another passphrase.

    Raises:
        WrongPassphrase: the old one opens nothing.
        WeakPassphrase, PassphraseTaken: the new one will not do.
    """
    check_passphrase(new)
    opened = open_box(key_file, passphrase=old)
    if _found(without_box(key_file, opened.box), new) is not None:
        raise PassphraseTaken()
    custody = custody_of(key_file.notebook, opened.box, passphrase=old) or ""
    box = make_box(key_file.notebook, opened.keyring, passphrase=new, custody=custody)
    return _replaced(key_file, opened.box, box)


def open_box(key_file: KeyFile, *, passphrase: str) -> Opened:
    """The box that a passphrase opens.

    Raises:
        WrongPassphrase: it opens none.
        KeyFileDamaged: a slot opens but what it guards does not.
    """
    found = _found(key_file, passphrase)
    if found is None:
        raise WrongPassphrase()
    box, master = found
    return _opened(key_file, box, master)


def reopened(key_file: KeyFile, opened: Opened) -> Opened:
    """A box that was opened before, as it now stands in the file: somebody may have written it.

    Raises:
        WrongPassphrase: it is gone, or its passphrase was changed since.
    """
    for box in key_file.boxes:
        if box.slot == opened.box.slot:
            return _opened(key_file, box, opened.master)
    raise WrongPassphrase()


def unlock(key_file: KeyFile, *, passphrase: str) -> Keyring:
    """The keyring that a passphrase opens; raises as :func:`open_box`."""
    return open_box(key_file, passphrase=passphrase).keyring


def custodian_secret(key_file: KeyFile, *, passphrase: str) -> str:
    """The secret that opens sealed fields; ask for the passphrase each time, keep it nowhere.

    Raises:
        WrongPassphrase: no member's passphrase.
        NoCustody: right, but that member is no custodian here.
    """
    for box in key_file.boxes:
        secret = custody_of(key_file.notebook, box, passphrase=passphrase)
        if secret is not None:
            return secret
    if _found(key_file, passphrase) is not None:
        raise NoCustody()
    raise WrongPassphrase()


def read_key_file(path: Path) -> KeyFile:
    """Read ``keys.json``.

    Raises:
        KeyFileDamaged: missing, cut, of another format, or far larger than any.
    """
    try:
        with open(path, "rb") as stored:
            return parse_key_file(stored.read(_LARGEST))
    except OSError as problem:
        raise KeyFileDamaged() from problem


def parse_key_file(stored: bytes) -> KeyFile:
    """The key file behind its bytes.

    Raises:
        KeyFileDamaged: cut, of another format, or with more boxes than any.
    """
    try:
        found = msgspec.json.decode(stored)
        if isinstance(found, dict) and found.get("format") == "depter-keys-1":
            found = {
                "notebook": found["notebook"],
                "boxes": [
                    {"slot": slot, "keyring": found["keyring"], "custody": found["custodian"]}
                    for slot in found["slots"]
                ],
                "format": FORMAT,
            }
        key_file = msgspec.convert(found, KeyFile)
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError) as problem:
        raise KeyFileDamaged() from problem
    if key_file.format != FORMAT or not 1 <= len(key_file.boxes) <= _MOST_BOXES:
        raise KeyFileDamaged()
    return key_file


def write_key_file(path: Path, key_file: KeyFile) -> None:
    """Write beside, flush to the disk, then rename: the old file is never half overwritten."""
    beside = path.with_suffix(".new")
    with open(beside, "wb", opener=_private) as out:
        out.write(msgspec.json.format(msgspec.json.encode(key_file), indent=1))
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _opened(key_file: KeyFile, box: Box, master: bytes) -> Opened:
    plain = keyring_in(key_file.notebook, box, master=master)
    try:
        keyring = from_first_format(plain) or msgspec.json.decode(plain, type=Keyring)
    except msgspec.MsgspecError as problem:
        raise KeyFileDamaged() from problem
    return Opened(box=box, master=master, keyring=keyring)


def _found(key_file: KeyFile, passphrase: str) -> tuple[Box, bytes] | None:
    for box in key_file.boxes:
        master = master_of(key_file.notebook, box, passphrase=passphrase)
        if master is not None:
            return box, master
    return None


def _replaced(key_file: KeyFile, old: Box, new: Box) -> KeyFile:
    if old not in key_file.boxes:
        raise KeyFileDamaged()
    boxes = tuple(new if one == old else one for one in key_file.boxes)
    return msgspec.structs.replace(key_file, boxes=boxes)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
