"""The key file beside the register: slots, and the keyring they open.

Two secrets are kept apart on purpose. The *keyring* is what a working session needs. The
*custodian's secret* opens sealed sources; it has a slot with its own salt, so that neither an
unlocked session nor its memory can open them without the passphrase being typed again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from depter.vault import sealing, symmetric
from depter.vault.errors import KeyFileDamaged, WrongPassphrase
from depter.vault.slots import Slot, check_passphrase, make_slot, open_slot

FORMAT: Final = "depter-keys-1"
_MOST_SLOTS: Final = 16  # each may take seconds; a forged file must not take days
_LARGEST: Final = 256 * 1024


class Keyring(msgspec.Struct, frozen=True, kw_only=True):
    """What one device of one member holds while the notebook is open.

    Attributes:
        database: raw SQLCipher key.
        office, protected: keys that wrap the keys of subjects, one per level.
        device_seed: Ed25519 seed of this device's feed.
        custodians: age recipients to whom subjects' sealed keys are wrapped.
    """

    database: bytes
    office: bytes
    protected: bytes
    device_seed: bytes
    custodians: tuple[str, ...]

    def __repr__(self) -> str:
        return "Keyring(…)"

    def device_keys(self) -> tuple[bytes, bytes]:
        """Public and secret Ed25519 key of the device."""
        public, secret = crypto_sign_seed_keypair(self.device_seed)
        return public, secret


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """``keys.json``: nothing in it is readable without a passphrase."""

    notebook: str
    slots: tuple[Slot, ...]
    keyring: bytes
    custodian: Slot
    format: str = FORMAT


def create_key_file(*, notebook: str, passphrase: str) -> tuple[KeyFile, Keyring]:
    """New keys for a new notebook whose one member is also its custodian.

    Raises:
        WeakPassphrase: see :func:`depter.vault.slots.check_passphrase`.
    """
    check_passphrase(passphrase)
    recipient, secret = sealing.new_identity()
    keyring = Keyring(
        database=symmetric.new_key(),
        office=symmetric.new_key(),
        protected=symmetric.new_key(),
        device_seed=symmetric.new_key(),
        custodians=(recipient,),
    )
    master = symmetric.new_key()
    return (
        KeyFile(
            notebook=notebook,
            slots=(make_slot(master, passphrase=passphrase, context=_context(notebook, "slot")),),
            keyring=symmetric.encrypt(
                msgspec.json.encode(keyring), key=master, context=_context(notebook, "keyring")
            ),
            custodian=make_slot(
                secret.encode(), passphrase=passphrase, context=_context(notebook, "custodian")
            ),
        ),
        keyring,
    )


def unlock(key_file: KeyFile, *, passphrase: str) -> Keyring:
    """Open the keyring with any slot's passphrase.

    Raises:
        WrongPassphrase: no slot opens.
        KeyFileDamaged: a slot opens but what it guards does not.
    """
    for slot in key_file.slots:
        try:
            master = open_slot(
                slot, passphrase=passphrase, context=_context(key_file.notebook, "slot")
            )
        except WrongPassphrase:
            continue
        plain = symmetric.decrypt(
            key_file.keyring, key=master, context=_context(key_file.notebook, "keyring")
        )
        if plain is None:
            raise KeyFileDamaged()
        return msgspec.json.decode(plain, type=Keyring)
    raise WrongPassphrase()


def custodian_secret(key_file: KeyFile, *, passphrase: str) -> str:
    """The secret that opens sealed fields; ask for the passphrase each time, keep it nowhere.

    Raises:
        WrongPassphrase: not the custodian's passphrase.
    """
    context = _context(key_file.notebook, "custodian")
    return open_slot(key_file.custodian, passphrase=passphrase, context=context).decode()


def read_key_file(path: Path) -> KeyFile:
    """Read ``keys.json``.

    Raises:
        KeyFileDamaged: missing, cut, of another format, or far larger than any.
    """
    try:
        with open(path, "rb") as stored:
            key_file = msgspec.json.decode(stored.read(_LARGEST), type=KeyFile)
    except (OSError, msgspec.MsgspecError, ValueError) as problem:
        raise KeyFileDamaged() from problem
    if key_file.format != FORMAT or not 1 <= len(key_file.slots) <= _MOST_SLOTS:
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


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _context(notebook: str, part: str) -> bytes:
    return f"{FORMAT}|{notebook}|{part}".encode()
