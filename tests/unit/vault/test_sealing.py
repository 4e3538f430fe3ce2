"""Sealing to custodians with age, keys of subjects, and age's own published test vector."""

from __future__ import annotations

import hmac
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_chacha20poly1305_ietf_encrypt

from depter.values.level import Level
from depter.vault import sealing
from depter.vault.errors import BodyDamaged, KeyNotHeld
from depter.vault.keyring import Keyring, OfficeKey
from depter.vault.subjectkeys import (
    WrappedKey,
    decrypt_body,
    encrypt_body,
    new_subject_key,
    open_subject_key,
    resealed,
    unseal_body,
)

RECIPIENT, SECRET = sealing.new_identity()
plain_texts = st.binary(max_size=600).filter(lambda raw: not raw.endswith(b"\n"))


@settings(max_examples=40)
@given(plain_texts)
def test_what_is_sealed_comes_back_to_its_recipient_alone(plain: bytes) -> None:
    sealed = sealing.seal(plain, recipients=(RECIPIENT,))
    assert plain not in sealed or len(plain) < 4
    assert sealing.unseal(sealed, secret=SECRET) == plain
    assert sealing.unseal(sealed, secret=sealing.new_identity()[1]) is None


def test_lengths_say_only_how_many_times_256_bytes() -> None:
    """A name, a telephone number and an address look alike."""
    lengths = {payload_length(b"x" * size) for size in range(1, 257)}
    assert len(lengths) == 1
    assert payload_length(b"x" * 257) - lengths.pop() == 256


def payload_length(plain: bytes) -> int:
    """Bytes after the header (in which age puts rubbish of random length)."""
    sealed = sealing.seal(plain, recipients=(RECIPIENT,))
    return len(sealed) - sealed.index(b"\n", sealed.index(b"\n--- ") + 1)


def test_each_of_several_custodians_can_open() -> None:
    others = [sealing.new_identity() for _ in range(3)]
    sealed = sealing.seal(b"who", recipients=tuple(one for one, _ in others))
    assert [sealing.unseal(sealed, secret=secret) for _, secret in others] == [b"who"] * 3


def test_no_byte_of_what_is_sealed_can_be_changed() -> None:
    sealed = sealing.seal(b"who", recipients=(RECIPIENT,))
    for at in range(len(sealed)):
        spoiled = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert sealing.unseal(spoiled, secret=SECRET) is None
    for length in range(len(sealed)):
        assert sealing.unseal(sealed[:length], secret=SECRET) is None
    assert sealing.unseal(sealed + b"x", secret=SECRET) is None


@pytest.mark.parametrize("secret", ["", "AGE-SECRET-KEY-1", "age1qqq", "ü"])
def test_what_is_no_secret_opens_nothing(secret: str) -> None:
    assert sealing.unseal(sealing.seal(b"x", recipients=(RECIPIENT,)), secret=secret) is None


def keyring(custodian: str = RECIPIENT, *, office: tuple[OfficeKey, ...] | None = None) -> Keyring:
    held = (OfficeKey(internal=b"o" * 32, protected=b"p" * 32),) if office is None else office
    return Keyring(database=bytes(32), device_seed=bytes(32), office=held, custodians=(custodian,))


def key_of(level: Level, *, subject: str = "one", under: str = "") -> WrappedKey:
    held = (OfficeKey(id=under, internal=b"o" * 32, protected=b"p" * 32),)
    return new_subject_key(subject, level=level, keyring=keyring(office=held), under=under)


@pytest.mark.parametrize("level", [Level.INTERNAL, Level.PROTECTED])
def test_a_body_opens_under_its_own_subject_level_and_office_alone(level: Level) -> None:
    key = key_of(level)
    stored = encrypt_body(b"body", key=key, keyring=keyring())
    plain = open_subject_key(key, keyring=keyring())
    assert decrypt_body(stored, subject="one", level=level, key=plain) == b"body"
    other = Level.PROTECTED if level is Level.INTERNAL else Level.INTERNAL
    for subject, wrong in (("other", level), ("one", other)):
        assert decrypt_body(stored, subject=subject, level=wrong, key=plain) is None
    assert decrypt_body(stored, subject="one", level=level, key=bytes(32)) is None
    moved = WrappedKey(subject="other", level=level, wrapped=key.wrapped)
    with pytest.raises(BodyDamaged):
        open_subject_key(moved, keyring=keyring())
    strangers = keyring(office=(OfficeKey(internal=bytes(32), protected=bytes(32)),))
    with pytest.raises(BodyDamaged):
        open_subject_key(key, keyring=strangers)


@pytest.mark.parametrize("level", [Level.INTERNAL, Level.PROTECTED])
def test_who_was_never_given_the_office_key_is_told_so_and_draws_no_key(level: Level) -> None:
    """An administrator holds none; who came later, or left, holds another."""
    key = key_of(level)
    other = (OfficeKey(id="later", internal=b"o" * 32, protected=b"p" * 32),)
    for held in ((), other):
        with pytest.raises(KeyNotHeld):
            open_subject_key(key, keyring=keyring(office=held))
        with pytest.raises(KeyNotHeld):
            new_subject_key("one", level=level, keyring=keyring(office=held), under="")


def test_a_researcher_opens_what_is_internal_and_not_what_is_protected() -> None:
    researcher = keyring(office=(OfficeKey(internal=b"o" * 32),))
    assert len(open_subject_key(key_of(Level.INTERNAL), keyring=researcher)) == 32
    with pytest.raises(KeyNotHeld):
        open_subject_key(key_of(Level.PROTECTED), keyring=researcher)
    with pytest.raises(KeyNotHeld):
        new_subject_key("one", level=Level.PROTECTED, keyring=researcher, under="")


def test_a_key_names_the_office_key_it_is_under() -> None:
    """So that a later one never opens an earlier one's bodies by mistake, nor the reverse."""
    keys = [key_of(level, under=under) for level in Level for under in ("first", "second")]
    assert [key.under for key in keys] == ["first", "second"] * 3
    assert len({key.id for key in keys}) == 6
    assert all(key.turn == 0 for key in keys)


def test_a_sealed_body_opens_for_the_custodian_and_not_with_the_keyring() -> None:
    key = key_of(Level.SEALED)
    stored = encrypt_body(b"who", key=key, keyring=keyring())
    assert unseal_body(stored, key=key, custodian=SECRET) == b"who"
    with pytest.raises(BodyDamaged):
        unseal_body(stored, key=key, custodian=sealing.new_identity()[1])
    with pytest.raises(BodyDamaged):
        open_subject_key(key, keyring=keyring())


def test_a_sealed_key_is_given_to_others_by_one_who_can_open_it_alone() -> None:
    key = key_of(Level.SEALED)
    stored = encrypt_body(b"who", key=key, keyring=keyring())
    other, others_secret = sealing.new_identity()
    with pytest.raises(BodyDamaged):
        resealed(key, custodian=others_secret, recipients=(other,))
    shared = resealed(key, custodian=SECRET, recipients=(RECIPIENT, other))
    assert (shared.turn, shared.id, shared.recipient) == (1, key.id, key.recipient)
    for secret in (SECRET, others_secret):
        assert unseal_body(stored, key=shared, custodian=secret) == b"who"
    again = resealed(shared, custodian=others_secret, recipients=(other,))
    assert again.turn == 2
    with pytest.raises(BodyDamaged):
        unseal_body(stored, key=again, custodian=SECRET)


# The vector "x25519" of age's published test kit (c2sp.org/CCTV/age): secret, file key, header.
AGE_SECRET: Final = "AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6"
AGE_FILE_KEY: Final = bytes.fromhex("59454c4c4f57205355424d4152494e45")
AGE_HEADER: Final = b"""age-encryption.org/v1
-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc
EmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U
--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0
"""


def hkdf(key: bytes, *, salt: bytes, info: bytes) -> bytes:
    """One block of HKDF-SHA256 (RFC 5869)."""
    drawn = hmac.digest(salt, key, "sha256")
    return hmac.digest(drawn, info + b"\x01", "sha256")


def test_what_age_itself_published_opens() -> None:
    """The payload is encrypted here after age's specification, with the published file key."""
    nonce = bytes(range(16))
    payload = crypto_aead_chacha20poly1305_ietf_encrypt(
        b"age", b"", bytes(11) + b"\x01", hkdf(AGE_FILE_KEY, salt=nonce, info=b"payload")
    )
    assert sealing.unseal(AGE_HEADER + nonce + payload, secret=AGE_SECRET) == b"age"
    spoiled = AGE_HEADER.replace(b"qI0\n", b"qI4\n") + nonce + payload
    assert sealing.unseal(spoiled, secret=AGE_SECRET) is None
