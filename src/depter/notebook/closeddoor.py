"""“Everyone out”: until a coordinator lifts it, nobody else signs in on this machine.

A mark in the folder, so that it also holds for the next start and for the command line. It keeps
honest people out for an hour; against somebody who holds the disk only the keys do.
"""

from __future__ import annotations

import os
from typing import ClassVar

from depter.errors import N_, DepterError
from depter.notebook.folder import NotebookFolder


class DoorClosed(DepterError):
    """A coordinator sent everyone out."""

    what: ClassVar[str] = N_("A coordinator closed the door of this notebook.")
    safe: ClassVar[str] = N_("Nothing was opened or changed.")
    do: ClassVar[str] = N_("A coordinator or custodian has to sign in and open it again.")
    exit_code: ClassVar[int] = 6


def close_door(folder: NotebookFolder) -> None:
    """From now on only coordinators and custodians sign in."""
    descriptor = os.open(folder.closed, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    os.close(descriptor)


def lift(folder: NotebookFolder) -> None:
    """Everybody may sign in again."""
    folder.closed.unlink(missing_ok=True)


def is_closed(folder: NotebookFolder) -> bool:
    """Whether the door is closed."""
    return os.path.lexists(folder.closed)
