"""Failures of an exchange as a whole, and why a part was not taken in."""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, BadInput, DepterError


class NoBundle(DepterError):
    """Nothing that could be a part of a bundle lies there."""

    what: ClassVar[str] = N_("There is no bundle in this place.")
    safe: ClassVar[str] = N_("The register is unchanged.")
    do: ClassVar[str] = N_("Check the stick or the address; the files of a bundle end in “.age”.")
    exit_code: ClassVar[int] = 3


class BundleOfAnotherOffice(DepterError):
    """It opens, but is about another office's register."""

    what: ClassVar[str] = N_("This bundle belongs to the register of another office.")
    safe: ClassVar[str] = N_("Nothing was taken from it: two registers are never mixed.")
    do: ClassVar[str] = N_("Open the notebook of that office, and accept the bundle there.")
    exit_code: ClassVar[int] = 3


class SenderUnknown(DepterError):
    """Signed by a device that no member of the office was admitted with."""

    what: ClassVar[str] = N_("This bundle was made on a device that the office does not know.")
    safe: ClassVar[str] = N_("Nothing was taken from it, and the register is unchanged.")
    do: ClassVar[str] = N_(
        "If somebody joined lately, accept a bundle of whoever admitted them first."
    )
    exit_code: ClassVar[int] = 6


class SenderShutOut(DepterError):
    """Signed by a member who no longer belongs to the office."""

    what: ClassVar[str] = N_(
        "This bundle was made by somebody who no longer belongs to the office."
    )
    safe: ClassVar[str] = N_("Nothing was taken from it, and the register is unchanged.")
    do: ClassVar[str] = N_("Ask another member for a bundle; tell a custodian about this one.")
    exit_code: ClassVar[int] = 6


class ClockApart(DepterError):
    """Entries are dated later than this machine's clock by more than a day."""

    what: ClassVar[str] = N_(
        "The bundle holds entries of {theirs}, but the clock of this machine says {ours}."
    )
    safe: ClassVar[str] = N_("Nothing was taken from that part, and the register is unchanged.")
    do: ClassVar[str] = N_(
        "Set the clock that is wrong. If it is theirs, accept “despite clock”: their dates stay."
    )
    exit_code: ClassVar[int] = 3


class EntriesTooNew(DepterError):
    """Entries of a kind that this version does not know."""

    what: ClassVar[str] = N_("The bundle holds entries that this version does not understand.")
    safe: ClassVar[str] = N_("Nothing was taken from that part, and the register is unchanged.")
    do: ClassVar[str] = N_("Install the newest Depter and accept the bundle again.")
    exit_code: ClassVar[int] = 3


class EntriesMissing(DepterError):
    """What comes before in a feed is in another bundle or part."""

    what: ClassVar[str] = N_(
        "Entries of device {device} are missing: number {first} to {last} are in another bundle."
    )
    safe: ClassVar[str] = N_("What stands before them was taken in; what follows was not.")
    do: ClassVar[str] = N_(
        "Accept the earlier bundle first, or send an answer and ask for a new bundle."
    )
    exit_code: ClassVar[int] = 3


class NobodyToOffer(BadInput):
    """No device that a bundle could be made for."""

    what: ClassVar[str] = N_("There is no other device that a bundle could be made for.")
    do: ClassVar[str] = N_("Invite a member first, or check the name.")
