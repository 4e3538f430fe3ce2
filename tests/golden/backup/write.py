"""``python -m tests.golden.backup.write FOLDER``: write a backup to be kept for ever.

Run once for each released format; what was written is never written again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import msgspec

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence
from depter.actions.sources import introduce_source
from depter.exchange.places import open_place
from depter.store.copies import make_copy
from tests.notebooks import new_notebook, opened
from tests.trustees import with_trustees


def main(folder: Path) -> None:
    """The backup beside ``expected.json``, which says what it must give and the words of shares."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as beside, opened(new_notebook(Path(beside) / "r")) as book:
        case = open_case(book.notebook, label="the first of all")
        place = open_place(str(stick))
        make_copy(book, place)
        source = introduce_source(book.notebook, source_kind="relative", identity="an aunt")
        film = deposit_evidence(
            book.notebook, chunks=[b"film " * 100], file_name="film", media_type="video/mp4"
        )
        papers, _ = with_trustees(book, threshold=2, shares=3)
        made = make_copy(book, place)
        heads = {one.device: one.seq for one in book.notebook.ledger.heads().values()}
    expected = {
        "at": made.at,
        "case": case,
        "source": source,
        "film": film,
        "heads": heads,
        "shares": [one.mnemonic for one in papers.shares],
    }
    (folder / "expected.json").write_bytes(msgspec.json.format(msgspec.json.encode(expected)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
