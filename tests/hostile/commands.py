"""The command line as a person meets it: a process of its own, its exit code, its words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.people import PASSPHRASE

DEPTER: Final = Path(sys.executable).with_name("depter")


def depter(
    folder: Path, *words: str, passphrase: str = PASSPHRASE
) -> subprocess.CompletedProcess[str]:
    """Run one command on a notebook; nothing of the developer's own settings reaches it."""
    secret = folder.parent / "passphrase"
    secret.write_text(passphrase, encoding="utf-8")
    secret.chmod(0o600)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [str(DEPTER), "--notebook", str(folder), *words],
        env={**kept, "DEPTER_PASSPHRASE_FILE": str(secret)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def is_told_plainly(done: subprocess.CompletedProcess[str]) -> bool:
    """A sentence, and no trace of the program's insides."""
    words = done.stdout + done.stderr
    return "." in words and "Traceback" not in words and 'File "' not in words
