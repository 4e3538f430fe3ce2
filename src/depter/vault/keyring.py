"""What one member holds on one device while the notebook is open."""

from __future__ import annotations

import msgspec
from nacl.bindings import crypto_sign_seed_keypair

from depter.values.level import Level
from depter.vault import sealing, symmetric


class OfficeKey(msgspec.Struct, frozen=True, kw_only=True):
    """Keys that wrap the keys of subjects. The office draws new ones when somebody leaves.

    Attributes:
        id: names the key in the rows it wraps; empty for an office's first one.
        internal, protected: one key per level; ``protected`` is empty for who may not read it.
    """

    id: str = ""
    internal: bytes
    protected: bytes = b""

    def __repr__(self) -> str:
        return f"OfficeKey({self.id!r}, …)"

    def of(self, level: Level) -> bytes | None:
        """The wrapping key of a level, or None when this member does not hold it."""
        return (self.internal if level is Level.INTERNAL else self.protected) or None


class Keyring(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a working session. The custodian's secret is never among them.

    Attributes:
        database: raw SQLCipher key of this device.
        device_seed: Ed25519 seed of the feed that this member writes on this device.
        member: who it is, as the ledger names members.
        office: the office's keys, oldest first; none for an administrator.
        secret: age secret to which later office keys are sealed.
        factors: the member's second factors, as the face that asks for them wrote them.
        custodians: age recipients that sealed fields go to; read from the ledger, not kept here.
    """

    database: bytes
    device_seed: bytes
    member: str = ""
    office: tuple[OfficeKey, ...] = ()
    secret: str = ""
    factors: bytes = b""
    custodians: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Keyring(…)"

    def device_keys(self) -> tuple[bytes, bytes]:
        """Public and secret Ed25519 key of the device."""
        public, secret = crypto_sign_seed_keypair(self.device_seed)
        return public, secret

    def recipient(self) -> str:
        """The age recipient (``age1…``) to which others seal what is for this member."""
        return sealing.recipient_of(self.secret) if self.secret else ""

    def wrapping(self, under: str, level: Level) -> bytes | None:
        """The office's key of this id for a level, or None when it is not held."""
        return next((one.of(level) for one in self.office if one.id == under), None)

    def knowing(self, key: OfficeKey) -> Keyring:
        """With one more of the office's keys."""
        if any(one.id == key.id for one in self.office):
            return self
        return msgspec.structs.replace(self, office=(*self.office, key))


def new_keyring(*, member: str, office: tuple[OfficeKey, ...]) -> Keyring:
    """Fresh device keys for a member."""
    _, secret = sealing.new_identity()
    return Keyring(
        database=symmetric.new_key(),
        device_seed=symmetric.new_key(),
        member=member,
        office=office,
        secret=secret,
    )


def new_office_key(key_id: str = "") -> OfficeKey:
    """Fresh keys for both levels."""
    return OfficeKey(id=key_id, internal=symmetric.new_key(), protected=symmetric.new_key())
