"""The trustees' key: 32 random bytes that no device keeps, from which recovery begins.

It guards an age secret (everything is sealed to its recipient too) and is the seed of an Ed25519
key with which the trustees, acting together, admit a custodian when none is left.
"""

from __future__ import annotations

import hashlib
from typing import ClassVar, Final

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from depter.errors import N_, DepterError
from depter.vault import sealing, symmetric

_PERSON: Final = b"depter-trustees"


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """What the trustees' shares open: the age secret that everything is also sealed to.

    Attributes:
        recipient: its age recipient.
        guarded: the secret under the key that the shares give together.
        signer: Ed25519 public key with which the trustees' key admits a new custodian.
        threshold, shares: how many are enough, of how many.
        escrow: the office's keys, sealed to the recipient.
    """

    recipient: str
    guarded: bytes
    signer: bytes
    threshold: int
    shares: int
    escrow: bytes = b""


class NotTheTrusteesKey(DepterError):
    """The shares fit together, but not this notebook."""

    what: ClassVar[str] = N_("These shares do not belong to this notebook.")
    safe: ClassVar[str] = N_("Nothing was opened or changed.")
    do: ClassVar[str] = N_(
        "Compare the notebook's short name on the sheets, and ask for the newest sheets."
    )
    exit_code: ClassVar[int] = 3


def new_recovery(key: bytes, *, notebook: str, threshold: int, shares: int) -> Recovery:
    """What is kept of a new trustees' key, which is then given to the shares alone."""
    recipient, secret = sealing.new_identity()
    public, _ = trustees_signer(key)
    return Recovery(
        recipient=recipient,
        guarded=symmetric.encrypt(secret.encode(), key=key, context=_context(notebook)),
        signer=public,
        threshold=threshold,
        shares=shares,
    )


def recovery_secret(key: bytes, recovery: Recovery, *, notebook: str) -> str:
    """The age secret that the trustees' key guards.

    Raises:
        NotTheTrusteesKey: the key is another notebook's, or of an earlier ceremony.
    """
    plain = symmetric.decrypt(recovery.guarded, key=key, context=_context(notebook))
    if plain is None:
        raise NotTheTrusteesKey()
    return plain.decode()


def trustees_signer(key: bytes) -> tuple[bytes, bytes]:
    """Public and secret Ed25519 key of the trustees."""
    seed = hashlib.blake2b(key, digest_size=32, person=_PERSON).digest()
    public, secret = crypto_sign_seed_keypair(seed)
    return public, secret


def _context(notebook: str) -> bytes:
    return f"depter-trustees-1|{notebook}".encode()
