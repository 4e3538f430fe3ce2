"""A pause that grows with each wrong passphrase; Argon2id does the rest."""

from __future__ import annotations

import time
from collections.abc import Callable

_FIRST = 0.25
_LONGEST = 8.0


class Patience:
    """Counts wrong passphrases in this process and makes the next guess wait."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self.pause = pause
        self._wrong = 0

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
