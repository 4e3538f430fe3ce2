"""One answer to “and what else?”: a code of the phone or a recovery code, and what to store."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from depter.web.signin.codes import use_code
from depter.web.signin.factors import Factors
from depter.web.signin.limits import Tries
from depter.web.signin.totp import check_totp, looks_like_totp


class Attempt(msgspec.Struct, frozen=True):
    """What came of it. ``factors`` are stored first, in both cases; only then is anybody let in."""

    is_right: bool
    factors: Factors


def try_code(factors: Factors, typed: str, *, now: float) -> Attempt:
    """Look at whatever was typed into the one field for codes.

    Args:
        now: seconds since 1970.

    Raises:
        TriedTooSoon, LockedOut: it was not looked at; there is nothing to store.
        ClockStoodLater: as :func:`depter.web.signin.totp.check_totp` says.
    """
    factors.tries.look(now)
    if looks_like_totp(typed):
        return _counted(factors, lambda: check_totp(factors, typed, now=now), now=now)
    return _counted(factors, lambda: use_code(factors, typed), now=now)


def _counted(factors: Factors, look: Callable[[], Factors | None], *, now: float) -> Attempt:
    after = look()
    tries = Tries() if after else factors.tries.failed(now)
    return Attempt(after is not None, msgspec.structs.replace(after or factors, tries=tries))
