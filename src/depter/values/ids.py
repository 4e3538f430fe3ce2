"""Random ids of subjects: they say nothing about whom they stand for."""

from __future__ import annotations

import secrets
from typing import ClassVar, NewType

from depter.errors import N_, BadInput

SubjectId = NewType("SubjectId", str)
ClaimId = NewType("ClaimId", str)
StatementId = NewType("StatementId", str)
EntryId = NewType("EntryId", str)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no i, l, o, u
_LENGTH = 16


class IdNotUnderstood(BadInput):
    """Something that is no id stood where an id belongs."""

    what: ClassVar[str] = N_("That is not an id of this register.")
    do: ClassVar[str] = N_("Copy the id from a list or a page; it has 16 letters and digits.")


def new_id() -> str:
    """An id of 80 random bits as 16 characters, e.g. ``k7m2p9qx4d0r8s3t``."""
    number = secrets.randbits(5 * _LENGTH)
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(_LENGTH))


def is_id(text: str) -> bool:
    """Whether ``text`` has the shape of an id."""
    return len(text) == _LENGTH and all(letter in _ALPHABET for letter in text)


def subject_id(text: str) -> SubjectId:
    """Read an id that came from outside.

    Raises:
        IdNotUnderstood: when the shape is wrong.
    """
    if not is_id(text):
        raise IdNotUnderstood()
    return SubjectId(text)
