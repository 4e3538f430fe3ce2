"""A pause that grows with each wrong passphrase; Argon2id does the rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from depter.errors import N_, DepterError

_MOST_AT_ONCE = 2  # of six threads: whoever guesses must not keep readers from their pages
_FIRST = 0.25
_LONGEST = 8.0


class AnotherIsTried(DepterError):
    """Others wait already to have a passphrase looked at."""

    what: ClassVar[str] = N_("Another passphrase is being tried at this moment.")
    safe: ClassVar[str] = N_("The notebook is unchanged and still encrypted.")
    do: ClassVar[str] = N_("Wait a few seconds, then try again.")


class Patience:
    """Counts wrong passphrases in this process and makes the next guess wait."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self.pause = pause
        self._wrong = 0
        self._places = threading.BoundedSemaphore(_MOST_AT_ONCE)

    @contextmanager
    def a_place(self) -> Iterator[None]:
        """Room for one more try.

        Raises:
            AnotherIsTried: there is none now.
        """
        if not self._places.acquire(blocking=False):
            raise AnotherIsTried()
        try:
            yield
        finally:
            self._places.release()

    @property
    def seconds(self) -> float:
        """How long the next try waits."""
        return min(_FIRST * 2 ** (self._wrong - 1), _LONGEST) if self._wrong else 0.0

    def wait(self) -> None:
        """Pause before looking at a passphrase."""
        if self._wrong:
            self.pause(self.seconds)

    def wrong(self) -> None:
        """It was wrong."""
        self._wrong = min(self._wrong + 1, 12)

    def right(self) -> None:
        """It was right."""
        self._wrong = 0


PATIENCE = Patience()
