"""A folder, a WebDAV server and a bucket keep files alike, and fail in our own words."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import opendal
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.errors import DepterError
from depter.exchange import place_folder
from depter.exchange.place_errors import (
    NameRefused,
    NotInPlace,
    OwnFileFailed,
    PlaceBroken,
    PlaceFull,
    PlaceNotThere,
    PlaceRefused,
)
from depter.exchange.place_names import checked_name
from depter.exchange.places import Place, open_place
from tests.unit.exchange.servers import (
    CREDENTIALS,
    attempts_on,
    bucket_server,
    dav_server,
)

KINDS: Final = ("folder", "dav", "bucket")


@pytest.fixture(scope="module")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("dav")
    with dav_server(folder) as address:
        yield address, folder


@pytest.fixture(scope="module")
def buckets() -> Iterator[str]:
    with bucket_server("office") as endpoint:
        yield endpoint


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place of every kind."""
    if request.param == "folder":
        (tmp_path / "stick").mkdir()
        return open_place(str(tmp_path / "stick"))
    if request.param == "dav":
        address, _ = request.getfixturevalue("dav")
        return open_place(f"{address}/{tmp_path.name}", credentials=CREDENTIALS)
    endpoint = request.getfixturevalue("buckets")
    address = f"s3://office/{tmp_path.name}?endpoint={endpoint}&region=us-east-1"
    return open_place(address, credentials=CREDENTIALS)


# What every place does


def test_what_was_written_is_read(place: Place) -> None:
    place.write("heads/one.json", b"{}")
    assert place.read("heads/one.json") == b"{}"
    assert place.size("heads/one.json") == 2


@pytest.mark.parametrize("length", [0, 1, 1024 * 1024, 3 * 1024 * 1024 + 7])
def test_every_length_comes_back(place: Place, length: int) -> None:
    content = os.urandom(length)
    place.write("blob", content)
    assert (place.read("blob"), place.size("blob")) == (content, length)


def test_the_second_writing_replaces_the_first(place: Place) -> None:
    place.write("a/b", b"a longer first one")
    place.write("a/b", b"second")
    assert place.read("a/b") == b"second"
    assert place.list() == ["a/b"]


def test_names_are_listed_sorted_through_all_folders(place: Place) -> None:
    for name in ("b/2", "b/1", "a", "b/c/3", "bb"):
        place.write(name, b"x")
    assert place.list() == ["a", "b/1", "b/2", "b/c/3", "bb"]
    assert place.list("b/") == ["b/1", "b/2", "b/c/3"]
    assert place.list("b/c") == ["b/c/3"]
    assert place.list("b") == ["b/1", "b/2", "b/c/3", "bb"]
    assert place.list("nothing/here/") == []


def test_a_place_that_was_never_written_to_is_empty(place: Place) -> None:
    assert place.list() == []


def test_what_is_missing_is_said_to_be(place: Place, tmp_path: Path) -> None:
    place.delete("never/there")
    assert place.size("never/there") is None
    with pytest.raises(NotInPlace):
        place.read("never/there")
    with pytest.raises(NotInPlace):
        place.read_file("never/there", tmp_path / "got")
    assert not list(tmp_path.glob("got*"))


def test_what_was_deleted_is_gone(place: Place) -> None:
    place.write("a/b", b"x")
    place.delete("a/b")
    assert (place.list(), place.size("a/b")) == ([], None)


def test_twenty_megabytes_go_and_come_in_blocks(place: Place, tmp_path: Path) -> None:
    film, back = tmp_path / "film", tmp_path / "back"
    film.write_bytes(os.urandom(20 * 1024 * 1024 + 5))
    sent, fetched = list[int](), list[int]()
    place.write_file("films/one", film, progress=sent.append)
    place.read_file("films/one", back, progress=fetched.append)
    assert back.read_bytes() == film.read_bytes()
    for told in (sent, fetched):
        assert len(told) > 10 and told == sorted(told) and told[-1] == film.stat().st_size
    assert back.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part"))


def test_an_empty_file_goes_and_comes(place: Place, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    place.write_file("empty", tmp_path / "empty")
    place.read_file("empty", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b""


class Interrupted(Exception):
    """Somebody pulled the plug."""


def test_a_writing_that_fails_halfway_leaves_the_earlier_file(place: Place, tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(os.urandom(20 * 1024 * 1024))
    place.write("old", b"whole")

    def fail(carried: int) -> None:
        seen.append((place.size("new"), place.list()))
        if carried > 12 * 1024 * 1024:
            raise Interrupted

    for name in ("old", "new"):
        seen = list[tuple[int | None, list[str]]]()
        with pytest.raises(Interrupted):
            place.write_file(name, film, progress=fail)
        assert set(map(str, seen)) == {"(None, ['old'])"}
    assert (place.list(), place.read("old")) == (["old"], b"whole")


def test_a_source_that_shrinks_is_stored_as_nothing(place: Place, tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(os.urandom(12 * 1024 * 1024))
    with pytest.raises(OwnFileFailed):
        place.write_file("film", film, progress=lambda _: os.truncate(film, 100))
    assert place.list() == []


def test_a_source_that_is_missing_is_no_fault_of_the_place(place: Place, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(OwnFileFailed):
            place.write_file("film", path)
    place.write("film", b"x")
    with pytest.raises(OwnFileFailed):
        place.read_file("film", tmp_path / "no folder" / "film")


BAD_NAMES: Final = [
    "", "/etc/passwd", "..", "../a", "a/../b", "a//b", "a/", ".", ".a", "a/.b", "A", "a b",
    "a\\b", "a\n", "a\0", "c:x", "é", "a" * 201, "./a", "-a", "%2e%2e/a",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_leads_elsewhere_is_refused(place: Place, tmp_path: Path, name: str) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: place.read(name),
        lambda: place.size(name),
        lambda: place.write(name, b"x"),
        lambda: place.delete(name),
        lambda: place.write_file(name, tmp_path / "x"),
        lambda: place.read_file(name, tmp_path / "x"),
    ]
    for attempt in attempts:
        with pytest.raises(NameRefused):
            attempt()
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("prefix", ["..", "/", "a/../", ".", "a//", "A"])
def test_a_prefix_that_leads_elsewhere_is_refused(place: Place, prefix: str) -> None:
    with pytest.raises(NameRefused):
        place.list(prefix)


@given(st.text(alphabet="ab./-_\\ \0A", max_size=12))
def test_no_name_that_passes_leaves_the_folder(name: str) -> None:
    try:
        checked_name(name)
    except NameRefused:
        return
    assert os.path.normpath(f"/stick/{name}") == f"/stick/{name}"


# Folders and sticks


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_links_on_a_stick_are_not_followed(stick: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (stick / "file").symlink_to(outside / "secret")
    (stick / "folder").symlink_to(outside)
    (stick / "dangling").symlink_to(tmp_path / "made")
    # The trap is real: whoever opens by path alone gets the secret.
    assert opendal.Operator("fs", root=str(stick)).read("folder/secret") == b"secret"
    place = open_place(str(stick))
    assert place.list() == []
    for name in ("file", "folder/secret"):
        with pytest.raises(PlaceBroken):
            place.read(name)
        with pytest.raises(PlaceBroken):
            place.read_file(name, tmp_path / "got")
    for attempt in (place.delete, lambda name: place.write(name, b"x")):
        with pytest.raises(PlaceBroken):
            attempt("folder/secret")
    place.write("file", b"ours")
    place.write("dangling", b"ours")
    assert (outside / "secret").read_bytes() == b"secret"
    assert [one.name for one in outside.iterdir()] == ["secret"]
    assert not (tmp_path / "made").exists()
    assert place.list() == ["dangling", "file"]


def test_a_pipe_on_a_stick_does_not_hold_us_up(stick: Path) -> None:
    os.mkfifo(stick / "pipe")
    with pytest.raises(PlaceBroken):
        open_place(str(stick)).read("pipe")
    assert open_place(str(stick)).list() == []


def test_what_others_put_on_a_stick_is_not_listed(stick: Path) -> None:
    (stick / "System Volume Information").mkdir()
    (stick / "System Volume Information" / "x").touch()
    (stick / "IMG_1.JPG").touch()
    (stick / ".film.00.part").touch()
    (stick / "film").touch()
    assert open_place(str(stick)).list() == ["film"]


def test_a_half_from_a_pulled_stick_is_cleared_by_the_next_writing(stick: Path) -> None:
    (stick / ".film.0123abcd.part").write_bytes(b"half")
    (stick / ".other.0123abcd.part").write_bytes(b"half")
    open_place(str(stick)).write("film", b"whole")
    assert sorted(os.listdir(stick)) == [".other.0123abcd.part", "film"]


def test_file_and_folder_are_flushed_before_it_counts_as_written(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = list[str]()
    flush, rename = os.fsync, os.replace
    monkeypatch.setattr(
        place_folder.os,
        "fsync",
        lambda one: (order.append("folder" if is_folder(one) else "file"), flush(one)),
    )
    monkeypatch.setattr(
        place_folder.os, "replace", lambda *a, **k: (order.append("name"), rename(*a, **k))
    )
    open_place(str(stick)).write("film", b"x")
    assert order == ["file", "name", "folder"]
    order.clear()
    open_place(str(stick)).write("new/film", b"x")
    assert order == ["folder", "file", "name", "folder"]


def is_folder(descriptor: int) -> bool:
    return os.path.isdir(f"/proc/self/fd/{descriptor}")


def test_a_stick_that_is_not_plugged_in_is_told(tmp_path: Path) -> None:
    place = open_place(str(tmp_path / "media" / "stick"))
    for attempt in attempts_on(place, tmp_path):
        with pytest.raises(PlaceNotThere):
            attempt()
    with pytest.raises(PlaceNotThere):
        place.free_bytes()
    assert not (tmp_path / "media").exists()  # nothing is written to the wrong disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={4 * 1024 * 1024}", "tmpfs"]
    done = subprocess.run(["mount", *options, str(disk)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def assert_full_is_told(place: Place, disk: Path, *, failure: type[DepterError]) -> None:
    place.write("small", b"x")
    with pytest.raises(failure):
        place.write("large", os.urandom(6 * 1024 * 1024))
    assert (place.list(), place.read("small")) == (["small"], b"x")
    assert os.listdir(disk) == ["small"]  # the half was taken away again


def test_a_full_stick_is_told_and_left_clean(small_disk: Path) -> None:
    place = open_place(str(small_disk))
    free = place.free_bytes()
    assert free is not None and 3 * 1024 * 1024 < free <= 4 * 1024 * 1024
    assert_full_is_told(place, small_disk, failure=PlaceFull)
    place.write("fits", b"x" * 1024 * 1024)


def test_a_full_server_is_left_clean(small_disk: Path) -> None:
    with dav_server(small_disk) as address:
        place = open_place(address, credentials=CREDENTIALS)
        assert_full_is_told(place, small_disk, failure=PlaceBroken)  # this one says only “500”


def test_a_stick_locked_against_writing_is_told(small_disk: Path) -> None:
    place = open_place(str(small_disk))
    place.write("a", b"x")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(PlaceRefused):
        place.write("b", b"x")
    assert place.read("a") == b"x"
