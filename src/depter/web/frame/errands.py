"""Long work, done beside the pages: a bundle, a backup. One at a time, with a page that tells.

An errand holds the keys of the member who sent it for as long as it runs. Locking ends the
program and with it the errand; what it does is built to be stopped anywhere.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.db import connections
from django.utils import translation

from depter.errors import N_, DepterError
from depter.store.book import Book
from depter.web.frame.desk import DESK
from depter.web.frame.troubles import Trouble, told

Done = Callable[[int], None]
Work = Callable[[Book, Done], Sequence[str]]


class AnotherRuns(DepterError):
    """One long piece of work at a time."""

    what: ClassVar[str] = N_("Something else is being carried at this moment.")
    safe: ClassVar[str] = N_("It goes on undisturbed.")
    do: ClassVar[str] = N_("Wait until it is done, then begin again.")


@dataclass(slots=True)
class Errand:
    """One piece of work; ``said`` are the sentences that tell what came of it."""

    id: str
    member: str
    title: str
    back: str
    total: int
    done: int = 0
    is_over: bool = False
    said: Sequence[str] = field(default_factory=tuple)
    trouble: Trouble | None = None

    @property
    def percent(self) -> int | None:
        """How much is done, where that is known."""
        return min(100, 100 * self.done // self.total) if self.total else None


class Errands:
    """The errand that runs, and the last few that are over."""

    def __init__(self) -> None:
        self._known: dict[str, Errand] = {}
        self._change = threading.Lock()

    def send(self, book: Book, *, title: str, back: str, work: Work, total: int = 0) -> Errand:
        """Begin; the work gets a book of its own, in a thread of its own.

        Raises:
            AnotherRuns: one runs already.
        """
        language = translation.get_language()
        member = book.viewer.member
        errand = Errand(secrets.token_urlsafe(12), member, title, back, total)
        with self._change:
            if any(not one.is_over for one in self._known.values()):
                raise AnotherRuns()
            while len(self._known) >= 8:
                del self._known[next(iter(self._known))]
            self._known[errand.id] = errand
        own = book.for_member(book.notebook.keyring)
        threading.Thread(target=_run, args=(errand, own, work, language), daemon=True).start()
        return errand

    def of(self, member: str, errand: str) -> Errand | None:
        """One errand of a member."""
        found = self._known.get(errand)
        return found if found is not None and found.member == member else None

    def forget(self) -> None:
        """The notebook was locked."""
        with self._change:
            self._known.clear()


def _run(errand: Errand, book: Book, work: Work, language: str | None) -> None:
    def done(count: int) -> None:
        errand.done += count

    DESK.begin()
    try:
        with translation.override(language):
            errand.said = [str(one) for one in work(book, done)]
    except DepterError as problem:
        with translation.override(language):
            errand.trouble = told(problem)
    except Exception:  # noqa: BLE001 (told like every mistake of ours: without a word of what it was)
        with translation.override(language):
            errand.trouble = told(WorkFailed())
    finally:
        errand.is_over = True
        DESK.leave()
        if book.alias in connections.databases:
            connections[book.alias].close()


class WorkFailed(DepterError):
    """A mistake of ours."""

    what: ClassVar[str] = N_("This could not be finished, because of a mistake in Depter.")
    safe: ClassVar[str] = N_("What was done before it is kept, and doing it again goes on.")
    do: ClassVar[str] = N_("Try once more; if it fails again, tell those who write Depter.")


ERRANDS = Errands()
