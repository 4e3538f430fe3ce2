"""Writes the golden notebook of a format. Done once per released format, never again for it.

    python -m tests.golden.ledger.write

What an older Depter wrote must be read for ever: an existing notebook is not overwritten. The
folded objects beside it may be renewed with ``--meaning`` when a fold changes on purpose; the
difference then stands in the commit for everybody to see.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

import depter
from depter.notebook.notebook import Notebook
from tests.everything import write_everything
from tests.golden.ledger import reader
from tests.people import PASSPHRASE

HERE: Final = Path(__file__).parent
GOLDEN: Final = HERE / "notebook-1"


def every_minute() -> Callable[[], datetime]:
    """A clock for a morning long ago."""
    start, minutes = datetime(2019, 3, 4, 9, 0, tzinfo=UTC), itertools.count()
    return lambda: start + timedelta(minutes=next(minutes))


def write_notebook() -> None:
    """All kinds of facts, by invented people."""
    with depter.create_notebook(
        GOLDEN, passphrase=PASSPHRASE, office="Desk", member="Qarlygash", clock=every_minute()
    ) as book:
        write_everything(book)
    (GOLDEN / "holder").unlink()
    other = reader.Notebook(GOLDEN, PASSPHRASE)
    save("notebook-1.facts.json", other.facts())
    other.close()


def folded(notebook: Notebook) -> dict[str, Any]:
    """Every subject as its facts make it today."""
    return {
        subject: json.loads(msgspec.json.encode(notebook.folded(subject)))
        for subject, _ in notebook.subjects()
    }


def save(name: str, what: object) -> None:
    text = json.dumps(what, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / name).write_text(text + "\n", "utf-8")


def main(*, meaning: bool) -> None:
    """Write what is not there; with ``meaning``, only what the facts mean today."""
    from tempfile import TemporaryDirectory

    from tests.notebooks import copied, opened

    if not meaning:
        write_notebook()
    with TemporaryDirectory() as folder, opened(copied(GOLDEN, Path(folder) / "copy")) as book:
        save("notebook-1.folded.json", folded(book.notebook))


if __name__ == "__main__":
    main(meaning="--meaning" in sys.argv)
