"""Keys of the office: who may hold which, and new ones for those who stay."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from depter.actions.steps import Done, proposed
from depter.ledger.entry import b64
from depter.notebook.membership import box_for
from depter.notebook.notebook import Notebook
from depter.register.access import Right, require, rights_of, roles_from
from depter.register.facts.office import MemberRevoked, OfficeRekeyed
from depter.values.ids import new_id
from depter.vault.keyring import OfficeKey, new_office_key


def rekey(book: Notebook, *, reason: str = "") -> Done:
    """Draw new keys of the office and seal them to every device that may hold them.

    Members whose revocation waits for a signature get none.

    Raises:
        NotAllowed: no custodian.
    """
    require(book.viewer, Right.MANAGE)
    office = book.office
    leaving = {one.fact.member for one in office.pending if isinstance(one.fact, MemberRevoked)}
    key = new_office_key(new_id())
    boxes = {}
    for member in office.members:
        given = share_of(key, roles=member.roles)
        if given is None or not member.stands or member.id in leaving:
            continue
        for device in member.devices:
            if device.ends is None and device.recipient:
                boxes[device.key] = b64(box_for(given, recipient=device.recipient))
    return proposed(book, OfficeRekeyed(key=key.id, boxes=boxes, reason=reason), then=())


def share_of(key: OfficeKey, *, roles: Sequence[str]) -> OfficeKey | None:
    """The part of an office key that these roles may hold; None for an administrator's."""
    rights = rights_of(roles_from(tuple(roles)))
    if Right.READ not in rights:
        return None
    if rights & {Right.READ_PROTECTED, Right.RECORD}:  # who records writes protected fields too
        return key
    return msgspec.structs.replace(key, protected=b"")


def reach_of(roles: Sequence[str]) -> int:
    """How many levels of an office key these roles hold: none, one or both."""
    full = OfficeKey(internal=b"i", protected=b"p")
    share = share_of(full, roles=roles)
    return 0 if share is None else 2 if share.protected else 1
