"""Parts of cards, and the full-text index of the embedded database (FTS5) over them.

The index keeps no second copy of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable

from depter.ledger.database import Database
from depter.store.drawing.drawn import Drawn
from depter.store.drawing.texts import segmented, words_of

Parts = dict[str, tuple[str, bytes]]


class StoredParts:
    """The parts of all cards; an unchanged part is neither written nor indexed again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self) -> None:
        """Make the index; the table of parts is Django's."""
        self._database.execute(
            "CREATE VIRTUAL TABLE search_text USING fts5(names, words, content='',"
            " contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
        )

    def clear(self) -> None:
        """Throw all parts and the whole index away."""
        self._database.execute("DROP TABLE search_text")
        self._database.execute("DELETE FROM part")
        self.create()

    def forget_deleted(self) -> None:
        """Leave no word in the index that no text holds any more: deleting only crosses out."""
        self._database.execute("INSERT INTO search_text (search_text) VALUES ('optimize')")

    def stored(self, subject: str) -> Parts:
        """What is stored of one subject."""
        rows = self._database.execute(
            "SELECT part, digest, body FROM part WHERE subject = %s", (subject,)
        )
        return {part: (digest, bytes(body)) for part, digest, body in rows}

    def replace(self, subject: str, drawn: Drawn | None) -> None:
        """Bring one subject's parts up to date; None takes them all off."""
        parts = drawn.parts if drawn else {}
        stored = {
            part: (number, digest)
            for number, part, digest in self._database.execute(
                "SELECT number, part, digest FROM part WHERE subject = %s", (subject,)
            )
        }
        gone = [
            (number,)
            for part, (number, digest) in stored.items()
            if part not in parts or parts[part][0] != digest
        ]
        if gone:
            self._database.execute_many("DELETE FROM search_text WHERE rowid = %s", gone)
            self._database.execute_many("DELETE FROM part WHERE number = %s", gone)
        new = {
            part: row
            for part, row in parts.items()
            if part not in stored or stored[part][1] != row[0]
        }
        if drawn and new:
            self.add([(subject, drawn, new)])

    def add(self, subjects: Iterable[tuple[str, Drawn, Parts]]) -> None:
        """Add parts that are not there yet."""
        [(last,)] = self._database.execute("SELECT COALESCE(MAX(number), 0) FROM part")
        rows, index = [], []
        for subject, drawn, parts in subjects:
            for part, (digest, body) in parts.items():
                last += 1
                names, words = ("", words_of(drawn.said[part])) if part else drawn.own
                rows.append((last, subject, part, digest, body))
                index.append((last, segmented(names), segmented(words)))
        if rows:
            self._database.execute_many(
                "INSERT INTO part (number, subject, part, digest, body)"
                " VALUES (%s, %s, %s, %s, %s)",
                rows,
            )
            self._database.execute_many(
                "INSERT INTO search_text (rowid, names, words) VALUES (%s, %s, %s)", index
            )
