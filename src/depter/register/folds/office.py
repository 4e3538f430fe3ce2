"""The office: who belongs to it, with which devices and roles, and whose keys are sealed to.

Facts are read in their order; each takes effect only if whoever wrote it had the right then, and
when as many custodians signed it as the office had: two, or the one of a one-person office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from depter.ledger.entry import is_trustees_word
from depter.register.access import Right, Role, rights_of, roles_from
from depter.register.facts import Fact, kind_of
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    DeviceIntroduced,
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
from depter.register.folds.history import HistoryLine
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId

_BY_CUSTODIANS: Final = (
    *(MemberAdmitted, MemberChanged, MemberRevoked, CustodyTaken, OfficeRekeyed),
    *(TrusteesAppointed,),
)
"""What takes the signatures of two custodians."""


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


def fold_office(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> OfficeFile:
    """Fold all facts about the office (what others say of sources is not asked)."""
    state = _State()
    for one in facts:
        state.read(one)
    return state.file(facts)


class _State:
    """The office while its facts are being read."""

    def __init__(self) -> None:
        self.name = ""
        self.members: dict[str, Member] = {}
        self.founders: tuple[str, ...] = ()
        self.key = ""
        self.trustees: Trustees | None = None
        self.practice = False
        self.erased: dict[SubjectId, EntryId] = {}
        self.forks: list[ForkSeen] = []
        self.policy = PolicySet()
        self.waiting: dict[EntryId, tuple[Recorded, set[str]]] = {}
        self.struck: dict[str, EntryId] = {}

    def read(self, one: Recorded) -> None:
        """Take one fact in, if whoever wrote it might write it then."""
        match one.fact:
            case OfficeFounded() as fact:
                if not self.name and not self.members and not self.founders:
                    self.name, self.founders = fact.name, fact.custodians
                return
            case MemberAdmitted() as fact if not self.members and fact.device == one.device:
                self._admit(fact, one)  # whoever founds the office admits themselves
                first = self.founders[0] if self.founders else ""
                self._put(fact.member, custody=first)
                return
            case OfficeRecovered() as fact:
                self._recover(fact, one)
                return
        author = self._author(one)
        if author is None:
            return
        self._read_of(author, one)

    def _read_of(self, author: Member, one: Recorded) -> None:
        if isinstance(one.fact, _BY_CUSTODIANS):
            if Right.MANAGE in author.rights:
                self.waiting[one.id] = (one, set())
                self._sign(one.id, author)
            return
        match one.fact:
            case Countersigned() as fact:
                self._sign(fact.entry, author)
            case EntryStruck() as fact:
                if fact.entry in self.waiting and Right.MANAGE in author.rights:
                    del self.waiting[EntryId(fact.entry)]
                    self.struck[fact.entry] = one.id
            case DeviceIntroduced() as fact:
                self._introduce(fact, one, author)
            case _:
                self._note(one, author)

    def file(self, facts: Sequence[Recorded]) -> OfficeFile:
        """The office after the last fact."""
        custody = [m.custody for m in self.members.values() if m.stands and m.custody]
        trustees = [self.trustees.recipient] if self.trustees else []
        return OfficeFile(
            name=self.name,
            opened_at=facts[0].at,
            members=tuple(self.members.values()),
            key=self.key,
            custodians=tuple(dict.fromkeys((*custody, *trustees))) or self.founders,
            trustees=self.trustees,
            practice=self.practice,
            erased=self.erased,
            forks=tuple(self.forks),
            policy=self.policy,
            pending=tuple(self._pending()),
            history=tuple(
                HistoryLine(
                    id=one.id,
                    at=one.at,
                    device=one.device,
                    kind=kind_of(one.fact),
                    struck_by=self.struck.get(one.id),
                    reason=str(getattr(one.fact, "reason", "")),
                )
                for one in facts
            ),
        )

    def _pending(self) -> Iterable[Pending]:
        for entry, (one, signed) in self.waiting.items():
            by = next(iter(signed), "")
            yield Pending(entry=entry, kind=kind_of(one.fact), at=one.at, by=by, fact=one.fact)

    def _author(self, one: Recorded) -> Member | None:
        """Whoever wrote it, if their device counted then."""
        for member in self.members.values():
            for device in member.devices:
                if device.key == one.device:
                    return member if device.ends is None or one.seq <= device.ends else None
        return None

    def _sign(self, entry: EntryId, author: Member) -> None:
        """One signature more; with enough of them, the entry takes effect."""
        if entry not in self.waiting or Right.MANAGE not in author.rights:
            return
        one, signed = self.waiting[entry]
        signed.add(author.id)
        custodians = [m for m in self.members.values() if Right.MANAGE in m.rights]
        if len(signed) >= min(2, len(custodians)):
            del self.waiting[entry]
            self._take_effect(one)

    def _take_effect(self, one: Recorded) -> None:
        match one.fact:
            case MemberAdmitted() as fact:
                if fact.member not in self.members and self._is_new(fact.device):
                    self._admit(fact, one)
            case MemberChanged() as fact:
                self._put(fact.member, roles=fact.roles)
                if Role.CUSTODIAN not in fact.roles:
                    self._put(fact.member, custody="")
            case MemberRevoked() as fact:
                self._leave(fact.member, fact.ends, one.at)
            case CustodyTaken() as fact:
                author = self._author(one)
                if author and Role.CUSTODIAN in roles_from(author.roles):
                    self._put(author.id, custody=fact.recipient)
            case OfficeRekeyed() as fact:
                self.key = fact.key
            case TrusteesAppointed() as fact:
                self.trustees = Trustees(
                    recipient=fact.recipient,
                    guarded=fact.guarded,
                    signer=fact.signer,
                    threshold=fact.threshold,
                    shares=fact.shares,
                    at=one.at,
                )

    def _note(self, one: Recorded, author: Member) -> None:
        """What one member may say alone."""
        match one.fact:
            case TrusteesVerified() as fact if Right.MANAGE in author.rights:
                if self.trustees and self.trustees.recipient == fact.recipient:
                    self.trustees = msgspec.structs.replace(
                        self.trustees, verified_at=one.at, verified_how=fact.how
                    )
            case PracticeDeclared():
                self.practice = True
            case SubjectErased() as fact if Right.ERASE in author.rights:
                self.erased[fact.subject] = one.id
            case ForkSeen() as fact:
                self.forks.append(fact)
            case PolicySet() as fact if Right.MANAGE in author.rights:
                self.policy = fact

    def _admit(self, fact: MemberAdmitted, one: Recorded) -> None:
        device = Device(key=fact.device, recipient=fact.recipient, since=one.at)
        self.members[fact.member] = Member(
            id=fact.member,
            name=fact.name,
            roles=fact.roles or (fact.role,),
            devices=(device,),
            since=one.at,
        )

    def _introduce(self, fact: DeviceIntroduced, one: Recorded, author: Member) -> None:
        """A member's further device, or (with the same key) what the first format left out."""
        devices = [
            msgspec.structs.replace(old, ends=fact.ends) if old.key == fact.replaces else old
            for old in author.devices
        ]
        if any(old.key == fact.device for old in devices):
            devices = [
                msgspec.structs.replace(old, recipient=fact.recipient, label=fact.label)
                if old.key == fact.device
                else old
                for old in devices
            ]
        elif self._is_new(fact.device):
            devices.append(
                Device(key=fact.device, recipient=fact.recipient, label=fact.label, since=one.at)
            )
        self._put(author.id, devices=tuple(devices))

    def _recover(self, fact: OfficeRecovered, one: Recorded) -> None:
        """The trustees admit a custodian; their signature stands for the custodians'."""
        known = self.trustees
        if known is None or not self._is_new(fact.device) or one.device != fact.device:
            return
        word = trustees_word(fact)
        if not is_trustees_word(word, signature=fact.signature, signer=known.signer):
            return
        for leaving in fact.leaving:
            self._leave(leaving, fact.ends, one.at)
        device = Device(key=fact.device, recipient=fact.recipient, since=one.at)
        earlier = self.members.get(fact.member)
        self.members[fact.member] = Member(
            id=fact.member,
            name=fact.name or (earlier.name if earlier else ""),
            roles=tuple(dict.fromkeys((*(earlier.roles if earlier else ()), Role.CUSTODIAN.value))),
            devices=(*(earlier.devices if earlier else ()), device),
            since=earlier.since if earlier else one.at,
            custody=fact.custodian,
        )

    def _leave(self, member_id: str, ends: Mapping[str, int], at: str) -> None:
        member = self.members.get(member_id)
        if member is None:
            return
        devices = tuple(
            msgspec.structs.replace(one, ends=max(ends.get(one.key, 0), _ended(one)))
            for one in member.devices
        )
        self._put(member_id, devices=devices, left_at=at, custody="")

    def _is_new(self, device: str) -> bool:
        return all(one.key != device for m in self.members.values() for one in m.devices)

    def _put(self, member_id: str, **changes: object) -> None:
        member = self.members.get(member_id)
        if member is not None:
            self.members[member_id] = msgspec.structs.replace(member, **changes)


def _ended(device: Device) -> int:
    """An end that was named before: what counted then counts for good."""
    return device.ends or 0


def trustees_word(fact: OfficeRecovered) -> bytes:
    """What the trustees sign: the whole fact but the signature."""
    return msgspec.json.encode(msgspec.structs.replace(fact, signature=""), order="sorted")
