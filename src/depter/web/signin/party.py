"""Depter as the party that relies on passkeys: the library set once, its failures told as ours."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final

import msgspec
from fido2 import cbor
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    UserVerificationRequirement,
)

from depter.errors import N_, BadInput
from depter.web.signin.asked import Asked
from depter.web.signin.factors import Factors, Passkey

HOST: Final = "localhost"
SHOWN: Final = "notebook"  # what the key's own screen says: not whose, nor of what
ALGORITHMS: Final = (ES256.ALGORITHM, EdDSA.ALGORITHM, RS256.ALGORITHM)
PREFERRED: Final = UserVerificationRequirement.PREFERRED
_LARGEST: Final = 16 * 1024
_WHAT_LIBRARIES_SAY: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    msgspec.MsgspecError,
    struct.error,
)


class _Response(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    client_data: str = msgspec.field(name="clientDataJSON")
    attestation_object: str = ""
    authenticator_data: str = ""
    signature: str = ""
    user_handle: str | None = None


class _Answer(msgspec.Struct, frozen=True, rename="camel"):
    raw_id: str
    response: _Response


class PasskeyRefused(BadInput):
    """The answer is not one that this member's passkey gives to this question on this page."""

    what: ClassVar[str] = N_("This passkey was not accepted.")
    do: ClassVar[str] = N_("Load the page again and use a passkey you have added, or a code.")


def party(origin: str) -> Fido2Server:
    """Depter at one origin, as it asks and judges."""
    server = Fido2Server(
        PublicKeyCredentialRpEntity(name=SHOWN, id=HOST),
        attestation=AttestationConveyancePreference.NONE,  # who made the key is nobody's business
        verify_origin=lambda told: told == origin,  # the library would take any port
    )
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=one)
        for one in ALGORITHMS
    ]
    return server


def state_of(asked: Asked) -> dict[str, Any]:
    """The question as the library keeps it between asking and judging."""
    return {"challenge": websafe_encode(asked.challenge), "user_verification": PREFERRED}


def descriptors(factors: Factors) -> list[PublicKeyCredentialDescriptor]:
    """The member's passkeys by their ids."""
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=one.id) for one in factors.passkeys]


def credential_of(passkey: Passkey) -> AttestedCredentialData:
    """A stored passkey as the library checks signatures with it."""
    key = cbor.decode(passkey.public_key)
    if not isinstance(key, dict):
        raise PasskeyRefused()
    return AttestedCredentialData.create(Aaguid.NONE, passkey.id, CoseKey.parse(key))


def read_answer(answer: str) -> dict[str, Any]:
    """The answer that a page sent, as the library reads it; use within :func:`told_as_refused`.

    Every part must be text: where the library expects bytes and meets a number, it makes that
    many of them.
    """
    if len(answer) > _LARGEST:
        raise PasskeyRefused()
    told = msgspec.to_builtins(msgspec.json.decode(answer, type=_Answer))
    return {**told, "id": told["rawId"]}


def same_page(cross_origin: object) -> None:
    """A page within another one's frame did not ask."""
    if cross_origin not in (False, None):
        raise PasskeyRefused()


@contextmanager
def told_as_refused() -> Iterator[None]:
    """Whatever the libraries say to hostile bytes is one sentence to a person."""
    try:
        yield
    except _WHAT_LIBRARIES_SAY as problem:
        raise PasskeyRefused() from problem
