"""One office with the sample for those that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.office import Office, open_sample, running, unlock, window


@pytest.fixture(scope="session")
def sample_office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    """An office that opened the sample; to be read, not changed."""
    with running(tmp_path_factory.mktemp("sample-office")) as office:
        context = window(browser)
        open_sample(context.new_page(), office)
        context.close()
        yield office


@pytest.fixture
def new_office(tmp_path: Path) -> Iterator[Office]:
    """An office on its first day."""
    with running(tmp_path) as office:
        yield office


@pytest.fixture
def reader(browser: Browser, sample_office: Office) -> Iterator[Page]:
    """A page in the sample office, unlocked."""
    context = window(browser)
    page = context.new_page()
    unlock(page, sample_office)
    yield page
    context.close()
