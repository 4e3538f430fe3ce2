"""Wrapped keys as rows that prove themselves: nobody can put others in their place.

Rows travel beside the entries and are passed on by whoever holds them. The id of a row is the
digest of all that it holds, so two rows of one id are the same row. Only the sealed keys are ever
wrapped again, by a custodian, whose device then signs what it made.
"""

from __future__ import annotations

from typing import Final

import msgspec

from depter.ledger.entry import SIGNATURE_BYTES, b64, digest_of, is_word_signed, sign_word, unb64
from depter.ledger.ledger import SubjectKeyRow
from depter.vault.keyring import Keyring
from depter.vault.subjectkeys import WrappedKey

_TURNED: Final = b"depter-turned-1\n"
_KEY_BYTES: Final = 32
_FIXED: Final = len(_TURNED) + _KEY_BYTES + SIGNATURE_BYTES


def wrapped(row: SubjectKeyRow) -> WrappedKey:
    """The ledger's row as the vault's key."""
    return WrappedKey(
        subject=row.subject,
        level=row.level,
        wrapped=row.wrapped[_FIXED:] if row.wrapped.startswith(_TURNED) else row.wrapped,
        recipient=row.recipient,
        id=row.id,
        under=row.under,
        turn=row.turn,
    )


def row_of(key: WrappedKey) -> SubjectKeyRow:
    """The vault's key as a row of the ledger."""
    return SubjectKeyRow(
        key.subject, key.level, key.id, key.under, key.recipient, key.turn, key.wrapped
    )


def named(key: WrappedKey) -> WrappedKey:
    """A key that was just drawn, under the id that says what it is."""
    return msgspec.structs.replace(key, id=_digest(row_of(key)))


def is_itself(row: SubjectKeyRow) -> bool:
    """Whether a row that was never wrapped again is the one that its id names.

    Those of the first format have none.
    """
    return row.turn == 0 and row.id in (_digest(row), "" if not row.under else None)


def turned(row: SubjectKeyRow, *, keyring: Keyring) -> SubjectKeyRow:
    """A sealed key that was wrapped again, signed by the custodian's device that did it."""
    public, secret = keyring.device_keys()
    signature = unb64(sign_word(_word(row, row.wrapped), secret=secret))
    return msgspec.structs.replace(row, wrapped=_TURNED + public + signature + row.wrapped)


def turned_by(row: SubjectKeyRow) -> str:
    """The device that wrapped this key again; empty when none of them signed it."""
    if not row.wrapped.startswith(_TURNED) or len(row.wrapped) <= _FIXED:
        return ""
    device, signature = row.wrapped[len(_TURNED) :][:_KEY_BYTES], row.wrapped[:_FIXED]
    word = _word(row, row.wrapped[_FIXED:])
    signed = is_word_signed(word, signature=b64(signature[-SIGNATURE_BYTES:]), signer=b64(device))
    return b64(device) if signed else ""


def _digest(row: SubjectKeyRow) -> str:
    return digest_of(
        msgspec.msgpack.encode((row.subject, row.level, row.under, row.recipient, row.wrapped))
    )


def _word(row: SubjectKeyRow, age: bytes) -> bytes:
    about = (row.subject, row.level, row.id, row.under, row.recipient, row.turn)
    return _TURNED + msgspec.msgpack.encode((*about, age))
