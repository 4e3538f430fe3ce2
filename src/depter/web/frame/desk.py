"""What this process knows while a notebook is open: the room, and which browsers may look in.

Everything here lives in memory only, and of each member's keys only what that member's cookie
opens. A browser holds a random token and nothing else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from depter.notebook.folder import NotebookFolder
from depter.store.book import Book, Room
from depter.web.frame.sitting import Flash, Held, Session, Sitting, new_token, session_id

COOKIE: Final = "depter_session"
_LONGEST: Final = 12 * 3600.0  # seconds; a day's work, then the passphrase again
_SURE: Final = 300.0  # seconds for which a passphrase just typed stands
_MOST_TAKEN: Final = 100


class Desk:
    """One notebook's folder, and the open room with its sessions while it is unlocked."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.idle_seconds = 600.0
        self.office = ""
        self.is_soiled = False  # a passphrase was typed at the door, right or wrong
        self.when_locked: Callable[[Room], None] = Room.close
        self._seen = time.monotonic()
        self._room: Room | None = None
        self._sessions: dict[str, Session] = {}
        self._taken: dict[str, None] = {}
        self._running = 0
        self._change = threading.Condition()

    @property
    def has_notebook(self) -> bool:
        """Whether a notebook was begun in the folder."""
        return self.path is not None and NotebookFolder(self.path).exists

    @property
    def is_open(self) -> bool:
        """Whether the notebook is unlocked."""
        return self._room is not None

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

    def open(
        self,
        book: Book,
        *,
        held: Held | None = None,
        mark: str = "",
        browser: str = "",
        waits: bool = False,
    ) -> str:
        """Let one browser of one member in, and keep the room open; its token."""
        token = new_token()
        now = time.monotonic()
        session = Session(
            id=session_id(token),
            member=book.viewer.member,
            mark=mark,
            browser=browser,
            began=now,
            seen=now,
            sure=now,
            waits=waits,
        )
        Sitting(session, token=token).hold(held or Held(keyring=book.notebook.keyring))
        with self._change:
            if self._room is None or self._room.alias != book.alias:
                self._room, self._sessions = book.room, {}
            self.office = book.office.name
            self._sessions[session.id] = session
            self._seen = now
        return token

    def room(self) -> Room | None:
        """The open room, for letting another browser in."""
        with self._change:
            return self._room

    def say(self, token: str, notice: Flash) -> None:
        """Show a notice on this browser's next page."""
        with self._change:
            if session := self._session(token):
                Sitting(session, token=token).say(notice)

    def enter(self, token: str, *, mark: str = "") -> tuple[Book, Sitting] | None:
        """Begin one request of a known browser; every entering is followed by a leaving.

        A session whose cookie comes from another browser than it began in is ended.
        """
        with self._change:
            session = self._session(token)
            if self._room is None or session is None:
                return None
            if session.mark != mark and session.mark:
                self._end_as_taken(session.id)
                return None
            sitting = Sitting(session, token=token)
            held = sitting.held()
            if held is None:
                return None
            self._running += 1
            self._seen = session.seen = time.monotonic()
            room = self._room
        try:
            return room.book(held.keyring), sitting
        except BaseException:
            self.leave()
            raise

    def was_taken(self, token: str) -> bool:
        """Whether a session was ended because its cookie came from another browser.

        Both browsers are told: the one that came second, and the one that it was taken from.
        """
        return bool(token) and session_id(token) in self._taken

    def begin(self) -> None:
        """Work beside the pages begins; it ends with a leaving."""
        with self._change:
            self._running += 1

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

    def is_sure(self, sitting: Sitting) -> bool:
        """Whether the member typed the passphrase within the last five minutes."""
        return time.monotonic() - sitting.session.sure <= _SURE

    def renew(self, sitting: Sitting) -> str:
        """The member just proved who they are: a new token for the same session, and no factor
        is waited for any more."""
        token = new_token()
        with self._change:
            self._sessions.pop(sitting.session.id, None)
            sitting.moved(token)
            sitting.session.waits, sitting.session.sure = False, time.monotonic()
            self._sessions[sitting.session.id] = sitting.session
        return token

    def sessions(self, member: str) -> list[Session]:
        """A member's open sessions, newest first."""
        with self._change:
            found = [one for one in self._sessions.values() if one.member == member]
        return sorted(found, key=lambda one: -one.began)

    def count(self) -> int:
        """How many browsers are signed in now, whoever's."""
        with self._change:
            return len(self._sessions)

    def seconds_since(self, moment: float) -> float:
        """How long ago a time of a session is."""
        return time.monotonic() - moment

    def sign_out(self, session: str) -> None:
        """End one session; the room is locked with the last one."""
        with self._change:
            self._sessions.pop(session, None)
            is_last = not self._sessions
        if is_last:
            self.lock()

    def lock(self) -> None:
        """Forget the room and every browser."""
        with self._change:
            room, self._room = self._room, None
            self._sessions = {}
            self.office = ""
        if room is not None:
            self.when_locked(room)

    def _end_as_taken(self, session: str) -> None:
        del self._sessions[session]
        self._taken[session] = None
        while len(self._taken) > _MOST_TAKEN:
            del self._taken[next(iter(self._taken))]

    def _session(self, token: str) -> Session | None:
        """The session of a token, unless it lasted too long or nobody used it for too long."""
        session = self._sessions.get(session_id(token)) if token else None
        if session is None:
            return None
        now = time.monotonic()
        if now - session.began > _LONGEST or (
            now - session.seen > self.idle_seconds and not self._running
        ):
            del self._sessions[session.id]
            return None
        return session


DESK = Desk()
