"""A notebook's folder as an opponent might hand it over: links, pipes, forged key files."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from depter.notebook.errors import NotebookDamaged
from depter.notebook.folder import NotebookFolder
from depter.notebook.keyfile import read_key_file, write_key_file
from depter.vault.boxes import Box
from depter.vault.errors import BodyDamaged, KeyFileDamaged
from depter.vault.files import read_file
from tests.notebooks import opened
from tests.people import PASSPHRASE

PRECIOUS = "Nothing here is Depter's.\n"
PARTS = (
    *("holder", "heads.jsonl", "heads.new", "keys.json", "keys.new"),
    *("register.db", "register.db-wal", "register.db-shm"),
)


@pytest.mark.parametrize("part", PARTS)
def test_a_link_in_the_place_of_a_part_is_not_followed(
    notebook_folder: Path, tmp_path: Path, part: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(PRECIOUS)
    (notebook_folder / part).unlink(missing_ok=True)
    (notebook_folder / part).symlink_to(elsewhere)
    with pytest.raises(NotebookDamaged):
        opened(notebook_folder)
    with pytest.raises(NotebookDamaged):
        NotebookFolder(notebook_folder).holder()
    assert elsewhere.read_text() == PRECIOUS


def test_files_are_not_stored_elsewhere(notebook_folder: Path, tmp_path: Path) -> None:
    (notebook_folder / "files").rmdir()
    (notebook_folder / "files").symlink_to(tmp_path)
    with pytest.raises(NotebookDamaged):
        opened(notebook_folder)


@pytest.mark.parametrize("part", PARTS)
def test_nobody_waits_at_a_pipe(notebook_folder: Path, part: str) -> None:
    (notebook_folder / part).unlink(missing_ok=True)
    os.mkfifo(notebook_folder / part)
    with pytest.raises(NotebookDamaged):
        opened(notebook_folder)


def test_an_encrypted_file_is_neither_a_pipe_nor_a_link(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for name in ("pipe", "link"):
        with pytest.raises(BodyDamaged):
            list(read_file(tmp_path / name, key=bytes(32)))


def test_the_folder_itself_may_be_reached_by_a_link(notebook_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(notebook_folder)
    with opened(tmp_path / "shortcut") as book:
        assert book.verify().first_bad is None


def test_a_forged_key_file_takes_neither_days_nor_all_memory(notebook_folder: Path) -> None:
    path = notebook_folder / "keys.json"
    keys = read_key_file(path)
    [box] = keys.boxes
    assert box.custody is not None

    def forge(*boxes: Box) -> None:
        write_key_file(path, msgspec.structs.replace(keys, boxes=boxes))

    for costs in ({"memory_kib": 4 * 1024 * 1024}, {"passes": 64}):
        forge(msgspec.structs.replace(box, slot=msgspec.structs.replace(box.slot, **costs)))
        with pytest.raises(KeyFileDamaged):
            opened(notebook_folder)
        dear = msgspec.structs.replace(box.custody, **costs)
        forge(msgspec.structs.replace(box, custody=dear))
        with opened(notebook_folder) as book, pytest.raises(KeyFileDamaged):
            book.custodian(PASSPHRASE)
    forge(*[box] * 1000)
    with pytest.raises(KeyFileDamaged):
        opened(notebook_folder)
    write_key_file(path, keys)
    path.write_bytes(b" " * 10_000_000 + path.read_bytes())
    with pytest.raises(KeyFileDamaged):
        opened(notebook_folder)
