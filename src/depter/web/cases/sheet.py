"""The page of one case, laid out: what the templates show, drawn from what the store found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from depter.names.script import direction_of, language_tag, script_of
from depter.register.facts.world import EvidenceDeposited
from depter.register.folds.case import CaseFile
from depter.register.folds.claims import by_property
from depter.register.folds.dossier import StatementFile
from depter.register.folds.timeline import TimelineNode
from depter.store.queries.pages import CasePage
from depter.values.edtf import parse_date
from depter.values.ids import ClaimId, SubjectId
from depter.web.cases.followed import Followed, followed
from depter.web.cases.said import Part, Speaker, Told, Value, parts_of, speakers, told_of, values_of
from depter.web.cases.timeline import Moment, Report, moments_of, reports_of

# Properties of which a person has several over time: their values do not compete.
SEVERAL: Final = frozenset(
    ("citizenship", "legal_position", "document", "treatment", "reason", "health", "contact")
    + ("remark", "capacity", "residence")
)
_ELSEWHERE: Final = frozenset(("name", "status", "relation"))  # shown in sections of their own


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """One property: the values shown, and those under the fold."""

    name: str
    shown: tuple[Value, ...]
    others: tuple[Value, ...]
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose between."""
        return sum(value.stands for value in (*self.shown, *self.others)) > 1


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement with who said it."""

    statement: StatementFile
    speaker: Speaker
    lang: str
    translations: tuple[tuple[str, str], ...]
    claims: int
    files: tuple[tuple[SubjectId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """A related person: the relation, who it is, and what is said about them."""

    relation: str
    to: SubjectId | None
    name: str
    detail: str
    told: tuple[Told, ...]
    is_from_other: bool = False


class CaseSheet:
    """Everything the template of a case shows; each part is laid out when it is asked for."""

    legend: Final = (
        *("camp", "forced_work", "house_arrest", "released", "left_country", "no_contact"),
        "reported_dead",
    )

    def __init__(self, page: CasePage) -> None:
        self.page = page
        self.id = page.id
        self.case: CaseFile = page.case
        self.voices: Mapping[SubjectId, Speaker] = speakers(page.sources)
        self.told: Mapping[ClaimId, Told] = told_of(page.case.dossier, self.voices)
        self._groups = by_property(page.case.claims)

    @cached_property
    def title(self) -> Part:
        """The displayed name with its language and direction."""
        shown = self.case.displayed.get("name")
        known = (one for one in self._groups.get("name", ()) if one.claim.id == shown)
        says = [parts_of(one.claim.says)[0] for one in known]
        return says[0] if says else _label(self.case.name)

    @cached_property
    def names(self) -> list[Value]:
        """Every name that stands, by script, without the one in the title."""
        values = values_of(self._groups.get("name", ()), self.told)
        return [one for one in values if one.stands]

    @cached_property
    def names_taken_back(self) -> list[Value]:
        """Names that no longer stand."""
        values = values_of(self._groups.get("name", ()), self.told)
        return [one for one in values if not one.stands]

    @cached_property
    def reports(self) -> list[Report]:
        """Every node of the timeline."""
        return reports_of(self.case, self.told)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The timeline."""
        return moments_of(self.reports)

    @cached_property
    def now(self) -> Report | None:
        """The current situation, with who says so."""
        node: TimelineNode | None = self.case.status
        if node is None:
            return None
        same = zip(self.case.timeline, self.reports, strict=True)
        return next((report for one, report in same if one == node), None)

    @cached_property
    def properties(self) -> list[PropertyRow]:
        """What is claimed, property by property."""
        found = []
        for name, group in self._groups.items():
            if name not in _ELSEWHERE:
                settled = self.case.displayed.get(name)
                values = values_of(group, self.told, settled=settled)
                found.append(_row(name, values, self.case.dossier.settled_reasons.get(name, "")))
        return sorted(found, key=lambda row: _ORDER.get(row.name, len(_ORDER)))

    @cached_property
    def statements(self) -> list[Spoken]:
        """Statements in the order in which they were made, undated ones last."""
        counted: dict[str, int] = {}
        for known in self.case.claims:
            if known.standing != "corrected":
                counted[known.statement] = counted.get(known.statement, 0) + 1
        names = {one: file.deposited.file_name for one, file in self.page.evidence}
        some = [
            Spoken(
                statement=one,
                speaker=self.voices.get(one.source, Speaker(one.source, "")),
                lang=one.language,
                translations=tuple(one.translations.items()),
                claims=counted.get(one.id, 0),
                files=tuple((file, names[file]) for file in one.evidence if file in names),
            )
            for one in self.case.statements
        ]
        return sorted(some, key=lambda spoken: _when(spoken.statement.occasion.on))

    @cached_property
    def kin(self) -> list[Kin]:
        """Related people, as this case's sources say and as other cases say of this one."""
        own = [_kin(value) for value in values_of(self._groups.get("relation", ()), self.told)]
        known = {one.to for one in own}
        return own + [
            Kin(says.relation, name.id, name.title, says.detail, (), is_from_other=True)
            for name, says in self.page.related_from
            if name.id not in known
        ]

    @cached_property
    def appeals(self) -> list[Followed]:
        """Appeals with what came back and what changed afterwards."""
        return [followed(one, appeal) for one, appeal in self.page.appeals]

    @cached_property
    def files(self) -> list[tuple[SubjectId, EvidenceDeposited]]:
        """Evidence."""
        return [(one, file.deposited) for one, file in self.page.evidence]


def _label(text: str) -> Part:
    """What stands in for a name; nobody said which language it is."""
    script = script_of(text)
    return Part("text", text, lang=language_tag("", script), dir=direction_of(script))


_ORDER: Final = {
    name: place
    for place, name in enumerate(
        (
            *("birth", "age", "sex", "ethnicity", "citizenship", "legal_position", "document"),
            *("occupation", "native_place", "residence", "reason", "treatment", "health"),
            *("contact", "remark"),
        )
    )
}
_UNDATED: Final = (10**9, 0, 0)


def _when(edtf: str) -> tuple[int, ...]:
    return parse_date(edtf).sort_key if edtf else _UNDATED


def _row(name: str, values: Sequence[Value], reason: str) -> PropertyRow:
    standing = [one for one in values if one.stands]
    fallen = [one for one in values if not one.stands]
    if name in SEVERAL:
        dated = sorted(standing, key=lambda value: _when(value.as_of))
        return PropertyRow(name, tuple(dated), tuple(fallen), reason)
    first = [one for one in standing if one.is_settled] or standing
    shown = first[:1]
    rest = [one for one in standing if one not in shown]
    return PropertyRow(name, tuple(shown), (*rest, *fallen), reason)


def _kin(value: Value) -> Kin:
    by = {part.kind: part for part in value.parts}
    texts = [part.value for part in value.parts if part.kind == "text"]
    to = by.get("subject")
    return Kin(
        relation=by["code"].value if "code" in by else "",
        to=SubjectId(to.value) if to else None,
        name=texts[0] if texts and not to else "",
        detail=" · ".join(texts if to else texts[1:]),
        told=value.told,
    )
