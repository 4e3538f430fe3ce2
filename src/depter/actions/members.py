"""Members coming, changing and leaving. What takes two custodians waits for the second one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from depter.actions.devices import (
    Invitation,
    introduce_device,
    invitation_of,
    lent,
    retire_device,
)
from depter.actions.office_keys import reach_of, rekey, share_of
from depter.actions.sealed_sharing import Shared, share_sealed, unshared
from depter.actions.steps import SAID, Done, Step, last_seen, proposed
from depter.errors import N_, BadInput, DepterError
from depter.ledger.entry import b64
from depter.notebook.notebook import Notebook
from depter.register.access import Right, Role, require, roles_from
from depter.register.facts import Fact
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    EntryStruck,
    MemberAdmitted,
    MemberChanged,
    MemberRevoked,
)
from depter.register.folds.office import Member, Pending
from depter.values.ids import EntryId, new_id

__all__ = [
    "SAID",
    "Done",
    "Invitation",
    "Shared",
    "Step",
    "change_roles",
    "confirm",
    "decline",
    "introduce_device",
    "invite",
    "rekey",
    "retire_device",
    "revoke",
    "share_of",
    "share_sealed",
    "take_custody",
    "unshared",
]


class NameMissing(BadInput):
    """A member without a name."""

    what: ClassVar[str] = N_("A member needs a name, or the office cannot tell members apart.")
    do: ClassVar[str] = N_("Write the name by which the office knows the member.")


class RolesMissing(BadInput):
    """A member without a role could do nothing."""

    what: ClassVar[str] = N_("A member needs at least one role.")
    do: ClassVar[str] = N_("Choose what the member will do in the office.")


class NoSuchMember(BadInput):
    """Nobody who belongs to the office has this id."""

    what: ClassVar[str] = N_("No member of the office has this id.")
    do: ClassVar[str] = N_("Go back to the list of members and choose again.")


class NothingPending(BadInput):
    """The entry does not wait for a signature, or no longer does."""

    what: ClassVar[str] = N_("This does not wait for a signature any more.")
    do: ClassVar[str] = N_("Reload the page of the office and see how things stand.")


class SignedAlready(BadInput):
    """The second signature must be another person's."""

    what: ClassVar[str] = N_("You proposed this yourself; the second signature is another's.")
    do: ClassVar[str] = N_("Ask another custodian of the office to confirm it.")


class OwnLeaving(BadInput):
    """What a member signs after the last entry that counts of theirs does not count."""

    what: ClassVar[str] = N_("You cannot confirm that you leave: your signature would not count.")
    do: ClassVar[str] = N_("Revoke yourself instead, and let the other custodian confirm it.")


class LastCustodian(DepterError):
    """Without a custodian nobody could admit, revoke or open what is sealed."""

    what: ClassVar[str] = N_("This is the last custodian of the office.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Invite another custodian first, and wait until custody is shared.")
    exit_code: ClassVar[int] = 6


class LastCoordinator(DepterError):
    """Somebody must be left who settles, assigns and exchanges."""

    what: ClassVar[str] = N_("You are the last coordinator of the office.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Make somebody else a coordinator first.")
    exit_code: ClassVar[int] = 6


def invite(book: Notebook, *, name: str, roles: Sequence[str]) -> Invitation:
    """Admit somebody with lent keys that a code guards.

    Whoever keeps the key file puts them into it (:func:`depter.store.joining.invite`).

    Raises:
        NotAllowed: only custodians admit.
        NameMissing, RolesMissing, UnknownCode: nothing was written.
    """
    require(book.viewer, Right.MANAGE)
    if not name.strip():
        raise NameMissing()
    _expect_roles(roles)
    member = new_id()
    keyring = lent(book, member=member, roles=roles)
    admitted = MemberAdmitted(
        member=member,
        device=b64(keyring.device_keys()[0]),
        name=name.strip(),
        roles=tuple(roles),
        recipient=keyring.recipient(),
    )
    return invitation_of(book, keyring, proposed(book, admitted, then=(Step.JOIN,)))


def confirm(book: Notebook, *, entry: EntryId) -> Done:
    """The second signature under what waits for one.

    Raises:
        NotAllowed: no custodian.
        NothingPending, SignedAlready, OwnLeaving: nothing was written.
    """
    waiting = _pending(book, entry)
    if waiting.by == book.viewer.member:
        raise SignedAlready()
    leaving = isinstance(waiting.fact, MemberRevoked) and waiting.fact.member
    if leaving == book.viewer.member:
        raise OwnLeaving()
    _refuse_to_empty(book, waiting.fact)
    then = _then(book, waiting.fact)
    signed = book.write(book.office_id, Countersigned(entry=entry))[0]
    if any(one.entry == entry for one in book.office.pending):
        return Done(entry=signed, missing=(Step.CONFIRM,))
    return Done(entry=signed, missing=then)


def decline(book: Notebook, *, entry: EntryId, reason: str = "") -> Done:
    """Strike out what waits for a signature, one's own proposal too.

    Raises:
        NotAllowed: no custodian.
        NothingPending: it took effect, or was struck out before.
    """
    _pending(book, entry)
    return Done(entry=book.write(book.office_id, EntryStruck(entry=entry, reason=reason))[0])


def take_custody(book: Notebook, *, recipient: str) -> Done:
    """What is sealed shall be sealed to this age recipient of the writer's own, too.

    Raises:
        NotAllowed: the office made somebody else a custodian.
    """
    return proposed(book, CustodyTaken(recipient=recipient), then=(Step.SHARE_SEALED,))


def change_roles(book: Notebook, *, member: str, roles: Sequence[str], reason: str = "") -> Done:
    """A member's roles are from now on these.

    Raises:
        NotAllowed: no custodian.
        NoSuchMember, RolesMissing, UnknownCode, LastCustodian, LastCoordinator: nothing changed.
    """
    require(book.viewer, Right.MANAGE)
    _standing(book, member)
    _expect_roles(roles)
    fact = MemberChanged(member=member, roles=tuple(roles), reason=reason)
    _refuse_to_empty(book, fact)
    return proposed(book, fact, then=_then(book, fact))


def revoke(book: Notebook, *, member: str, reason: str) -> Done:
    """A member no longer belongs; what this notebook has seen of their devices stays valid.

    Raises:
        NotAllowed: no custodian.
        NoSuchMember, LastCustodian, LastCoordinator: nothing was changed.
    """
    require(book.viewer, Right.MANAGE)
    known = _standing(book, member)
    # Whoever leaves by themselves says so with the last entry that counts of theirs.
    ends = {one.key: last_seen(book, one.key) + (one.key == book.device) for one in known.devices}
    fact = MemberRevoked(member=member, ends=ends, reason=reason)
    _refuse_to_empty(book, fact)
    return proposed(book, fact, then=_then(book, fact))


def _pending(book: Notebook, entry: EntryId) -> Pending:
    require(book.viewer, Right.MANAGE)
    for one in book.office.pending:
        if one.entry == entry:
            return one
    raise NothingPending()


def _then(book: Notebook, fact: Fact) -> tuple[Step, ...]:
    """What remains to be done once a fact, which has not yet, takes effect."""
    match fact:
        case MemberAdmitted():
            return (Step.JOIN,)
        case MemberRevoked():
            known = book.office.member(fact.member)
            return (Step.REKEY, *((Step.SHARE_SEALED,) if known and known.custody else ()))
        case MemberChanged():
            known = book.office.member(fact.member)
            return _then_changed(known.roles if known else (), fact.roles)
        case CustodyTaken():
            return (Step.SHARE_SEALED,)
        case _:
            return ()


def _then_changed(before: Sequence[str], after: Sequence[str]) -> tuple[Step, ...]:
    """Keys that a role lacks, or still holds; custody to take, or to share among the others."""
    held, holds = reach_of(before), reach_of(after)
    keys = (Step.INVITE_AGAIN,) if holds > held else (Step.REKEY,) if holds < held else ()
    was, is_now = Role.CUSTODIAN in before, Role.CUSTODIAN in after
    custody = (Step.TAKE_CUSTODY,) if is_now and not was else ()
    return (*keys, *custody, *((Step.SHARE_SEALED,) if was and not is_now else ()))


def _expect_roles(roles: Sequence[str]) -> None:
    if not any(roles):
        raise RolesMissing()


def _standing(book: Notebook, member: str) -> Member:
    known = book.office.member(member)
    if known is None or not known.stands:
        raise NoSuchMember()
    return known


def _refuse_to_empty(book: Notebook, fact: Fact) -> None:
    """Nobody makes the office one without a custodian, or leaves it without a coordinator."""
    if not isinstance(fact, MemberChanged | MemberRevoked):
        return
    kept = fact.roles if isinstance(fact, MemberChanged) else ()
    others = [one for one in book.office.members if one.stands and one.id != fact.member]
    leaver = book.office.member(fact.member)
    had = leaver.roles if leaver else ()
    rest = {role for one in others for role in roles_from(one.roles)} | roles_from(tuple(kept))
    lost = roles_from(had) - rest
    gives_up = leaver is not None and leaver.custody and Role.CUSTODIAN not in kept
    if Role.CUSTODIAN in lost or (gives_up and not any(one.custody for one in others)):
        raise LastCustodian()
    if Role.COORDINATOR in lost and fact.member == book.viewer.member:
        raise LastCoordinator()
