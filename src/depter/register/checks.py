"""The gate every fact passes before it is written: clean text, known codes, readable dates."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from depter.register.facts import Fact
from depter.register.vocabulary import check_fact_codes
from depter.values.edtf import parse_date
from depter.values.text import clean_line, clean_text

_DATES: Final = frozenset({"on", "as_of", "until", "said_on", "deadline", "date"})
_LONG: Final = frozenset(
    {"words", "translations", "text", "detail", "reason", "note", "summary", "asked", "identity"}
    | {"contact", "whereabouts", "victims", "victim_contact", "demanded", "threatened", "about"}
    | {"exif", "reference", "boxes"}
)
_BY_KEY: Final = frozenset({"translations", "boxes"})  # texts under codes or device keys


def checked_fields(fact: Fact) -> dict[str, Any]:
    """The fact's fields as plain JSON values, cleaned.

    Raises:
        UnknownCode: a code that its vocabulary does not hold.
        DateNotUnderstood: a date field that is no EDTF date.
        TextHides, TextBroken, TextTooLong: see :mod:`depter.values.text`.
    """
    check_fact_codes(fact)
    fields: dict[str, Any] = msgspec.to_builtins(fact)
    fields.pop("type")
    return {name: _clean(value, name) for name, value in fields.items()}


def _clean(value: Any, name: str) -> Any:
    if isinstance(value, str):
        if name in _DATES:
            return parse_date(value).text if value else ""
        return clean_text(value) if name in _LONG else clean_line(value)
    if isinstance(value, dict):
        return {key: _clean(one, name if name in _BY_KEY else key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one, name) for one in value]
    return value
