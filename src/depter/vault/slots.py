"""Passphrase slots: Argon2id (RFC 9106) opens a random key, as in LUKS."""

from __future__ import annotations

import os
from typing import Final

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from depter.vault import symmetric
from depter.vault.errors import KeyFileDamaged, WeakPassphrase, WrongPassphrase

SHORTEST: Final = 14
_FEWEST_DIFFERENT: Final = 6
_MOST_MEMORY_KIB: Final = 1024 * 1024  # a forged file must not exhaust the machine
_MOST_ROUNDS: Final = 16


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One way to open a key: Argon2id parameters and the wrapped key.

    Defaults are the second recommended option of RFC 9106, §4 (64 MiB, 3 passes, 4 lanes).
    """

    salt: bytes
    wrapped: bytes
    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


def check_passphrase(passphrase: str) -> None:
    """Refuse what a seized laptop would give away within days.

    Raises:
        WeakPassphrase: shorter than 14 characters or of fewer than 6 different ones.
    """
    if len(passphrase) < SHORTEST or len(set(passphrase)) < _FEWEST_DIFFERENT:
        raise WeakPassphrase(length=SHORTEST)


def make_slot(key: bytes, *, passphrase: str, context: bytes) -> Slot:
    """Wrap ``key`` under a passphrase."""
    bare = Slot(salt=os.urandom(16), wrapped=b"")
    wrapped = symmetric.encrypt(key, key=_stretch(passphrase, bare), context=context)
    return msgspec.structs.replace(bare, wrapped=wrapped)


def open_slot(slot: Slot, *, passphrase: str, context: bytes) -> bytes:
    """The wrapped key.

    Raises:
        WrongPassphrase: the passphrase is not that of this slot.
        KeyFileDamaged: the slot's parameters are out of bounds.
    """
    reasonable = slot.memory_kib <= _MOST_MEMORY_KIB and 1 <= slot.passes <= _MOST_ROUNDS
    if not reasonable or not 1 <= slot.lanes <= 64 or slot.memory_kib < 8 * slot.lanes:
        raise KeyFileDamaged()
    key = symmetric.decrypt(slot.wrapped, key=_stretch(passphrase, slot), context=context)
    if key is None:
        raise WrongPassphrase()
    return key


def _stretch(passphrase: str, slot: Slot) -> bytes:
    try:
        return hash_secret_raw(
            passphrase.encode("utf-8", "surrogatepass"),
            slot.salt,
            time_cost=slot.passes,
            memory_cost=slot.memory_kib,
            parallelism=slot.lanes,
            hash_len=symmetric.KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as problem:  # a salt cut short, or more memory than there is
        raise KeyFileDamaged() from problem
