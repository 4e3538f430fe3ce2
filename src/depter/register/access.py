"""Who may do what: the one place where access is decided. Denied unless granted here."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

import msgspec

from depter.errors import N_, DepterError
from depter.values.level import Level


class NotAllowed(DepterError):
    """The viewer's role does not allow this."""

    what: ClassVar[str] = N_("Your role does not allow this.")
    safe: ClassVar[str] = N_("Nothing was shown or changed.")
    do: ClassVar[str] = N_("Ask a coordinator of the office.")
    exit_code: ClassVar[int] = 6


class Role(StrEnum):
    """What a member does in the office."""

    MEMBER = "member"


class Right(StrEnum):
    """One thing that access is decided about; a right stands here once something asks for it."""

    READ = "read"
    READ_PROTECTED = "read protected"


class Viewer(msgspec.Struct, frozen=True):
    """The person before the screen."""

    member: str
    role: Role


_GRANTED: Final[dict[Role, frozenset[Right]]] = {Role.MEMBER: frozenset(Right)}


def may(viewer: Viewer, right: Right) -> bool:
    """Whether the viewer has the right."""
    return right in _GRANTED.get(viewer.role, frozenset())


def require(viewer: Viewer, right: Right) -> None:
    """Go on only if the viewer has the right.

    Raises:
        NotAllowed: the viewer does not.
    """
    if not may(viewer, right):
        raise NotAllowed()


def readable(viewer: Viewer) -> frozenset[Level]:
    """The levels whose fields the viewer may see on a screen; sealed ones never are."""
    levels = {Level.INTERNAL} if may(viewer, Right.READ) else set()
    if may(viewer, Right.READ_PROTECTED):
        levels.add(Level.PROTECTED)
    return frozenset(levels)
