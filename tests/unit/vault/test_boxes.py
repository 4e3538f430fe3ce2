"""Several members on one device: a box for each, and no passphrase opens another's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import msgspec
import pytest

from depter.notebook.keyfile import (
    KeyFile,
    create_key_file,
    custodian_secret,
    open_box,
    parse_key_file,
    read_key_file,
    unlock,
    with_box,
    with_custody,
    with_keyring,
    with_passphrase,
    without_box,
    write_key_file,
)
from depter.vault import boxes, sealing
from depter.vault.errors import (
    KeyFileDamaged,
    NoCustody,
    NoRoomHere,
    PassphraseTaken,
    WeakPassphrase,
    WrongPassphrase,
)
from depter.vault.keyring import Keyring, OfficeKey, new_keyring, new_office_key
from tests.notebooks import light_slot
from tests.people import PASSPHRASE

OTHERS: Final = "nine tame herons under the paper moon"
THIRD: Final = "two blind camels carry the wet salt"


@pytest.fixture(autouse=True)
def _lightly(monkeypatch: pytest.MonkeyPatch) -> None:
    """New slots with the smallest parameters: what is tested here is whose box opens."""
    monkeypatch.setattr(boxes, "make_slot", light_slot)


@pytest.fixture
def founded() -> tuple[KeyFile, Keyring]:
    key_file, keyring, _ = create_key_file(notebook="n", passphrase=PASSPHRASE, member="founder")
    return key_file, keyring


@pytest.fixture
def shared(founded: tuple[KeyFile, Keyring]) -> tuple[KeyFile, Keyring, Keyring]:
    """A founder, who is a custodian, and an intake volunteer, who is none."""
    key_file, keyring = founded
    other = new_keyring(member="volunteer", office=keyring.office)
    return with_box(key_file, other, passphrase=OTHERS), keyring, other


def test_each_passphrase_opens_its_own_box(shared: tuple[KeyFile, Keyring, Keyring]) -> None:
    key_file, founder, volunteer = shared
    assert unlock(key_file, passphrase=PASSPHRASE) == founder
    assert unlock(key_file, passphrase=OTHERS) == volunteer
    with pytest.raises(WrongPassphrase):
        unlock(key_file, passphrase=THIRD)


def test_the_file_names_nobody(shared: tuple[KeyFile, Keyring, Keyring], tmp_path: Path) -> None:
    key_file, founder, volunteer = shared
    write_key_file(tmp_path / "keys.json", key_file)
    raw = (tmp_path / "keys.json").read_text()
    for word in ("founder", "volunteer", founder.recipient(), volunteer.recipient()):
        assert word not in raw
    assert read_key_file(tmp_path / "keys.json") == key_file


def test_a_passphrase_of_another_is_refused_as_ones_own(
    shared: tuple[KeyFile, Keyring, Keyring],
) -> None:
    key_file, *_ = shared
    third = new_keyring(member="third", office=())
    with pytest.raises(PassphraseTaken):
        with_box(key_file, third, passphrase=OTHERS)
    with pytest.raises(WeakPassphrase):
        with_box(key_file, third, passphrase="short")
    with pytest.raises(PassphraseTaken):
        with_passphrase(key_file, old=OTHERS, new=PASSPHRASE)


def test_only_a_custodian_has_a_custodians_secret(
    shared: tuple[KeyFile, Keyring, Keyring],
) -> None:
    key_file, *_ = shared
    assert custodian_secret(key_file, passphrase=PASSPHRASE).startswith("AGE-SECRET-KEY-1")
    with pytest.raises(NoCustody):
        custodian_secret(key_file, passphrase=OTHERS)
    with pytest.raises(WrongPassphrase):
        custodian_secret(key_file, passphrase=THIRD)


def test_a_member_becomes_a_custodian_with_a_secret_of_their_own(
    shared: tuple[KeyFile, Keyring, Keyring],
) -> None:
    key_file, *_ = shared
    _, secret = sealing.new_identity()
    opened = open_box(key_file, passphrase=OTHERS)
    changed = with_custody(key_file, opened, passphrase=OTHERS, secret=secret)
    assert custodian_secret(changed, passphrase=OTHERS) == secret
    founders = custodian_secret(changed, passphrase=PASSPHRASE)
    assert founders == custodian_secret(key_file, passphrase=PASSPHRASE) != secret


def test_who_is_taken_off_opens_nothing_and_the_other_everything(
    shared: tuple[KeyFile, Keyring, Keyring],
) -> None:
    key_file, founder, _ = shared
    rest = without_box(key_file, open_box(key_file, passphrase=OTHERS).box)
    with pytest.raises(WrongPassphrase):
        unlock(rest, passphrase=OTHERS)
    assert unlock(rest, passphrase=PASSPHRASE) == founder


def test_a_keyring_is_written_anew_under_the_same_passphrase(
    shared: tuple[KeyFile, Keyring, Keyring],
) -> None:
    key_file, founder, volunteer = shared
    opened = open_box(key_file, passphrase=OTHERS)
    richer = volunteer.knowing(new_office_key("later"))
    changed = with_keyring(key_file, opened, richer)
    assert unlock(changed, passphrase=OTHERS) == richer
    assert unlock(changed, passphrase=PASSPHRASE) == founder


def test_another_passphrase_for_the_same_keys(shared: tuple[KeyFile, Keyring, Keyring]) -> None:
    key_file, founder, volunteer = shared
    changed = with_passphrase(key_file, old=PASSPHRASE, new=THIRD)
    assert unlock(changed, passphrase=THIRD) == founder
    secret = custodian_secret(key_file, passphrase=PASSPHRASE)
    assert custodian_secret(changed, passphrase=THIRD) == secret
    with pytest.raises(WrongPassphrase):
        unlock(changed, passphrase=PASSPHRASE)
    assert unlock(changed, passphrase=OTHERS) == volunteer
    with pytest.raises(WrongPassphrase):
        with_passphrase(changed, old=PASSPHRASE, new="five cold lamps above the river")


def test_recipients_of_the_moment_are_not_kept(founded: tuple[KeyFile, Keyring]) -> None:
    """They come from the ledger each time: a forged file must not seal to somebody else."""
    key_file, keyring = founded
    forged = msgspec.structs.replace(keyring, custodians=(sealing.new_identity()[0],))
    opened = open_box(key_file, passphrase=PASSPHRASE)
    kept = with_keyring(key_file, opened, forged)
    assert unlock(kept, passphrase=PASSPHRASE).custodians == ()


def test_a_device_has_room_for_sixteen(founded: tuple[KeyFile, Keyring]) -> None:
    key_file, keyring = founded
    for number in range(15):
        key_file = with_box(key_file, keyring, passphrase=f"{number} {OTHERS}")
    with pytest.raises(NoRoomHere):
        with_box(key_file, keyring, passphrase=THIRD)
    crowded = msgspec.structs.replace(key_file, boxes=(*key_file.boxes, key_file.boxes[0]))
    with pytest.raises(KeyFileDamaged):
        parse_key_file(msgspec.json.encode(crowded))
    assert parse_key_file(msgspec.json.encode(key_file)) == key_file


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.update(format="depter-keys-3"),
        lambda found: found.update(boxes=[]),
        lambda found: found.pop("boxes"),
        lambda found: found.update(format="depter-keys-1"),
        lambda found: found.update(format="depter-keys-1", slots=7, keyring="", custodian={}),
        lambda found: found["boxes"][0].update(slot=None),
        lambda found: found["boxes"][0]["slot"].update(salt="!"),
    ],
)
def test_what_is_no_key_file_ends_in_a_sentence(
    founded: tuple[KeyFile, Keyring], spoil: object
) -> None:
    found = json.loads(msgspec.json.encode(founded[0]))
    assert callable(spoil)
    spoil(found)
    with pytest.raises(KeyFileDamaged):
        parse_key_file(json.dumps(found).encode())


def test_a_keyring_of_another_box_or_notebook_is_damage(
    shared: tuple[KeyFile, Keyring, Keyring],
) -> None:
    key_file, *_ = shared
    first, second = key_file.boxes
    swapped = msgspec.structs.replace(
        key_file, boxes=(msgspec.structs.replace(first, keyring=second.keyring), second)
    )
    with pytest.raises(KeyFileDamaged):
        unlock(swapped, passphrase=PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        unlock(msgspec.structs.replace(key_file, notebook="other"), passphrase=PASSPHRASE)


def test_a_key_of_the_office_is_learnt_once() -> None:
    held = (OfficeKey(id="a", internal=b"i" * 32),)
    keyring = new_keyring(member="m", office=held)
    later = OfficeKey(id="b", internal=b"j" * 32, protected=b"q" * 32)
    assert keyring.knowing(later).office == (*held, later)
    assert keyring.knowing(later).knowing(later) == keyring.knowing(later)
    claimed = OfficeKey(id="a", internal=b"x" * 32, protected=b"x" * 32)
    assert keyring.knowing(claimed) == keyring  # nobody takes the place of a key that is held
