"""Failures of keys: wrong passphrase, damaged key file, a body that does not open."""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, BadInput, DepterError


class WrongPassphrase(DepterError):
    """No slot of the key file opens with this passphrase."""

    what: ClassVar[str] = N_("This passphrase does not open the notebook.")
    safe: ClassVar[str] = N_("The notebook is unchanged and still encrypted.")
    do: ClassVar[str] = N_("Check capital letters and the keyboard language, then try again.")
    exit_code: ClassVar[int] = 3


class WeakPassphrase(BadInput):
    """The passphrase can be guessed too fast by somebody who holds the laptop."""

    what: ClassVar[str] = N_("This passphrase is too short or too simple.")
    do: ClassVar[str] = N_(
        "Take at least five words that do not belong together, {length} letters or more."
    )


class PassphraseTaken(BadInput):
    """The passphrase already opens another member's keys on this device."""

    what: ClassVar[str] = N_("This passphrase cannot be used on this machine.")
    do: ClassVar[str] = N_("Choose quite another one.")


class NoRoomHere(BadInput):
    """As many members as a machine takes sign in on it, or are invited to."""

    what: ClassVar[str] = N_("No more members can sign in on this machine.")
    do: ClassVar[str] = N_("Decline invitations that nobody used, or invite for another machine.")


class NoCustody(DepterError):
    """The passphrase is right, but its member is no custodian on this device."""

    what: ClassVar[str] = N_("You are not a custodian on this machine.")
    safe: ClassVar[str] = N_("What is sealed stays sealed.")
    do: ClassVar[str] = N_("Ask a custodian of the office to open it.")
    exit_code: ClassVar[int] = 6


class KeyNotHeld(DepterError):
    """A body is under a key of the office that this member was never given."""

    what: ClassVar[str] = N_("This device does not hold the key for what was asked.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Accept the newest bundle of the office, or ask a custodian.")
    exit_code: ClassVar[int] = 6


class KeyFileDamaged(DepterError):
    """The key file is missing, cut short or not of this notebook."""

    what: ClassVar[str] = N_("The key file of this notebook is missing or damaged.")
    safe: ClassVar[str] = N_("The register itself was not touched, but needs that file.")
    do: ClassVar[str] = N_("Put back “keys.json” from the latest backup of this notebook.")
    exit_code: ClassVar[int] = 4


class BodyDamaged(DepterError):
    """An encrypted body does not open with the key it belongs to."""

    what: ClassVar[str] = N_("A part of the ledger was changed or damaged on the disk.")
    safe: ClassVar[str] = N_("Damage cannot pass unnoticed; the other entries are intact.")
    do: ClassVar[str] = N_("Run “depter ledger verify”: it names the first bad entry.")
    exit_code: ClassVar[int] = 4
