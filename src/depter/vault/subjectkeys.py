"""Keys of subjects: one per level, so that destroying them erases one subject and no other."""

from __future__ import annotations

import msgspec

from depter.values.level import Level
from depter.vault import sealing, symmetric
from depter.vault.errors import BodyDamaged
from depter.vault.keyfile import Keyring


class WrappedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A subject's key as it is stored.

    For ``internal`` and ``protected``: ``wrapped`` is the key under the office's key of that
    level. For ``sealed``: ``recipient`` is the subject's age recipient, ``wrapped`` its secret
    sealed to the custodians.
    """

    subject: str
    level: Level
    wrapped: bytes
    recipient: str = ""


def new_subject_key(subject: str, *, level: Level, keyring: Keyring) -> WrappedKey:
    """Draw a key for one subject and level; the sealed one is forgotten at once."""
    if level is Level.SEALED:
        recipient, secret = sealing.new_identity()
        wrapped = sealing.seal(secret.encode(), recipients=keyring.custodians)
        return WrappedKey(subject=subject, level=level, wrapped=wrapped, recipient=recipient)
    wrapped = symmetric.encrypt(
        symmetric.new_key(), key=_wrapping(keyring, level), context=_context(subject, level)
    )
    return WrappedKey(subject=subject, level=level, wrapped=wrapped)


def encrypt_body(plain: bytes, *, key: WrappedKey, keyring: Keyring) -> bytes:
    """The body of an entry as it is stored, at the level of ``key``."""
    if key.level is Level.SEALED:
        return sealing.seal(plain, recipients=(key.recipient,))
    context = _context(key.subject, key.level)
    return symmetric.encrypt(plain, key=open_subject_key(key, keyring=keyring), context=context)


def open_subject_key(key: WrappedKey, *, keyring: Keyring) -> bytes:
    """The plain key of an internal or protected level.

    Raises:
        BodyDamaged: the wrapped key is not of this office or was changed.
    """
    plain = symmetric.decrypt(
        key.wrapped,
        key=_wrapping(keyring, key.level),
        context=_context(key.subject, key.level),
    )
    if plain is None:
        raise BodyDamaged()
    return plain


def decrypt_body(stored: bytes, *, subject: str, level: Level, key: bytes) -> bytes:
    """The plain body of an internal or protected level.

    Raises:
        BodyDamaged: the bytes were changed or belong to another subject.
    """
    plain = symmetric.decrypt(stored, key=key, context=_context(subject, level))
    if plain is None:
        raise BodyDamaged()
    return plain


def unseal_body(stored: bytes, *, key: WrappedKey, custodian: str) -> bytes:
    """The plain sealed body, for a custodian.

    Raises:
        BodyDamaged: this custodian is no recipient, or the bytes were changed.
    """
    secret = sealing.unseal(key.wrapped, secret=custodian)
    plain = None if secret is None else sealing.unseal(stored, secret=secret.decode())
    if plain is None:
        raise BodyDamaged()
    return plain


def _wrapping(keyring: Keyring, level: Level) -> bytes:
    return keyring.office if level is Level.INTERNAL else keyring.protected


def _context(subject: str, level: Level) -> bytes:
    return f"depter-body-1|{subject}|{level.value}".encode()
