"""T12: what was typed in is shown as text, on every page, whatever it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.hostile.office_under_watch import Watched

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("one-injected-office")]

# A build that forgets to escape what templates show.
CARELESS = """
import django.template.base as b
b.render_value_in_context = lambda value, context: '' if value is None else str(value)
"""

TEMPLATE = "{{7*7}}{% now %}%s{0}"


class Injecting(Watched):
    """An office into whose every field markup is typed."""

    def word(self) -> str:
        self.words.append(f"e{len(self.words):04d}")
        mark = self.words[-1]
        return f"{mark}\"'><{mark} onfocus=alert(1)>&lt;" + TEMPLATE + "</textarea></title>"


class Elements(HTMLParser):
    """Names of elements and attributes as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}
        self.handlers |= {
            name for name, value in attrs if (value or "").lower().startswith("javascript:")
        }


def injected(office: Watched) -> dict[str, set[str]]:
    """Pages on which something typed became an element, or any page has a handler."""
    found = {}
    for shape, address in office.addresses.items():
        answer = office.browser.get(address)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        seen = Elements()
        seen.feed(answer.text)
        if wrong := (seen.tags & set(office.words)) | seen.handlers:
            found[shape] = wrong
    return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Injecting]:
    """A day's work by somebody who means harm."""
    hostile = Injecting(tmp_path_factory.mktemp("injected"))
    hostile.start()
    hostile.begin()
    hostile.work(rounds=3)
    yield hostile
    hostile.crash()


def test_no_page_turns_text_into_markup(office: Injecting) -> None:
    assert len(office.shown) > 40, "too little of what was typed in is shown anywhere"
    assert not [status for status in office.statuses if status >= 500]
    assert injected(office) == {}


def test_template_language_in_texts_is_not_run(office: Injecting) -> None:
    bodies = [office.browser.get(one).body.decode(errors="replace") for one in _pages(office)]
    assert any(TEMPLATE in body for body in bodies)
    assert not any("&amp;lt;49" in body for body in bodies)


def test_every_page_forbids_scripts_that_are_not_ours(office: Injecting) -> None:
    for address in office.addresses.values():
        policy = office.browser.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_a_build_that_does_not_escape_is_caught(tmp_path: Path) -> None:
    careless = Injecting(tmp_path, plant=f"exec({CARELESS!r}); ")
    careless.start()
    try:
        careless.begin()
        careless.work(rounds=1)
        assert injected(careless) != {}
    finally:
        careless.crash()


def _pages(office: Watched) -> list[str]:
    return [address for shape, address in office.addresses.items() if not shape.endswith("/file/")]
