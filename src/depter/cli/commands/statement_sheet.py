"""A statement as a sheet, and as options: both become the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

import msgspec

from depter.actions.statements import new_claim
from depter.errors import N_, BadInput
from depter.register.facts.claims import SHAPES, AnySays, Claim
from depter.values.ids import SubjectId, subject_id

_BESIDE: Final = ("basis", "as_of", "place", "locator")


class PropertyUnknown(BadInput):
    """A claim is about no property that the register knows."""

    what: ClassVar[str] = N_("A claim must name its property: claim {number} does not.")
    do: ClassVar[str] = N_("Write “property=…” with one of: {properties}.")


class ClaimMistaken(BadInput):
    """A claim lacks a field, or has one that its property does not take."""

    what: ClassVar[str] = N_("Claim {number} does not fit its property “{property}”.")
    do: ClassVar[str] = N_("Besides basis, as_of, place and locator it takes: {fields}.")


class BasisMissing(BadInput):
    """Nobody said how the source knows."""

    what: ClassVar[str] = N_("Claim {number} does not say how the source knows.")
    do: ClassVar[str] = N_("Give a basis, for the claim or with --basis for all: {codes}.")


class OccasionSheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When, where and how it was said."""

    on: str = ""
    place: str = ""
    channel: str = ""


class StatementSheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole statement. Either ``source`` (an id) or ``source_kind`` (a new, protected one)."""

    case: str = ""
    source: str = ""
    source_kind: str = ""
    occasion: OccasionSheet = OccasionSheet()
    language: str = ""
    words: str = ""
    translations: dict[str, str] = {}
    consent: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    basis: str = ""
    claims: tuple[dict[str, str], ...] = ()


def claims_of(written: Iterable[Mapping[str, str]], *, basis: str) -> list[Claim]:
    """Claims from their written form; ``basis`` is lent to those that name none.

    Raises:
        PropertyUnknown, ClaimMistaken, BasisMissing: which claim, counted from 1, and why.
    """
    return [
        _claim(dict(words), number, basis=basis) for number, words in enumerate(written, start=1)
    ]


def split_claim(option: str) -> dict[str, str]:
    """``property=name;text=…;script=Latn`` as a mapping; ``\\;`` stands for a semicolon."""
    parts = option.replace("\\;", "\x00").split(";")
    pairs = (part.replace("\x00", ";").partition("=") for part in parts if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _claim(words: dict[str, str], number: int, *, basis: str) -> Claim:
    named = words.pop("property", "")
    if named not in SHAPES:
        raise PropertyUnknown(number=number, properties=", ".join(SHAPES))
    beside = {key: words.pop(key, "") for key in _BESIDE}
    if not beside["basis"] and not basis:
        from depter.register.vocabulary import vocabulary

        raise BasisMissing(number=number, codes=", ".join(vocabulary("basis").codes))
    return new_claim(
        _says(words, named, number),
        basis=beside["basis"] or basis,
        as_of=beside["as_of"],
        place=subject_if_any(beside["place"]),
        locator=beside["locator"],
    )


def _says(words: dict[str, str], named: str, number: int) -> AnySays:
    shape = SHAPES[named]
    fields = shape.__struct_fields__
    try:
        if not set(words) <= set(fields):
            raise msgspec.ValidationError
        return msgspec.convert({"property": named, **words}, shape, strict=False)
    except msgspec.ValidationError:
        raise ClaimMistaken(number=number, property=named, fields=", ".join(fields)) from None


def subject_if_any(text: str) -> SubjectId | None:
    """An id, or nothing for nothing.

    Raises:
        IdNotUnderstood: something that is no id.
    """
    return subject_id(text) if text else None
