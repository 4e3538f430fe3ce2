"""Recovery codes: ten, shown once, each lets in once; for when the phone or the key is lost."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from hmac import compare_digest
from typing import Final

import msgspec

from depter.web.signin.factors import MOST_CODES, Codes, Factors

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no i, l, o, u
_MEANT: Final = str.maketrans("oil", "011")
_LENGTH: Final = 12  # 60 bits
_GROUP: Final = 4
_SALT_BYTES: Final = 16


def new_codes(factors: Factors) -> tuple[tuple[str, ...], Factors]:
    """Ten new codes to show once, and what to store; the old ones no longer work."""
    salt = secrets.token_bytes(_SALT_BYTES)
    plain = tuple(
        "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(MOST_CODES)
    )
    kept = Codes(salt=salt, digests=tuple(_digest(code, salt=salt) for code in plain))
    return tuple(map(_grouped, plain)), msgspec.structs.replace(factors, codes=kept)


def use_code(factors: Factors, typed: str) -> Factors | None:
    """What to store when the code is one that is left; None when it is not, or was used."""
    if factors.codes is None:
        return None
    given = _digest(plain_code(typed), salt=factors.codes.salt)
    left = tuple(one for one in factors.codes.digests if not compare_digest(one, given))
    if len(left) == len(factors.codes.digests):
        return None
    return msgspec.structs.replace(
        factors, codes=msgspec.structs.replace(factors.codes, digests=left)
    )


def plain_code(typed: str) -> str:
    """As it was made: no spaces or dashes, small letters, and no letter that passes for another."""
    letters = unicodedata.normalize("NFKC", typed[:100]).lower()
    return "".join(letter for letter in letters if letter.isalnum()).translate(_MEANT)


def _grouped(code: str) -> str:
    return "-".join(code[place : place + _GROUP] for place in range(0, _LENGTH, _GROUP))


def _digest(code: str, *, salt: bytes) -> bytes:
    """SHA-256 is enough for 60 random bits: there is no dictionary to try."""
    return hashlib.sha256(salt + code.encode("utf-8", "surrogatepass")).digest()
