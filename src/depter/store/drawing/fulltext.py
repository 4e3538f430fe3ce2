"""The full-text index of the embedded database (FTS5), without a second copy of the texts."""

from __future__ import annotations

from collections.abc import Iterable

from depter.ledger.database import Database
from depter.store.drawing.drawn import digest_of
from depter.store.drawing.texts import Texts, segmented


class FullText:
    """Which texts are indexed, and the index itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self) -> None:
        """Make the index; the table of documents is Django's."""
        self._database.execute(
            "CREATE VIRTUAL TABLE search_text USING fts5(names, words, content='',"
            " contentless_delete=1, prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
        )

    def clear(self) -> None:
        """Throw the whole index away."""
        self._database.execute("DROP TABLE search_text")
        self._database.execute("DELETE FROM search_doc")
        self.create()

    def replace(self, subject: str, texts: Texts) -> None:
        """Bring one subject's documents up to date; unchanged ones are left alone."""
        stored = {
            part: (number, digest)
            for number, part, digest in self._database.execute(
                "SELECT number, part, digest FROM search_doc WHERE subject = %s", (subject,)
            )
        }
        wanted = {part: digest_of(*text) for part, text in texts.items()}
        gone = [
            (number,) for part, (number, digest) in stored.items() if wanted.get(part) != digest
        ]
        if gone:
            self._database.execute_many("DELETE FROM search_text WHERE rowid = %s", gone)
            self._database.execute_many("DELETE FROM search_doc WHERE number = %s", gone)
        new = {
            part: texts[part]
            for part, digest in wanted.items()
            if part not in stored or stored[part][1] != digest
        }
        self.add([(subject, new)])

    def add(self, subjects: Iterable[tuple[str, Texts]]) -> None:
        """Add documents of subjects that have none yet under these parts."""
        [(last,)] = self._database.execute("SELECT COALESCE(MAX(number), 0) FROM search_doc")
        docs, index = [], []
        for subject, texts in subjects:
            for part, (names, words) in texts.items():
                last += 1
                docs.append((last, subject, part, digest_of(names, words)))
                index.append((last, segmented(names), segmented(words)))
        if docs:
            self._database.execute_many(
                "INSERT INTO search_doc (number, subject, part, digest) VALUES (%s, %s, %s, %s)",
                docs,
            )
            self._database.execute_many(
                "INSERT INTO search_text (rowid, names, words) VALUES (%s, %s, %s)", index
            )
