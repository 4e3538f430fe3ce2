"""The sheet of a statement in a real browser: with script and without, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from tests.notebooks import opened
from tests.people import PASSPHRASE
from tests.served import serving

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_second_name_a_date_in_words_and_enter_to_record(
    browser: Browser, notebook_folder: Path, *, has_script: bool
) -> None:
    with opened(notebook_folder) as book:
        case = open_case(book.notebook, label="unknown")
        introduce_source(book.notebook, source_kind="media", protection="open", name="A paper")
    with serving(notebook_folder) as served:
        page = browser.new_context(java_script_enabled=has_script, locale="en").new_page()
        page.goto(f"http://127.0.0.1:{served.port}/")
        page.fill("#id_passphrase", PASSPHRASE)
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/")
        page.goto(f"http://127.0.0.1:{served.port}/cases/{case}/statements/new/")
        page.fill("[name=speaker-source]", "A paper")
        page.select_option("[name=sheet-basis]", "family")
        page.fill("[name=name-0-text]", "Нұрсая Еркінқызы")
        page.focus("[data-add-row=name]")
        page.keyboard.press("Enter")
        page.fill("[name=name-1-text]", "نۇرسايا")
        page.select_option("[name=status-0-status]", "camp")
        page.fill("[name=status-0-as_of]", "spring 2018")
        page.keyboard.press("Enter")
        page.focus("button[name=accept]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#id_status-0-as_of_understood")
        assert page.input_value("[name=name-1-text]") == "نۇرسايا"
        page.focus("[name=status-0-as_of]")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/cases/{case}/")
        assert page.locator("h1").inner_text() == "Нұрсая Еркінқызы"
        page.click(".flash button")
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == "unknown"
        page.context.close()
