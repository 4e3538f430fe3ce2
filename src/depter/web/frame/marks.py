"""Which ink and sign a status has on a page (docs/design-language.md)."""

from __future__ import annotations

from typing import Final

from depter.register.vocabulary import vocabulary

_BY_CODE: Final = {"forced_work": "work"}
_BY_MARK: Final = {
    "filled-square": "held",
    "half-square": "guard",
    "open-square": "guard",
    "filled-circle": "free",
    "open-circle": "free",
    "arrow": "away",
    "dash": "unknown",
    "cross": "died",
}


def ink_of(status: str) -> str:
    """``held``, ``work``, ``guard``, ``free``, ``away``, ``unknown`` or ``died``."""
    if status in _BY_CODE:
        return _BY_CODE[status]
    words = vocabulary("status")
    mark = str(words.attribute(status, "mark")) if status in words else ""
    return _BY_MARK.get(mark, "unknown")
