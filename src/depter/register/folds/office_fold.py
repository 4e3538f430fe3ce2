"""The fold of the office: which of its facts take effect, and what they make of it.

Facts are read in their order; each takes effect only if whoever wrote it had the right then, and
when as many custodians signed it as the office had: two, or the one of a one-person office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from depter.ledger.entry import is_word_signed
from depter.register.access import Right, Role, roles_from
from depter.register.facts import kind_of
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
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
from depter.register.folds.history import HistoryLine
from depter.register.folds.office import Device, Member, OfficeFile, Pending, Trustees
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId

_BY_CUSTODIANS: Final = (
    *(MemberAdmitted, MemberChanged, MemberRevoked, CustodyTaken, OfficeRekeyed),
    *(TrusteesAppointed, PolicySet),
)
"""What takes the signatures of two custodians."""


def fold_office(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> OfficeFile:
    """Fold all facts about the office (what others say of sources is not asked)."""
    first = _read(facts, ends={})
    return _read(facts, ends=first.ends()).file(facts)


def _read(facts: Sequence[Recorded], *, ends: Mapping[str, int]) -> _State:
    """The office after these facts, without what stands behind the ``ends`` of its device.

    They are known only when everything was read once: a device that was shut out can still date
    an entry back to before that.
    """
    state = _State()
    for one in facts:
        if one.seq <= ends.get(one.device, one.seq):
            state.read(one)
    return state


class _State:
    """The office while its facts are being read."""

    def __init__(self) -> None:
        self.name = ""
        self.members: dict[str, Member] = {}
        self.founders: tuple[str, ...] = ()
        self.founding = ""
        self.key = ""
        self.trustees: Trustees | None = None
        self.proved: dict[str, tuple[str, str]] = {}
        self.claimed: dict[str, str] = {}  # devices on the word of one member alone: whose
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
                if not self.founding:
                    self.name, self.founders = fact.name, fact.custodians
                    self.founding = one.device
                return
            case MemberAdmitted() as fact if (
                not self.members and fact.device == one.device == self.founding
            ):
                self._admit(fact, one)  # whoever founds the office admits themselves
                first = self.founders[0] if self.founders else ""
                self._put(fact.member, custody=first)
                return
            case OfficeRecovered() as fact:
                self._recover(fact, one)
                return
            case DeviceRestored() as fact:
                self._restore(fact, one)
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

    def ends(self) -> dict[str, int]:
        """The last entry that counts, of every device that may no longer write."""
        devices = [one for member in self.members.values() for one in member.devices]
        return {one.key: one.ends for one in devices if one.ends is not None}

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
        # Who was made a custodian and has not taken custody cannot hold the office up, nor decide.
        custodians = [m for m in self.members.values() if Right.MANAGE in m.rights]
        acting = {m.id for m in custodians if m.custody} or {m.id for m in custodians}
        if len(signed & acting) >= min(2, len(acting)):
            del self.waiting[entry]
            self._take_effect(one)

    def _take_effect(self, one: Recorded) -> None:
        match one.fact:
            case MemberAdmitted() as fact:
                if fact.member not in self.members:
                    self._disclaim(fact.device)
                    if self._is_new(fact.device):
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
            case PolicySet() as fact:
                self.policy = fact
            case TrusteesAppointed() as fact:
                self.trustees = Trustees(
                    recipient=fact.recipient,
                    guarded=fact.guarded,
                    signer=fact.signer,
                    threshold=fact.threshold,
                    shares=fact.shares,
                    at=one.at,
                )
                self._prove()

    def _note(self, one: Recorded, author: Member) -> None:
        """What one member may say alone."""
        match one.fact:
            case TrusteesVerified() as fact if Right.MANAGE in author.rights:
                self.proved[fact.recipient] = one.at, fact.how
                self._prove()
            case PracticeDeclared():
                self.practice = True
            case SubjectErased() as fact if Right.ERASE in author.rights:
                self.erased[fact.subject] = one.id
            case ForkSeen() as fact:
                self.forks.append(fact)

    def _prove(self) -> None:
        """Sheets are proved before a second custodian confirms those whom they appoint."""
        if self.trustees and self.trustees.recipient in self.proved:
            at, how = self.proved[self.trustees.recipient]
            self.trustees = msgspec.structs.replace(self.trustees, verified_at=at, verified_how=how)

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
            msgspec.structs.replace(old, ends=max(fact.ends, _ended(old)))
            if old.key == fact.replaces
            else old
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
            self.claimed[fact.device] = author.id
        self._put(author.id, devices=tuple(devices))

    def _recover(self, fact: OfficeRecovered, one: Recorded) -> None:
        """The trustees admit a custodian; their signature stands for the custodians'."""
        known = self.trustees
        if known is None or one.device != fact.device:
            return
        word = word_of(fact)
        if not is_word_signed(word, signature=fact.signature, signer=known.signer):
            return
        self._disclaim(fact.device)
        if not self._is_new(fact.device):
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

    def _restore(self, fact: DeviceRestored, one: Recorded) -> None:
        """A member goes on from a backup; the key of the device that is lost says so itself."""
        member = self.members.get(fact.member)
        if member is None or not member.stands or one.device != fact.device:
            return
        earlier = [old for old in member.devices if old.key == fact.earlier and old.ends is None]
        signed = is_word_signed(word_of(fact), signature=fact.signature, signer=fact.earlier)
        if earlier and signed:
            self._disclaim(fact.device)
        member = self.members[fact.member]
        if earlier and signed and self._is_new(fact.device):
            device = Device(key=fact.device, recipient=fact.recipient, since=one.at)
            self._put(fact.member, devices=(*member.devices, device))

    def _leave(self, member_id: str, ends: Mapping[str, int], at: str) -> None:
        member = self.members.get(member_id)
        if member is None:
            return
        devices = tuple(
            msgspec.structs.replace(one, ends=max(ends.get(one.key, 0), _ended(one)))
            for one in member.devices
        )
        self._put(member_id, devices=devices, left_at=at, custody="")

    def _disclaim(self, device: str) -> None:
        """Take a device from a member who only said that it is theirs.

        Anybody can name another's device, and date it back; whoever signs with it, or is admitted
        with it by custodians, must not be kept out by that. What was shut out stays shut out.
        """
        if claimant := self.members.get(self.claimed.get(device, "")):
            kept = [one for one in claimant.devices if one.key != device or one.ends is not None]
            self._put(claimant.id, devices=tuple(kept))

    def _is_new(self, device: str) -> bool:
        return all(one.key != device for m in self.members.values() for one in m.devices)

    def _put(self, member_id: str, **changes: object) -> None:
        member = self.members.get(member_id)
        if member is not None:
            self.members[member_id] = msgspec.structs.replace(member, **changes)


def _ended(device: Device) -> int:
    """An end that was named before: what counted then counts for good."""
    return device.ends or 0


def word_of(fact: OfficeRecovered | DeviceRestored) -> bytes:
    """What is signed beside the entry itself: the whole fact but the signature."""
    return msgspec.json.encode(msgspec.structs.replace(fact, signature=""), order="sorted")
