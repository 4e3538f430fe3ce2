"""The status timeline as a page shows it: moments, and branches where sources disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from depter.register.folds.case import CaseFile
from depter.register.folds.timeline import TimelineNode
from depter.values.edtf import parse_date
from depter.values.ids import ClaimId, EntryId, SubjectId
from depter.web.cases.said import Told

BESIDE: Final = 3  # branches that stand beside each other; more go under a fold


@dataclass(frozen=True, slots=True)
class Report:
    """One situation as somebody reports it."""

    status: str
    as_of: str
    place: SubjectId | None
    detail: str
    told: tuple[Told, ...]
    is_dated: bool
    is_disputed: bool
    stands: bool
    settled: EntryId | None = None
    settled_reason: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One stop on the axis; several reports where they cannot all be true."""

    reports: tuple[Report, ...]

    @property
    def first(self) -> Report:
        """The report whose date and mark stand at the axis: the settled one, if any is."""
        return next((one for one in self.reports if one.settled), self.reports[0])

    @property
    def is_fork(self) -> bool:
        """Whether sources disagree here."""
        return len(self.reports) > 1

    @property
    def beside(self) -> tuple[Report, ...]:
        """Branches shown beside each other."""
        return self.reports[:BESIDE]

    @property
    def further(self) -> tuple[Report, ...]:
        """Branches under the fold."""
        return self.reports[BESIDE:]

    @property
    def has_one_date(self) -> bool:
        """Whether the date in the margin is that of every branch."""
        return len({one.as_of for one in self.reports}) == 1


def reports_of(case: CaseFile, claims: Mapping[ClaimId, Told]) -> list[Report]:
    """Every node of the timeline with who says so, in order."""
    reasons = {one.entry: one.reason for one in case.settlements}
    return [_report(node, claims, reasons) for node in case.timeline]


def _report(
    node: TimelineNode, claims: Mapping[ClaimId, Told], reasons: Mapping[EntryId, str]
) -> Report:
    return Report(
        status=node.status,
        as_of=node.as_of,
        place=node.place,
        detail=node.detail,
        told=tuple(claims[one] for one in node.claims if one in claims),
        is_dated=node.is_dated,
        is_disputed=node.disputed,
        stands=node.stands,
        settled=node.settled,
        settled_reason=reasons.get(node.settled, "") if node.settled else "",
    )


def moments_of(reports: Sequence[Report]) -> tuple[Moment, ...]:
    """Reports in order, with those that dispute each other at one stop.

    Only neighbours on the axis are brought together, so that the order of time stays.
    """
    gathered: list[list[Report]] = []
    for report in reports:
        if gathered and _disagree(report, gathered[-1]):
            gathered[-1].append(report)
        else:
            gathered.append([report])
    return tuple(Moment(_settled_first(some)) for some in gathered)


def _disagree(report: Report, others: Sequence[Report]) -> bool:
    return report.is_disputed and any(
        other.is_disputed and other.status != report.status and _overlap(other, report)
        for other in others
    )


def _overlap(one: Report, other: Report) -> bool:
    if not one.as_of or not other.as_of:
        return False
    return parse_date(one.as_of).overlaps(parse_date(other.as_of))


def _settled_first(reports: Sequence[Report]) -> tuple[Report, ...]:
    return tuple(sorted(reports, key=lambda one: one.settled is None))
