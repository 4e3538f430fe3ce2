"""Facts about an invented office, without a ledger: devices are letters, clocks are numbers."""

from __future__ import annotations

from collections.abc import Sequence

from nacl.bindings import crypto_sign_seed_keypair

from depter.ledger.entry import b64
from depter.register.facts import Fact
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    MemberAdmitted,
    OfficeFounded,
    TrusteesAppointed,
)
from depter.register.folds.office import OfficeFile
from depter.register.folds.office_fold import fold_office
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId

OFFICE = SubjectId("office0000000000")


class Bureau:
    """Facts in the order in which they were written; ``at`` may date one back."""

    def __init__(self, *custodians: str) -> None:
        self.facts: list[Recorded] = []
        self._seq: dict[str, int] = {}
        self.writes("a", OfficeFounded(name="Desk", custodians=("age1a",)))
        self.writes("a", admitted("a", "custodian", "coordinator"))
        for number, name in enumerate(custodians):
            entry = self.writes("a", admitted(name, "custodian"))
            if number:  # until there are two, one signature is enough
                self.writes(custodians[0], Countersigned(entry=entry))
            custody = self.writes(name, CustodyTaken(recipient=f"age1{name}"))
            self.writes("a", Countersigned(entry=custody))
            if number:
                self.writes(custodians[0], Countersigned(entry=custody))

    def writes(self, device: str, fact: Fact, *, at: float | None = None) -> EntryId:
        """One entry of a device's feed."""
        self._seq[device] = self._seq.get(device, 0) + 1
        moment = len(self.facts) + 1 if at is None else at
        entry = EntryId(f"entry-{len(self.facts) + 1}")
        reading = f"2019-01-01T00:00:{moment:06.3f}Z.0000"
        self.facts.append(Recorded(entry, device, reading, OFFICE, fact, seq=self._seq[device]))
        return entry

    def both(self, fact: Fact, *, by: str = "ab") -> EntryId:
        """Written by one custodian and signed by another."""
        entry = self.writes(by[0], fact)
        self.writes(by[1], Countersigned(entry=entry))
        return entry

    def last(self, device: str) -> int:
        """The last number of a device's feed."""
        return self._seq.get(device, 0)

    @property
    def office(self) -> OfficeFile:
        """What it all makes."""
        return folded(self.facts)


def folded(facts: Sequence[Recorded]) -> OfficeFile:
    """As a notebook does: sorted first, whatever came in when."""
    return fold_office(sorted(facts, key=lambda one: (one.at, one.device, one.seq)), {})


def admitted(member: str, *roles: str, device: str = "") -> MemberAdmitted:
    """A member whose device has the same name."""
    return MemberAdmitted(
        member=f"m-{member}", device=device or member, roles=roles, recipient=f"age1{member}"
    )


TRUSTEES, TRUSTEES_SECRET = crypto_sign_seed_keypair(b"t" * 32)


def appointed(*, signer: bytes = TRUSTEES, recipient: str = "age1trustees") -> TrusteesAppointed:
    """Paper shares were made."""
    return TrusteesAppointed(
        recipient=recipient, guarded="", signer=b64(signer), threshold=2, shares=3
    )
