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
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

import depter
from depter.notebook.notebook import Notebook
from depter.register.folds import fold
from tests.everything import write_everything
from tests.golden.ledger import reader
from tests.people import PASSPHRASE

HERE: Final = Path(__file__).parent
GOLDEN: Final = (HERE / "notebook-1", HERE / "notebook-2")
PRESENT: Final = GOLDEN[-1]


def every_minute() -> Callable[[], datetime]:
    """A clock for a morning long ago."""
    start, minutes = datetime(2019, 3, 4, 9, 0, tzinfo=UTC), itertools.count()
    return lambda: start + timedelta(minutes=next(minutes))


def write_notebook() -> None:
    """All kinds of facts, by invented people."""
    with depter.create_notebook(
        PRESENT, passphrase=PASSPHRASE, office="Desk", member="Qarlygash", clock=every_minute()
    ) as book:
        write_everything(book)
    (PRESENT / "holder").unlink()
    other = reader.Notebook(PRESENT, PASSPHRASE)
    save(f"{PRESENT.name}.facts.json", other.facts())
    other.close()


def folded(notebook: Notebook, *, written: Collection[str]) -> dict[str, Any]:
    """Every subject as its facts make it today.

    Of the office only from what was ``written`` then: opening an old notebook adds to it.
    """
    then = [one for one in notebook.facts(notebook.office_id) if one.id in written]
    found = {subject: notebook.folded(subject) for subject, _ in notebook.subjects()}
    found[notebook.office_id] = fold(then, reliability={})
    return {subject: json.loads(msgspec.json.encode(one)) for subject, one in found.items()}


def facts_of(golden: Path) -> Any:
    """What a stranger's reader found in it when it was written."""
    return json.loads((HERE / f"{golden.name}.facts.json").read_text("utf-8"))


def save(name: str, what: object) -> None:
    text = json.dumps(what, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / name).write_text(text + "\n", "utf-8")


def main(*, meaning: bool) -> None:
    """Write what is not there; with ``meaning``, only what the facts mean today."""
    from tempfile import TemporaryDirectory

    from tests.notebooks import copied, opened

    if not meaning:
        write_notebook()
    for golden in GOLDEN:
        written = {fact["id"] for fact in facts_of(golden)}
        with TemporaryDirectory() as folder, opened(copied(golden, Path(folder) / "copy")) as book:
            save(f"{golden.name}.folded.json", folded(book.notebook, written=written))


if __name__ == "__main__":
    main(meaning="--meaning" in sys.argv)
