"""Facts for folds, without a ledger: who said what, when, in a few words."""

from __future__ import annotations

from itertools import count
from typing import Any

from depter.register.facts import Fact
from depter.register.facts import claims as says
from depter.register.facts.cases import CaseOpened
from depter.register.facts.claims import Claim
from depter.register.facts.office import EntryStruck
from depter.register.facts.statements import Occasion, StatementRecorded
from depter.register.folds import fold
from depter.register.folds.case import CaseFile
from depter.register.folds.claims import KnownClaim
from depter.register.recorded import Recorded
from depter.values.ids import ClaimId, EntryId, StatementId, SubjectId

CASE = SubjectId("case000000000000")
AIDA = SubjectId("sourceaida000000")
BEK = SubjectId("sourcebek0000000")
CAMP = SubjectId("placecamp0000000")
FACTORY = SubjectId("placefactory0000")


class Telling:
    """Collects facts about one case in order; ids are simply numbered."""

    def __init__(self) -> None:
        self.facts: list[Recorded] = []
        self._numbers = count(1)
        self.add(CaseOpened(label="somebody"))

    def add(self, fact: Fact) -> EntryId:
        number = next(self._numbers)
        entry = EntryId(f"entry-{number}")
        at = f"2019-01-01T00:00:00.{number:03d}Z.0000"
        self.facts.append(Recorded(entry, "device", at, CASE, fact))
        return entry

    def says(
        self,
        source: SubjectId,
        *claims: Claim,
        on: str = "",
        statement: str = "",
        **more: Any,
    ) -> StatementId:
        said = StatementId(statement or f"statement-{len(self.facts)}")
        self.add(
            StatementRecorded(
                statement=said, source=source, occasion=Occasion(on=on), claims=claims, **more
            )
        )
        return said

    def strikes(self, entry: EntryId) -> EntryId:
        return self.add(EntryStruck(entry=entry))

    def case(self, **reliability: str) -> CaseFile:
        grades = {{"aida": AIDA, "bek": BEK}[name]: grade for name, grade in reliability.items()}
        folded = fold(self.facts, reliability=grades)
        assert isinstance(folded, CaseFile)
        return folded


_ids = count(1)


def claim(what: says.AnySays, *, basis: str = "family", as_of: str = "", **more: Any) -> Claim:
    return Claim(id=ClaimId(f"claim-{next(_ids)}"), says=what, basis=basis, as_of=as_of, **more)


def status(code: str, as_of: str = "", **more: Any) -> Claim:
    return claim(says.StatusWas(status=code), as_of=as_of, **more)


def known(
    *, reliability: str = "", credibility: str = "", basis: str = "family", said_on: str = ""
) -> KnownClaim:
    return KnownClaim(
        claim=claim(says.HealthWas(text="well"), basis=basis),
        statement=StatementId("s"),
        source=AIDA,
        said_on=said_on,
        reliability=reliability,
        credibility=credibility,
    )
