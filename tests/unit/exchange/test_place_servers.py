"""Servers as places: switched off, deaf, full, locked or listening in; and what an address is."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import opendal
import pytest

from depter.errors import DepterError
from depter.exchange import place_remote
from depter.exchange.place import exactly
from depter.exchange.place_errors import (
    AddressNotEncrypted,
    NotInPlace,
    PasswordInAddress,
    PlaceBroken,
    PlaceFull,
    PlaceNotThere,
    PlaceNotTrusted,
    PlaceNotUnderstood,
    PlaceRefused,
)
from depter.exchange.places import open_place
from tests.unit.exchange.servers import (
    CREDENTIALS,
    PASSWORD,
    USER,
    answering,
    attempts_on,
    bucket_server,
    dav_server,
    deaf_server,
    own_certificate,
    remote,
)

WRONG: Final = {"user": USER, "password": "eight-pears"}


@pytest.fixture(scope="module")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("dav")
    with dav_server(folder) as address:
        yield address, folder


@pytest.fixture(scope="module")
def buckets() -> Iterator[str]:
    with bucket_server("office") as endpoint:
        yield endpoint


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_remote, "PATIENCE", 1.0)


@pytest.mark.parametrize("kind", ["dav", "bucket"])
def test_a_server_that_says_it_is_full_is_told(kind: str) -> None:
    answer = b"HTTP/1.1 507 Full\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    with answering(answer) as endpoint, pytest.raises(PlaceFull):
        remote(kind, endpoint).write("a", b"x")


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
