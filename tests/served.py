"""The serving program as a process of its own, and a browser that keeps cookies."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from tests.people import PASSPHRASE

_START: Final = (
    "import sys; from pathlib import Path; from depter.web.server import serve; "
    "serve(Path(sys.argv[1]), port=0, idle_minutes=float(sys.argv[2]))"
)


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """Keeps cookies, follows nothing, and sends the mark that forms carry."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, fields: Mapping[str, str] | None = None) -> Answer:
        """Send a form as a page of ours would."""
        if "depter_csrf" not in self.cookies:
            self.get("/unlock/")
            self.get("/begin/")
        marked = {**(fields or {}), "csrfmiddlewaretoken": self.cookies.get("depter_csrf", "")}
        return self.send(
            "POST",
            path,
            urlencode(marked).encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body=body, headers={"Cookie": jar, **(headers or {})})
            response = connection.getresponse()
            answer = Answer(response.status, dict(response.getheaders()), response.read())
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
        finally:
            connection.close()
        return answer

    def unlock(self, passphrase: str = PASSPHRASE) -> Answer:
        """Give the passphrase."""
        return self.post("/unlock/", {"passphrase": passphrase})


@dataclass
class Served:
    """One running program."""

    program: subprocess.Popen[str]
    port: int
    said: str

    @property
    def pid(self) -> int:
        return self.program.pid

    def browser(self) -> Browser:
        return Browser(self.port)

    def was_replaced(self) -> bool:
        """Whether the program replaced itself at least once since it started."""
        return b"DEPTER_LISTENING_FD=" in Path(f"/proc/{self.pid}/environ").read_bytes()

    def wait_until_replaced(self, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while not self.was_replaced():
            assert time.monotonic() < end, "the program did not replace itself"
            time.sleep(0.05)

    def stop(self) -> tuple[int, str]:
        """End it; its exit code and everything on stderr."""
        self.program.send_signal(signal.SIGTERM)
        _, errors = self.program.communicate(timeout=20)
        return self.program.returncode, errors


@contextmanager
def serving(folder: Path, *, idle_minutes: float = 10) -> Iterator[Served]:
    """Serve a notebook on a free port."""
    program = subprocess.Popen(
        [sys.executable, "-c", _START, str(folder), str(idle_minutes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert program.stdout is not None
        line = program.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line
        yield Served(program, int(found[1]), line)
    finally:
        if program.poll() is None:
            program.kill()
        program.wait(10)
        for pipe in (program.stdout, program.stderr):
            if pipe is not None:
                pipe.close()
