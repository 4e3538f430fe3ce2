"""Heads outside the database: the last line counts, a torn one does not, a full disk is no end."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.ledger.heads import Head, HeadsFile


@pytest.fixture
def file(tmp_path: Path) -> HeadsFile:
    return HeadsFile(tmp_path / "heads.jsonl")


def test_no_file_has_no_heads(file: HeadsFile) -> None:
    assert file.read() == {}


def test_the_last_line_about_a_device_counts(file: HeadsFile) -> None:
    for seq in (1, 2, 3):
        file.note(Head("one", seq, f"id-{seq}"))
        file.note(Head("other", seq * 10, "x"))
    assert file.read() == {"one": Head("one", 3, "id-3"), "other": Head("other", 30, "x")}


def test_shortening_keeps_one_line_a_device(file: HeadsFile, tmp_path: Path) -> None:
    for seq in range(1, 50):
        file.note(Head("one", seq, "id"))
    file.compact(file.read())
    assert (tmp_path / "heads.jsonl").read_text() == '{"device":"one","seq":49,"id":"id"}\n'
    assert [path.name for path in tmp_path.iterdir()] == ["heads.jsonl"]
    assert (tmp_path / "heads.jsonl").stat().st_mode & 0o077 == 0


@given(st.integers(0, 200), st.binary(max_size=30))
def test_a_line_torn_anywhere_leaves_the_earlier_ones(
    tmp_path_factory: pytest.TempPathFactory, kept: int, rubbish: bytes
) -> None:
    path = tmp_path_factory.mktemp("heads") / "heads.jsonl"
    file = HeadsFile(path)
    file.note(Head("one", 1, "id-1"))
    whole = path.read_bytes()
    file.note(Head("one", 2, "id-2"))
    path.write_bytes(path.read_bytes()[: len(whole) + kept] + b"\n" + rubbish)
    assert file.read()["one"].seq in (1, 2)
    file.note(Head("one", 3, "id-3"))
    assert file.read()["one"] == Head("one", 3, "id-3")


def test_a_full_disk_does_not_undo_what_was_committed(file: HeadsFile) -> None:
    file.note(Head("one", 1, "id-1"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        file.note(Head("one", 2, "id-2"))
        file.compact({"one": Head("one", 2, "id-2")})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert file.read() == {"one": Head("one", 1, "id-1")}
    file.note(Head("one", 3, "id-3"))
    assert file.read() == {"one": Head("one", 3, "id-3")}


def test_any_other_trouble_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        HeadsFile(tmp_path / "no" / "folder").note(Head("one", 1, "id"))
