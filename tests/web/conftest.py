"""A notebook, unlocked in a browser without a window."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.test import Client
from django.utils import translation

from depter.actions.sample import open_sample
from depter.notebook.keyfile import open_box
from depter.store.book import Book
from tests.notebooks import copied, opened
from tests.people import PASSPHRASE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "depter.web.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # a test's browser keeps a loop running
django.setup()

from depter.web.door.patience import PATIENCE  # noqa: E402
from depter.web.frame.desk import COOKIE, DESK  # noqa: E402
from depter.web.frame.sitting import Held  # noqa: E402


@pytest.fixture(autouse=True)
def desk(tmp_path: Path) -> Iterator[None]:
    """A desk of its own for each test, before any notebook is begun."""
    DESK.lock()
    DESK.path = tmp_path / "register"
    PATIENCE.right()
    translation.activate("en")
    yield
    DESK.lock()
    DESK.path = None


@pytest.fixture
def stranger() -> Client:
    """A browser that never gave the passphrase."""
    return Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def book(notebook_folder: Path, desk: None) -> Book:
    """A fresh notebook, open at the desk; locked after the test."""
    book = opened(notebook_folder)
    DESK.open(book)
    return book


@pytest.fixture
def client(book: Book) -> Client:
    """A browser unlocked on :func:`book`."""
    return unlocked(book)


@pytest.fixture(scope="session")
def sample_template(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook with the sample; copy it, never open it."""
    folder = copied(empty_template, tmp_path_factory.mktemp("sample") / "register")
    with opened(folder) as book:
        open_sample(book.notebook)
    return folder


@pytest.fixture
def sample_book(sample_template: Path, tmp_path: Path, desk: None) -> Book:
    """A notebook with the whole sample, open at the desk; see :func:`sample_client`."""
    book = opened(copied(sample_template, tmp_path / "register"))
    DESK.open(book)
    return book


@pytest.fixture
def sample_client(sample_book: Book) -> Client:
    """A browser unlocked on :func:`sample_book`."""
    return unlocked(sample_book)


@pytest.fixture
def everything_book(full_template: Path, tmp_path: Path, desk: None) -> Book:
    """A notebook with every kind of fact, open at the desk; see :func:`everything_client`."""
    book = opened(copied(full_template, tmp_path / "register"))
    DESK.open(book)
    return book


@pytest.fixture
def everything_client(everything_book: Book) -> Client:
    """A browser unlocked on :func:`everything_book`."""
    return unlocked(everything_book)


def unlocked(book: Book) -> Client:
    """One more browser unlocked on the same book, with the box that the passphrase opened."""
    browser = Client(HTTP_HOST="127.0.0.1")
    mine = open_box(book.key_file, passphrase=PASSPHRASE)
    held = Held(keyring=mine.keyring, master=mine.master, box=mine.box)
    browser.cookies[COOKIE] = DESK.open(book, held=held)
    return browser
