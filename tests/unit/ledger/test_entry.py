"""Lines: signed as they stand, read only when whole; with the published vectors of Ed25519."""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from depter.ledger.entry import (
    Entry,
    LineNotUnderstood,
    SealedBody,
    b64,
    entry_id,
    is_signed,
    read_line,
    sign,
    unb64,
)
from depter.values.ids import SubjectId
from depter.values.level import Level

PUBLIC, SECRET = crypto_sign_seed_keypair(bytes(32))
ENTRY: Final = Entry(
    v=1,
    device=b64(PUBLIC),
    seq=1,
    prev="",
    at="2026-11-24T13:34:25.123Z.0000",
    kind="case.opened",
    subject=SubjectId("k7m2p9qx4d0r8s3t"),
    commits={Level.INTERNAL: ("digest",)},
)
LINE: Final = (
    b'{"v":1,"device":"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik","seq":1,"prev":"",'
    b'"at":"2026-11-24T13:34:25.123Z.0000","kind":"case.opened","subject":"k7m2p9qx4d0r8s3t",'
    b'"commits":{"internal":["digest"]}}'
)


def test_a_line_is_written_like_this_and_no_other_way() -> None:
    """The format of every notebook there will ever be: a change here is a new version."""
    signed = sign(ENTRY, secret=SECRET)
    assert signed.line == LINE
    assert signed.id == b64(hashlib.sha256(LINE).digest()) == entry_id(LINE)
    assert len(signed.signature) == 64


def test_the_signature_is_over_the_dsse_encoding() -> None:
    signed = sign(ENTRY, secret=SECRET)
    encoded = b"DSSEv1 33 application/vnd.depter.entry+json %d %s" % (len(LINE), LINE)
    assert signed.signature == crypto_sign(encoded, SECRET)[:64]
    assert is_signed(signed.line, signature=signed.signature, device=ENTRY.device)
    assert not is_signed(signed.line, signature=crypto_sign(LINE, SECRET)[:64], device=ENTRY.device)


@given(st.integers(0, len(LINE) - 1), st.integers(0, 63), st.integers(0, 7))
def test_no_bit_can_be_changed(at: int, in_signature: int, bit: int) -> None:
    signed = sign(ENTRY, secret=SECRET)
    line = LINE[:at] + bytes([LINE[at] ^ (1 << bit)]) + LINE[at + 1 :]
    assert not is_signed(line, signature=signed.signature, device=ENTRY.device)
    raw = bytearray(signed.signature)
    raw[in_signature] ^= 1 << bit
    assert not is_signed(LINE, signature=bytes(raw), device=ENTRY.device)


@pytest.mark.parametrize("signature", [b"", b"\0" * 63, b"\0" * 64, b"\0" * 65, b"\xff" * 64])
def test_what_is_no_signature_is_none(signature: bytes) -> None:
    assert not is_signed(LINE, signature=signature, device=ENTRY.device)


@pytest.mark.parametrize("device", ["", "O2on", "ü", "A" * 43, "!" * 43, b64(bytes(31))])
def test_what_is_no_key_signed_nothing(device: str) -> None:
    assert not is_signed(LINE, signature=sign(ENTRY, secret=SECRET).signature, device=device)


def test_a_line_is_read_back_with_and_without_a_sealed_body() -> None:
    sealed = msgspec.structs.replace(ENTRY, sealed=SealedBody(to="age1", digest="d"))
    for entry in (ENTRY, sealed):
        assert read_line(sign(entry, secret=SECRET).line) == entry


def test_fields_of_a_later_version_are_passed_over() -> None:
    assert read_line(LINE[:-1] + b',"later":{"x":[1]}}') == ENTRY


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"{}", b"[]", b"\xff", LINE[:-1], LINE + b"x"),
        LINE.replace(b'"v":1', b'"v":2'),
        LINE.replace(b'"seq":1', b'"seq":"1"'),
        LINE.replace(b'"internal"', b'"secret"'),
        LINE.replace(b'"commits"', b'"commit"'),
    ],
)
def test_what_is_no_line_ends_in_a_sentence(line: bytes) -> None:
    with pytest.raises(LineNotUnderstood):
        read_line(line)


@given(st.binary(max_size=120))
def test_any_bytes_end_in_an_entry_or_in_a_sentence(line: bytes) -> None:
    with pytest.raises(LineNotUnderstood):
        read_line(line)


@given(st.binary(max_size=70))
def test_base64url_without_padding_comes_back(raw: bytes) -> None:
    text = b64(raw)
    assert unb64(text) == raw
    assert "=" not in text and "+" not in text and "/" not in text


RFC_8032: Final = [  # section 7.1: tests 1, 2, 3 and SHA(abc): seed, public key, message, signature
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
        "f9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
        "f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
        "4dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c664"
        "31e0303dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_ed25519_is_that_of_rfc_8032(seed: str, public: str, message: str, signature: str) -> None:
    """The primitive under :func:`sign`, as it is called there."""
    key, secret = crypto_sign_seed_keypair(bytes.fromhex(seed))
    assert key.hex() == public
    assert crypto_sign(bytes.fromhex(message), secret)[:64].hex() == signature
