"""Passkeys (WebAuthn level 3): what to ask the browser, and whether its answer holds.

A passkey belongs to a domain and an address of numbers is none: pages at ``127.0.0.1`` cannot
use one, the same pages at ``localhost`` can. Browsers trust ``http`` there and nowhere else.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

import msgspec
from fido2 import cbor
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
)

from depter.errors import N_, BadInput
from depter.web.signin.asked import ANSWER_SECONDS, Asked, NotAsked, Purpose
from depter.web.signin.factors import MOST_PASSKEYS, Factors, Passkey
from depter.web.signin.limits import Tries
from depter.web.signin.party import (
    ALGORITHMS,
    HOST,
    PREFERRED,
    SHOWN,
    PasskeyRefused,
    credential_of,
    descriptors,
    party,
    read_answer,
    same_page,
    state_of,
    told_as_refused,
)


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
    options, _ = party(origin).register_begin(
        PublicKeyCredentialUserEntity(id=member.encode(), name=SHOWN, display_name=SHOWN),
        credentials=descriptors(factors),
        # a security key that is seized then holds nothing of ours
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=PREFERRED,
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
    with told_as_refused():
        response = RegistrationResponse.from_dict(read_answer(answer))
        same_page(response.response.client_data.cross_origin)
        told = party(origin).register_complete(state_of(asked), response)
        credential = told.credential_data
        if credential is None or credential.public_key.get(3) not in ALGORITHMS:
            raise PasskeyRefused()
        passkey = Passkey(
            id=credential.credential_id,
            public_key=cbor.encode(dict(credential.public_key)),
            sign_count=told.counter,
            label=label.strip()[:100],
            added=added,
        )
        msgspec.convert(msgspec.to_builtins(passkey), Passkey)  # no larger than can be read again
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
    options, _ = party(origin).authenticate_begin(
        credentials=descriptors(factors),
        user_verification=PREFERRED,
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
    with told_as_refused():
        response = AuthenticationResponse.from_dict(read_answer(answer))
        same_page(response.response.client_data.cross_origin)
        if response.response.user_handle not in (None, b"", asked.member.encode()):
            raise PasskeyRefused()
        known = [credential_of(one) for one in factors.passkeys]
        used = party(origin).authenticate_complete(state_of(asked), known, response)
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


def _asked(purpose: Purpose, *, member: str, now: float) -> Asked:
    challenge = secrets.token_bytes(32)
    return Asked(purpose=purpose, member=member, challenge=challenge, until=now + ANSWER_SECONDS)


def _in_time(asked: Asked, purpose: Purpose, *, now: float) -> None:
    if asked.purpose != purpose or now > asked.until:
        raise NotAsked()
