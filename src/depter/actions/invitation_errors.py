"""What can go wrong between an invitation and a member who has come."""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, BadInput, DepterError


class CodeNotKnown(BadInput):
    """The code is well formed, so it was not mistyped; it opens nothing here."""

    what: ClassVar[str] = N_("This code is typed rightly, but no invitation here opens with it.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Ask for the file that came with the code, or for a new invitation.")
    exit_code: ClassVar[int] = 3


class CodeExpired(BadInput):
    """Invitations are for two weeks, so that a lost slip of paper opens nothing for ever."""

    what: ClassVar[str] = N_("This invitation could be used until {day}.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Ask a custodian to invite you again; check the date of this machine.")


class CodeIsNoPassphrase(BadInput):
    """A code stands on paper and was seen by others."""

    what: ClassVar[str] = N_("An invitation's code cannot be your passphrase.")
    do: ClassVar[str] = N_("Take at least five words that do not belong together.")


class AdmissionWaits(DepterError):
    """The office has two custodians, and only one signed."""

    what: ClassVar[str] = N_("A second custodian has not confirmed this member yet.")
    safe: ClassVar[str] = N_("The code stays good; nothing was changed.")
    do: ClassVar[str] = N_("Ask the second custodian to confirm, then use the code again.")
    exit_code: ClassVar[int] = 6


class InvitationUsed(DepterError):
    """The lent keys were given back for new ones, or were never admitted."""

    what: ClassVar[str] = N_("This invitation was used already, or was taken back.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("If it was not you who used it, tell a custodian at once.")
    exit_code: ClassVar[int] = 6


class InvitationDamaged(DepterError):
    """The file is cut, changed, no invitation, or not from a custodian of its office."""

    what: ClassVar[str] = N_("This file is no sound invitation from a custodian of its office.")
    safe: ClassVar[str] = N_("Nothing was taken from it, and no notebook was begun.")
    do: ClassVar[str] = N_("Copy the file again from where it came, or ask for a new invitation.")
    exit_code: ClassVar[int] = 4


class CustodyHeld(DepterError):
    """One custodian's secret on one machine: a second one would replace it."""

    what: ClassVar[str] = N_("You hold custody on this machine already.")
    safe: ClassVar[str] = N_("Your key opens what is sealed, as before.")
    do: ClassVar[str] = N_("Go on: nothing is missing here.")
    exit_code: ClassVar[int] = 6
