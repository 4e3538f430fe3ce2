"""Facts about places, organisations, figures and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from depter.register.facts.base import Fact, Told, Value
from depter.values.ids import SubjectId
from depter.values.level import Level


class Spelling(Value, frozen=True, kw_only=True, omit_defaults=True):
    """A name in one script (ISO 15924) and language (BCP 47)."""

    text: str
    script: str = "Latn"
    language: str = ""


class PlaceDescribed(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="place.described"):
    """A facility or an area; said again when more is known. ``within`` is the larger place."""

    names: tuple[Spelling, ...]
    place_kind: str
    within: SubjectId | None = None
    country: str = ""
    detail: str = ""


class OrganisationDescribed(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="organisation.described"
):
    """A body that acts: ministry, court, association, medium."""

    names: tuple[Spelling, ...]
    organisation_kind: str
    country: str = ""
    detail: str = ""


class FigureClaimed(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="figure.claimed"):
    """Somebody claimed a number.

    Attributes:
        counts: what is counted, code of ``figure_counts``.
        value: the number; ``qualifier`` says exact, about, at least, at most.
        said_on, as_of: EDTF dates of the saying and of what is said.
        by, by_name: who claimed it (organisation id, or words).
        about: what exactly is counted, in words.
    """

    counts: str
    value: int
    told: Told
    qualifier: str = "exact"
    said_on: str = ""
    as_of: str = ""
    by: SubjectId | None = None
    by_name: str = ""
    place: SubjectId | None = None
    about: str = ""


class EvidenceDeposited(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="evidence.deposited"
):
    """A file was given. Its bytes lie encrypted beside the database under ``blob``.

    ``sha256`` (hex) and ``size`` (bytes) are those of the file as received.
    """

    file_name: str
    media_type: str
    size: int
    sha256: str
    blob: str
    cases: tuple[SubjectId, ...] = ()
    given_by: SubjectId | None = None
    on: str = ""
    note: str = ""
    exif: str | None = None

    levels: ClassVar[Mapping[str, Level]] = {"exif": Level.PROTECTED}


class EvidenceTakenOut(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="evidence.taken_out"
):
    """An original left the register as a file; ``asked`` is what a second member agreed to."""

    reason: str
    asked: str = ""
