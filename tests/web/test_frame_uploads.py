"""A file on its way in never lies readable on the disk, and is never larger than the page takes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import include, path

from depter.store.book import Book
from depter.web import uploads
from depter.web.frame.desk import DESK
from depter.web.frame.rules import RULES, Rule
from depter.web.uploads import BoundedBody, takes_files

CANARY = "шағала-canary-7311-海鸥".encode()
SIZE = 30 * 1024 * 1024
SEEN: dict[str, Any] = {}


@takes_files
def deposit(request: HttpRequest) -> HttpResponse:
    """Looks for the canary wherever this program could have written it, then reads the file."""
    upload = request.FILES["file"]
    SEEN["where"] = [str(one) for one in open_files() if holds(one)]
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    SEEN["digest"], SEEN["size"] = digest.hexdigest(), upload.size
    SEEN["again"] = sum(len(chunk) for chunk in upload.chunks())
    return HttpResponse(upload.name)


@pytest.fixture(autouse=True)
def _the_address_has_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "deposit", Rule(None))


urlpatterns = [path("deposit/", deposit, name="deposit"), path("", include("depter.web.urls"))]
handler500 = "depter.web.frame.errorpages.failed"


def open_files() -> Iterator[Path]:
    """Every file that this process has open, also those without a name."""
    for link in Path("/proc/self/fd").iterdir():
        try:
            if os.readlink(link).startswith("/") and link.is_file():
                yield link
        except FileNotFoundError:
            continue  # the listing's own handle


def holds(file: Path) -> bool:
    """Whether the canary can be read in it."""
    return CANARY in file.read_bytes()


def matter(size: int = SIZE) -> bytes:
    block = CANARY + b"." * (4096 - len(CANARY))
    return (block * (size // 4096 + 1))[:size]


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    SEEN.clear()


@override_settings(ROOT_URLCONF=__name__)
def test_a_large_file_is_nowhere_readable(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    response = client.post("/deposit/", {"file": SimpleUploadedFile("ұста.bin", matter())})
    assert response.content.decode() == "ұста.bin"
    assert SEEN["where"] == []
    assert SEEN["digest"] == hashlib.sha256(matter()).hexdigest()
    assert SEEN["size"] == SEEN["again"] == SIZE
    assert [file for file in tmp_path.rglob("*") if file.is_file() and holds(file)] == []
    assert list((tmp_path / "register/files").iterdir()) == []
    assert list(elsewhere.iterdir()) == []


@override_settings(
    ROOT_URLCONF=__name__,
    FILE_UPLOAD_HANDLERS=["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
)
def test_the_search_finds_what_the_usual_way_leaves_readable(client: Client) -> None:
    client.post("/deposit/", {"file": SimpleUploadedFile("x.bin", matter())})
    assert SEEN["where"]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 3 * 65536])
def test_every_size_comes_back_whole(client: Client, size: int) -> None:
    client.post("/deposit/", {"file": SimpleUploadedFile("x.bin", matter(size))})
    assert SEEN["digest"] == hashlib.sha256(matter(size)).hexdigest()
    assert SEEN["size"] == SEEN["again"] == size


@override_settings(ROOT_URLCONF=__name__)
def test_more_than_the_page_takes_is_refused_plainly(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deposit, "largest_body", 1024 * 1024)
    response = client.post("/deposit/", {"file": SimpleUploadedFile("x.bin", matter())})
    assert response.status_code == 413
    assert "larger than 1 MB" in response.content.decode()
    assert SEEN == {}


def test_a_closed_notebook_takes_no_file(book: Book, stranger: Client, tmp_path: Path) -> None:
    DESK.lock()
    answer = stranger.post("/unlock/", {"file": SimpleUploadedFile("x.bin", matter(100_000))})
    assert answer.status_code < 500
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and holds(file)]


def test_what_a_view_takes_is_said_where_it_stands() -> None:
    def view(request: HttpRequest) -> HttpResponseBase:
        return HttpResponse()

    bounded: Callable[..., Any] = takes_files(view)
    assert bounded.largest_body > uploads.LARGEST_FILE  # type: ignore[attr-defined]
    assert BoundedBody(view)(HttpRequest()).status_code == 200
