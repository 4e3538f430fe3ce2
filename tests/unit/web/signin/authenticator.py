"""A passkey in software: what a security key answers, and what a dishonest one would."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticatorData

ORIGIN = "http://localhost:8421"
FLAG = AuthenticatorData.FLAG


_cose: Any = ES256.from_cryptography_key  # the library gives it no types


class Authenticator:
    """One key. Everything it puts into an answer can be set wrongly."""

    def __init__(self, *, count: int = 0) -> None:
        self.count = count
        self.id = secrets.token_bytes(16)
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.cose: dict[int, Any] = dict(_cose(self.secret.public_key()))
        self.user_handle: bytes | None = None

    def create(self, options: dict[str, Any], *, origin: object = ORIGIN, **changes: Any) -> str:
        """An answer to ``navigator.credentials.create``."""
        asked = options["publicKey"]
        told = self._told("webauthn.create", asked["challenge"], origin, changes)
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor.encode(self.cose)
        auth = self._authenticated(changes, rp=asked["rp"]["id"], flags=FLAG.AT) + credential
        attestation = cbor.encode({"fmt": "none", "authData": auth, "attStmt": {}})
        return self._answer(
            {
                "clientDataJSON": websafe_encode(told),
                "attestationObject": websafe_encode(attestation),
            }
        )

    def get(self, options: dict[str, Any], *, origin: object = ORIGIN, **changes: Any) -> str:
        """An answer to ``navigator.credentials.get``."""
        asked = options["publicKey"]
        told = self._told("webauthn.get", asked["challenge"], origin, changes)
        auth = self._authenticated(changes, rp=asked["rpId"], flags=FLAG(0))
        message = auth + hashlib.sha256(told).digest()
        signature = self.secret.sign(message, ec.ECDSA(hashes.SHA256()))
        response: dict[str, Any] = {
            "clientDataJSON": websafe_encode(told),
            "authenticatorData": websafe_encode(auth),
            "signature": websafe_encode(changes.get("signature", signature)),
        }
        if self.user_handle is not None:
            response["userHandle"] = websafe_encode(self.user_handle)
        return self._answer(response)

    def _told(self, kind: str, challenge: str, origin: object, changes: dict[str, Any]) -> bytes:
        """What the browser says of the page, not the key."""
        told = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        known = {name: value for name, value in changes.items() if name in told}
        return json.dumps({**told, **known}).encode()

    def _authenticated(self, changes: dict[str, Any], *, rp: str, flags: FLAG) -> bytes:
        if self.count:
            self.count += 1
        rp_hash = hashlib.sha256(changes.get("rp", rp).encode()).digest()
        present = changes.get("flags", FLAG.UP | FLAG.UV)
        return rp_hash + bytes([present | flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
