"""Lent keys for whoever comes, and a member's own further devices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

import msgspec

from depter.actions.codes import DAYS, new_code
from depter.actions.office_keys import share_of
from depter.actions.steps import Done, Step, last_seen
from depter.errors import N_, BadInput
from depter.ledger.clock import time_of
from depter.ledger.entry import b64
from depter.notebook.notebook import Notebook
from depter.register.facts.office import DeviceIntroduced
from depter.vault.keyring import Keyring, new_keyring


class NoSuchDevice(BadInput):
    """None of one's own other devices has this key."""

    what: ClassVar[str] = N_("You have no other device with this key.")
    do: ClassVar[str] = N_("Look at the list of your devices and choose again.")


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody may come, with a code that is shown once.

    Attributes:
        code: to be handed over by hand or by voice, never beside the file.
        keyring: lent keys that the code guards; whoever joins draws new ones.
    """

    code: str
    member: str
    device: str
    last_day: date
    keyring: Keyring
    done: Done

    def __repr__(self) -> str:
        return "Invitation(…)"


def introduce_device(book: Notebook, *, label: str = "") -> Invitation:
    """A further machine of one's own: used like an invitation, needs nobody's signature.

    Raises:
        NotAllowed: somebody without a role.
    """
    roles = tuple(role.value for role in book.viewer.roles)
    keyring = lent(book, member=book.viewer.member, roles=roles)
    fact = DeviceIntroduced(
        device=b64(keyring.device_keys()[0]), recipient=keyring.recipient(), label=label
    )
    entry = book.write(book.office_id, fact)[0]
    return invitation_of(book, keyring, Done(entry=entry, missing=(Step.JOIN,)))


def retire_device(book: Notebook, *, device: str) -> Done:
    """Another device of one's own writes no more; what it wrote until now stays.

    Raises:
        NoSuchDevice: not one's own, this very one, or retired before.
    """
    own = book.office.member_of(book.device)
    known = book.office.device(device)
    if own is None or known is None or known not in own.devices or device == book.device:
        raise NoSuchDevice()
    this = book.office.device(book.device)
    if known.ends is not None or this is None:
        raise NoSuchDevice()
    fact = DeviceIntroduced(
        device=book.device,
        recipient=this.recipient,
        label=this.label,
        replaces=device,
        ends=last_seen(book, device),
    )
    return Done(entry=book.write(book.office_id, fact)[0], missing=(Step.REKEY,))


def lent(book: Notebook, *, member: str, roles: Sequence[str]) -> Keyring:
    """A keyring for this notebook's database, with the office keys that the roles may hold."""
    shares = (share_of(key, roles=roles) for key in book.keyring.office)
    keyring = new_keyring(member=member, office=tuple(one for one in shares if one is not None))
    return msgspec.structs.replace(keyring, database=book.keyring.database)


def invitation_of(book: Notebook, keyring: Keyring, done: Done) -> Invitation:
    """The code for keys that were just written about; its days count from that entry."""
    today = time_of(book.ledger.readings()[book.device]).date()
    last_day = today + timedelta(days=DAYS)
    return Invitation(
        code=new_code(last_day=last_day),
        member=keyring.member,
        device=b64(keyring.device_keys()[0]),
        last_day=last_day,
        keyring=keyring,
        done=done,
    )
