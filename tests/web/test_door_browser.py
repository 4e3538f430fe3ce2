"""The door in a real browser: everything without script, and the notice before it locks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.people import PASSPHRASE
from tests.served import Served, serving

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def address(served: Served, path: str = "/") -> str:
    return f"http://127.0.0.1:{served.port}{path}"


def test_everything_at_the_door_works_without_script(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "register") as served:
        context = browser.new_context(java_script_enabled=False, locale="en")
        page = context.new_page()
        page.goto(address(served))
        page.click("button[value=ru]")
        assert page.locator("html").get_attribute("lang") == "ru"
        page.click("button[value=en]")
        page.fill("#id_passphrase", PASSPHRASE)
        page.fill("#id_again", PASSPHRASE)
        page.click("button[value=empty]")
        assert page.url.endswith("/cases/")
        page.click(".languages summary")
        page.click("button[value=ug]")
        assert page.locator("html").get_attribute("dir") == "rtl"
        page.click(".lock")
        page.click("main a.button")
        page.fill("#id_passphrase", PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/")
        context.close()


def test_the_page_says_when_it_will_lock_and_lets_one_stay(
    browser: Browser, notebook_folder: Path
) -> None:
    """With 63 seconds in all, the notice comes after three."""
    with serving(notebook_folder, idle_minutes=63 / 60) as served:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address(served))
        page.fill("#id_passphrase", PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/")
        page.goto(address(served, "/nosuchpage/"))
        page.wait_for_selector("#idle", state="visible", timeout=10_000)
        page.click("[data-idle-stay]")
        page.wait_for_selector("#idle", state="hidden", timeout=3000)
        context.close()
