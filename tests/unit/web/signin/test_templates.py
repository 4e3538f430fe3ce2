"""The pages: in every language, nothing inline, and nothing secret on the wrong one."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
import segno
from django.utils import translation

from depter.web.frame.headers import POLICY
from depter.web.signin.codes import new_codes
from depter.web.signin.factors import Factors, Passkey, Totp
from depter.web.signin.forms import PasskeyForm, SecondForm, TotpForm, WrittenDownForm
from depter.web.signin.passkeys import ask_known, ask_new
from depter.web.signin.qr import square
from depter.web.signin.totp import new_totp
from tests.unit.web.signin.authenticator import ORIGIN
from tests.unit.web.signin.pages import as_attribute, shown

GREEN = Passkey(id=b"green", public_key=b"k", label="green <key>", added="2026-11-24")
CODES, FACTORS = new_codes(Factors(totp=Totp(secret=b"1" * 20), passkeys=(GREEN,)))
NEW = new_totp()
SHEETS = ["second", "enrol_totp", "enrol_passkey", "codes"]


def context_of(template: str, *, localhost: str = "") -> dict[str, Any]:
    member, now = "k7m2p9qx4d0r8s3t", 1_800_000_000.0
    _, known = ask_known(FACTORS, member=member, origin=ORIGIN, now=now)
    _, new = ask_new(FACTORS, member=member, origin=ORIGIN, now=now)
    match template:
        case "second":
            page = {"form": SecondForm(), "factors": FACTORS, "passkey": as_attribute(known)}
        case "enrol_totp":
            page = {"form": TotpForm(), "new": NEW, "square": square(NEW.uri)}
        case "enrol_passkey":
            page = {"form_of_key": PasskeyForm(), "factors": FACTORS, "passkey": as_attribute(new)}
        case _:
            page = {"form": WrittenDownForm(), "codes": CODES}
    return {**page, "localhost": localhost}


@pytest.mark.parametrize("language", ["en", "kk", "ru", "ug", "zh-hans"])
@pytest.mark.parametrize("template", SHEETS)
def test_every_page_is_shown_in_every_language(template: str, language: str) -> None:
    with translation.override(language):
        page = shown(template, context_of(template))
    assert f'lang="{language}"' in page
    assert page.count("<h1") == 1


def against_policy(page: str) -> list[str]:
    """What the strict policy would stop."""
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=", page)
    elsewhere = re.findall(r'(?:src|action)="(?!/static/|/|data:image/)[^"]*"', page)
    return inline + elsewhere


@pytest.mark.parametrize("template", SHEETS)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(template: str) -> None:
    assert not against_policy(shown(template, context_of(template)))


@pytest.mark.parametrize(
    "bad",
    [
        "<script>1</script>",
        '<p style="color:red">',
        '<p onclick="x()">',
        '<img src="https://example.org/a.png">',
    ],
)
def test_a_page_against_the_policy_is_noticed(bad: str) -> None:
    assert against_policy(bad)


@pytest.mark.parametrize("template", SHEETS)
def test_every_form_carries_its_mark(template: str) -> None:
    page = shown(template, context_of(template))
    posts = re.findall(r'<form[^>]*method="post"[^>]*>', page)
    assert posts
    assert page.count('name="csrfmiddlewaretoken"') == len(posts)


def test_signing_in_tells_nothing_of_the_secrets() -> None:
    page = shown("second", context_of("second"))
    assert not any(code in page for code in CODES)
    assert NEW.secret not in page
    assert "green" not in page
    assert all(code in shown("codes", context_of("codes")) for code in CODES)


def test_without_script_the_code_field_is_there_and_the_passkey_button_hidden() -> None:
    page = shown("second", context_of("second"))
    assert 'name="code"' in page
    assert re.search(r"<button[^>]*data-passkey-button hidden>", page)
    assert re.search(r"<p data-passkey-unavailable>", page)


def test_at_an_address_of_numbers_the_page_leads_to_localhost() -> None:
    there = "http://localhost:8421/second/"
    for template in ("second", "enrol_passkey"):
        page = shown(template, context_of(template, localhost=there))
        assert f'<a href="{there}">' in page
        assert "data-passkey-options" not in page


def test_a_member_with_a_passkey_alone_is_asked_for_no_code() -> None:
    context = {**context_of("second"), "factors": Factors(passkeys=(GREEN,))}
    page = shown("second", context)
    assert 'name="code"' not in page
    assert "data-passkey-options" in page


def test_what_a_member_calls_a_key_is_text() -> None:
    page = shown("enrol_passkey", context_of("enrol_passkey"))
    assert "green &lt;key&gt;" in page
    assert "<key>" not in page


def test_the_square_is_an_image_that_the_policy_allows() -> None:
    assert "img-src 'self' data:" in POLICY
    address = square(NEW.uri)
    assert address.startswith("data:image/svg+xml")
    drawn = unquote(address)
    assert not re.search(r"style|script|href|url\(", drawn)
    side = segno.make_qr(NEW.uri, error="m").symbol_size(border=4)[0]
    assert f"viewBox='0 0 {side} {side}'" in drawn
    assert NEW.secret not in drawn


def test_the_forms_ask_for_what_the_checks_take() -> None:
    assert SecondForm({"code": CODES[0]}).is_valid()
    assert not SecondForm({"code": ""}).is_valid()
    assert not SecondForm({"code": "1" * 101}).is_valid()
    assert not WrittenDownForm({}).is_valid()
    assert WrittenDownForm({"is_written": "on"}).is_valid()
    assert not PasskeyForm({"label": "green", "answer": "x" * 20_000}).is_valid()
