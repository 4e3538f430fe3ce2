"""A folder, a WebDAV server and a bucket keep files alike, and fail in our own words."""

from __future__ import annotations

import os
import subprocess
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import opendal
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.errors import DepterError
from depter.exchange import place_folder, place_remote
from depter.exchange.place import exactly
from depter.exchange.place_errors import (
    AddressNotEncrypted,
    NameRefused,
    NotInPlace,
    OwnFileFailed,
    PasswordInAddress,
    PlaceBroken,
    PlaceFull,
    PlaceNotThere,
    PlaceNotTrusted,
    PlaceNotUnderstood,
    PlaceRefused,
)
from depter.exchange.place_names import checked_name
from depter.exchange.places import Place, open_place
from tests.unit.exchange.servers import (
    CREDENTIALS,
    PASSWORD,
    USER,
    answering,
    bucket_server,
    dav_server,
    deaf_server,
    own_certificate,
)

KINDS: Final = ("folder", "dav", "bucket")
WRONG: Final = {"user": USER, "password": "eight-pears"}
BUCKET: Final = "s3://office/copies?endpoint={}"


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


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_remote, "PATIENCE", 1.0)


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


def attempts_on(place: Place, tmp_path: Path) -> list[Callable[[], object]]:
    film = tmp_path / "a film"
    film.write_bytes(b"x" * 300_000)
    return [
        lambda: place.list(),
        lambda: place.read("a"),
        lambda: place.size("a"),
        lambda: place.write("a", b"x"),
        lambda: place.write_file("b/a", film),
        lambda: place.read_file("a", tmp_path / "got"),
        lambda: place.delete("a"),
    ]


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


@pytest.mark.parametrize("kind", ["dav", "bucket"])
def test_a_server_that_says_it_is_full_is_told(kind: str) -> None:
    answer = b"HTTP/1.1 507 Full\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    with answering(answer) as endpoint, pytest.raises(PlaceFull):
        remote(kind, endpoint).write("a", b"x")


def test_a_stick_locked_against_writing_is_told(small_disk: Path) -> None:
    place = open_place(str(small_disk))
    place.write("a", b"x")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(PlaceRefused):
        place.write("b", b"x")
    assert place.read("a") == b"x"


# Servers


def remote(kind: str, endpoint: str, *, credentials: dict[str, str] = CREDENTIALS) -> Place:
    address = endpoint + "/copies" if kind == "dav" else BUCKET.format(endpoint)
    return open_place(address, credentials=credentials)


@pytest.mark.parametrize("kind", ["dav", "bucket"])
def test_a_server_that_is_switched_off_is_told(kind: str, tmp_path: Path) -> None:
    for attempt in attempts_on(remote(kind, "http://127.0.0.1:9"), tmp_path):
        with pytest.raises(PlaceNotThere):
            attempt()


@pytest.mark.parametrize("kind", ["dav", "bucket"])
def test_a_server_that_says_nothing_is_told(kind: str, tmp_path: Path, impatient: None) -> None:
    with deaf_server() as endpoint:
        for attempt in attempts_on(remote(kind, endpoint), tmp_path):
            began = time.monotonic()
            with pytest.raises(PlaceNotThere):
                attempt()
            assert time.monotonic() - began < 5


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dav", "bucket"])
def test_the_patience_of_the_program_itself_is_about_twenty_seconds(kind: str) -> None:
    with deaf_server() as endpoint:
        began = time.monotonic()
        with pytest.raises(PlaceNotThere):
            remote(kind, endpoint).write("a", b"x")
        assert time.monotonic() - began < 25


def test_a_wrong_password_is_told(dav: tuple[str, Path], tmp_path: Path) -> None:
    for credentials in (WRONG, {}):
        for attempt in attempts_on(remote("dav", dav[0], credentials=credentials), tmp_path):
            with pytest.raises(PlaceRefused):
                attempt()


REFUSAL: Final = b"<Error><Code>SignatureDoesNotMatch</Code><Message>AKIA0</Message></Error>"


def test_a_wrong_key_is_told(tmp_path: Path) -> None:
    """What a bucket answers to a wrong key (the server of these tests believes everybody)."""
    head = f"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: {len(REFUSAL)}\r\n\r\n"
    with answering(head.encode() + REFUSAL) as endpoint:
        for attempt in attempts_on(remote("bucket", endpoint), tmp_path):
            with pytest.raises(PlaceRefused):
                attempt()


def test_a_bucket_that_does_not_exist_is_told(buckets: str) -> None:
    place = open_place(f"s3://elsewhere?endpoint={buckets}", credentials=CREDENTIALS)
    for attempt in (place.list, lambda: place.read("a"), lambda: place.write("a", b"x")):
        with pytest.raises((PlaceNotThere, NotInPlace)):
            attempt()


def test_keys_lying_about_on_this_computer_are_not_used(
    buckets: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", USER)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", PASSWORD)
    found = opendal.Operator("s3", bucket="office", endpoint=buckets, region="us-east-1")
    found.write("planted", b"x")  # the trap is real: the library by itself takes them
    for credentials in ({}, {"user": USER}, {"user": USER, "password": ""}):
        with pytest.raises(PlaceRefused):
            remote("bucket", buckets, credentials=credentials)


@pytest.mark.parametrize("kind", ["dav", "bucket"])
def test_a_failure_tells_neither_address_nor_key(kind: str, tmp_path: Path) -> None:
    # A server that repeats what it was told, as error pages do.
    body = f"<html>{USER} {PASSWORD}</html>"
    head = f"HTTP/1.1 418 No\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    with answering((head + body).encode()) as endpoint:
        bare = opendal.Operator("webdav", endpoint=endpoint)
        with pytest.raises(opendal.exceptions.Unexpected, match=PASSWORD) as leak:
            bare.read("a")
        assert "127.0.0.1" in str(leak.value)  # so the library itself would tell both
        place = remote(kind, endpoint)
        assert "127.0.0.1" not in repr(place)
        for attempt in attempts_on(place, tmp_path):
            with pytest.raises(DepterError) as failure:
                attempt()
            told = "".join(traceback.format_exception(failure.value)) + str(failure.value.about)
            for secret in ("127.0.0.1", USER, PASSWORD, "<html>"):
                assert secret not in told


def test_a_file_longer_than_was_announced_is_cut_off() -> None:
    blocks = iter([b"12345", b"6"])
    with pytest.raises(PlaceBroken):
        list(exactly(blocks, 5, PlaceBroken))


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dav").mkdir()
    with dav_server(tmp_path / "dav", certificate=own_certificate(tmp_path)) as address:
        place = open_place(address.replace("https", "davs"), credentials=CREDENTIALS)
        for attempt in attempts_on(place, tmp_path):
            with pytest.raises(PlaceNotTrusted):
                attempt()
    assert list((tmp_path / "dav").iterdir()) == []


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "davs://aigerim:secret@example.org/copies",
        "https://aigerim@example.org/copies",
        "s3://key:secret@bucket/prefix",
        "s3://bucket/prefix?endpoint=https://key:secret@example.org",
        "s3://bucket?secret_access_key=x",
        "s3://bucket?endpoint=https://example.org&access_key_id=x",
    ],
)
def test_a_password_in_an_address_is_refused(address: str) -> None:
    with pytest.raises(PasswordInAddress) as refusal:
        open_place(address)
    assert "password" in str(refusal.value) and "secret@" not in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    ["http://example.org/copies", "http://127.0.0.1.example.org/", "http://10.0.0.1/",
     "s3://bucket?endpoint=http://example.org"],
)  # fmt: skip
def test_plain_http_to_another_computer_is_refused(address: str) -> None:
    with pytest.raises(AddressNotEncrypted):
        open_place(address, credentials=CREDENTIALS)


@pytest.mark.parametrize(
    "address",
    ["", "  ", "ftp://example.org", "file:///etc", "https://", "s3://", "davs://h/x?y=1",
     "https://h/#f", "https://h:99999/", "https://[::1", "s3://b?endpoint=nonsense",
     "s3://b?endpoint=https://h/path", "a\0b", "dav://h/"],
)  # fmt: skip
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(PlaceNotUnderstood):
        open_place(address, credentials=CREDENTIALS)


def test_credentials_of_another_kind_are_refused() -> None:
    with pytest.raises(PlaceNotUnderstood):
        open_place("davs://example.org", credentials={"token": "x"})


def test_an_address_with_spaces_and_other_letters_is_the_same_folder_throughout(
    dav: tuple[str, Path],
) -> None:
    place = open_place(f"{dav[0]}/the%20office/архив", credentials=CREDENTIALS)
    place.write("a/b", b"x")
    assert (place.list(), place.read("a/b")) == (["a/b"], b"x")
    assert (dav[1] / "the office" / "архив" / "a" / "b").read_bytes() == b"x"
