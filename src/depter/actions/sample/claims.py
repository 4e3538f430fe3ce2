"""A claim as the sheet writes it, and the claim it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from depter.actions.sample.sheet import SampleDamaged, StatementRow, Words
from depter.register.facts.claims import SHAPES, AnySays


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """One value as one source gives it; ``place`` is a handle, ``key`` what others call it by."""

    says: AnySays
    basis: str
    at: str
    as_of: str
    place: str
    key: str


def claims_of(row: StatementRow) -> Iterator[WrittenClaim]:
    """The claims of a statement, each with the basis and locator it has or is lent.

    Raises:
        SampleDamaged: an unknown property, or a key that its shape has no field for.
    """
    lent: Words = {"basis": row.basis, "at": row.at}
    for words in row.claims:
        yield _claim(lent | words, main=next(iter(words), ""))


def _claim(words: Words, *, main: str) -> WrittenClaim:
    beside = {key: str(words.pop(key, "")) for key in ("basis", "at", "as_of", "place", "key")}
    return WrittenClaim(says=_says(words, main=main), **beside)


def _says(words: Words, *, main: str) -> AnySays:
    """The shape that the first key names; its value belongs to the first field of the shape."""
    if main not in SHAPES:
        raise SampleDamaged
    fields = SHAPES[main].__struct_fields__
    value = words.pop(main)
    if not set(words) <= set(fields[1:]):
        raise SampleDamaged
    try:
        return msgspec.convert({"property": main, fields[0]: value} | words, SHAPES[main])
    except msgspec.ValidationError as reason:
        raise SampleDamaged from reason
