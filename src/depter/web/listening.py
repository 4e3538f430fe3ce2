"""The one socket: this machine only, and kept open while the program replaces itself."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import ClassVar, Final

from depter.errors import N_, DepterError

HOST: Final = "127.0.0.1"
PORT: Final = 8421
INHERITED: Final = "DEPTER_LISTENING_FD"
_NEXT: Final = 20
_WAITING: Final = 64


class NoFreePort(DepterError):
    """Other programs hold every port that was tried."""

    what: ClassVar[str] = N_("No free port was found from {first} to {last}.")
    safe: ClassVar[str] = N_("The notebook was not opened.")
    do: ClassVar[str] = N_("Give another one: “depter serve --port 9000”.")
    exit_code: ClassVar[int] = 5


def listen(port: int) -> socket.socket:
    """A listening socket on ``port``, or on the next free one.

    Raises:
        NoFreePort: twenty in a row are taken.
    """
    for candidate in range(port, port + _NEXT):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, candidate if port else 0))
            listening.listen(_WAITING)
        except (OSError, OverflowError):
            listening.close()
        else:
            return listening
    raise NoFreePort(first=port, last=port + _NEXT - 1)


def inherited() -> socket.socket | None:
    """The socket that this program left to itself before it was replaced, if it was."""
    number = os.environ.pop(INHERITED, "")
    if not number.isdigit():
        return None
    with suppress(OSError):
        left = socket.socket(fileno=int(number))
        if left.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            left.set_inheritable(False)
            return left
    return None


def leave_to_next(listening: socket.socket) -> None:
    """Let the program that replaces this one find the socket, with who already waits at it."""
    listening.set_inheritable(True)
    os.environ[INHERITED] = str(listening.fileno())
