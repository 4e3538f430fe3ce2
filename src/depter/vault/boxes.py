"""One member's box of keys: what a passphrase opens, and nothing in it says whose it is.

Two secrets are kept apart on purpose. The *keyring* is what a working session needs. The
*custodian's secret* opens sealed sources; it has a slot with its own salt, so that neither an
unlocked session nor its memory can open them without the passphrase being typed again.
"""

from __future__ import annotations

from typing import Final

import msgspec

from depter.vault import symmetric
from depter.vault.errors import KeyFileDamaged, WrongPassphrase
from depter.vault.keyring import Keyring
from depter.vault.slots import Slot, make_slot, open_slot

_CONTEXT: Final = "depter-keys-1"  # of what the slots wrap, unchanged since the first format


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One member's keys. It names nobody: only the right passphrase says whose it is.

    Attributes:
        slot: the passphrase opens it and gives the key of ``keyring``.
        custody: the passphrase opens it and gives the custodian's secret, for custodians.
    """

    slot: Slot
    keyring: bytes
    custody: Slot | None = None


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A box that a passphrase opened; ``master`` is needed to write the keyring anew."""

    box: Box
    master: bytes
    keyring: Keyring

    def __repr__(self) -> str:
        return "Opened(…)"


def make_box(notebook: str, keyring: Keyring, *, passphrase: str, custody: str) -> Box:
    """A new box; ``custody`` is a custodian's age secret, or empty."""
    master = symmetric.new_key()
    slot = make_slot(master, passphrase=passphrase, context=_context(notebook, "slot"))
    box = Box(slot=slot, keyring=_locked(notebook, keyring, master))
    return with_custody_in(notebook, box, passphrase=passphrase, secret=custody) if custody else box


def with_custody_in(notebook: str, box: Box, *, passphrase: str, secret: str) -> Box:
    """The same box with a custodian's secret."""
    context = _context(notebook, "custodian")
    slot = make_slot(secret.encode(), passphrase=passphrase, context=context)
    return msgspec.structs.replace(box, custody=slot)


def with_keyring_in(notebook: str, opened: Opened, keyring: Keyring) -> Box:
    """The same box with another keyring."""
    return msgspec.structs.replace(opened.box, keyring=_locked(notebook, keyring, opened.master))


def master_of(notebook: str, box: Box, *, passphrase: str) -> bytes | None:
    """The key of the box's keyring, or None when the passphrase is not its own."""
    try:
        return open_slot(box.slot, passphrase=passphrase, context=_context(notebook, "slot"))
    except WrongPassphrase:
        return None


def keyring_in(notebook: str, box: Box, *, master: bytes) -> bytes:
    """The keyring as it was written down.

    Raises:
        KeyFileDamaged: what the key guards was changed.
    """
    plain = symmetric.decrypt(box.keyring, key=master, context=_context(notebook, "keyring"))
    if plain is None:
        raise KeyFileDamaged()
    return plain


def custody_of(notebook: str, box: Box, *, passphrase: str) -> str | None:
    """The custodian's secret, or None where there is none or the passphrase is not its own."""
    if box.custody is None:
        return None
    try:
        context = _context(notebook, "custodian")
        return open_slot(box.custody, passphrase=passphrase, context=context).decode()
    except WrongPassphrase:
        return None


def _locked(notebook: str, keyring: Keyring, master: bytes) -> bytes:
    kept = msgspec.json.encode(msgspec.structs.replace(keyring, custodians=()))
    return symmetric.encrypt(kept, key=master, context=_context(notebook, "keyring"))


def _context(notebook: str, part: str) -> bytes:
    return f"{_CONTEXT}|{notebook}|{part}".encode()
