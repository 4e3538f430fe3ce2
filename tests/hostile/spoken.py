"""Commands that ask: run as a program, its questions answered as they come."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def converse(
    arguments: list[str],
    *,
    environment: Mapping[str, str],
    answers: Callable[[str], str | None],
    folder: Path,
) -> tuple[int, str, str]:
    """Run ``depter``; whenever it waits, ``answers`` gets all that was said since and gives a line.

    None stops answering. Gives the exit code, the output and what was said on the error stream.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "depter.cli", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        cwd=folder,
    ) as running:
        assert running.stdin and running.stdout and running.stderr
        said, since = "", ""
        while piece := os.read(running.stderr.fileno(), 65536).decode():
            said, since = said + piece, since + piece
            if not re.search(r"(: |\? )\Z", since) and not since.endswith(": "):
                continue
            line = answers(since)
            since = ""
            if line is None:
                running.stdin.close()
                break
            running.stdin.write(line.encode() + b"\n")
            running.stdin.flush()
        said += running.stderr.read().decode()
        out = running.stdout.read().decode()
        return running.wait(timeout=60), out, said
