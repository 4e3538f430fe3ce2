"""Keys of subjects: one per level, so that destroying them erases one subject and no other.

A subject gets a further key of a level when the office's keys change, or when two devices that
have not met each made one. A body is opened with whichever of them fits.
"""

from __future__ import annotations

import msgspec

from depter.values.ids import new_id
from depter.values.level import Level
from depter.vault import sealing, symmetric
from depter.vault.errors import BodyDamaged, KeyNotHeld
from depter.vault.keyring import Keyring


class WrappedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A subject's key as it is stored.

    For ``internal`` and ``protected``: ``wrapped`` is the key under the office's key ``under``.
    For ``sealed``: ``recipient`` is the subject's age recipient, ``wrapped`` its secret sealed to
    the custodians, for the ``turn``-th time; ``under`` says since which office key.
    """

    subject: str
    level: Level
    wrapped: bytes
    recipient: str = ""
    id: str = ""
    under: str = ""
    turn: int = 0


def new_subject_key(subject: str, *, level: Level, keyring: Keyring, under: str) -> WrappedKey:
    """Draw a key for one subject and level; the sealed one is forgotten at once.

    Raises:
        KeyNotHeld: this member does not hold the office's key of that level.
    """
    key_id = new_id()
    if level is Level.SEALED:
        recipient, secret = sealing.new_identity()
        wrapped = sealing.seal(secret.encode(), recipients=keyring.custodians)
        return WrappedKey(
            subject=subject,
            level=level,
            wrapped=wrapped,
            recipient=recipient,
            id=key_id,
            under=under,
        )
    wrapping = keyring.wrapping(under, level)
    if wrapping is None:
        raise KeyNotHeld()
    wrapped = symmetric.encrypt(symmetric.new_key(), key=wrapping, context=_context(subject, level))
    return WrappedKey(subject=subject, level=level, wrapped=wrapped, id=key_id, under=under)


def encrypt_body(plain: bytes, *, key: WrappedKey, keyring: Keyring) -> bytes:
    """The body of an entry as it is stored, at the level of ``key``."""
    if key.level is Level.SEALED:
        return sealing.seal(plain, recipients=(key.recipient,))
    context = _context(key.subject, key.level)
    return symmetric.encrypt(plain, key=open_subject_key(key, keyring=keyring), context=context)


def open_subject_key(key: WrappedKey, *, keyring: Keyring) -> bytes:
    """The plain key of an internal or protected level.

    Raises:
        KeyNotHeld: it is under an office key that this member does not hold.
        BodyDamaged: the wrapped key is not of this office or was changed.
    """
    wrapping = keyring.wrapping(key.under, key.level)
    if wrapping is None:
        raise KeyNotHeld()
    plain = symmetric.decrypt(key.wrapped, key=wrapping, context=_context(key.subject, key.level))
    if plain is None:
        raise BodyDamaged()
    return plain


def decrypt_body(stored: bytes, *, subject: str, level: Level, key: bytes) -> bytes | None:
    """The plain body of an internal or protected level; None when it is not under this key."""
    return symmetric.decrypt(stored, key=key, context=_context(subject, level))


def resealed(key: WrappedKey, *, custodian: str, recipients: tuple[str, ...]) -> WrappedKey:
    """A sealed key given to other custodians, by one who can open it.

    Raises:
        BodyDamaged: ``custodian`` cannot open it.
    """
    secret = sealing.unseal(key.wrapped, secret=custodian)
    if secret is None:
        raise BodyDamaged()
    return msgspec.structs.replace(
        key, wrapped=sealing.seal(secret, recipients=recipients), turn=key.turn + 1
    )


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


def _context(subject: str, level: Level) -> bytes:
    return f"depter-body-1|{subject}|{level.value}".encode()
