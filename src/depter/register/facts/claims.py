"""Claims: one property, one value, as one source gives it.

What a claim says is one of a closed list of shapes; the ``property`` in the stored form names
the shape. Codes belong to the vocabulary of the same name as the field unless noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

import msgspec

from depter.register.facts.base import Value
from depter.values.ids import ClaimId, SubjectId


class Says(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="property"):
    """Base of what a claim may say."""


class NameIs(Says, frozen=True, kw_only=True, omit_defaults=True, tag="name"):
    """A name as somebody writes it; ``script`` is ISO 15924, ``form`` of ``name_form``."""

    text: str
    script: str
    language: str = ""
    form: str = "main"


class SexIs(Says, frozen=True, kw_only=True, omit_defaults=True, tag="sex"):
    """Sex as stated."""

    sex: str


class BornOn(Says, frozen=True, kw_only=True, omit_defaults=True, tag="birth"):
    """Date of birth, EDTF."""

    date: str


class AgeWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="age"):
    """Age in completed years on the claim's ``as_of`` date."""

    years: int


class EthnicityIs(Says, frozen=True, kw_only=True, omit_defaults=True, tag="ethnicity"):
    """Ethnicity as stated."""

    ethnicity: str


class OccupationWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="occupation"):
    """Work or calling, in words."""

    text: str


class NativePlaceIs(Says, frozen=True, kw_only=True, omit_defaults=True, tag="native_place"):
    """Where the person comes from; the place itself stands in the claim's ``place``."""

    text: str = ""


class ResidenceWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="residence"):
    """Where the person lived; the place itself stands in the claim's ``place``."""

    text: str = ""


class CitizenshipWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="citizenship"):
    """One citizenship and what became of it (``country``; ``state`` of ``citizenship_state``)."""

    country: str
    state: str = "held"


class LegalPositionWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="legal_position"):
    """Position towards a state: asylum seeker, resident, … (``position`` of that vocabulary)."""

    position: str
    country: str = ""


class DocumentWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="document"):
    """An identity or travel paper and who holds it (``holder`` of ``document_holder``)."""

    document: str
    number: str = ""
    country: str = ""
    holder: str = "unknown"
    detail: str = ""


class StatusWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="status"):
    """What the person's situation was on the claim's date; whereabouts in ``place``."""

    status: str
    detail: str = ""


class TreatmentWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="treatment"):
    """Something done to the person."""

    treatment: str
    detail: str = ""


class ReasonWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="reason"):
    """The reason given, or inferred, for what was done."""

    reason: str
    detail: str = ""


class HealthWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="health"):
    """State of health, in words."""

    text: str


class RelatedTo(Says, frozen=True, kw_only=True, omit_defaults=True, tag="relation"):
    """The other person is this person's …: ``relation`` of ``relation``; ``to`` when in the
    register, else a ``name`` or nothing."""

    relation: str
    to: SubjectId | None = None
    name: str = ""
    detail: str = ""


class ContactWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="contact"):
    """The person was heard from (or of) on the claim's date, through ``channel``."""

    channel: str
    detail: str = ""


class CapacityWas(Says, frozen=True, kw_only=True, omit_defaults=True, tag="capacity"):
    """How many people a place holds or employs (``qualifier`` of ``qualifier``)."""

    count: int
    qualifier: str = "about"
    detail: str = ""


class Remark(Says, frozen=True, kw_only=True, omit_defaults=True, tag="remark"):
    """Anything else worth keeping that no other property takes."""

    text: str


AnySays = (
    NameIs
    | SexIs
    | BornOn
    | AgeWas
    | EthnicityIs
    | OccupationWas
    | NativePlaceIs
    | ResidenceWas
    | CitizenshipWas
    | LegalPositionWas
    | DocumentWas
    | StatusWas
    | TreatmentWas
    | ReasonWas
    | HealthWas
    | RelatedTo
    | ContactWas
    | CapacityWas
    | Remark
)

SHAPES: Final[Mapping[str, type[AnySays]]] = {
    str(shape.__struct_config__.tag): shape for shape in get_args(AnySays)
}
"""What a claim about each property may say, by the property's code."""


class Claim(Value, frozen=True, kw_only=True, omit_defaults=True):
    """One value as one source gives it.

    Attributes:
        says: property and value.
        basis: how the source knows, code of ``basis``.
        as_of: EDTF date or interval the value is true of; empty when not said.
        place: subject id of the place, where the value has one.
        locator: where in the statement, e.g. ``paragraph 3`` or ``03:12``.
    """

    id: ClaimId
    says: AnySays
    basis: str
    as_of: str = ""
    place: SubjectId | None = None
    locator: str = ""


def property_of(claim: Claim) -> str:
    """The property code a claim speaks about, e.g. ``status``."""
    return str(claim.says.__struct_config__.tag)
