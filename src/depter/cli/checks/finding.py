"""One thing that was looked at, and what stops working without it."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class State(StrEnum):
    """How it was found. Only ``missing`` keeps Depter from working."""

    FINE = "fine"
    CAREFUL = "careful"
    MISSING = "missing"


class Finding(msgspec.Struct, frozen=True):
    """What was found. ``without`` says what does not work, or what is at risk; empty when fine."""

    name: str
    state: State
    found: str
    without: str = ""


def found(name: str, is_fine: bool, what: str, *, otherwise: State, without: str) -> Finding:  # noqa: FBT001 (reads as the sentence it is)
    """A finding that is fine or ``otherwise``."""
    if is_fine:
        return Finding(name, State.FINE, what)
    return Finding(name, otherwise, what, without)
