"""The program as an office runs it: started from a shell, spoken to through a browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

PASSPHRASE = "kite lantern seven birch harbour"
CHROMIUM = "/usr/bin/chromium"
LANGUAGES = ("en", "kk", "ru", "ug", "zh-hans")


class Office:
    """One running ``depter serve`` with everything it could write to under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notebook = folder / "data" / "register"
        self.log = folder / "log"
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("home", "tmp", "data"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process is not None
        return self._process.pid

    @property
    def environment(self) -> dict[str, str]:
        """An environment in which every file lands below :attr:`folder`."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "LANG": "C.UTF-8",
            "DEPTER_NOTEBOOK": str(self.notebook),
        }

    def start(self) -> None:
        """Start the program and wait for the line with its address."""
        depter = Path(sys.executable).with_name("depter")
        command = [str(depter), "serve", "--port", "0", "--idle-minutes", "30"]
        self._process = subprocess.Popen(
            command,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.log.open("ab"),
            cwd=self.folder,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline().decode()
        assert "http://127.0.0.1:" in line, self.log.read_text()
        self.url = line.split()[-1].rstrip("/")

    def stop(self) -> None:
        """End it as ^C would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=20)
            assert self._process.stdout is not None
            with self.log.open("ab") as log:
                log.write(self._process.stdout.read())
            self._process.stdout.close()
            self._process = None


@contextmanager
def running(folder: Path) -> Iterator[Office]:
    """An office from start to end."""
    office = Office(folder)
    office.start()
    try:
        yield office
    finally:
        office.stop()


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, silent about itself."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[
            *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        ],
    )
    try:
        yield browser
    finally:
        browser.close()


def window(browser: Browser, *, width: int = 1280, locale: str = "en-GB") -> BrowserContext:
    """A fresh browser window: no cookies, no memory."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=locale, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    return context


def open_sample(page: Page, office: Office) -> None:
    """First run: choose a passphrase and open the sample."""
    page.goto(office.url)
    for box in page.locator("input[type=password]").all():
        box.fill(PASSPHRASE)
    page.get_by_role("button", name="Open the sample").click()
    page.wait_for_url("**/cases/**")


def unlock(page: Page, office: Office) -> None:
    """Open an existing notebook."""
    page.goto(office.url + "/unlock/")
    page.locator("input[type=password]").fill(PASSPHRASE)
    page.locator("main button.main").click()
    page.wait_for_url("**/cases/**")


def speak(context: BrowserContext, office: Office, language: str) -> None:
    """Choose a language as the switch does."""
    cookie = {"name": "depter_language", "value": language, "url": office.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
