"""Passkeys (WebAuthn level 3): what to ask the browser, and whether its answer holds.

A passkey belongs to a domain and an address of numbers is none: pages at ``127.0.0.1`` cannot
use one, the same pages at ``localhost`` can. Browsers trust ``http`` there and nowhere else.
"""

from __future__ import annotations

import json
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import ES256, RS256, CoseKey, EdDSA
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from depter.errors import N_, BadInput
from depter.web.signin.asked import ANSWER_SECONDS, Asked, NotAsked, Purpose
from depter.web.signin.factors import MOST_PASSKEYS, Factors, Passkey
from depter.web.signin.limits import Tries

HOST: Final = "localhost"
_SHOWN: Final = "notebook"  # what the key's own screen says: not whose, nor of what
_LARGEST: Final = 64 * 1024
_ALGORITHMS: Final = (ES256.ALGORITHM, EdDSA.ALGORITHM, RS256.ALGORITHM)
_WHAT_LIBRARIES_SAY: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    UnsupportedAlgorithm,
    struct.error,
)
_PREFERRED: Final = UserVerificationRequirement.PREFERRED


class PasskeyRefused(BadInput):
    """The answer is not one that this member's passkey gives to this question on this page."""

    what: ClassVar[str] = N_("This passkey was not accepted.")
    do: ClassVar[str] = N_("Load the page again and use a passkey you have added, or a code.")


class PasskeyCopied(PasskeyRefused):
    """The key counts its answers, and this one was counted before: a copy of it may exist."""

    what: ClassVar[str] = N_("This passkey gave a count that it had already passed.")
    do: ClassVar[str] = N_(
        "There may be a copy of it. Sign in with a code, remove this passkey and add another."
    )


class PasskeyKnown(BadInput):
    """It is among the member's passkeys."""

    what: ClassVar[str] = N_("This passkey was added before.")
    do: ClassVar[str] = N_("Use it as it is, or take another key.")


class TooManyPasskeys(BadInput):
    """No room for another."""

    what: ClassVar[str] = N_("No more than {most} passkeys can be added.")
    do: ClassVar[str] = N_("Remove one you no longer have.")


def is_possible_at(host: str) -> bool:
    """Whether a page of this host name (``Host`` header, with or without port) can use passkeys."""
    return host.partition(":")[0].lower() == HOST


def address_at(port: int, *, path: str = "/") -> str:
    """The same page where passkeys work."""
    return f"{origin_at(port)}{path}"


def origin_at(port: int) -> str:
    """The one origin whose answers count. Take the port that is listened on, never the one that
    a request names: another program's page on this computer could relay that."""
    return f"http://{HOST}:{port}"


def ask_new(
    factors: Factors, *, member: str, origin: str, now: float
) -> tuple[Asked, dict[str, Any]]:
    """A question to keep with the session, and the same for ``navigator.credentials.create``.

    Raises:
        TooManyPasskeys: remove one first.
    """
    if len(factors.passkeys) >= MOST_PASSKEYS:
        raise TooManyPasskeys(most=MOST_PASSKEYS)
    asked = _asked("new", member=member, now=now)
    options, _ = _server(origin).register_begin(
        PublicKeyCredentialUserEntity(id=member.encode(), name=_SHOWN, display_name=_SHOWN),
        credentials=_descriptors(factors),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,  # nothing stays on a seized key
        user_verification=_PREFERRED,
        challenge=asked.challenge,
    )
    return asked, dict(options)


def add_passkey(
    factors: Factors, answer: str, *, asked: Asked, origin: str, label: str, added: str, now: float
) -> Factors:
    """What to store when a new key answered.

    Args:
        answer: what the page sent, JSON.
        asked: the question as :class:`~depter.web.signin.asked.Questions` gave it back.
        added: the day, EDTF.

    Raises:
        NotAsked: another question, or too late.
        PasskeyRefused: damaged, of another page, of a kind Depter does not know.
        PasskeyKnown, TooManyPasskeys: as they say.
    """
    _in_time(asked, "new", now=now)
    with _refused():
        response = RegistrationResponse.from_dict(_object(answer))
        _same_page(response.response.client_data.cross_origin)
        told = _server(origin).register_complete(_state(asked), response)
        credential = told.credential_data
        if credential is None or credential.public_key.get(3) not in _ALGORITHMS:
            raise PasskeyRefused()
        passkey = Passkey(
            id=credential.credential_id,
            public_key=cbor.encode(dict(credential.public_key)),
            sign_count=told.counter,
            label=label.strip()[:100],
            added=added,
        )
    if factors.passkey(passkey.id):
        raise PasskeyKnown()
    if len(factors.passkeys) >= MOST_PASSKEYS:
        raise TooManyPasskeys(most=MOST_PASSKEYS)
    return msgspec.structs.replace(factors, passkeys=(*factors.passkeys, passkey))


def ask_known(
    factors: Factors, *, member: str, origin: str, now: float
) -> tuple[Asked, dict[str, Any]]:
    """A question to keep with the session, and the same for ``navigator.credentials.get``."""
    asked = _asked("known", member=member, now=now)
    options, _ = _server(origin).authenticate_begin(
        credentials=_descriptors(factors),
        user_verification=_PREFERRED,
        challenge=asked.challenge,
    )
    return asked, dict(options)


def check_passkey(
    factors: Factors, answer: str, *, asked: Asked, origin: str, now: float
) -> Factors:
    """What to store when one of the member's keys signed this question on this page.

    A right signature cannot be guessed, so it also ends a lock-out of typed codes.

    Raises:
        NotAsked: another question, or too late.
        PasskeyCopied: the key's count did not grow.
        PasskeyRefused: anything else.
    """
    _in_time(asked, "known", now=now)
    with _refused():
        response = AuthenticationResponse.from_dict(_object(answer))
        _same_page(response.response.client_data.cross_origin)
        if response.response.user_handle not in (None, b"", asked.member.encode()):
            raise PasskeyRefused()
        known = [_credential(one) for one in factors.passkeys]
        used = _server(origin).authenticate_complete(_state(asked), known, response)
        count = response.response.authenticator_data.counter
    return _counted(factors, used.credential_id, count=count)


def _counted(factors: Factors, credential: bytes, *, count: int) -> Factors:
    passkeys = []
    for one in factors.passkeys:
        if one.id == credential:
            if (count or one.sign_count) and count <= one.sign_count:
                raise PasskeyCopied()
            one = msgspec.structs.replace(one, sign_count=count)
        passkeys.append(one)
    return msgspec.structs.replace(factors, passkeys=tuple(passkeys), tries=Tries())


def _server(origin: str) -> Fido2Server:
    server = Fido2Server(
        PublicKeyCredentialRpEntity(name=_SHOWN, id=HOST),
        attestation=AttestationConveyancePreference.NONE,  # who made the key is nobody's business
        verify_origin=lambda told: told == origin,  # the library would take any port
    )
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=one)
        for one in _ALGORITHMS
    ]
    return server


def _asked(purpose: Purpose, *, member: str, now: float) -> Asked:
    challenge = secrets.token_bytes(32)
    return Asked(purpose=purpose, member=member, challenge=challenge, until=now + ANSWER_SECONDS)


def _in_time(asked: Asked, purpose: Purpose, *, now: float) -> None:
    if asked.purpose != purpose or now > asked.until:
        raise NotAsked()


def _state(asked: Asked) -> dict[str, Any]:
    return {"challenge": websafe_encode(asked.challenge), "user_verification": _PREFERRED}


def _descriptors(factors: Factors) -> list[PublicKeyCredentialDescriptor]:
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=one.id) for one in factors.passkeys]


def _credential(passkey: Passkey) -> AttestedCredentialData:
    key = cbor.decode(passkey.public_key)
    if not isinstance(key, dict):
        raise PasskeyRefused()
    return AttestedCredentialData.create(Aaguid.NONE, passkey.id, CoseKey.parse(key))


def _object(answer: str) -> dict[str, Any]:
    if len(answer) > _LARGEST:
        raise PasskeyRefused()
    told = json.loads(answer)
    if not isinstance(told, dict):
        raise PasskeyRefused()
    return told


def _same_page(cross_origin: object) -> None:
    """A page within another one's frame did not ask."""
    if cross_origin not in (False, None):
        raise PasskeyRefused()


@contextmanager
def _refused() -> Iterator[None]:
    """Whatever the libraries say to hostile bytes is one sentence to a person."""
    try:
        yield
    except _WHAT_LIBRARIES_SAY as problem:
        raise PasskeyRefused() from problem
