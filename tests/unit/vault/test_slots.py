"""Slots and the key file; the published vector of Argon2id."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from typing import Final

import msgspec
import pytest
from argon2.low_level import ARGON2_VERSION, ffi, lib
from hypothesis import given, settings
from hypothesis import strategies as st

from depter.notebook.keyfile import (
    create_key_file,
    custodian_secret,
    open_box,
    read_key_file,
    unlock,
    write_key_file,
)
from depter.vault import symmetric
from depter.vault.errors import KeyFileDamaged, WeakPassphrase, WrongPassphrase
from depter.vault.sealing import recipient_of
from depter.vault.slots import Slot, check_passphrase, make_slot, open_slot
from tests.notebooks import light_slot
from tests.people import PASSPHRASE


def test_argon2id_is_that_of_rfc_9106() -> None:
    """Section 5.3, with secret and associated data, through the library our slots call."""
    parts = [b"\x01" * 32, b"\x02" * 16, b"\x03" * 8, b"\x04" * 12]
    password, salt, secret, associated = (ffi.new("uint8_t[]", part) for part in parts)
    out = ffi.new("uint8_t[]", 32)
    context = ffi.new(
        "argon2_context *",
        {
            "version": ARGON2_VERSION,
            "out": out,
            "outlen": 32,
            "pwd": password,
            "pwdlen": 32,
            "salt": salt,
            "saltlen": 16,
            "secret": secret,
            "secretlen": 8,
            "ad": associated,
            "adlen": 12,
            "t_cost": 3,
            "m_cost": 32,
            "lanes": 4,
            "threads": 1,
            "allocate_cbk": ffi.NULL,
            "free_cbk": ffi.NULL,
            "flags": lib.ARGON2_DEFAULT_FLAGS,
        },
    )
    assert lib.argon2_ctx(context, lib.Argon2_id) == lib.ARGON2_OK
    assert bytes(ffi.buffer(out, 32)).hex() == (
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    )


def test_new_slots_have_the_second_recommended_parameters_of_rfc_9106() -> None:
    slot = make_slot(b"key", passphrase=PASSPHRASE, context=b"here")
    assert (slot.memory_kib, slot.passes, slot.lanes, len(slot.salt)) == (65_536, 3, 4, 16)
    assert open_slot(slot, passphrase=PASSPHRASE, context=b"here") == b"key"


@settings(max_examples=30)
@given(st.binary(min_size=1, max_size=64), st.text(max_size=30), st.text(max_size=30))
def test_a_slot_opens_with_its_passphrase_and_place_alone(
    key: bytes, passphrase: str, other: str
) -> None:
    passphrase, other = (one.encode("utf-8", "replace").decode() for one in (passphrase, other))
    slot = light_slot(key, passphrase=passphrase, context=b"here")
    assert open_slot(slot, passphrase=passphrase, context=b"here") == key
    with pytest.raises(WrongPassphrase):
        open_slot(slot, passphrase=passphrase, context=b"there")
    if other != passphrase:
        with pytest.raises(WrongPassphrase):
            open_slot(slot, passphrase=other, context=b"here")


@settings(max_examples=40)
@given(st.integers(-(2**70), 2**70), st.integers(-10, 2**40), st.integers(-10, 2**40))
def test_no_parameters_exhaust_the_machine(memory: int, passes: int, lanes: int) -> None:
    """Anything out of bounds is refused before a byte of memory is asked for."""
    if memory <= 1024 * 1024 and 1 <= passes <= 16 and 1 <= lanes <= 64:
        return
    slot = Slot(salt=bytes(16), wrapped=bytes(72), memory_kib=memory, passes=passes, lanes=lanes)
    with pytest.raises(KeyFileDamaged):
        open_slot(slot, passphrase=PASSPHRASE, context=b"here")


@pytest.mark.parametrize(
    "passphrase", ["", "short", "aaaaaaaaaaaaaaaaaaaa", "abababababababab", "1234567890123"]
)
def test_what_is_guessed_in_days_is_refused(passphrase: str) -> None:
    with pytest.raises(WeakPassphrase):
        check_passphrase(passphrase)
    with pytest.raises(WeakPassphrase):
        create_key_file(notebook="n", passphrase=passphrase, member="m")


@pytest.mark.parametrize(
    "passphrase", [PASSPHRASE, "жеті сұр қаз тұзды көлден өтті", "七只灰雁飞过盐湖然后又飞回来了呀"]
)
def test_five_words_in_any_script_are_taken(passphrase: str) -> None:
    check_passphrase(passphrase)


def test_a_key_file_is_written_whole_private_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    key_file, keyring, recipient = create_key_file(
        notebook="k7m2p9qx4d0r8s3t", passphrase=PASSPHRASE, member="57evdrta5n4qg4jh"
    )
    write_key_file(path, key_file)
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]
    assert read_key_file(path) == key_file
    assert unlock(key_file, passphrase=PASSPHRASE) == keyring
    secret = custodian_secret(key_file, passphrase=PASSPHRASE)
    assert recipient_of(secret) == recipient
    raw = path.read_text()
    [office] = keyring.office
    secrets = (keyring.database, office.internal, office.protected, keyring.device_seed)
    for one in secrets:
        assert len(one) == 32
        assert not [text for text in (one.hex(), b64encode(one).decode()) if text in raw]
    for word in (secret, keyring.secret, recipient, keyring.recipient(), keyring.member):
        assert word
        assert word not in raw
    for shown in (repr(keyring), repr(office), repr(open_box(key_file, passphrase=PASSPHRASE))):
        assert "device" not in shown
        assert repr(office.internal) not in shown


KEY: Final = bytes(range(32))


@given(st.binary(max_size=300), st.binary(max_size=30))
def test_encryption_comes_back_and_never_looks_the_same(plain: bytes, context: bytes) -> None:
    one = symmetric.encrypt(plain, key=KEY, context=context)
    other = symmetric.encrypt(plain, key=KEY, context=context)
    assert one != other
    assert symmetric.decrypt(one, key=KEY, context=context) == plain
    assert symmetric.decrypt(one, key=KEY, context=context + b"x") is None
    assert symmetric.decrypt(one, key=bytes(32), context=context) is None


@given(st.binary(max_size=40), st.data())
def test_no_bit_of_what_is_encrypted_can_be_changed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(symmetric.encrypt(plain, key=KEY, context=b""))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert symmetric.decrypt(bytes(sealed), key=KEY, context=b"") is None


@pytest.mark.parametrize("length", [0, 1, 23, 24, 39])
def test_what_is_too_short_to_be_encrypted_is_not(length: int) -> None:
    assert symmetric.decrypt(os.urandom(length), key=KEY, context=b"") is None
    assert msgspec.structs.fields(Slot)
