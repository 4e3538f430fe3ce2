"""From a fact to the bodies of an entry and back: each field goes to the body of its level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

import msgspec

from depter.errors import N_, DepterError
from depter.ledger.disclosure import write_body
from depter.register.checks import checked_fields
from depter.register.facts import KINDS, Fact
from depter.values.level import Level
from depter.values.text import TextTooLong

LONGEST_FACT: Final = 16_000_000  # bytes; a sheet of a few kB can repeat one text a million times


class FactNotUnderstood(DepterError):
    """An entry holds a kind or a shape that this version does not know."""

    what: ClassVar[str] = N_("The ledger holds an entry that this version does not understand.")
    safe: ClassVar[str] = N_("The entry is kept as it is.")
    do: ClassVar[str] = N_("Install the newest Depter and open the notebook with it.")
    exit_code: ClassVar[int] = 4


class PlainBody(msgspec.Struct, frozen=True):
    """A body before it is encrypted, and the digests the entry will carry."""

    level: Level
    plain: bytes
    commits: tuple[str, ...]


def bodies_of(fact: Fact) -> list[PlainBody]:
    """Split a fact by level; a level without fields has no body.

    Raises:
        BadInput: see :func:`depter.register.checks.checked_fields`; TextTooLong also where all
            texts together are too long: nothing that is written can be taken out again.
    """
    by_level: dict[Level, list[tuple[str, object]]] = {}
    for name, value in checked_fields(fact).items():
        by_level.setdefault(fact.levels.get(name, Level.INTERNAL), []).append((name, value))
    bodies = [
        PlainBody(level, *write_body(fields))
        for level, fields in sorted(by_level.items(), key=lambda item: item[0].value)
    ]
    length = sum(len(body.plain) for body in bodies)
    if length > LONGEST_FACT:
        raise TextTooLong(length=length, limit=LONGEST_FACT)
    return bodies


def fact_from(kind: str, fields: Iterable[Mapping[str, Any]]) -> Fact:
    """Put a fact together from the fields of the bodies that could be opened.

    Raises:
        FactNotUnderstood: an unknown kind, or fields of another shape.
    """
    shape = KINDS.get(kind)
    if shape is None:
        raise FactNotUnderstood()
    together: dict[str, Any] = {"type": kind}
    for some in fields:
        together.update(some)
    try:
        return msgspec.convert(together, shape)
    except msgspec.ValidationError as problem:
        raise FactNotUnderstood() from problem
