"""The key file beside the register: one box for each member who signs in on this device.

Two secrets are kept apart on purpose. The *keyring* is what a working session needs. The
*custodian's secret* opens sealed sources; it has a slot with its own salt, so that neither an
unlocked session nor its memory can open them without the passphrase being typed again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from depter.vault import sealing, symmetric
from depter.vault.errors import KeyFileDamaged, NoCustody, PassphraseTaken, WrongPassphrase
from depter.vault.keyring import Keyring, new_keyring, new_office_key
from depter.vault.oldkeys import from_first_format
from depter.vault.slots import Slot, check_passphrase, make_slot, open_slot

FORMAT: Final = "depter-keys-2"
_CONTEXT: Final = "depter-keys-1"  # of what the slots wrap, unchanged since the first format
_MOST_BOXES: Final = 16  # each may take seconds; a forged file must not take days
_LARGEST: Final = 512 * 1024


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One member's keys. It names nobody: only the right passphrase says whose it is.

    Attributes:
        slot: the passphrase opens it and gives the key of ``keyring``.
        custody: the passphrase opens it and gives the custodian's secret, for custodians.
    """

    slot: Slot
    keyring: bytes
    custody: Slot | None = None


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """What the trustees' shares open: the age secret that everything is also sealed to.

    Attributes:
        recipient: its age recipient.
        guarded: the secret under the key that the shares give together.
        signer: Ed25519 public key with which the trustees' key admits a new custodian.
        threshold, shares: how many are enough, of how many.
    """

    recipient: str
    guarded: bytes
    signer: bytes
    threshold: int
    shares: int


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """``keys.json``: nothing in it is readable without a passphrase."""

    notebook: str
    boxes: tuple[Box, ...]
    recovery: Recovery | None = None
    format: str = FORMAT


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A box that a passphrase opened; ``master`` is needed to write the keyring anew."""

    box: Box
    master: bytes
    keyring: Keyring

    def __repr__(self) -> str:
        return "Opened(…)"


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
        KeyFileDamaged: there is no room for one more.
    """
    check_passphrase(passphrase)
    if len(key_file.boxes) >= _MOST_BOXES:
        raise KeyFileDamaged()
    if key_file.boxes and _found(key_file, passphrase) is not None:
        raise PassphraseTaken()
    box = _box(key_file.notebook, keyring, passphrase=passphrase, custody=custody)
    return msgspec.structs.replace(key_file, boxes=(*key_file.boxes, box))


def without_box(key_file: KeyFile, box: Box) -> KeyFile:
    """The member no longer signs in here."""
    rest = tuple(one for one in key_file.boxes if one != box)
    return msgspec.structs.replace(key_file, boxes=rest)


def with_keyring(key_file: KeyFile, opened: Opened, keyring: Keyring) -> KeyFile:
    """The member's keyring, written anew under the same passphrase."""
    new = msgspec.structs.replace(
        opened.box, keyring=_locked(key_file.notebook, keyring, opened.master)
    )
    return _replaced(key_file, opened.box, new)


def with_custody(key_file: KeyFile, opened: Opened, *, passphrase: str, secret: str) -> KeyFile:
    """The member becomes a custodian on this device."""
    slot = make_slot(
        secret.encode(), passphrase=passphrase, context=_context(key_file.notebook, "custodian")
    )
    return _replaced(key_file, opened.box, msgspec.structs.replace(opened.box, custody=slot))


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
    custody = custodian_secret(key_file, passphrase=old) if opened.box.custody else ""
    box = _box(key_file.notebook, opened.keyring, passphrase=new, custody=custody)
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
    plain = symmetric.decrypt(
        box.keyring, key=master, context=_context(key_file.notebook, "keyring")
    )
    if plain is None:
        raise KeyFileDamaged()
    return Opened(box=box, master=master, keyring=from_first_format(plain) or _keyring(plain))


def unlock(key_file: KeyFile, *, passphrase: str) -> Keyring:
    """The keyring that a passphrase opens; raises as :func:`open_box`."""
    return open_box(key_file, passphrase=passphrase).keyring


def custodian_secret(key_file: KeyFile, *, passphrase: str) -> str:
    """The secret that opens sealed fields; ask for the passphrase each time, keep it nowhere.

    Raises:
        WrongPassphrase: no custodian's passphrase.
        NoCustody: right, but that member is no custodian here.
    """
    context = _context(key_file.notebook, "custodian")
    for box in key_file.boxes:
        if box.custody is not None:
            try:
                return open_slot(box.custody, passphrase=passphrase, context=context).decode()
            except WrongPassphrase:
                continue
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


def _box(notebook: str, keyring: Keyring, *, passphrase: str, custody: str) -> Box:
    master = symmetric.new_key()
    slot = make_slot(master, passphrase=passphrase, context=_context(notebook, "slot"))
    custody_slot = None
    if custody:
        custody_slot = make_slot(
            custody.encode(), passphrase=passphrase, context=_context(notebook, "custodian")
        )
    return Box(slot=slot, keyring=_locked(notebook, keyring, master), custody=custody_slot)


def _locked(notebook: str, keyring: Keyring, master: bytes) -> bytes:
    kept = msgspec.json.encode(msgspec.structs.replace(keyring, custodians=()))
    return symmetric.encrypt(kept, key=master, context=_context(notebook, "keyring"))


def _found(key_file: KeyFile, passphrase: str) -> tuple[Box, bytes] | None:
    context = _context(key_file.notebook, "slot")
    for box in key_file.boxes:
        try:
            return box, open_slot(box.slot, passphrase=passphrase, context=context)
        except WrongPassphrase:
            continue
    return None


def _keyring(plain: bytes) -> Keyring:
    try:
        return msgspec.json.decode(plain, type=Keyring)
    except msgspec.MsgspecError as problem:
        raise KeyFileDamaged() from problem


def _replaced(key_file: KeyFile, old: Box, new: Box) -> KeyFile:
    boxes = tuple(new if one == old else one for one in key_file.boxes)
    return msgspec.structs.replace(key_file, boxes=boxes)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _context(notebook: str, part: str) -> bytes:
    return f"{_CONTEXT}|{notebook}|{part}".encode()
