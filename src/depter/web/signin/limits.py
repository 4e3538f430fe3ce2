"""How often somebody may be wrong: a pause that grows, then a quarter of an hour of nothing.

Nobody sleeps here: a try that comes too early is refused, so that whoever guesses keeps no
thread from those who read.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Annotated, ClassVar, Final

import msgspec
from msgspec import Meta

from depter.errors import N_, DepterError

MOST_WRONG: Final = 10
LOCKED_SECONDS: Final = 15 * 60.0
_FREE: Final = 2  # a slip of the finger costs nothing
_LONGEST: Final = 60.0
_MOST_NAMES: Final = 1000
_THE_REST: Final = ""


class TriedTooSoon(DepterError):
    """The pause after a wrong try is not over."""

    what: ClassVar[str] = N_("After a wrong try there is a pause, longer each time.")
    safe: ClassVar[str] = N_("This try was not looked at and does not count.")
    do: ClassVar[str] = N_("Wait {seconds} s, then try again.")


class LockedOut(DepterError):
    """Too many wrong tries in a row."""

    what: ClassVar[str] = N_("Too many tries were wrong, one after the other.")
    safe: ClassVar[str] = N_("Nobody was let in, and nothing was changed.")
    do: ClassVar[str] = N_(
        "Wait {minutes} min, then try again. If it was not you who tried, change your passphrase."
    )


class Tries(msgspec.Struct, frozen=True):
    """Wrong tries in a row, and when the last one was (seconds, by the caller's clock)."""

    wrong: Annotated[int, Meta(ge=0, le=MOST_WRONG)] = 0
    at: Annotated[float, Meta(ge=0)] = 0.0

    def look(self, now: float) -> None:
        """Whether one may try now.

        Raises:
            TriedTooSoon: the pause is not over.
            LockedOut: ten were wrong, and a quarter of an hour is not over.
        """
        left = self.left(now)
        if left > 0 and self.wrong >= MOST_WRONG:
            raise LockedOut(minutes=math.ceil(left / 60))
        if left > 0:
            raise TriedTooSoon(seconds=math.ceil(left))

    def left(self, now: float) -> float:
        """Seconds until the next try is looked at. A clock put back makes the pause no longer."""
        pause = self.pause
        return min(max(self.at + pause - now, 0.0), pause)

    @property
    def pause(self) -> float:
        """Seconds between the last wrong try and the next."""
        if self.wrong >= MOST_WRONG:
            return LOCKED_SECONDS
        if self.wrong <= _FREE:
            return 0.0
        return float(min(2 ** (self.wrong - _FREE - 1), _LONGEST))

    def failed(self, now: float) -> Tries:
        """One more was wrong. After the lock-out has passed, one try stands between two of them."""
        return Tries(min(self.wrong + 1, MOST_WRONG), now)


class Limits:
    """Wrong tries by name (a member's id, a browser's token), in the memory of this process.

    Where the key box is not open yet, nothing can be written; there this counts. The names are
    bounded: once a thousand are known, all others share one line.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: dict[str, Tries] = {}
        self._change = threading.Lock()

    def look(self, *names: str) -> None:
        """Whether one may try now under each of the names.

        Raises:
            TriedTooSoon, LockedOut: see :meth:`Tries.look`.
        """
        with self._change:
            for name in names:
                self._tries.get(self._line(name), Tries()).look(self._clock())

    def wrong(self, *names: str) -> None:
        """It was wrong; counted under each of the names."""
        with self._change:
            now = self._clock()
            self._forget(now)
            for name in names:
                line = self._line(name)
                self._tries[line] = self._tries.get(line, Tries()).failed(now)

    def right(self, *names: str) -> None:
        """It was right."""
        with self._change:
            for name in names:
                self._tries.pop(name, None)

    def _line(self, name: str) -> str:
        is_full = len(self._tries) >= _MOST_NAMES
        return _THE_REST if is_full and name not in self._tries else name

    def _forget(self, now: float) -> None:
        """Drop what is older than any pause."""
        old = [name for name, tries in self._tries.items() if now - tries.at > LOCKED_SECONDS]
        for name in old:
            del self._tries[name]
