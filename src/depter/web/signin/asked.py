"""What each browser was asked to sign: one random challenge at a time, answered once or never."""

from __future__ import annotations

import threading
from typing import ClassVar, Final, Literal

import msgspec

from depter.errors import N_, BadInput

ANSWER_SECONDS: Final = 300.0
_MOST: Final = 1000

Purpose = Literal["new", "known"]


class NotAsked(BadInput):
    """An answer without its question: it was answered before, or the page is old."""

    what: ClassVar[str] = N_("This answer of a passkey belongs to no question that is open.")
    do: ClassVar[str] = N_("Load the page again, then use the passkey once more.")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One challenge.

    Attributes:
        purpose: ``new`` to add a passkey, ``known`` to sign in with one.
        member: whom it was asked of.
        until: when it stops counting, seconds since 1970.
    """

    purpose: Purpose
    member: str
    challenge: bytes
    until: float

    def __repr__(self) -> str:
        return f"Asked(purpose={self.purpose!r}, …)"


class Questions:
    """The open question of each browser, by its session; in memory only."""

    def __init__(self) -> None:
        self._open: dict[str, Asked] = {}
        self._change = threading.Lock()

    def ask(self, session: str, asked: Asked) -> None:
        """Instead of any question before it."""
        with self._change:
            self._open.pop(session, None)
            while len(self._open) >= _MOST:
                del self._open[next(iter(self._open))]  # the oldest
            self._open[session] = asked

    def take(self, session: str) -> Asked:
        """The question to judge an answer by; taken out, so that no answer counts twice.

        Raises:
            NotAsked: there is none.
        """
        with self._change:
            asked = self._open.pop(session, None)
        if asked is None:
            raise NotAsked()
        return asked

    def drop(self, session: str) -> None:
        """The session has ended."""
        with self._change:
            self._open.pop(session, None)


QUESTIONS = Questions()
