"""Failures of one part of a bundle: not for us, damaged, of a later format."""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, DepterError


class NotForThisDevice(DepterError):
    """None of this device's keys opens it."""

    what: ClassVar[str] = N_("This bundle is for another office or another device.")
    safe: ClassVar[str] = N_("Nothing was taken from it, and the register is unchanged.")
    do: ClassVar[str] = N_(
        "Ask whoever made it to make one for you, after accepting a bundle of yours."
    )
    exit_code: ClassVar[int] = 3


class ParcelDamaged(DepterError):
    """Changed, cut short, or signed by nobody."""

    what: ClassVar[str] = N_("A part of the bundle was changed or cut short on the way.")
    safe: ClassVar[str] = N_("Nothing was taken from that part, and the register is unchanged.")
    do: ClassVar[str] = N_("Ask for the bundle again, on another stick.")
    exit_code: ClassVar[int] = 4


class ParcelTooNew(DepterError):
    """Made by a later Depter."""

    what: ClassVar[str] = N_("This bundle was made by a newer Depter.")
    safe: ClassVar[str] = N_("Nothing was taken from it, and the register is unchanged.")
    do: ClassVar[str] = N_("Install the newer Depter and accept the bundle with it.")
    exit_code: ClassVar[int] = 3
