"""The closed list of facts. A kind is a plain stable string; it is never renamed."""

from __future__ import annotations

from typing import Final

from depter.register.facts.advocacy import (
    AppealAnswered,
    AppealFollowed,
    AppealMade,
    IncidentReported,
    ProceedingBegun,
    RepresentationChanged,
    StageReached,
)
from depter.register.facts.base import Fact, Told
from depter.register.facts.cases import (
    CaseAssigned,
    CaseOpened,
    CaseUnassigned,
    ClaimJudged,
    SameJudged,
    StatusSettled,
    ValueSettled,
)
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    DeedAsked,
    DeviceIntroduced,
    DeviceRestored,
    EntryStruck,
    ForkSeen,
    MemberAdmitted,
    MemberChanged,
    MemberRevoked,
    OfficeFounded,
    OfficeRecovered,
    OfficeRekeyed,
    PolicySet,
    PracticeDeclared,
    SubjectErased,
    TrusteesAppointed,
    TrusteesVerified,
)
from depter.register.facts.sources import (
    ConsentGiven,
    ConsentWithdrawn,
    SourceIntroduced,
    SourceJudged,
    SourceOpened,
)
from depter.register.facts.statements import (
    StatementCorrected,
    StatementRecorded,
    StatementRetracted,
)
from depter.register.facts.world import (
    EvidenceDeposited,
    EvidenceTakenOut,
    FigureClaimed,
    OrganisationDescribed,
    PlaceDescribed,
)

_ALL: Final[tuple[type[Fact], ...]] = (
    OfficeFounded,
    MemberAdmitted,
    MemberChanged,
    MemberRevoked,
    DeviceIntroduced,
    DeviceRestored,
    CustodyTaken,
    OfficeRekeyed,
    OfficeRecovered,
    TrusteesAppointed,
    TrusteesVerified,
    PracticeDeclared,
    SubjectErased,
    ForkSeen,
    PolicySet,
    EntryStruck,
    DeedAsked,
    Countersigned,
    CaseOpened,
    CaseAssigned,
    CaseUnassigned,
    ValueSettled,
    StatusSettled,
    ClaimJudged,
    SameJudged,
    StatementRecorded,
    StatementCorrected,
    StatementRetracted,
    SourceIntroduced,
    SourceJudged,
    SourceOpened,
    ConsentGiven,
    ConsentWithdrawn,
    PlaceDescribed,
    OrganisationDescribed,
    FigureClaimed,
    EvidenceDeposited,
    EvidenceTakenOut,
    AppealMade,
    AppealAnswered,
    AppealFollowed,
    IncidentReported,
    ProceedingBegun,
    StageReached,
    RepresentationChanged,
)


def kind_of(fact: Fact | type[Fact]) -> str:
    """The kind as it stands in the ledger, e.g. ``statement.recorded``."""
    return str(fact.__struct_config__.tag)


KINDS: Final[dict[str, type[Fact]]] = {kind_of(fact): fact for fact in _ALL}

__all__ = ["KINDS", "Fact", "Told", "kind_of"]
