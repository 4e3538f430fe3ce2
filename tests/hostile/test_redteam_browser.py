"""What an ordinary window of Chromium writes to the disk while somebody works in the register.

A browser keeps titles and addresses, lines typed into forms, and, to restore itself after a
crash, what forms sent. None of it may say a name or a word: the laptop is the thing that is taken.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Playwright

from tests.notebooks import opened
from tests.people import MELIKE, PASSPHRASE
from tests.served import serving
from tests.web.telling import tell, told_case

CHROMIUM = "/usr/bin/chromium"
TYPED = {
    "identity": "CANARYIDENTITY",
    "contact": "CANARYCONTACT",
    "name": "CANARYOPENNAME",
    "note": "CANARYNOTE",
}
WRONG = "CANARYPASSPHRASE of no notebook"


def test_a_browser_keeps_no_name_and_no_word(
    playwright: Playwright, notebook_folder: Path, tmp_path: Path
) -> None:
    with opened(notebook_folder) as book:
        case, source = told_case(book)
        tell(book, case, source, words="CANARYSTORED")
    profile = tmp_path / "profile"
    with serving(notebook_folder) as served:
        window = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--headless=new"],
            ignore_default_args=["--headless", "--disable-back-forward-cache"],
        )
        page = window.pages[0]
        page.set_default_timeout(15_000)
        _work(page, f"http://127.0.0.1:{served.port}", case)
        window.close()
    kept = b"\n".join(one.read_bytes() for one in profile.rglob("*") if one.is_file())
    assert case.encode() in kept  # the browser did write its history, and it is looked at here
    secrets = (*TYPED.values(), "CANARYSEARCH", "CANARYROW", "CANARYSTORED", "CANARYPASS")
    for secret in (*secrets, PASSPHRASE, "Zereka", MELIKE.latin):
        found = [code for code in ("utf-8", "utf-16-le") if secret.encode(code) in kept]
        assert not found, f"{secret} in {found}"


def _work(page: Page, address: str, case: str) -> None:
    page.goto(f"{address}/unlock/")
    for passphrase in (WRONG, PASSPHRASE):
        page.fill("#id_passphrase", passphrase)
        page.click("main button.main")
        page.wait_for_load_state()
    page.goto(f"{address}/cases/{case}/")
    page.fill("#q", "CANARYSEARCH")
    page.press("#q", "Enter")
    page.wait_for_url("**/search/**")
    page.goto(f"{address}/sources/new/")
    for name, text in TYPED.items():
        page.fill(f"[name={name}]", text)
    page.select_option("[name=source_kind]", "relative")
    _send(page)
    assert page.locator(".trouble").count()  # a protected source takes no open name
    assert page.input_value("[name=identity]") == TYPED["identity"]
    page.fill("[name=name]", "")
    _send(page)
    assert "/sources/new" not in page.url
    page.goto(f"{address}/cases/{case}/statements/new/")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for field in page.query_selector_all("form.casesheet input[type=text]"):
        field.fill(f"CANARYROW {field.get_attribute('name')}")
    page.fill("[name=words-words]", "CANARYROW words")
    _send(page)
    assert page.locator(".trouble").count()


def _send(page: Page) -> None:
    page.click("form.casesheet button.main")
    page.wait_for_load_state()
