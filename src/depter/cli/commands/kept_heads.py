"""Heads that were printed and kept, read back from a file or from paper."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from depter.cli.sheets import read_text
from depter.errors import N_, BadInput
from depter.ledger.heads import Head


class HeadsNotUnderstood(BadInput):
    """A line of the file is no head."""

    what: ClassVar[str] = N_("Line {line} of the kept heads is not a device, a number and an id.")
    do: ClassVar[str] = N_("Keep each head on one line, as “depter ledger heads” prints it.")


def read_heads(path: Path) -> list[Head]:
    """Heads as ``depter ledger heads`` prints them, or copied from paper.

    Raises:
        FileUnreadable, HeadsNotUnderstood: which line.
    """
    found = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        words = line.split()
        if not words or words[0] == "device" or set(line) <= {"─", " "}:
            continue
        if len(words) != 3 or not (words[1].isascii() and words[1].isdigit()):
            raise HeadsNotUnderstood(line=number)
        found.append(Head(words[0], int(words[1]), words[2]))
    if not found:
        raise HeadsNotUnderstood(line=1)
    return found
