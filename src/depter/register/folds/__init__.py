"""Pure folds: all facts about one subject become one object, the same for everybody.

A fold never reads anything but its arguments, and never fails on facts in an unexpected
order: what cannot be placed is left in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from depter.register.facts import Fact
from depter.register.facts.advocacy import AppealMade, IncidentReported, ProceedingBegun
from depter.register.facts.cases import CaseOpened
from depter.register.facts.office import OfficeFounded
from depter.register.facts.sources import SourceIntroduced
from depter.register.facts.world import (
    EvidenceDeposited,
    FigureClaimed,
    OrganisationDescribed,
    PlaceDescribed,
)
from depter.register.folds.advocacy import (
    AppealFile,
    IncidentFile,
    ProceedingFile,
    fold_appeal,
    fold_incident,
    fold_proceeding,
)
from depter.register.folds.case import CaseFile, fold_case
from depter.register.folds.history import standing
from depter.register.folds.office import OfficeFile
from depter.register.folds.office_fold import fold_office
from depter.register.folds.source import SourceFile, fold_source
from depter.register.folds.world import (
    EvidenceFile,
    FigureFile,
    OrganisationFile,
    PlaceFile,
    fold_evidence,
    fold_figure,
    fold_organisation,
    fold_place,
)
from depter.register.recorded import Recorded
from depter.values.ids import SubjectId

Folded = (
    CaseFile
    | SourceFile
    | PlaceFile
    | OrganisationFile
    | AppealFile
    | IncidentFile
    | ProceedingFile
    | FigureFile
    | EvidenceFile
    | OfficeFile
)

Reliability = Mapping[SubjectId, str]

_FOLDS: Final[dict[type[Fact], Callable[[Sequence[Recorded], Reliability], Folded]]] = {
    CaseOpened: fold_case,
    SourceIntroduced: fold_source,
    PlaceDescribed: fold_place,
    OrganisationDescribed: fold_organisation,
    AppealMade: fold_appeal,
    IncidentReported: fold_incident,
    ProceedingBegun: fold_proceeding,
    FigureClaimed: fold_figure,
    EvidenceDeposited: fold_evidence,
}


def fold(facts: Sequence[Recorded], *, reliability: Reliability) -> Folded | None:
    """The object that all facts about one subject make.

    ``reliability`` is how each judged source was judged (A–F); it ranks competing claims.
    None when nothing standing says what the subject is: never begun, or struck out.
    """
    if any(isinstance(one.fact, OfficeFounded) for one in facts):
        return fold_office(facts, reliability)  # nobody strikes out what the register stands on
    for recorded in standing(facts):
        beginning = _FOLDS.get(type(recorded.fact))
        if beginning is not None:
            return beginning(facts, reliability)
    return None


__all__ = ["Folded", "fold"]
