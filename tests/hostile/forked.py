"""Workers as forks of one warm process, so that two hundred kills take a minute, not ten.

One process imports Depter once and forks for each task; a fork is in every way a process of
its own, and is killed by its number. What it acknowledged stands in a file.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


class Nursery:
    """The warm process, and the way to begin and kill its forks."""

    def __init__(self, process: subprocess.Popen[str], acknowledged: Path) -> None:
        self._process = process
        self._acknowledged = acknowledged

    def work_and_kill(
        self, folder: Path, work: str, seed: int, *, told: int, after: float
    ) -> list[str]:
        """Begin a worker; kill it some seconds after it was told so many things.

        Counting what it was told makes the moment as random on a busy machine as on an idle one.
        """
        self._acknowledged.write_bytes(b"")
        worker = int(self._ask(f"{folder}\t{work}\t{seed}\t{self._acknowledged}"))
        patience = time.monotonic() + 20
        while self._acknowledged.read_bytes().count(b"\n") < told:
            assert time.monotonic() < patience, "the worker does nothing"
            time.sleep(0.001)
        time.sleep(after)
        os.kill(worker, signal.SIGKILL)
        end = self._answer()
        assert end == str(signal.SIGKILL.value), f"the worker ended by itself: {end}"
        return self._acknowledged.read_text().splitlines()

    def _ask(self, line: str) -> str:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """A nursery for the time of one test module."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.forked"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Nursery(process, folder / "acknowledged")
        assert process.stdin
        process.stdin.close()


def serve() -> None:
    """Fork for each line, answer with the number of the fork, then with the signal it died of."""
    from depter.store.configuration import configure
    from tests.hostile import worker

    configure()
    for line in sys.stdin:
        folder, work, seed, acknowledged = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            try:
                os.dup2(os.open(acknowledged, os.O_WRONLY | os.O_APPEND), 1)
                worker.main(folder, work, seed)
            finally:
                os._exit(3)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else f"exit {status}", flush=True)


if __name__ == "__main__":
    serve()
