"""Places, organisations, figures, files and the office itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from depter.register.facts.base import Told
from depter.register.facts.world import (
    EvidenceDeposited,
    EvidenceTakenOut,
    FigureClaimed,
    OrganisationDescribed,
    PlaceDescribed,
)
from depter.register.folds.dossier import Dossier, fold_dossier
from depter.register.folds.history import HistoryLine, history, standing
from depter.register.recorded import Recorded
from depter.values.ids import SubjectId


class PlaceFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="place"):
    """A place as last described, and what was said about it."""

    described: PlaceDescribed
    opened_at: str
    dossier: Dossier = Dossier()
    history: tuple[HistoryLine, ...] = ()

    @property
    def name(self) -> str:
        """The first spelling given."""
        return self.described.names[0].text if self.described.names else ""


class OrganisationFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="organisation"):
    """A body as last described, and what was said about it."""

    described: OrganisationDescribed
    opened_at: str
    dossier: Dossier = Dossier()
    history: tuple[HistoryLine, ...] = ()

    @property
    def name(self) -> str:
        """The first spelling given."""
        return self.described.names[0].text if self.described.names else ""


class FigureFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="figure"):
    """A number somebody claimed."""

    claimed: FigureClaimed
    opened_at: str
    history: tuple[HistoryLine, ...] = ()


class EvidenceFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="evidence"):
    """A file as deposited, and how often it left the register."""

    deposited: EvidenceDeposited
    opened_at: str
    times_taken_out: int = 0
    history: tuple[HistoryLine, ...] = ()


def fold_place(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> PlaceFile:
    """Fold all facts about one place; the latest description stands."""
    described = PlaceDescribed(names=(), place_kind="")
    for one in standing(facts):
        if isinstance(one.fact, PlaceDescribed):
            described = one.fact
    return PlaceFile(
        described=described,
        opened_at=facts[0].at,
        dossier=fold_dossier(facts, reliability),
        history=history(facts),
    )


def fold_organisation(
    facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]
) -> OrganisationFile:
    """Fold all facts about one organisation; the latest description stands."""
    described = OrganisationDescribed(names=(), organisation_kind="")
    for one in standing(facts):
        if isinstance(one.fact, OrganisationDescribed):
            described = one.fact
    return OrganisationFile(
        described=described,
        opened_at=facts[0].at,
        dossier=fold_dossier(facts, reliability),
        history=history(facts),
    )


def fold_figure(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> FigureFile:
    """Fold all facts about one figure; a later claim replaces a mistaken one."""
    claimed = FigureClaimed(counts="", value=0, told=Told(source=SubjectId(""), basis=""))
    for one in standing(facts):
        if isinstance(one.fact, FigureClaimed):
            claimed = one.fact
    return FigureFile(claimed=claimed, opened_at=facts[0].at, history=history(facts))


def fold_evidence(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> EvidenceFile:
    """Fold all facts about one file."""
    deposited = EvidenceDeposited(file_name="", media_type="", size=0, sha256="", blob="")
    for one in standing(facts):
        if isinstance(one.fact, EvidenceDeposited):
            deposited = one.fact
    return EvidenceFile(
        deposited=deposited,
        opened_at=facts[0].at,
        times_taken_out=sum(isinstance(one.fact, EvidenceTakenOut) for one in facts),
        history=history(facts),
    )
