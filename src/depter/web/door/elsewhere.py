"""What both browsers are told when one of them came with the cookie of the other."""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, DepterError


class TakenElsewhere(DepterError):
    """A cookie came from another browser than the one it was given to."""

    what: ClassVar[str] = N_(
        "This session began in another browser, or its browser changed its name or address."
    )
    safe: ClassVar[str] = N_("The session was ended, and nothing was shown with it.")
    do: ClassVar[str] = N_(
        "Sign in again. If you did not copy anything yourself, somebody may have taken a cookie "
        "from this computer: tell a coordinator, and change your passphrase."
    )
    exit_code: ClassVar[int] = 6
