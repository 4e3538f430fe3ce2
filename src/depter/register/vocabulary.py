"""The coded words of the register, in five languages, and the check that facts keep to them.

Each vocabulary is one sheet under ``resources/vocabularies``, written and corrected by hand. A
sheet is read when it is first needed. Facts are checked when they are written, never when they
are read: another office may already use a newer sheet, and its codes are shown as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import ClassVar, Final, Literal

import msgspec

from depter.errors import N_, BadInput, DepterError
from depter.register.facts import (
    Fact,
    advocacy,
    base,
    cases,
    claims,
    office,
    sources,
    statements,
    world,
)

LANGUAGES: Final = ("en", "kk", "ru", "ug", "zh")
_SHOWN_CODES = 12

Attribute = Literal["group", "mark", "huridocs", "note"]


class UnknownCode(BadInput):
    """A value is not a code of its vocabulary."""

    what: ClassVar[str] = N_("The vocabulary “{vocabulary}” does not have the code that was given.")
    do: ClassVar[str] = N_("Give one of its codes: {codes}.")


class UnknownVocabulary(BadInput):
    """There is no vocabulary of that name."""

    what: ClassVar[str] = N_("There is no vocabulary of that name.")
    do: ClassVar[str] = N_("The vocabularies are: {vocabularies}.")


class VocabularyUnreadable(DepterError):
    """A sheet is not as it should be, most likely after somebody edited it."""

    what: ClassVar[str] = N_("The sheet of the vocabulary “{vocabulary}” cannot be read: {mistake}")
    safe: ClassVar[str] = N_("The notebook itself is untouched.")
    do: ClassVar[str] = N_("Correct the sheet at that place, or install Depter again.")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One code with its label in each language.

    Attributes:
        huridocs: the twelve-digit HURIDOCS code, where one is known.
        note: what to keep in mind when using the code, in English.
        group, mark: only in ``status``: kind of situation, and shape on the timeline.
    """

    code: str
    en: str
    kk: str
    ru: str
    ug: str
    zh: str
    huridocs: str = ""
    note: str = ""
    group: Literal["", "free", "restricted", "held", "unknown", "gone"] = ""
    mark: Literal[
        "",
        "filled-square",
        "half-square",
        "open-square",
        "filled-circle",
        "open-circle",
        "cross",
        "dash",
        "arrow",
    ] = ""


class _Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    vocabulary: str
    meaning: str
    source: str
    review: dict[str, str]
    codes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of codes, in the order in which a form offers them."""

    name: str
    meaning: str
    source: str
    review: Mapping[str, str]
    rows: Mapping[str, Row] = field(repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of the sheet."""
        return tuple(self.rows)

    def __contains__(self, code: object) -> bool:
        return code in self.rows

    def label(self, code: str, language: str) -> str:
        """The word for a code. Only for reading: what is not known is shown, not refused.

        ``language`` is a BCP 47 tag; only its first part counts, and English stands in for
        a language that has no labels. An unknown code is its own label.
        """
        row = self.rows.get(code)
        if row is None:
            return code
        tongue = language if language in LANGUAGES else language.partition("-")[0].lower()
        return str(getattr(row, tongue)) if tongue in LANGUAGES else row.en

    def check(self, code: str) -> str:
        """The code itself.

        Raises:
            UnknownCode: the sheet does not have it.
        """
        if code in self.rows:
            return code
        shown = ", ".join(self.codes[:_SHOWN_CODES])
        more = ", …" if len(self.rows) > _SHOWN_CODES else ""
        raise UnknownCode(vocabulary=self.name, codes=shown + more)

    def attribute(self, code: str, name: Attribute) -> str:
        """What the sheet says about a code beside its labels; empty where it says nothing."""
        row = self.rows.get(code)
        return "" if row is None else str(getattr(row, name))


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    folder = files("depter") / "resources" / "vocabularies"
    found = (sheet.name.partition(".") for sheet in folder.iterdir())
    return tuple(sorted(stem for stem, _, ending in found if ending == "yaml"))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that name, read once.

    Raises:
        UnknownVocabulary: there is no such sheet.
        VocabularyUnreadable: the sheet has a mistake; the sentence says where.
    """
    if name not in _names():
        raise UnknownVocabulary(vocabularies=", ".join(_names()))
    written = (files("depter") / "resources" / "vocabularies" / f"{name}.yaml").read_bytes()
    return read_sheet(written, name=name)


def read_sheet(written: bytes, *, name: str) -> Vocabulary:
    """A sheet as it stands in its file.

    Raises:
        VocabularyUnreadable: not YAML, a field missing or misspelt, or a code given twice.
    """
    try:
        sheet = msgspec.yaml.decode(written, type=_Sheet)
    except (msgspec.DecodeError, ValueError) as mistake:  # ValueError: an impossible date
        where = " ".join(str(mistake).split())
        raise VocabularyUnreadable(vocabulary=name, mistake=f"{where}.") from None
    rows = {row.code: row for row in sheet.codes}
    if sheet.vocabulary != name:
        raise VocabularyUnreadable(vocabulary=name, mistake="it names another vocabulary.")
    if len(rows) != len(sheet.codes):
        raise VocabularyUnreadable(vocabulary=name, mistake="a code stands in it twice.")
    return Vocabulary(name, sheet.meaning, sheet.source, sheet.review, rows)


def all_vocabularies() -> tuple[Vocabulary, ...]:
    """Every vocabulary, by name."""
    return tuple(vocabulary(name) for name in _names())


# Which vocabulary each coded field belongs to. A field may be empty where its default is.
CODED: Final[Mapping[tuple[type[msgspec.Struct], str], str]] = {
    (base.Told, "basis"): "basis",
    (claims.Claim, "basis"): "basis",
    (claims.NameIs, "script"): "script",
    (claims.NameIs, "language"): "language",
    (claims.NameIs, "form"): "name_form",
    (claims.SexIs, "sex"): "sex",
    (claims.EthnicityIs, "ethnicity"): "ethnicity",
    (claims.CitizenshipWas, "country"): "country",
    (claims.CitizenshipWas, "state"): "citizenship_state",
    (claims.LegalPositionWas, "position"): "legal_position",
    (claims.LegalPositionWas, "country"): "country",
    (claims.DocumentWas, "document"): "document_type",
    (claims.DocumentWas, "country"): "country",
    (claims.DocumentWas, "holder"): "document_holder",
    (claims.StatusWas, "status"): "status",
    (claims.TreatmentWas, "treatment"): "treatment",
    (claims.ReasonWas, "reason"): "reason",
    (claims.RelatedTo, "relation"): "relation",
    (claims.ContactWas, "channel"): "channel",
    (claims.CapacityWas, "qualifier"): "qualifier",
    (office.MemberAdmitted, "role"): "role",
    (office.MemberAdmitted, "roles"): "role",
    (office.MemberChanged, "roles"): "role",
    (office.DeedAsked, "deed"): "deed",
    (cases.ValueSettled, "property"): "property",
    (cases.StatusSettled, "status"): "status",
    (cases.ClaimJudged, "credibility"): "credibility",
    (cases.SameJudged, "verdict"): "verdict",
    (sources.SourceIntroduced, "source_kind"): "source_kind",
    (sources.SourceIntroduced, "protection"): "protection",
    (sources.SourceJudged, "reliability"): "reliability",
    (sources.ConsentGiven, "uses"): "consent_use",
    (sources.ConsentGiven, "channel"): "channel",
    (sources.ConsentWithdrawn, "uses"): "consent_use",
    (statements.Occasion, "channel"): "channel",
    (statements.StatementRecorded, "language"): "language",
    (statements.StatementRecorded, "translations"): "language",
    (statements.StatementRecorded, "consent"): "consent_use",
    (statements.StatementCorrected, "language"): "language",
    (statements.StatementCorrected, "translations"): "language",
    (statements.StatementRetracted, "by"): "retracted_by",
    (world.Spelling, "script"): "script",
    (world.Spelling, "language"): "language",
    (world.PlaceDescribed, "place_kind"): "place_kind",
    (world.PlaceDescribed, "country"): "country",
    (world.OrganisationDescribed, "organisation_kind"): "organisation_kind",
    (world.OrganisationDescribed, "country"): "country",
    (world.FigureClaimed, "counts"): "figure_counts",
    (world.FigureClaimed, "qualifier"): "qualifier",
    (advocacy.AppealMade, "appeal_kind"): "appeal_kind",
    (advocacy.AppealAnswered, "response"): "response_kind",
    (advocacy.AppealFollowed, "impact"): "impact",
    (advocacy.IncidentReported, "incident_kind"): "incident_kind",
    (advocacy.ProceedingBegun, "proceeding_kind"): "proceeding_kind",
    (advocacy.StageReached, "stage"): "stage_kind",
    (advocacy.StageReached, "currency"): "currency",
    (advocacy.RepresentationChanged, "change"): "representation_change",
}

# The fields in which a struct carries others that have codes of their own.
PARTS: Final[Mapping[type[msgspec.Struct], tuple[str, ...]]] = {
    claims.Claim: ("says",),
    statements.StatementRecorded: ("occasion", "claims", "claims_protected", "claims_sealed"),
    statements.StatementCorrected: ("claims", "claims_protected", "claims_sealed"),
    world.PlaceDescribed: ("names",),
    world.OrganisationDescribed: ("names",),
    world.FigureClaimed: ("told",),
    advocacy.AppealMade: ("told",),
    advocacy.AppealAnswered: ("told",),
    advocacy.AppealFollowed: ("told",),
    advocacy.IncidentReported: ("told",),
    advocacy.ProceedingBegun: ("told",),
    advocacy.StageReached: ("told",),
    advocacy.RepresentationChanged: ("told",),
}


def check_fact_codes(fact: Fact) -> None:
    """Check every code in a fact that is about to be written.

    Raises:
        UnknownCode: the first code found that its vocabulary does not have.
    """
    _check(fact)


def _check(part: msgspec.Struct) -> None:
    coded, inner = _plan(type(part))
    for name, words, may_be_empty in coded:
        given = getattr(part, name)
        if isinstance(given, str):  # a member of an enumeration of codes included
            if given not in words.rows and not (may_be_empty and given == ""):
                words.check(given)
        else:  # a tuple of codes, or a mapping by code
            for code in given:
                words.check(code)
    for name in inner:
        held = getattr(part, name)
        if isinstance(held, tuple):
            for each in held:
                _check(each)
        else:
            _check(held)


_Coded = tuple[str, Vocabulary, bool]


@cache
def _plan(kind: type[msgspec.Struct]) -> tuple[tuple[_Coded, ...], tuple[str, ...]]:
    coded = tuple(
        (part.name, vocabulary(CODED[kind, part.name]), part.default == "")
        for part in msgspec.structs.fields(kind)
        if (kind, part.name) in CODED
    )
    return coded, PARTS.get(kind, ())
