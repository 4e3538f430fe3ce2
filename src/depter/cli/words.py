"""Codes, dates and links as words, in English, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from depter.cli.columns import line

if TYPE_CHECKING:
    from depter.store.queries.shelf import Name


def label(vocabulary_name: str, code: str) -> str:
    """The word for a code; nothing for nothing."""
    from depter.register.vocabulary import vocabulary

    return vocabulary(vocabulary_name).label(code, "en") if code else ""


def date(edtf: str) -> str:
    """An EDTF date in words, as it was written where it cannot be said."""
    from depter.values.edtf import DateNotUnderstood, describe, parse_date

    if not edtf:
        return ""
    try:
        return describe(parse_date(edtf), language="en")
    except DateNotUnderstood:
        return edtf


def moment(reading: str) -> str:
    """A clock reading to the minute, in universal time."""
    return reading[:16].replace("T", " ")


def titled(names: Mapping[str, Name], subject: str | None, otherwise: str = "") -> str:
    """The title of a subject that is mentioned by its id."""
    known = names.get(subject or "")
    return (known.title or known.id) if known else otherwise or (subject or "")


def fields(part: msgspec.Struct, names: Mapping[str, Name]) -> str:
    """What a claim or a fact says, field by field, without what was left out."""
    from depter.register.vocabulary import CODED

    said = []
    for field in msgspec.structs.fields(type(part)):
        value = getattr(part, field.name)
        coded = CODED.get((type(part), field.name))
        if value in (None, "", (), field.default):
            continue
        if coded and isinstance(value, str):
            said.append(label(coded, value))
        elif isinstance(value, str | int):
            said.append(line(titled(names, str(value), str(value))))
    return ", ".join(said)
