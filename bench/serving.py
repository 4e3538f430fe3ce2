"""The real server in a process of its own, and a browser that keeps one connection open."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from bench.notebooks import PASSPHRASE

_PATIENCE: Final = 60.0
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class ServerSilent(Exception):
    """The server did not answer as it should."""


class Server:
    """``depter serve`` on one notebook."""

    def __init__(self, notebook: str) -> None:
        self.port = _free_port()
        self._began = time.perf_counter()
        command = [sys.executable, "-m", "depter.cli", "serve", "--notebook", notebook]
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port), "--idle-minutes", "600"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def seconds_to_first_page(self) -> float:
        """From the start of the process to the unlock page in the browser's hands."""
        while time.perf_counter() - self._began < _PATIENCE:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if Browser(self.port).get("/unlock/")[0] == 200:
                    return time.perf_counter() - self._began
            if self._process.poll() is not None:
                break
            time.sleep(0.005)
        raise ServerSilent(self._last_words())

    def memory(self) -> int:
        """Bytes of all its processes; pages shared with others are counted in part (PSS)."""
        return sum(_bytes_of(process) for process in _family(self._process.pid))

    def cpu_seconds(self) -> float:
        """Processor time of all its processes so far."""
        ticks = 0
        for process in _family(self._process.pid):
            after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it, and wait until it has let go of the notebook."""
        self._process.terminate()
        self._process.wait(timeout=30)

    def _last_words(self) -> str:
        self._process.kill()
        assert self._process.stderr is not None
        return self._process.stderr.read().decode()[-2000:]


@contextlib.contextmanager
def served(notebook: str) -> Iterator[Server]:
    """The server, while it is needed."""
    server = Server(notebook)
    try:
        yield server
    finally:
        server.stop()


class Browser:
    """Cookies and one connection; enough of a browser to be let in and to read pages."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and whole body."""
        return self._ask("GET", path)

    def unlock(self) -> None:
        """Give the passphrase as a person does."""
        _, page = self.get("/unlock/")
        found = _TOKEN.search(page.decode())
        fields = {"passphrase": PASSPHRASE, "csrfmiddlewaretoken": found[1] if found else ""}
        status, _ = self._ask("POST", "/unlock/", fields)
        if status != 302:
            raise ServerSilent(f"unlocking was answered {status}")

    def _ask(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers["Accept-Language"] = "en"
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self._connection.port}"
        self._connection.request(method, path, urlencode(fields or {}), headers)
        answer = self._connection.getresponse()
        body = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, body


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


def _family(process: int) -> Iterator[int]:
    """The process and all that it started."""
    yield process
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _bytes_of(process: int) -> int:
    rollup = Path(f"/proc/{process}/smaps_rollup")
    if os.access(rollup, os.R_OK):
        found = re.search(r"^Pss:\s+(\d+) kB", rollup.read_text(), re.MULTILINE)
        return 1024 * int(found[1]) if found else 0
    status = Path(f"/proc/{process}/status").read_text()
    return 1024 * int((re.search(r"VmRSS:\s+(\d+) kB", status) or ["", "0"])[1])
