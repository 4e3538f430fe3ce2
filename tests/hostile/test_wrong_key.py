"""T2: without the right passphrase there is one sentence, one exit code and no readable byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from depter.errors import DepterError
from depter.notebook.errors import NotebookDamaged
from depter.notebook.keyfile import (
    custodian_secret,
    open_box,
    read_key_file,
    unlock,
    without_box,
    write_key_file,
)
from depter.store.book import Book
from depter.vault.boxes import Box, Opened, _context, with_keyring_in
from depter.vault.errors import BodyDamaged, KeyFileDamaged, WrongPassphrase
from depter.vault.symmetric import new_key
from tests.hostile.commands import depter, is_told_plainly
from tests.notebooks import copied, keyring, light_slot, new_notebook, opened
from tests.people import CAMP, MELIKE, PASSPHRASE, PEOPLE, TOLEUTAI, TRANSLATION, WORDS, ZEREKA

WRONG: Final = (
    "",
    PASSPHRASE + " ",
    PASSPHRASE.upper(),
    PASSPHRASE[:-1],
    "жеті сұр қаз көл үстінен",
)


def keys(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "keys.json").read_text())
    return read


def put(folder: Path, changed: object) -> None:
    (folder / "keys.json").write_text(json.dumps(changed))


@pytest.mark.parametrize("passphrase", WRONG)
def test_a_wrong_passphrase_opens_nothing(full_folder: Path, passphrase: str) -> None:
    before = (full_folder / "register.db").read_bytes()
    with pytest.raises(WrongPassphrase) as refusal:
        opened(full_folder, passphrase=passphrase)
    assert refusal.value.exit_code == 3
    assert (full_folder / "register.db").read_bytes() == before


def box_of(folder: Path, passphrase: str) -> Box:
    """One more box with the same keyring, under a key and a passphrase of its own."""
    key_file = read_key_file(folder / "keys.json")
    context = _context(key_file.notebook, "slot")
    master = new_key()
    slot = light_slot(master, passphrase=passphrase, context=context)
    bare = Opened(box=Box(slot=slot, keyring=b""), master=master, keyring=keyring(folder))
    return with_keyring_in(key_file.notebook, bare, bare.keyring)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_each_box_opens_with_its_own_passphrase_and_no_other(full_folder: Path, which: int) -> None:
    path = full_folder / "keys.json"
    key_file = read_key_file(path)
    words = [f"passphrase number {number} of three" for number in range(3)]
    boxes = tuple(box_of(full_folder, word) for word in words)
    key_file = msgspec.structs.replace(key_file, boxes=boxes)
    write_key_file(path, key_file)
    assert open_box(key_file, passphrase=words[which]).box == boxes[which]
    with opened(full_folder, passphrase=words[which]) as book:
        assert book.cases().rows
    write_key_file(path, without_box(key_file, boxes[which]))
    assert len(read_key_file(path).boxes) == 2
    with pytest.raises(WrongPassphrase):
        opened(full_folder, passphrase=words[which])


def test_a_keyring_moved_to_another_box_opens_nothing(full_folder: Path) -> None:
    """Whoever writes the file cannot give one member's keys to another's passphrase."""
    path = full_folder / "keys.json"
    key_file = read_key_file(path)
    words = "a passphrase of somebody else"
    mine, other = key_file.boxes[0], box_of(full_folder, words)
    for keyring_of, is_damaged in ((other, False), (mine, True)):
        moved = msgspec.structs.replace(other, keyring=keyring_of.keyring)
        write_key_file(path, msgspec.structs.replace(key_file, boxes=(mine, moved)))
        if is_damaged:
            with pytest.raises(KeyFileDamaged):
                opened(full_folder, passphrase=words)
        else:
            opened(full_folder, passphrase=words).close()


def test_a_slot_moved_to_another_place_opens_nothing(full_folder: Path) -> None:
    """The custodian's slot is no member's slot, and the other way round."""
    changed = keys(full_folder)
    [box] = changed["boxes"]
    assert box["custody"]
    put(full_folder, with_box(changed, slot=box["custody"], custody=box["slot"]))
    with pytest.raises(WrongPassphrase):
        opened(full_folder)
    with pytest.raises(WrongPassphrase):
        custodian_secret(read_key_file(full_folder / "keys.json"), passphrase=PASSPHRASE)


def test_the_custodians_secret_needs_the_custodians_passphrase(full_book: Book) -> None:
    assert full_book.custodian(PASSPHRASE).startswith("AGE-SECRET-KEY-1")
    with pytest.raises(WrongPassphrase):
        full_book.custodian(PASSPHRASE + "!")


def test_another_custodian_opens_nothing_sealed(full_book: Book, tmp_path: Path) -> None:
    with opened(new_notebook(tmp_path / "other")) as other:
        stranger = other.custodian(PASSPHRASE)
    sealed = [
        subject
        for subject, facts in full_book.notebook.subjects()
        if any(one.closed for one in facts)
    ]
    assert len(sealed) == 3
    for subject in sealed:
        assert full_book.notebook.unsealed(subject, custodian=full_book.custodian(PASSPHRASE))
        for secret in (stranger, "", "AGE-SECRET-KEY-1"):
            with pytest.raises(BodyDamaged):
                full_book.notebook.unsealed(subject, custodian=secret)


SPOILED: Final[dict[str, Callable[[dict[str, Any]], object]]] = {
    "no box": lambda keys: {**keys, "boxes": []},
    "more boxes than any": lambda keys: {**keys, "boxes": keys["boxes"] * 17},
    "boxes that are none": lambda keys: {**keys, "boxes": [7]},
    "no slot": lambda keys: {**keys, "boxes": without(keys, "slot")},
    "a slot that is none": lambda keys: with_box(keys, slot=None),
    "another format": lambda keys: {**keys, "format": "depter-keys-9"},
    "a list": lambda keys: [keys],
    "no keyring": lambda keys: {**keys, "boxes": without(keys, "keyring")},
    "a keyring that is no text": lambda keys: with_box(keys, keyring=7),
    "a keyring that is no base64": lambda keys: with_box(keys, keyring="ü"),
    "a keyring cut short": lambda keys: with_box(keys, keyring=keyring_in(keys)[:16]),
    "a keyring of thirty bytes": lambda keys: with_box(keys, keyring=keyring_in(keys)[:40]),
    "a keyring of zeros": lambda keys: with_box(keys, keyring="A" * len(keyring_in(keys))),
    "no memory": lambda keys: with_slot(keys, memory_kib=0),
    "negative memory": lambda keys: with_slot(keys, memory_kib=-1),
    "more memory than there is": lambda keys: with_slot(keys, memory_kib=2**40),
    "a year of passes": lambda keys: with_slot(keys, passes=2**31),
    "no pass": lambda keys: with_slot(keys, passes=0),
    "no lane": lambda keys: with_slot(keys, lanes=0),
    "too many lanes": lambda keys: with_slot(keys, lanes=2**20),
    "a number no machine holds": lambda keys: with_slot(keys, passes=10**30),
    "an empty salt": lambda keys: with_slot(keys, salt=""),
    "text for a number": lambda keys: with_slot(keys, passes="three"),
}


def keyring_in(keys: dict[str, Any]) -> str:
    written: str = keys["boxes"][0]["keyring"]
    return written


def without(keys: dict[str, Any], part: str) -> list[dict[str, Any]]:
    return [{name: one for name, one in box.items() if name != part} for box in keys["boxes"]]


def with_box(keys: dict[str, Any], **changed: object) -> dict[str, Any]:
    return {**keys, "boxes": [{**box, **changed} for box in keys["boxes"]]}


def with_slot(keys: dict[str, Any], **changed: object) -> dict[str, Any]:
    return with_box(keys, slot={**keys["boxes"][0]["slot"], **changed})


@pytest.mark.parametrize("mistake", SPOILED)
def test_a_spoiled_key_file_is_told_as_such(full_folder: Path, mistake: str) -> None:
    put(full_folder, SPOILED[mistake](keys(full_folder)))
    with pytest.raises(KeyFileDamaged) as refusal:
        opened(full_folder)
    assert refusal.value.exit_code == 4


def test_a_key_file_cut_at_any_place_is_told_as_such(full_folder: Path) -> None:
    whole = (full_folder / "keys.json").read_bytes()
    for length in range(0, len(whole) - 2, 7):
        (full_folder / "keys.json").write_bytes(whole[:length])
        with pytest.raises(KeyFileDamaged):
            opened(full_folder)


def test_a_key_file_with_any_bit_flipped_opens_nothing_wrongly(full_folder: Path) -> None:
    """A sentence, or the same keys as before: where an indent or a name of no weight changed."""
    whole = (full_folder / "keys.json").read_bytes()
    right = unlock(read_key_file(full_folder / "keys.json"), passphrase=PASSPHRASE)
    for place in range(0, len(whole), 5):
        flipped = whole[:place] + bytes([whole[place] ^ 2]) + whole[place + 1 :]
        (full_folder / "keys.json").write_bytes(flipped)
        try:
            assert unlock(read_key_file(full_folder / "keys.json"), passphrase=PASSPHRASE) == right
        except DepterError:
            continue


def test_the_keys_of_another_notebook_do_not_open_this_one(
    full_folder: Path, tmp_path: Path
) -> None:
    other = new_notebook(tmp_path / "other")
    before = (full_folder / "register.db").read_bytes()
    (full_folder / "keys.json").write_bytes((other / "keys.json").read_bytes())
    with pytest.raises(NotebookDamaged):
        opened(full_folder)
    assert (full_folder / "register.db").read_bytes() == before


def test_the_command_line_says_so_in_a_sentence(full_folder: Path) -> None:
    done = depter(full_folder, "case", "list", passphrase=PASSPHRASE + "?")
    assert done.returncode == 3
    assert is_told_plainly(done)
    assert not done.stdout
    (full_folder / "keys.json").write_text("{}")
    done = depter(full_folder, "case", "list")
    assert done.returncode == 4
    assert is_told_plainly(done)


def test_nothing_on_the_disk_looks_like_a_database_or_holds_a_word(full_template: Path) -> None:
    said = (WORDS, TRANSLATION, CAMP, *(one for person in PEOPLE for one in person))
    assert {ZEREKA, MELIKE, TOLEUTAI} == set(PEOPLE)
    for path in full_template.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        assert b"SQLite format 3" not in raw
        assert not [one for one in said if one.encode() in raw or one.encode("utf-16-le") in raw]


def test_a_copy_opens_with_the_same_passphrase(full_template: Path, tmp_path: Path) -> None:
    """Positive control for all of the above: it is the passphrase that decides."""
    with opened(copied(full_template, tmp_path / "copy")) as book:
        assert book.search(ZEREKA.cyrillic)
