"""Notebooks that every test may copy: key derivation is paid once, not once a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, sync_playwright

from depter.store.book import Book
from tests.everything import write_everything
from tests.journeys.office import chromium
from tests.notebooks import copied, new_notebook, opened

# A browser of one test keeps a loop running in this thread; Django would refuse its database then.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

settings.register_profile(
    "shared machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("shared machine")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one driver that a process may have; started when a test first needs a browser."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium(playwright) as one:
        yield one


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded notebook without cases; copy it, never open it."""
    return new_notebook(tmp_path_factory.mktemp("template") / "register")


@pytest.fixture(scope="session")
def full_template(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook that holds every kind of fact at every level; copy it, never open it."""
    folder = copied(empty_template, tmp_path_factory.mktemp("template") / "register")
    with opened(folder) as book:
        write_everything(book)
    return folder


@pytest.fixture
def notebook_folder(empty_template: Path, tmp_path: Path) -> Path:
    """A notebook of one's own, closed."""
    return copied(empty_template, tmp_path / "register")


@pytest.fixture
def book(notebook_folder: Path) -> Iterator[Book]:
    """A notebook of one's own, open."""
    with opened(notebook_folder) as open_book:
        yield open_book


@pytest.fixture
def full_folder(full_template: Path, tmp_path: Path) -> Path:
    """A notebook with every kind of fact, of one's own, closed."""
    return copied(full_template, tmp_path / "register")


@pytest.fixture
def full_book(full_folder: Path) -> Iterator[Book]:
    """A notebook with every kind of fact, of one's own, open."""
    with opened(full_folder) as open_book:
        yield open_book
