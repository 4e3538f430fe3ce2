"""Authenticated encryption of short things: XChaCha20-Poly1305 (libsodium)."""

from __future__ import annotations

import os
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _decrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as _encrypt,
)
from nacl.exceptions import CryptoError

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 24  # long enough to be drawn at random for every message
_TAG_BYTES: Final = 16


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def encrypt(plain: bytes, *, key: bytes, context: bytes) -> bytes:
    """Nonce and ciphertext; ``context`` must be given again to decrypt."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _encrypt(plain, context, nonce, key)


def decrypt(sealed: bytes, *, key: bytes, context: bytes) -> bytes | None:
    """The plain bytes, or None when key, context or bytes are not the right ones."""
    if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
        return None
    try:
        return _decrypt(sealed[_NONCE_BYTES:], context, sealed[:_NONCE_BYTES], key)
    except CryptoError:
        return None
