"""The first entry of a machine that comes from a backup: by what right it writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from depter.errors import N_, BadInput, DepterError
from depter.ledger.entry import b64, sign_word
from depter.notebook.notebook import Notebook
from depter.register.facts.office import DeviceRestored, OfficeRecovered
from depter.register.folds.office import Member, OfficeFile
from depter.register.folds.office_fold import word_of
from depter.vault.keyring import Keyring
from depter.vault.recoverykey import NotTheTrusteesKey, trustees_signer


class CannotReturn(DepterError):
    """By the backup itself, whoever restores it no longer belongs to the office."""

    what: ClassVar[str] = N_("Nobody who still belongs to the office has this passphrase.")
    safe: ClassVar[str] = N_("Nothing was restored, and the backup was not changed.")
    do: ClassVar[str] = N_("Ask another member to restore it, or the trustees with their shares.")
    exit_code: ClassVar[int] = 6


class ReadsNothing(CannotReturn):
    """An administrator holds no key of the office."""

    what: ClassVar[str] = N_("This passphrase is an administrator’s and opens nothing recorded.")


class KeysIncomplete(DepterError):
    """The present key of the office is not among those that the backup gives."""

    what: ClassVar[str] = N_("This backup lacks the present keys of the office.")
    safe: ClassVar[str] = N_("Nothing was restored, and the backup was not changed.")
    do: ClassVar[str] = N_("Use a backup that a custodian made, or another member’s passphrase.")
    exit_code: ClassVar[int] = 4


class NoSuchMemberThere(BadInput):
    """No member of the office in the backup has this id or name, or several have the name."""

    what: ClassVar[str] = N_("The office in this backup has no one member who is called so.")
    safe: ClassVar[str] = N_("Nothing was restored, and the backup was not changed.")
    do: ClassVar[str] = N_("Write the name as the office wrote it, or the member’s id.")


def member_called(office: OfficeFile, text: str) -> Member:
    """The one member with this id or name; of several with a name, the one who stands.

    Raises:
        NoSuchMemberThere: nobody, or more than one.
    """
    wanted = text.strip().casefold()
    found = [one for one in office.members if wanted in (one.id, one.name.strip().casefold())]
    standing = [one for one in found if one.stands]
    match standing or found:
        case [one]:
            return one
        case _:
            raise NoSuchMemberThere()


def restored(book: Notebook, earlier: Keyring, *, coming: Keyring) -> DeviceRestored:
    """A member goes on with a new device; the lost device's key says so and writes nothing.

    Raises:
        CannotReturn: the member left, or that device was shut out.
    """
    public, secret = earlier.device_keys()
    device = book.office.device(b64(public))
    member = book.office.member_of(b64(public))
    if device is None or device.ends is not None or member is None or not member.stands:
        raise CannotReturn()
    fact = DeviceRestored(
        member=member.id,
        device=b64(coming.device_keys()[0]),
        recipient=coming.recipient(),
        earlier=device.key,
        signature="",
    )
    return msgspec.structs.replace(fact, signature=sign_word(word_of(fact), secret=secret))


def recovered(
    book: Notebook,
    trustees: bytes,
    *,
    coming: Keyring,
    custodian: str,
    name: str,
    without: Sequence[str] = (),
) -> OfficeRecovered:
    """The trustees admit a custodian and shut out whom the office lost.

    ``custodian`` is the newcomer's age recipient. Devices of who leaves end where the backup ends.

    Raises:
        NotTheTrusteesKey: the ledger's trustees are others.
        NoSuchMemberThere: one of ``without``, by id or name, is no member.
    """
    public, secret = trustees_signer(trustees)
    known = book.office.trustees
    if known is None or known.signer != b64(public):
        raise NotTheTrusteesKey()
    heads = book.ledger.heads()
    ends: dict[str, int] = {}
    leaving = [member_called(book.office, one) for one in without]
    for leaver in leaving:
        ends |= {
            device.key: heads[device.key].seq if device.key in heads else 0
            for device in leaver.devices
        }
    fact = OfficeRecovered(
        member=coming.member,
        name=name,
        device=b64(coming.device_keys()[0]),
        recipient=coming.recipient(),
        custodian=custodian,
        signature="",
        leaving=tuple(one.id for one in leaving),
        ends=ends,
    )
    return msgspec.structs.replace(fact, signature=sign_word(word_of(fact), secret=secret))
