"""The five-minute tour of the README, as a person walks it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hostile.canaries import betrayed_by_files
from tests.journeys.office import PASSPHRASE, Office, open_sample, unlock, window

pytestmark = [pytest.mark.journey, pytest.mark.slow]

WORDS = "Менің апам оны түрмеде көрген дейді."


@pytest.fixture
def page(browser: Browser) -> Page:
    """A fresh window."""
    return window(browser).new_page()


def _record(page: Page, *, status: str, on: str) -> None:
    """Invent a cousin who says something else."""
    page.get_by_role("link", name="Record a statement").click()
    page.get_by_text("A source that is not in the register yet").click()
    kind = page.locator("select[name*=source_kind], select[name*=kind]").first
    kind.select_option("relative")
    page.get_by_label("Date", exact=True).fill("2019-03-10")
    page.get_by_label("Word for word").fill(WORDS)
    page.get_by_label("How the source knows").first.select_option("hearsay")
    page.get_by_label("Status").first.select_option(status)
    page.locator("input[name=status-0-as_of]").fill(on)
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_url(re.compile(r"/cases/\w{16}/(#.*)?$"))


def test_from_the_first_page_to_the_locked_notebook(page: Page, new_office: Office) -> None:
    open_sample(page, new_office)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases")
    page.get_by_role("link", name="Gulzira Auelkhankyzy").click()
    timeline = page.locator("ol.timeline")
    expect(timeline).to_contain_text("forced labour")
    expect(page.get_by_text("Sources disagree")).to_have_count(0)

    _record(page, status="prison", on="2018-05")
    expect(page.get_by_text("Sources disagree").first).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()

    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Sources disagree")).to_have_count(0)
    expect(page.get_by_text(WORDS)).to_have_count(0)
    history = page.get_by_role("heading", name="History of this page")
    expect(history).to_be_visible()

    page.get_by_role("button", name="Lock").click()
    expect(page.locator("body")).not_to_contain_text("Gulzira")
    page.goto(new_office.url + "/cases/")
    expect(page.locator("input[type=password]")).to_be_visible()
    new_office.stop()
    words = [WORDS, "Auelkhankyzy", "Gulzira", PASSPHRASE]
    assert list(betrayed_by_files(new_office.folder, words)) == []
    assert not (new_office.notebook / "register.db").read_bytes().startswith(b"SQLite format 3")


def test_a_status_is_settled_and_the_settlement_undone(page: Page, new_office: Office) -> None:
    open_sample(page, new_office)
    page.get_by_role("link", name="Ekpor Sorsenbek").click()
    page.get_by_role("link", name="Settle the situation").click()
    page.locator("main input[type=radio]").first.check()
    page.get_by_label("Why", exact=True).fill("His wife was asked twice.")
    page.get_by_role("button", name="Settle").click()
    stands = page.get_by_text("The office stands by this")
    expect(stands.first).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(stands).to_have_count(0)


def test_everything_survives_a_lock(page: Page, new_office: Office) -> None:
    open_sample(page, new_office)
    page.get_by_role("link", name="Dina Iemberdi", exact=True).click()
    _record(page, status="released", on="2019-02")
    page.get_by_role("button", name="Lock").click()
    unlock(page, new_office)
    page.get_by_role("link", name="Dina Iemberdi", exact=True).click()
    expect(page.get_by_text(WORDS)).to_be_visible()


@pytest.mark.parametrize(
    ("language", "word"),
    [("kk", "Істер"), ("ru", "Дела"), ("ug", "دېلولار"), ("zh-hans", "个案")],
)
def test_the_language_is_switched_on_any_page(
    page: Page, sample_office: Office, language: str, word: str
) -> None:
    unlock(page, sample_office)
    page.locator("details.languages:not(.member) summary").click()
    page.locator(f"button[name=language][value={language}]").click()
    html = page.locator("html")
    expect(html).to_have_attribute("lang", re.compile(language, re.IGNORECASE))
    expect(html).to_have_attribute("dir", "rtl" if language == "ug" else "ltr")
    expect(page.get_by_role("heading", level=1)).to_have_text(word)


def test_a_statement_is_recorded_with_the_keyboard_alone(page: Page, new_office: Office) -> None:
    open_sample(page, new_office)
    page.get_by_role("link", name="Ekpor Sorsenbek").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Record a statement").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements/new/")
    _tab_to(page, "Word for word")
    page.keyboard.type(WORDS)
    _tab_to(page, "How the source knows")
    page.keyboard.type("Fam")
    _tab_to(page, "Record", most=120)
    page.keyboard.press("Enter")
    # Nobody was named as the source: the sheet says so, and nothing typed is lost.
    expect(page.get_by_label("Word for word")).to_have_value(WORDS)


def test_the_slash_leads_to_the_search(reader: Page) -> None:
    reader.keyboard.press("/")
    reader.keyboard.type("Togzhan")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/**")
    expect(reader.locator("main")).to_contain_text("Meiramgul Togzhan")


def test_pages_work_without_javascript(browser: Browser, sample_office: Office) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    unlock(page, sample_office)
    page.get_by_role("link", name="Sayragul Sauytbay").click()
    expect(page.locator("ol.timeline")).to_be_visible()
    page.get_by_role("link", name="Record a statement").click()
    rows = page.locator("input[name^=names-][name$=-text], input[name*=name][name$=text]")
    before = rows.count()
    page.get_by_role("button", name="Another name").click()
    expect(rows).to_have_count(before + 1)  # waits until the answer is fetched
    context.close()


def _tab_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until the control with this label has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        label = page.evaluate(
            """() => { const one = document.activeElement;
                const labels = one.labels ? [...one.labels].map(l => l.innerText) : [];
                return labels.concat(one.innerText || '').join(' ') }"""
        )
        if name in label:
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")
