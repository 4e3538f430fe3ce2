"""What happened in an office, told from its entries alone: who wrote each, with which rights then.

It knows nothing of how Depter decides; it looks at what came about, and says what should not have.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from depter.notebook.notebook import Notebook
from depter.register.access import Right, Role
from depter.register.facts import Fact
from depter.register.facts.office import (
    Countersigned,
    DeedAsked,
    MemberAdmitted,
    MemberChanged,
    SubjectErased,
)
from depter.register.facts.sources import SourceOpened
from depter.register.facts.world import EvidenceTakenOut
from depter.values.ids import SubjectId

DONE = (SourceOpened, EvidenceTakenOut, SubjectErased)
NEEDS = {"unseal": Right.OPEN_SEALED, "take_out": Right.TAKE_OUT, "erase": Right.ERASE}


@dataclass(frozen=True)
class Line:
    """One entry: by which member, and who had which rights when it was written."""

    entry: str
    fact: Fact
    by: str
    rights: dict[str, frozenset[Right]]

    def had(self, right: Right) -> set[str]:
        """The members who then had a right."""
        return {member for member, rights in self.rights.items() if right in rights}


@dataclass
class Chronicle:
    """Entries in the order in which they were found; those of erased pages are remembered."""

    notebook: Notebook
    lines: dict[str, Line] = field(default_factory=dict)
    custodians: dict[str, int] = field(default_factory=dict)
    """Who became a custodian, and how many there were before."""
    rights: dict[str, frozenset[Right]] = field(default_factory=dict)

    def look(self, subjects: list[SubjectId]) -> None:
        """Take down what is new; rights are those that held before it was written."""
        before = self.rights or self._rights_now()
        for subject in (*subjects, self.notebook.office_id):
            for one in self.notebook.facts(subject):
                member = self.notebook.office.member_of(one.device)
                by = member.id if member else ""
                self.lines.setdefault(one.id, Line(one.id, one.fact, by, before))
        self.rights = self._rights_now()
        had = {member for member, rights in before.items() if Right.MANAGE in rights}
        for new in {one for one, rights in self.rights.items() if Right.MANAGE in rights} - had:
            self.custodians[new] = len(had)

    def wrongs(self) -> list[str]:
        """Everything that one person did alone though there were two."""
        found = []
        for line in self.lines.values():
            if isinstance(line.fact, DONE) and not self._was_asked_and_agreed(line):
                found.append(f"{type(line.fact).__name__} by one alone")
        uses = [line.fact.asked for line in self.lines.values() if isinstance(line.fact, DONE)]
        if len(uses) != len(set(uses)):
            found.append("one request, used twice")
        for new, were in self.custodians.items():
            if were >= 2 and not self._was_made_custodian_by_two(new):
                found.append("a custodian, by one alone")
        return found

    def _was_asked_and_agreed(self, line: Line) -> bool:
        assert isinstance(line.fact, DONE)
        asked = self.lines.get(line.fact.asked)
        if asked is None or not isinstance(asked.fact, DeedAsked):
            return False
        if asked.by not in asked.had(NEEDS[asked.fact.deed]):
            return False
        others = line.had(Right.AGREE) - {asked.by}
        return not others or bool(self._signers(asked.entry, Right.AGREE) - {asked.by})

    def _was_made_custodian_by_two(self, member: str) -> bool:
        """Whether some entry that makes a custodian of them has two signatures."""
        for line in self.lines.values():
            fact = line.fact
            if isinstance(fact, MemberAdmitted | MemberChanged) and fact.member == member:
                signed = self._signers(line.entry, Right.MANAGE) | {line.by}
                if Role.CUSTODIAN in fact.roles and len(signed) >= 2:
                    return True
        return False

    def _signers(self, entry: str, right: Right) -> set[str]:
        """Who countersigned an entry and had the right to when they did."""
        return {
            line.by
            for line in self.lines.values()
            if isinstance(line.fact, Countersigned)
            and line.fact.entry == entry
            and line.by in line.had(right)
        }

    def _rights_now(self) -> dict[str, frozenset[Right]]:
        return {member.id: member.rights for member in self.notebook.office.members}
