"""The office: who belongs to it, with which devices and roles, and whose keys are sealed to.

Which facts make it so is decided in :mod:`depter.register.folds.office_fold`.
"""

from __future__ import annotations

import msgspec

from depter.register.access import Right, rights_of, roles_from
from depter.register.facts import Fact
from depter.register.facts.office import (
    ForkSeen,
    PolicySet,
)
from depter.register.folds.history import HistoryLine
from depter.values.ids import EntryId, SubjectId


class Device(msgspec.Struct, frozen=True, omit_defaults=True):
    """A device of a member. ``ends`` is the last entry that counts, None while it may write."""

    key: str
    recipient: str = ""
    label: str = ""
    since: str = ""
    ends: int | None = None


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """A member; ``left_at`` is when they were shut out."""

    id: str
    name: str
    roles: tuple[str, ...]
    devices: tuple[Device, ...]
    since: str
    left_at: str = ""
    custody: str = ""

    @property
    def stands(self) -> bool:
        """Whether the member belongs to the office now."""
        return not self.left_at

    @property
    def rights(self) -> frozenset[Right]:
        """What the member may do."""
        return rights_of(roles_from(self.roles)) if self.stands else frozenset()


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry that waits for a second custodian."""

    entry: EntryId
    kind: str
    at: str
    by: str
    fact: Fact


class Trustees(msgspec.Struct, frozen=True, omit_defaults=True):
    """The paper shares as last appointed."""

    recipient: str
    guarded: str
    signer: str
    threshold: int
    shares: int
    at: str
    verified_at: str = ""
    verified_how: str = ""


class OfficeFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="office"):
    """The office as it now stands.

    Attributes:
        key: id of the office key that new keys of subjects are wrapped under.
        custodians: age recipients that what is sealed goes to, the trustees' included.
        practice: whether the office said that it enters no real people yet.
    """

    name: str
    opened_at: str
    members: tuple[Member, ...] = ()
    key: str = ""
    custodians: tuple[str, ...] = ()
    trustees: Trustees | None = None
    practice: bool = False
    erased: dict[SubjectId, EntryId] = {}
    forks: tuple[ForkSeen, ...] = ()
    policy: PolicySet = PolicySet()
    pending: tuple[Pending, ...] = ()
    history: tuple[HistoryLine, ...] = ()

    def member_of(self, device: str) -> Member | None:
        """Whose device it is or was."""
        return next((m for m in self.members if any(d.key == device for d in m.devices)), None)

    def device(self, key: str) -> Device | None:
        """The device with this key."""
        return next((d for m in self.members for d in m.devices if d.key == key), None)

    def member(self, member_id: str) -> Member | None:
        """The member with this id."""
        return next((m for m in self.members if m.id == member_id), None)

    def with_right(self, right: Right) -> tuple[Member, ...]:
        """The members who now have a right."""
        return tuple(m for m in self.members if right in m.rights)

    def counts(self, device: str, seq: int) -> bool:
        """Whether an entry of a device counts: a member's, and not after its end."""
        known = self.device(device)
        return known is not None and (known.ends is None or seq <= known.ends)

    @property
    def is_recoverable(self) -> bool:
        """Whether paper shares exist and were verified."""
        return self.trustees is not None and bool(self.trustees.verified_at)

    @property
    def standing_devices(self) -> tuple[Device, ...]:
        """Every device that may write now."""
        return tuple(d for m in self.members if m.stands for d in m.devices if d.ends is None)
