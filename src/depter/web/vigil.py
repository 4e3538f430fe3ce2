"""Noticing that nobody is there any more: no request for too long, or a machine that slept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from depter.web.frame.desk import Desk
from depter.web.hardening import slept_seconds

_NAP: Final = 2.0  # seconds of suspension that count as a closed lid


class Vigil:
    """Watches over one desk, from the moment it is made."""

    def __init__(self, desk: Desk, slept: Callable[[], float] = slept_seconds) -> None:
        self._desk = desk
        self._slept = slept
        self._before = slept()

    def is_over(self) -> bool:
        """Whether what the process knows should be forgotten now."""
        slept, before = self._slept(), self._before
        self._before = slept
        if not self._desk.holds_secrets:
            return False
        return slept - before > _NAP or self._desk.idle_for() > self._desk.idle_seconds
