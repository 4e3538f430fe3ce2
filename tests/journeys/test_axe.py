"""Nobody is kept out: axe finds nothing on any page, in five languages, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.office import LANGUAGES, Office, speak, unlock, window
from tests.journeys.pages import every_kind_of_page

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="session")
def addresses(browser: Browser, sample_office: Office) -> dict[str, str]:
    """Every kind of page of the sample."""
    context = window(browser)
    page = context.new_page()
    unlock(page, sample_office)
    found = every_kind_of_page(page, sample_office.url + "/cases/")
    context.close()
    return found


def test_every_part_of_the_register_has_a_page(addresses: dict[str, str]) -> None:
    parts = {shape.split("/")[1] for shape in addresses}
    assert parts >= {
        *("cases", "sources", "appeals", "incidents", "proceedings", "places", "figures"),
    }
    assert len(addresses) > 20


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(
    browser: Browser, sample_office: Office, addresses: dict[str, str], language: str, width: int
) -> None:
    context = window(browser, width=width)
    page = context.new_page()
    unlock(page, sample_office)
    speak(context, sample_office, language)
    found = {}
    for shape, address in addresses.items():
        page.goto(address)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ug" else "ltr")
        violations = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if violations:
            found[shape] = [(one["id"], one["nodes"][0]["html"][:160]) for one in violations]
        if wide > width:
            found[shape + " is wider than the window"] = [wide]
    context.close()
    assert found == {}


def test_axe_would_find_something(reader: Page) -> None:
    reader.evaluate("document.querySelector('html').removeAttribute('lang')")
    assert Axe().run(reader).violations_count > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_at_the_door(browser: Browser, new_office: Office, language: str) -> None:
    context = window(browser, width=390)
    speak(context, new_office, language)
    page = context.new_page()
    page.goto(new_office.url)
    assert Axe().run(page).response["violations"] == []
    context.close()
