"""Codes by time (RFC 6238): six digits, every thirty seconds, each accepted once."""

from __future__ import annotations

import base64
import math
import unicodedata
from hmac import compare_digest
from typing import ClassVar, Final

import msgspec
import pyotp

from depter.errors import N_, DepterError
from depter.web.signin.factors import Factors, Totp

LABEL: Final = "notebook"  # a phone may be searched: it must not say whose, or of what
_SECONDS: Final = 30
_DIGITS: Final = 6
_DRIFT: Final = 1  # steps before and after
_SECRET_CHARACTERS: Final = 32  # 160 bits, what RFC 4226 recommends


class ClockStoodLater(DepterError):
    """A code of a later time was accepted before: one of the two clocks was wrong."""

    what: ClassVar[str] = N_("The clock of this computer stands earlier than at the last sign-in.")
    safe: ClassVar[str] = N_("Nobody was let in, and nothing was changed.")
    do: ClassVar[str] = N_("Set the clock and the date, or use a recovery code or a passkey.")


class NewTotp(msgspec.Struct, frozen=True):
    """A secret that counts only once the phone has shown a right code for it.

    Attributes:
        secret: base 32, for typing.
        uri: the same for a phone's camera.
    """

    secret: str
    uri: str

    def __repr__(self) -> str:
        return "NewTotp(…)"

    @property
    def groups(self) -> tuple[str, ...]:
        """The secret in fours, as a person types it."""
        return tuple(self.secret[place : place + 4] for place in range(0, len(self.secret), 4))


def new_totp(*, label: str = LABEL) -> NewTotp:
    """A secret for a phone; ``label`` is what the phone will show beside its codes."""
    return totp_of(pyotp.random_base32(_SECRET_CHARACTERS), label=label)


def totp_of(secret: str, *, label: str = LABEL) -> NewTotp:
    """The same secret on a second page: the first code was mistyped."""
    return NewTotp(secret, _codes(_bytes_of(secret)).provisioning_uri(name=label))


def enrol_totp(factors: Factors, code: str, *, new: NewTotp, now: float) -> Factors | None:
    """With the new secret in place of any older one; None when the code is not its code.

    The code is used up by this: the next sign-in waits for the next one.
    """
    fresh = msgspec.structs.replace(factors, totp=Totp(secret=_bytes_of(new.secret)))
    return check_totp(fresh, code, now=now)


def check_totp(factors: Factors, code: str, *, now: float) -> Factors | None:
    """What to store when the code is right; None when it is wrong or was used before.

    A code holds in its own thirty seconds, in those before and in those after; no code is
    accepted whose time is not later than that of the last one (RFC 6238, 5.2).

    Args:
        now: seconds since 1970.

    Raises:
        ClockStoodLater: no code can be right, since a later one was accepted.
    """
    if factors.totp is None:
        return None
    step = math.floor(now / _SECONDS)
    if factors.totp.last_step > step + _DRIFT:
        raise ClockStoodLater()
    typed = plain_digits(code).encode()
    found = -1
    for one in range(max(step - _DRIFT, 0), step + _DRIFT + 1):  # all of them, also after a match
        right = _codes(factors.totp.secret).generate_otp(one).encode()
        if compare_digest(right, typed) and one > factors.totp.last_step:
            found = one
    if found < 0:
        return None
    used = msgspec.structs.replace(factors.totp, last_step=found)
    return msgspec.structs.replace(factors, totp=used)


def looks_like_totp(code: str) -> bool:
    """Whether this has the shape of a phone's code, in the digits of any script."""
    typed = plain_digits(code)
    return len(typed) == _DIGITS and typed.isascii() and typed.isdigit()


def plain_digits(code: str) -> str:
    """Without the spaces and dashes that phones show, in the digits 0-9 of any keyboard."""
    kept = (letter for letter in code[:100] if unicodedata.category(letter)[0] not in "ZPC")
    return "".join(str(unicodedata.digit(letter, letter)) for letter in kept)


def _codes(secret: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(secret).decode(), digits=_DIGITS, interval=_SECONDS)


def _bytes_of(secret: str) -> bytes:
    return base64.b32decode(secret)
