"""Who may do what: the one place where access is decided. Denied unless granted here.

``docs/roles.md`` is written from this file. Rules guard screens and commands; what a stolen
device can read is decided by the keys it holds, see :mod:`depter.vault`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

import msgspec

from depter.errors import N_, DepterError
from depter.register.facts import (
    Fact,
    advocacy,
    cases,
    office,
    sources,
    statements,
    world,
)
from depter.values.level import Level


class NotAllowed(DepterError):
    """The viewer's role does not allow this."""

    what: ClassVar[str] = N_("Your role does not allow this.")
    safe: ClassVar[str] = N_("Nothing was shown or changed.")
    do: ClassVar[str] = N_("Ask a coordinator of the office.")
    exit_code: ClassVar[int] = 6


class Role(StrEnum):
    """What a member does in the office; one member may have several roles."""

    INTAKE = "intake"
    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"
    PUBLISHER = "publisher"
    ADVOCATE = "advocate"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"


ALONE: Final = (Role.COORDINATOR, Role.CUSTODIAN, Role.PUBLISHER, Role.ADMINISTRATOR)
"""The roles of whoever founds an office, until others join."""


class Right(StrEnum):
    """One thing that access is decided about; a right stands here once something asks for it."""

    READ = "read"
    READ_PROTECTED = "read protected"
    RECORD = "record"
    SETTLE = "settle"
    ADVOCATE = "advocate"
    CONSENT = "consent"
    STRIKE = "strike"
    ASSIGN = "assign"
    ASK = "ask for a deed"
    AGREE = "agree to a deed"
    OPEN_SEALED = "open sealed"
    TAKE_OUT = "take originals out"
    ERASE = "erase"
    MANAGE = "change members and keys"
    SEE_LOOKS = "see who looked"
    EXCHANGE = "exchange"
    BACK_UP = "back up"
    EVERYONE_OUT = "everyone out"
    MAINTAIN = "verify and rebuild"


_EVERYDAY: Final = frozenset({Right.READ, Right.RECORD, Right.CONSENT, Right.STRIKE})
_GRANTED: Final[dict[Role, frozenset[Right]]] = {
    Role.INTAKE: _EVERYDAY | {Right.EXCHANGE},  # what is written on a machine must leave it
    Role.COORDINATOR: _EVERYDAY
    | {Right.READ_PROTECTED, Right.SETTLE, Right.ADVOCATE, Right.ASSIGN, Right.ASK, Right.AGREE}
    | {Right.TAKE_OUT, Right.EXCHANGE, Right.BACK_UP, Right.EVERYONE_OUT, Right.MAINTAIN},
    Role.CUSTODIAN: frozenset(
        {Right.READ, Right.READ_PROTECTED, Right.STRIKE, Right.ASK, Right.AGREE}
        | {Right.OPEN_SEALED, Right.TAKE_OUT, Right.ERASE, Right.MANAGE, Right.SEE_LOOKS}
        | {Right.EXCHANGE, Right.BACK_UP, Right.EVERYONE_OUT, Right.MAINTAIN, Right.CONSENT}
    ),
    Role.PUBLISHER: frozenset(
        {Right.READ, Right.READ_PROTECTED, Right.ASK, Right.TAKE_OUT, Right.EXCHANGE}
    ),
    Role.ADVOCATE: frozenset(
        {Right.READ, Right.READ_PROTECTED, Right.ADVOCATE, Right.STRIKE, Right.EXCHANGE}
    ),
    Role.RESEARCHER: frozenset({Right.READ}),
    Role.ADMINISTRATOR: frozenset({Right.BACK_UP, Right.MAINTAIN}),
}

NEEDED: Final[dict[type[Fact], Right]] = {
    office.OfficeFounded: Right.MANAGE,
    office.MemberAdmitted: Right.MANAGE,
    office.MemberChanged: Right.MANAGE,
    office.MemberRevoked: Right.MANAGE,
    office.CustodyTaken: Right.OPEN_SEALED,
    office.OfficeRekeyed: Right.MANAGE,
    office.TrusteesAppointed: Right.MANAGE,
    office.TrusteesVerified: Right.MANAGE,
    office.PracticeDeclared: Right.RECORD,
    office.SubjectErased: Right.ERASE,
    office.ForkSeen: Right.EXCHANGE,
    office.PolicySet: Right.MANAGE,
    office.EntryStruck: Right.STRIKE,
    office.DeedAsked: Right.ASK,
    office.Countersigned: Right.AGREE,
    cases.CaseOpened: Right.RECORD,
    cases.CaseAssigned: Right.ASSIGN,
    cases.CaseUnassigned: Right.ASSIGN,
    cases.ValueSettled: Right.SETTLE,
    cases.StatusSettled: Right.SETTLE,
    cases.ClaimJudged: Right.SETTLE,
    cases.SameJudged: Right.SETTLE,
    statements.StatementRecorded: Right.RECORD,
    statements.StatementCorrected: Right.RECORD,
    statements.StatementRetracted: Right.RECORD,
    sources.SourceIntroduced: Right.RECORD,
    sources.SourceJudged: Right.SETTLE,
    sources.SourceOpened: Right.OPEN_SEALED,
    sources.ConsentGiven: Right.CONSENT,
    sources.ConsentWithdrawn: Right.CONSENT,
    world.PlaceDescribed: Right.RECORD,
    world.OrganisationDescribed: Right.RECORD,
    world.FigureClaimed: Right.RECORD,
    world.EvidenceDeposited: Right.RECORD,
    world.EvidenceTakenOut: Right.TAKE_OUT,
    advocacy.AppealMade: Right.ADVOCATE,
    advocacy.AppealAnswered: Right.ADVOCATE,
    advocacy.AppealFollowed: Right.ADVOCATE,
    advocacy.IncidentReported: Right.RECORD,
    advocacy.ProceedingBegun: Right.ADVOCATE,
    advocacy.StageReached: Right.ADVOCATE,
    advocacy.RepresentationChanged: Right.ADVOCATE,
}
"""The right that writing a kind of fact takes. A device of one's own needs none
(``device.introduced``): it is said by a device of the same member."""

OWN_PROOF: Final = (office.OfficeRecovered, office.DeviceRestored)
"""Facts that somebody without a role yet may write: they carry a signature that the fold of the
office looks at, and without it they do nothing."""


class Viewer(msgspec.Struct, frozen=True):
    """The person before the screen."""

    member: str
    roles: frozenset[Role]

    @property
    def sees_assigned_only(self) -> bool:
        """Whether only cases that were assigned to this member exist for them."""
        return Role.ADVOCATE in self.roles and not any(
            Right.READ in _GRANTED[role] for role in self.roles - {Role.ADVOCATE}
        )


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """Everything that these roles allow together."""
    return frozenset[Right]().union(*(_GRANTED.get(role, frozenset()) for role in roles))


def may(viewer: Viewer, right: Right) -> bool:
    """Whether the viewer has the right."""
    return right in rights_of(viewer.roles)


def require(viewer: Viewer, right: Right) -> None:
    """Go on only if the viewer has the right.

    Raises:
        NotAllowed: the viewer does not.
    """
    if not may(viewer, right):
        raise NotAllowed()


def require_to_write(viewer: Viewer, fact: Fact) -> None:
    """Go on only if the viewer may write a fact of this kind.

    Raises:
        NotAllowed: the viewer may not.
    """
    if isinstance(fact, OWN_PROOF):
        return
    needed = NEEDED.get(type(fact))
    if needed is None:
        if not isinstance(fact, office.DeviceIntroduced) or not viewer.roles:
            raise NotAllowed()
    else:
        require(viewer, needed)


def readable(viewer: Viewer) -> frozenset[Level]:
    """The levels whose fields the viewer may see on a screen; sealed ones never are."""
    levels = {Level.INTERNAL} if may(viewer, Right.READ) else set()
    if may(viewer, Right.READ_PROTECTED):
        levels.add(Level.PROTECTED)
    return frozenset(levels)


def roles_from(codes: tuple[str, ...]) -> frozenset[Role]:
    """The roles behind codes; what this version does not know grants nothing. ``member`` was the
    one role of the first format, of an office of one."""
    if codes == ("member",):
        return frozenset(ALONE)
    return frozenset(Role(code) for code in codes if code in set(Role))
