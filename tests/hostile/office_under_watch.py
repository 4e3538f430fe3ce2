"""The whole workflow driven over HTTP by the robot, everything it wrote and answered kept."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.hostile.canaries import canary
from tests.hostile.robot import Form, fill, read_page
from tests.people import PASSPHRASE
from tests.served import Answer, Browser

_ID: Final = re.compile(r"/[0-9a-hj-km-np-tv-z]{16}(?=/|$)|(?<=/errands)/[\w-]{16}(?=/|$)")
_START: Final = (
    "import sys; from pathlib import Path; {plant}from depter.web.server import serve; "
    "serve(Path(sys.argv[1]), port=0, idle_minutes=10)"
)


@dataclass
class Watched:
    """One office whose every file lies under one folder, and the words typed into it."""

    folder: Path
    plant: str = ""
    words: list[str] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    program: subprocess.Popen[bytes] | None = None
    browser: Browser = field(default_factory=lambda: Browser(0))

    @property
    def notebook(self) -> Path:
        return self.folder / "data" / "register"

    @property
    def environment(self) -> dict[str, str]:
        """Home, temporary files and logs below :attr:`folder`."""
        return {
            **os.environ,
            "HOME": str(self.folder / "home"),
            "XDG_STATE_HOME": str(self.folder / "home"),
            "XDG_CACHE_HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONUNBUFFERED": "1",
        }

    def start(self) -> None:
        """Start the program; ``plant`` is code that runs inside it first."""
        for name in ("home", "tmp", "data", "stick"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.program = subprocess.Popen(
            [sys.executable, "-c", _START.format(plant=self.plant), str(self.notebook)],
            stdout=subprocess.PIPE,
            stderr=(self.folder / "log").open("ab"),
            env=self.environment,
        )
        assert self.program.stdout is not None
        line = self.program.stdout.readline().decode()
        self.browser = Browser(int(line.rstrip("/\n").rpartition(":")[2]))

    def begin(self) -> None:
        """First run, with an empty notebook."""
        fields = {"office": self.word(), "passphrase": PASSPHRASE, "again": PASSPHRASE}
        page = read_page(self.browser.get("/begin/").text)
        form = next(one for one in page.forms if any(f.type == "password" for f in one.fields))
        values = {one.name: fields.get(one.name, PASSPHRASE) for one in form.fields}
        answer = self.browser.post("/begin/", {**values, "start": "empty"})
        assert answer.status == 302, answer.text[:2000]

    def word(self) -> str:
        """A new canary."""
        self.words.append(canary(len(self.words)))
        return self.words[-1]

    def look(self, address: str) -> Answer:
        """Read a page and remember it."""
        answer = self.browser.get(address)
        self.statuses.append(answer.status)
        self.addresses.setdefault(_ID.sub("/<id>", address.partition("?")[0]), address)
        text = answer.body.decode(errors="replace")
        self.shown |= {one for one in self.words if one in text}
        return answer

    def work(self, *, rounds: int = 4) -> None:
        """Visit every kind of page, fill every form on it, and go on from there."""
        for _ in range(rounds):
            done: set[str] = set()
            waiting = ["/cases/", *self.addresses.values()]
            while waiting:
                address = waiting.pop(0)
                shape = _ID.sub("/<id>", address.partition("?")[0])
                if shape in done:
                    continue
                done.add(shape)
                answer = self.look(address)
                if "html" not in answer.headers.get("Content-Type", ""):
                    continue
                page = read_page(answer.text)
                waiting += page.links
                for form in page.forms:
                    if form.action == "/search/" and address != "/cases/":
                        continue  # it stands on every page
                    if form.is_ours(address):
                        answer = self.send(form, otherwise=address)
                        if b"data-error" in answer.body:  # once more, with what lists offer
                            answer = self.send(form, otherwise=address, known=page.lists)
                        if answer.status == 302:
                            after = answer.headers["Location"].partition("#")[0]
                            self.wait(after)
                            waiting.insert(0, after)

    def wait(self, address: str) -> None:
        """Until an errand has ended: another one is not begun before."""
        if address.startswith("/errands/"):
            for _ in range(400):
                if "Refresh" not in self.browser.get(address).headers:
                    return
                time.sleep(0.05)

    def send(
        self, form: Form, *, otherwise: str, known: dict[str, list[str]] | None = None
    ) -> Answer:
        """Fill one form and send it, with a large file where it takes files."""
        stick = str(self.folder / "stick")
        values = fill(form, word=self.word, passphrase=PASSPHRASE, folder=stick, known=known)
        address = form.action or otherwise
        values["csrfmiddlewaretoken"] = [self.browser.cookies.get("depter_csrf", "")]
        body, kind = _multipart(values, files=self._files(form))
        answer = self.browser.send("POST", address, body, {"Content-Type": kind})
        self.statuses.append(answer.status)
        text = answer.body.decode(errors="replace")
        self.shown |= {one for one in self.words if one in text}
        return answer

    def _files(self, form: Form) -> list[tuple[str, str, bytes]]:
        """A file above every threshold at which programs begin to use the disk."""
        one = self.word()
        content = (one.encode() + os.urandom(16)) * 60_000
        names = [field.name for field in form.fields if field.type == "file"]
        return [(name, f"{self.word()}.pdf", content) for name in names]

    def crash(self) -> None:
        """Kill it where it stands, in the middle of an upload."""
        assert self.program is not None
        self.program.send_signal(signal.SIGKILL)
        self.program.wait(10)
        if self.program.stdout is not None:
            with (self.folder / "log").open("ab") as log:
                log.write(self.program.stdout.read())
            self.program.stdout.close()


def _multipart(
    values: dict[str, list[str]], *, files: list[tuple[str, str, bytes]]
) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, several in values.items()
        for value in several
    ]
    for name, file_name, content in files:
        head = f'form-data; name="{name}"; filename="{file_name}"'
        parts.append(
            f"--{mark}\r\nContent-Disposition: {head}\r\n"
            f"Content-Type: application/pdf\r\n\r\n".encode()
            + content
            + b"\r\n"
        )
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"
