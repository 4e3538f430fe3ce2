"""Claims as a page shows them: a value in parts, and everybody who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from depter.names.script import direction_of, language_tag
from depter.register.facts.claims import AgeWas, NameIs, RelatedTo, Says
from depter.register.folds.claims import KnownClaim, Standing
from depter.register.folds.dossier import Dossier, StatementFile
from depter.register.folds.source import SourceFile
from depter.register.vocabulary import CODED
from depter.values.ids import ClaimId, StatementId, SubjectId
from depter.values.level import Level
from depter.web.frame.links import PAGES

Kind = Literal["code", "text", "date", "years", "number", "subject"]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a value.

    ``kind`` says how it is set: a ``code`` as its label in ``vocabulary``, a ``date`` in words,
    a ``subject`` as a link, a ``text`` with its ``lang`` and ``dir``; a name also says in which
    ``language`` and ``script`` (codes) it is.
    """

    kind: Kind
    value: str
    vocabulary: str = ""
    lang: str = ""
    dir: str = "auto"
    language: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says so, as a link shows it."""

    id: SubjectId
    name: str
    is_protected: bool = False

    @property
    def page(self) -> str:
        """The address of the source's page; a case shows dozens, so it is not looked up.

        Empty when the source was crossed out.
        """
        return PAGES["source"].format(id=self.id) if self.name else ""


@dataclass(frozen=True, slots=True)
class Told:
    """One source behind a value: who, how they know, how much it weighs, where it stands.

    ``taken_by`` (``source`` or ``office``) and ``taken_reason`` say who took it back and why.
    """

    claim: ClaimId
    speaker: Speaker
    basis: str
    reliability: str
    credibility: str
    grade: str
    locator: str
    is_protected: bool
    stands: bool
    taken_by: str = ""
    taken_reason: str = ""

    @property
    def is_graded(self) -> bool:
        """Whether somebody weighed the source or the claim."""
        return bool(self.reliability or self.credibility)


@dataclass(frozen=True, slots=True)
class Value:
    """One value and everybody who gives it; the first of ``told`` ranks best."""

    parts: tuple[Part, ...]
    as_of: str
    place: SubjectId | None
    told: tuple[Told, ...]
    stands: bool
    is_settled: bool = False


_UNSAID: Final = {("form", "main"), ("state", "held")}
_NOT_SHOWN: Final = {"script", "language"}
_LAST: Final = ("detail",)


def parts_of(says: Says) -> tuple[Part, ...]:
    """What a claim says, piece by piece; fields that say nothing are left out."""
    fields = [field.name for field in msgspec.structs.fields(type(says))]
    fields.sort(key=lambda name: name in _LAST)
    return tuple(part for name in fields if (part := _part(says, name)) is not None)


def _part(says: Says, name: str) -> Part | None:
    given = getattr(says, name)
    if given in ("", None) or name in _NOT_SHOWN or (name, given) in _UNSAID:
        return None
    words = CODED.get((type(says), name))
    if words:
        return Part("code", given, vocabulary=words)
    if name == "to":
        return Part("subject", given)
    if name == "name" and isinstance(says, RelatedTo) and says.to:
        return None  # the link shows the name that the register knows
    if name == "date":
        return Part("date", given)
    if isinstance(given, int):
        return Part("years" if isinstance(says, AgeWas) else "number", str(given))
    if isinstance(says, NameIs):
        lang = language_tag(says.language, says.script)
        turn = direction_of(says.script)
        return Part("text", given, lang=lang, dir=turn, language=says.language, script=says.script)
    return Part("text", given)


def speakers(sources: Mapping[SubjectId, SourceFile]) -> dict[SubjectId, Speaker]:
    """How each source is shown."""
    return {
        one: Speaker(one, source.name, is_protected=source.is_protected)
        for one, source in sources.items()
    }


def told(
    known: KnownClaim,
    voices: Mapping[SubjectId, Speaker],
    statements: Mapping[StatementId, StatementFile],
) -> Told:
    """One claim as who says so."""
    statement = statements.get(known.statement)
    is_taken = statement is not None and known.standing is Standing.RETRACTED
    return Told(
        claim=known.claim.id,
        speaker=voices.get(known.source, Speaker(known.source, "")),
        basis=known.claim.basis,
        reliability=known.reliability,
        credibility=known.credibility,
        grade=known.grade,
        locator=known.claim.locator,
        is_protected=known.level is Level.PROTECTED,
        stands=known.stands,
        taken_by=statement.retracted_by if statement and is_taken else "",
        taken_reason=statement.retracted_reason if statement and is_taken else "",
    )


def told_of(dossier: Dossier, voices: Mapping[SubjectId, Speaker]) -> dict[ClaimId, Told]:
    """Who says so, for every claim of a dossier."""
    statements = {one.id: one for one in dossier.statements}
    return {known.claim.id: told(known, voices, statements) for known in dossier.claims}


def values_of(
    group: Iterable[KnownClaim],
    told: Mapping[ClaimId, Told],
    *,
    settled: ClaimId | None = None,
) -> list[Value]:
    """Claims of one property, best first, with those that say the same brought together."""
    together: dict[tuple[bytes, str, SubjectId | None, bool], list[KnownClaim]] = {}
    for known in group:
        claim = known.claim
        key = (_encoder.encode(claim.says), claim.as_of, claim.place, known.stands)
        together.setdefault(key, []).append(known)
    return [
        Value(
            parts=parts_of(some[0].claim.says),
            as_of=some[0].claim.as_of,
            place=some[0].claim.place,
            told=tuple(told[known.claim.id] for known in some),
            stands=some[0].stands,
            is_settled=any(known.claim.id == settled for known in some),
        )
        for some in together.values()
    ]


_encoder: Final = msgspec.json.Encoder()
