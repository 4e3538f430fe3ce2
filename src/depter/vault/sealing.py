"""Write-only sealing: age (X25519) to a recipient whose secret this device does not keep."""

from __future__ import annotations

from typing import Final

from pyrage import DecryptError, IdentityError, decrypt, encrypt, x25519

_BLOCK: Final = 256  # sealed texts are padded, so that their length says little


def new_identity() -> tuple[str, str]:
    """A recipient (``age1…``) and its secret (``AGE-SECRET-KEY-1…``)."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def seal(plain: bytes, *, recipients: tuple[str, ...]) -> bytes:
    """``plain``, padded with line feeds, readable only by the recipients' secrets."""
    padded = plain + b"\n" * (-len(plain) % _BLOCK)
    return bytes(encrypt(padded, [x25519.Recipient.from_str(one) for one in recipients]))


def unseal(sealed: bytes, *, secret: str) -> bytes | None:
    """The plain bytes without padding, or None when this secret is not a recipient's."""
    try:
        plain = decrypt(sealed, [x25519.Identity.from_str(secret)])
    except (DecryptError, IdentityError):
        return None
    return bytes(plain).rstrip(b"\n")


def recipient_of(secret: str) -> str:
    """The recipient that belongs to a secret."""
    return str(x25519.Identity.from_str(secret).to_public())
