"""Describing places and organisations, noting claimed figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from depter.actions.looking import expect_begun
from depter.errors import N_, BadInput
from depter.notebook.notebook import Notebook
from depter.register.facts.base import Told
from depter.register.facts.world import (
    FigureClaimed,
    OrganisationDescribed,
    PlaceDescribed,
    Spelling,
)
from depter.values.ids import SubjectId, new_id


class NameMissing(BadInput):
    """A place or organisation needs at least one name."""

    what: ClassVar[str] = N_("No name was given.")
    do: ClassVar[str] = N_("Write at least one name, or a short description in its place.")


class NegativeFigure(BadInput):
    """People cannot be counted below zero."""

    what: ClassVar[str] = N_("A figure cannot be below zero.")
    do: ClassVar[str] = N_("Write the number as it was said.")


def describe_place(
    book: Notebook,
    *,
    names: Sequence[Spelling],
    place_kind: str,
    within: SubjectId | None = None,
    country: str = "",
    detail: str = "",
    place: SubjectId | None = None,
) -> SubjectId:
    """Describe a new place, or ``place`` again when more is known.

    Raises:
        NameMissing, NoSuchSubject, UnknownCode: nothing was written.
    """
    _expect_name(names)
    for known in (within, place):
        if known is not None:
            expect_begun(book, known, "place.described")
    subject = place or SubjectId(new_id())
    book.write(
        subject,
        PlaceDescribed(
            names=tuple(names),
            place_kind=place_kind,
            within=within if within != subject else None,
            country=country,
            detail=detail,
        ),
    )
    return subject


def describe_organisation(
    book: Notebook,
    *,
    names: Sequence[Spelling],
    organisation_kind: str,
    country: str = "",
    detail: str = "",
    organisation: SubjectId | None = None,
) -> SubjectId:
    """Describe a new organisation, or ``organisation`` again when more is known.

    Raises:
        NameMissing, NoSuchSubject, UnknownCode: nothing was written.
    """
    _expect_name(names)
    if organisation is not None:
        expect_begun(book, organisation, "organisation.described")
    subject = organisation or SubjectId(new_id())
    book.write(
        subject,
        OrganisationDescribed(
            names=tuple(names),
            organisation_kind=organisation_kind,
            country=country,
            detail=detail,
        ),
    )
    return subject


def claim_figure(
    book: Notebook,
    *,
    counts: str,
    value: int,
    told: Told,
    qualifier: str = "exact",
    said_on: str = "",
    as_of: str = "",
    by: SubjectId | None = None,
    by_name: str = "",
    place: SubjectId | None = None,
    about: str = "",
) -> SubjectId:
    """Note a number that somebody claimed, as it was said.

    Raises:
        NegativeFigure, NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    if value < 0:
        raise NegativeFigure()
    expect_begun(book, told.source, "source.introduced")
    figure = SubjectId(new_id())
    book.write(
        figure,
        FigureClaimed(
            counts=counts,
            value=value,
            told=told,
            qualifier=qualifier,
            said_on=said_on,
            as_of=as_of,
            by=by,
            by_name=by_name,
            place=place,
            about=about,
        ),
    )
    return figure


def _expect_name(names: Sequence[Spelling]) -> None:
    if not any(spelling.text.strip() for spelling in names):
        raise NameMissing()
