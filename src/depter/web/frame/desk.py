"""What this process knows while a notebook is open: the book, and which browsers may look in.

Everything here lives in memory only. A browser holds a random token and nothing else; the token
is worthless once the process forgets it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.http import HttpResponse

from depter.notebook.folder import NotebookFolder
from depter.store.book import Book
from depter.values.ids import EntryId, SubjectId

COOKIE = "depter_session"
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Flash:
    """One sentence about what was just done; ``undo`` names the entry to strike."""

    sentence: str
    tone: str = "good"
    undo: tuple[SubjectId, EntryId] | None = None


@dataclass(slots=True)
class Session:
    """One browser that gave the passphrase."""

    flashes: list[Flash] = field(default_factory=list)
    answers: dict[str, HttpResponse] = field(default_factory=dict)  # see frame/answers.py


class Desk:
    """One notebook's folder, and the open book with its sessions while it is unlocked."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.idle_seconds = 600.0
        self.office = ""
        self.is_soiled = False  # a passphrase was typed at the door, right or wrong
        self._seen = time.monotonic()
        self.when_locked: Callable[[Book], None] = Book.close
        self._book: Book | None = None
        self._sessions: dict[str, Session] = {}
        self._running = 0
        self._change = threading.Condition()

    @property
    def has_notebook(self) -> bool:
        """Whether a notebook was begun in the folder."""
        return self.path is not None and NotebookFolder(self.path).exists

    @property
    def is_open(self) -> bool:
        """Whether the notebook is unlocked."""
        return self._book is not None

    @property
    def holds_secrets(self) -> bool:
        """Whether anything in this process should not stay for ever."""
        return self.is_open or self.is_soiled

    def idle_for(self) -> float:
        """Seconds since anybody asked for anything; 0 while something is being answered."""
        with self._change:
            return 0.0 if self._running else time.monotonic() - self._seen

    def touch(self) -> None:
        """A passphrase is being typed at the door: this process is no longer clean.

        It does not keep an open notebook awake: whoever guesses is not its reader.
        """
        self.is_soiled = True
        if not self.is_open:
            self._seen = time.monotonic()

    def open(self, book: Book) -> str:
        """Keep the book open and let one browser in; its token."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._change:
            if self._book is not book:
                self._book, self._sessions = book, {}
                self.office = office_of(book)
            self._sessions[token] = Session()
            self._seen = time.monotonic()
        return token

    def join(self) -> str | None:
        """Let another browser in, whose passphrase was right; None when locked meanwhile."""
        with self._change:
            book = self._book
        return self.open(book) if book else None

    def say(self, token: str, notice: Flash) -> None:
        """Show a notice on this browser's next page."""
        with self._change:
            if session := self._session(token):
                session.flashes.append(notice)

    def enter(self, token: str) -> tuple[Book, Session] | None:
        """Begin one request of a known browser; every entering is followed by a leaving."""
        with self._change:
            session = self._session(token)
            if self._book is None or session is None:
                return None
            self._running += 1
            self._seen = time.monotonic()
            return self._book, session

    def leave(self) -> None:
        """One request is answered."""
        with self._change:
            self._running -= 1
            self._seen = time.monotonic()
            self._change.notify_all()

    def quiet(self, seconds: float) -> bool:
        """Wait until no request is being answered; whether that came in time."""
        with self._change:
            return self._change.wait_for(lambda: self._running <= 0, timeout=seconds)

    def lock(self) -> None:
        """Forget the book and every browser."""
        with self._change:
            book, self._book = self._book, None
            self._sessions = {}
            self.office = ""
        if book is not None:
            self.when_locked(book)

    def _session(self, token: str) -> Session | None:
        found = None
        for known, session in self._sessions.items():
            if secrets.compare_digest(known.encode(), token.encode()):
                found = session
        return found


def office_of(book: Book) -> str:
    """The office's name, as the first entry gives it."""
    return book.office.name


DESK = Desk()
