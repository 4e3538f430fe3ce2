"""Published vectors of the primitives that come from libraries: Ed25519 and Argon2id."""

from __future__ import annotations

import hashlib
from typing import Final

import pytest
from argon2.low_level import ARGON2_VERSION, Type, core, ffi, hash_secret_raw
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from depter.ledger import entry

# RFC 8032, section 7.1: seed, public key, message, signature. (TEST 1024 is left out: too long.)
ED25519: Final = {
    "TEST 1": (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "TEST 2": (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "TEST 3": (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "TEST SHA(abc)": (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b5890"
        "9351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
}


@pytest.mark.parametrize("vector", ED25519.values(), ids=ED25519.keys())
def test_ed25519_signs_as_rfc_8032_says(vector: tuple[str, str, bytes, str]) -> None:
    seed, public, message, signature = vector
    made, secret = crypto_sign_seed_keypair(bytes.fromhex(seed))
    assert made.hex() == public
    signed = crypto_sign(message, secret)
    assert signed[: entry.SIGNATURE_BYTES].hex() == signature
    assert crypto_sign_open(signed, made) == message
    spoiled = bytes([signed[0] ^ 1]) + signed[1:]
    with pytest.raises(BadSignatureError):
        crypto_sign_open(spoiled, made)


def test_the_ledger_signs_with_the_very_function_that_was_tested() -> None:
    assert entry.crypto_sign is crypto_sign  # type: ignore[attr-defined]
    assert entry.crypto_sign_open is crypto_sign_open  # type: ignore[attr-defined]


def test_a_line_of_the_ledger_is_checked_against_the_published_key() -> None:
    """The published seed signs what DSSE says is signed; the ledger finds it in order."""
    seed, public, _, _ = ED25519["TEST 1"]
    _, secret = crypto_sign_seed_keypair(bytes.fromhex(seed))
    line = b"{}"
    kind = b"application/vnd.depter.entry+json"
    signature = crypto_sign(b"DSSEv1 %d %s 2 {}" % (len(kind), kind), secret)[:64]
    device = entry.b64(bytes.fromhex(public))
    assert entry.is_signed(line, signature=signature, device=device)
    assert not entry.is_signed(line + b" ", signature=signature, device=device)


def test_argon2id_gives_the_tag_of_rfc_9106() -> None:
    """Section 5.3: with a secret and associated data, hence through the library's own core."""
    password, salt, secret, associated = b"\1" * 32, b"\2" * 16, b"\3" * 8, b"\4" * 12
    out = ffi.new("uint8_t[]", 32)
    held = [ffi.new("uint8_t[]", one) for one in (password, salt, secret, associated)]
    context = ffi.new(
        "argon2_context *",
        {
            "out": out,
            "outlen": 32,
            "pwd": held[0],
            "pwdlen": len(password),
            "salt": held[1],
            "saltlen": len(salt),
            "secret": held[2],
            "secretlen": len(secret),
            "ad": held[3],
            "adlen": len(associated),
            "t_cost": 3,
            "m_cost": 32,
            "lanes": 4,
            "threads": 4,
            "version": ARGON2_VERSION,
            "allocate_cbk": ffi.NULL,
            "free_cbk": ffi.NULL,
            "flags": 0,
        },
    )
    assert core(context, Type.ID.value) == 0
    expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert bytes(ffi.buffer(out)).hex() == expected


def test_argon2id_through_the_function_that_the_slots_use() -> None:
    """RFC 9106 has no vector without a secret; this one is of the reference code's own tests."""
    tag = hash_secret_raw(
        b"password",
        b"somesalt",
        time_cost=2,
        memory_cost=2**16,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    assert tag.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
