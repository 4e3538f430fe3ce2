"""A passkey in a real browser: our page, our script, our policy, and the browser's own key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation
from playwright.sync_api import Browser, CDPSession, Page

from depter.errors import DepterError
from depter.web.signin.asked import Questions
from depter.web.signin.factors import Factors
from depter.web.signin.forms import PasskeyForm, SecondForm
from depter.web.signin.passkeys import add_passkey, ask_known, ask_new, check_passkey, origin_at
from tests.unit.web.signin.pages import as_attribute, serving_pages, shown

pytestmark = [pytest.mark.journey, pytest.mark.slow]
MEMBER = "k7m2p9qx4d0r8s3t"
NOON = 1_800_000_000.0


class Office:
    """What the views will do: ask, keep the question, judge the answer."""

    def __init__(self) -> None:
        self.factors = Factors()
        self.questions = Questions()
        self.origin = ""

    def page(self, path: str) -> bytes:
        """``/add/`` or ``/second/``."""
        with translation.override("en"):
            if path == "/add/":
                asked, options = ask_new(self.factors, member=MEMBER, origin=self.origin, now=NOON)
                context = {"form_of_key": PasskeyForm(), "factors": self.factors}
            else:
                asked, options = ask_known(
                    self.factors, member=MEMBER, origin=self.origin, now=NOON
                )
                context = {"form": SecondForm(), "factors": self.factors}
            self.questions.ask("one browser", asked)
            template = "enrol_passkey" if path == "/add/" else "second"
            return shown(template, {**context, "passkey": as_attribute(options)}).encode()

    def posted(self, path: str, answer: str) -> bytes:
        """Whether it was taken."""
        try:
            asked = self.questions.take("one browser")
            if path == "/add/":
                self.factors = add_passkey(
                    self.factors,
                    answer,
                    asked=asked,
                    origin=self.origin,
                    label="green key",
                    added="2026-11-24",
                    now=NOON,
                )
            else:
                self.factors = check_passkey(
                    self.factors, answer, asked=asked, origin=self.origin, now=NOON
                )
        except DepterError as problem:
            return type(problem).__name__.encode()
        return b"taken"


@contextmanager
def a_page_with_a_key(browser: Browser) -> Iterator[tuple[Page, CDPSession, list[str]]]:
    """A page whose browser holds a key of its own, and what the browser complained about."""
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda problem: said.append(str(problem)))
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True}
    options = {**key, "isUserVerified": True, "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page, tools, said
    context.close()


def press(page: Page) -> str:
    """Use the passkey; what the office answered."""
    with page.expect_navigation():
        page.click("[data-passkey-button]")
    return page.inner_text("body")


def test_a_key_is_added_and_used_at_localhost(browser: Browser) -> None:
    office = Office()
    with (
        serving_pages(office.page, office.posted) as port,
        a_page_with_a_key(browser) as (page, _, said),
    ):
        office.origin = origin_at(port)
        page.goto(f"{office.origin}/add/")
        page.fill("[name=label]", "green key")
        assert press(page) == "taken"
        for count in (1, 2):
            page.goto(f"{office.origin}/second/")
            assert press(page) == "taken"
            assert office.factors.passkeys[0].sign_count >= count
        assert not said


def test_an_address_of_numbers_gets_no_answer_from_the_key(browser: Browser) -> None:
    """The reason why the pages there lead to localhost instead."""
    office = Office()
    with (
        serving_pages(office.page, office.posted) as port,
        a_page_with_a_key(browser) as (page, _, _said),
    ):
        office.origin = origin_at(port)
        page.goto(f"http://127.0.0.1:{port}/add/")
        page.fill("[name=label]", "green key")
        page.click("[data-passkey-button]")
        page.wait_for_selector("[data-passkey-failed]", state="visible", timeout=10_000)
        assert not office.factors.passkeys


def test_an_answer_of_another_port_s_page_is_refused(browser: Browser) -> None:
    """A key answers any page at localhost; the office takes only those made on its own."""
    office = Office()
    with (
        serving_pages(office.page, office.posted) as port,
        a_page_with_a_key(browser) as (page, _, _said),
    ):
        office.origin = origin_at(port + 1)
        page.goto(f"{origin_at(port)}/add/")
        page.fill("[name=label]", "green key")
        assert press(page) == "PasskeyRefused"


def test_without_script_the_passkey_is_explained_and_no_button_shown(browser: Browser) -> None:
    office = Office()
    with serving_pages(office.page, office.posted) as port:
        office.origin = origin_at(port)
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{office.origin}/add/")
        assert page.is_visible("[data-passkey-unavailable]")
        assert not page.is_visible("[data-passkey-button]")
        context.close()
