"""Members and their devices as pages show them, and what waits for a second custodian."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from depter.register.access import Right, Role, roles_from
from depter.register.facts import Fact
from depter.register.facts.office import (
    CustodyTaken,
    MemberAdmitted,
    MemberChanged,
    MemberRevoked,
    OfficeRekeyed,
    TrusteesAppointed,
)
from depter.register.folds.office import Device, Member, OfficeFile, Pending
from depter.store.book import Book
from depter.web.frame.calling import called, names_of
from depter.web.members.words import role_words


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One machine of a member. ``heard`` is its latest entry here; empty where none came."""

    device: Device
    heard: str
    entries: int
    is_this: bool

    @property
    def short(self) -> str:
        """The beginning of its key."""
        return self.device.key[:8]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member."""

    member: Member
    roles: str
    devices: tuple[DeviceRow, ...]
    is_me: bool
    waits: str = ""

    @property
    def name(self) -> str:
        """What the member is called."""
        return called(self.member)

    @property
    def never_came(self) -> bool:
        """Whether nothing was heard of them since they were invited."""
        silent = not any(one.heard for one in self.devices)
        return self.member.stands and silent and Right.READ in self.member.rights

    @property
    def lacks_custody(self) -> bool:
        """Whether they are a custodian to whom nothing is sealed yet."""
        is_custodian = Role.CUSTODIAN in roles_from(self.member.roles)
        return self.member.stands and is_custodian and not self.member.custody


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change of the office that a second custodian has to confirm."""

    pending: Pending
    by: str
    words: str
    reason: str
    is_mine: bool


def roster(book: Book) -> tuple[MemberRow, ...]:
    """Every member, those who belong now first."""
    readings = book.notebook.ledger.readings()
    heads = {device: head.seq for device, head in book.notebook.ledger.heads().items()}
    rows = [
        MemberRow(
            member=one,
            roles=role_words(one.roles),
            devices=tuple(
                DeviceRow(
                    device=device,
                    heard=readings.get(device.key, ""),
                    entries=heads.get(device.key, 0),
                    is_this=device.key == book.notebook.device,
                )
                for device in one.devices
            ),
            is_me=one.id == book.viewer.member,
            waits=_waits(book.office, one.id),
        )
        for one in book.office.members
    ]
    return tuple(sorted(rows, key=lambda row: (not row.member.stands, row.member.since)))


def waiting(book: Book) -> tuple[Waiting, ...]:
    """What waits for a second custodian, oldest first."""
    names = names_of(book.office)
    return tuple(
        Waiting(
            pending=one,
            by=names.get(one.by, ""),
            words=_words(one.fact, names, by=names.get(one.by, "")),
            reason=str(getattr(one.fact, "reason", "")),
            is_mine=one.by == book.viewer.member,
        )
        for one in book.office.pending
    )


def _waits(office: OfficeFile, member: str) -> str:
    for one in office.pending:
        if isinstance(one.fact, MemberRevoked) and one.fact.member == member:
            return gettext("leaving; waits for a second custodian")
        if isinstance(one.fact, MemberChanged) and one.fact.member == member:
            return gettext("new roles; waits for a second custodian")
    return ""


def _words(fact: Fact, names: Mapping[str, str], *, by: str) -> str:
    """One change as a sentence."""
    match fact:
        case MemberAdmitted():
            said = gettext("{name} is to join the office, with these roles: {roles}.")
            return said.format(name=fact.name, roles=role_words(fact.roles or (fact.role,)))
        case MemberChanged():
            said = gettext("{name} is to have these roles: {roles}.")
            name = names.get(fact.member, "")
            return said.format(name=name, roles=role_words(fact.roles))
        case MemberRevoked():
            said = gettext("{name} is to leave the office.")
            return said.format(name=names.get(fact.member, ""))
        case CustodyTaken():
            return gettext("What is sealed is to be sealed to {name} too.").format(name=by)
        case OfficeRekeyed():
            return gettext("The office is to have new keys, sealed to every member who stays.")
        case TrusteesAppointed():
            said = gettext("Trustees are to hold {shares} sheets, of which {threshold} are enough.")
            return said.format(shares=fact.shares, threshold=fact.threshold)
        case _:
            return ""
