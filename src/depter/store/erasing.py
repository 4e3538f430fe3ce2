"""Erasing what is due, so that nothing of it stays in the database's file or its log."""

from __future__ import annotations

from depter.actions import erasure
from depter.store.book import Book
from depter.store.database import DjangoDatabase
from depter.store.drawing.fulltext import StoredParts
from depter.values.ids import SubjectId


def erase_due(book: Book) -> tuple[SubjectId, ...]:
    """Carry out every erasure whose pause is over; to be called when a member signs in.

    Raises:
        DiskFull: no room; what was not written yet is done the next time.
    """
    erased = erasure.erase_due(book.notebook)
    if erased:
        leave_no_trace(book)
    return erased


def leave_no_trace(book: Book) -> bool:
    """Nothing that was destroyed stays in pages that are written over or in the search index.

    Also to be called after entries from elsewhere were taken in, when they erased something.
    False while another thread reads: the log then keeps old pages until the notebook is closed.
    """
    database = DjangoDatabase(book.alias)
    with database.transaction():
        StoredParts(database).forget_deleted()
    return database.bring_in_log()
