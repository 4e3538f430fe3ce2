"""A member's second factors, as they lie inside the encrypted key box of that member."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import Meta

from depter.errors import N_, DepterError
from depter.web.signin.limits import Tries

FORMAT: Final = "depter-factors-1"
MOST_PASSKEYS: Final = 10
MOST_CODES: Final = 10
_LARGEST: Final = 64 * 1024

_Count = Annotated[int, Meta(ge=0, le=2**32 - 1)]
_Digest = Annotated[bytes, Meta(min_length=32, max_length=32)]


class FactorsDamaged(DepterError):
    """What the key box holds for the second factors is not what Depter wrote."""

    what: ClassVar[str] = N_("The second factors of this member cannot be read.")
    safe: ClassVar[str] = N_("The register itself was not touched, and nobody was let in.")
    do: ClassVar[str] = N_("Put back “keys.json” from the latest backup of this notebook.")
    exit_code: ClassVar[int] = 4


class Totp(msgspec.Struct, frozen=True, kw_only=True):
    """Codes by time, RFC 6238.

    Attributes:
        secret: shared with the member's phone.
        last_step: the time step of the last code that was accepted; -1 before the first.
    """

    secret: Annotated[bytes, Meta(min_length=16, max_length=64)]
    last_step: Annotated[int, Meta(ge=-1)] = -1

    def __repr__(self) -> str:
        return "Totp(…)"


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """One key that signs for the member, WebAuthn level 3.

    Attributes:
        id: the credential's id, chosen by the key.
        public_key: COSE key, CBOR.
        sign_count: the last count it told; 0 for keys that do not count.
        label: what the member calls it.
        added: the day, EDTF.
    """

    id: Annotated[bytes, Meta(min_length=1, max_length=1023)]
    public_key: Annotated[bytes, Meta(min_length=1, max_length=4096)]
    sign_count: _Count = 0
    label: Annotated[str, Meta(max_length=100)]
    added: Annotated[str, Meta(max_length=10)]


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """Digests of the recovery codes that are left; the codes themselves are kept nowhere."""

    salt: Annotated[bytes, Meta(min_length=16, max_length=16)]
    digests: Annotated[tuple[_Digest, ...], Meta(max_length=MOST_CODES)]


class Factors(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a member can be asked for after the passphrase; see :func:`read_factors`.

    Attributes:
        tries: wrong codes in a row. They are counted here rather than in memory, so that
            restarting the program gives nobody ten more guesses.
    """

    totp: Totp | None = None
    passkeys: Annotated[tuple[Passkey, ...], Meta(max_length=MOST_PASSKEYS)] = ()
    codes: Codes | None = None
    tries: Tries = Tries()
    format: str = FORMAT

    @property
    def asks(self) -> bool:
        """Whether signing in asks for anything besides the passphrase."""
        return self.totp is not None or bool(self.passkeys)

    @property
    def asks_code(self) -> bool:
        """Whether a typed code can answer: one of the phone, or a recovery code."""
        return self.totp is not None or self.codes_left > 0

    @property
    def codes_left(self) -> int:
        """How many recovery codes still work."""
        return len(self.codes.digests) if self.codes else 0

    def passkey(self, credential: bytes) -> Passkey | None:
        """The passkey of this id."""
        return next((one for one in self.passkeys if one.id == credential), None)

    def without_totp(self) -> Factors:
        """The phone's codes no longer count."""
        return _tidied(msgspec.structs.replace(self, totp=None))

    def without_passkey(self, credential: bytes) -> Factors:
        """This passkey no longer counts."""
        kept = tuple(one for one in self.passkeys if one.id != credential)
        return _tidied(msgspec.structs.replace(self, passkeys=kept))


def read_factors(stored: bytes) -> Factors:
    """What :func:`write_factors` wrote; a box without factors holds no bytes.

    Raises:
        FactorsDamaged: anything else.
    """
    if not stored:
        return Factors()
    if len(stored) > _LARGEST:
        raise FactorsDamaged()
    try:
        factors = msgspec.json.decode(stored, type=Factors)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise FactorsDamaged() from problem
    ids = [one.id for one in factors.passkeys]
    if factors.format != FORMAT or len(set(ids)) != len(ids):
        raise FactorsDamaged()
    return factors


def write_factors(factors: Factors) -> bytes:
    """Bytes for the member's key box; they hold secrets and belong nowhere else.

    Raises:
        FactorsDamaged: they could not be read again. Nobody is locked out by what was written.
    """
    stored = msgspec.json.encode(factors)
    read_factors(stored)
    return stored


def _tidied(factors: Factors) -> Factors:
    """Recovery codes replace a second factor; where there is none they only lie about."""
    return factors if factors.asks else Factors(tries=factors.tries)
