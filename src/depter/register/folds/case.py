"""The case: the dossier of one person, with names, timeline and what is displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from depter.register.facts.cases import (
    CaseAssigned,
    CaseOpened,
    CaseUnassigned,
    SameJudged,
    StatusSettled,
)
from depter.register.facts.claims import NameIs
from depter.register.folds.claims import KnownClaim, displayed, grouped, rank
from depter.register.folds.conflict import Conflict, conflicts
from depter.register.folds.dossier import Dossier, StatementFile, fold_dossier
from depter.register.folds.history import HistoryLine, history, standing
from depter.register.folds.timeline import Settlement, TimelineNode, build_timeline, current
from depter.register.recorded import Recorded
from depter.register.vocabulary import vocabulary
from depter.values.edtf import parse_date
from depter.values.ids import ClaimId, SubjectId
from depter.values.level import Level


class CaseFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="case"):
    """Everything known about one person, as it now stands.

    Attributes:
        name: displayed name; the label of the case while nobody gave a name.
        all_names: every name that stands, best first, each once.
        displayed: for each property, the claim to show.
        status: the current status node, see :func:`depter.register.folds.timeline.current`.
        last_heard: latest EDTF date at which the person was heard from, empty when never.
        year: the year in which the person was first held or restricted, when known.
        judged_same: other cases judged same, different or unsure.
        conflicts: decisions of the office that do not know of each other and differ.
        assigned: members who see assigned cases only, and this one among them.
    """

    name: str
    opened_at: str
    changed_at: str
    label: str = ""
    is_named: bool = False
    all_names: tuple[str, ...] = ()
    dossier: Dossier = Dossier()
    displayed: dict[str, ClaimId] = {}
    timeline: tuple[TimelineNode, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    status: TimelineNode | None = None
    last_heard: str = ""
    year: int | None = None
    judged_same: dict[SubjectId, str] = {}
    conflicts: tuple[Conflict, ...] = ()
    assigned: tuple[str, ...] = ()
    history: tuple[HistoryLine, ...] = ()

    @property
    def claims(self) -> tuple[KnownClaim, ...]:
        """Every claim of every statement."""
        return self.dossier.claims

    @property
    def statements(self) -> tuple[StatementFile, ...]:
        """Every statement about the person."""
        return self.dossier.statements

    @property
    def is_disputed(self) -> bool:
        """Whether sources disagree about the status and nothing was settled about it."""
        settled = [node for node in self.timeline if node.settled and node.as_of]
        return any(node.disputed and not _is_decided(node, settled) for node in self.timeline)


def fold_case(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> CaseFile:
    """Fold all facts about one case."""
    dossier = fold_dossier(facts, reliability)
    opened: Recorded | None = None
    label, settlements, same = "", [], {}
    assigned: dict[str, None] = {}
    for one in standing(facts):
        match one.fact:
            case CaseOpened() as fact:
                opened, label = opened or one, fact.label
            case StatusSettled() as fact:
                settlements.append(_settlement(one, fact))
            case SameJudged() as fact:
                same[fact.other] = fact.verdict
            case CaseAssigned() as fact:
                assigned[fact.member] = None
            case CaseUnassigned() as fact:
                assigned.pop(fact.member, None)
            case _:
                pass
    # What is made of the claims and shown to everybody is made of those everybody may read.
    plain = [one for one in dossier.claims if one.level is Level.INTERNAL]
    groups = grouped(plain)
    shown = best = displayed(groups, settled=dossier.settled)
    if len(plain) < len(dossier.claims):
        best = displayed(grouped(dossier.claims), settled=dossier.settled)
    timeline = build_timeline(groups.get("status", ()), settlements)
    names = _names(groups.get("name", ()))
    name = shown.get("name")
    return CaseFile(
        name=name.claim.says.text if name and isinstance(name.claim.says, NameIs) else label,
        is_named=name is not None,
        all_names=names,
        label=label,
        opened_at=(opened or facts[0]).at,
        changed_at=max(one.at for one in facts),
        dossier=dossier,
        displayed={key: known.claim.id for key, known in best.items()},
        timeline=timeline,
        settlements=tuple(settlements),
        status=current(timeline, groups.get("status", ()), settlements),
        last_heard=_last_heard(groups),
        year=_first_year(timeline),
        judged_same=same,
        conflicts=conflicts(facts),
        assigned=tuple(assigned),
        history=history(facts),
    )


def _names(claims: Sequence[KnownClaim]) -> tuple[str, ...]:
    """Each name that stands once, best first."""
    standing = sorted((known for known in claims if known.stands), key=rank)
    names = (one.claim.says.text for one in standing if isinstance(one.claim.says, NameIs))
    return tuple(dict.fromkeys(names))


def _settlement(one: Recorded, fact: StatusSettled) -> Settlement:
    return Settlement(
        entry=one.id,
        at=one.at,
        status=fact.status,
        as_of=fact.as_of,
        reason=fact.reason,
        relies_on=fact.relies_on,
        place=fact.place,
    )


def _is_decided(node: TimelineNode, settled: Sequence[TimelineNode]) -> bool:
    """Whether the office stands by this node, or by one that cannot be true beside it."""
    if node.settled:
        return True
    when = parse_date(node.as_of) if node.as_of else None
    return when is not None and any(when.overlaps(parse_date(one.as_of)) for one in settled)


_HELD: Final = ("held", "restricted")


def _last_heard(groups: Mapping[str, Sequence[KnownClaim]]) -> str:
    """The latest date at which somebody heard from the person, or they spoke themselves."""
    heard = [
        known.claim.as_of or known.said_on for known in groups.get("contact", ()) if known.stands
    ]
    heard += [
        known.said_on
        for known in groups.get("status", ())
        if known.stands and known.claim.basis == "self"
    ]
    dated = [(parse_date(edtf).sort_key, edtf) for edtf in heard if edtf]
    return max(dated)[1] if dated else ""


def _first_year(timeline: Sequence[TimelineNode]) -> int | None:
    """The year the first held or restricted status began (or ended, if only that is known)."""
    status = vocabulary("status")
    for node in timeline:
        held = status.attribute(node.status, "group") in _HELD
        if held and node.stands and node.as_of and node.is_dated:
            when = parse_date(node.as_of)
            day = when.earliest or when.latest
            if day:
                return day.year
    return None
