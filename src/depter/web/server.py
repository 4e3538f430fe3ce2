"""Serving one notebook to the browsers of this machine, and forgetting it for good at lock.

Python leaves copies of every text it touched; nothing inside a process can wipe them. So locking
replaces the whole program by itself (``execv``): the operating system throws the old memory away,
while the listening socket stays and no browser is turned away.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

from cheroot import wsgi

from depter.store.book import Room
from depter.web.frame.desk import DESK
from depter.web.hardening import forbid_dumps
from depter.web.listening import PORT, inherited, leave_to_next, listen
from depter.web.vigil import Vigil

THREADS: Final = 6
_TICK: Final = 0.5  # seconds between two looks at the clock
_PATIENCE: Final = 3  # seconds that running requests get before the memory goes
_HEADERS: Final = 64 * 1024


def serve(
    path: Path,
    *,
    port: int = PORT,
    idle_minutes: float = 10.0,
    open_browser: bool = False,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve the notebook in ``path`` until the program is ended; returns then.

    ``announce`` is told the address once; without it the address is printed.

    Raises:
        NoFreePort: no port could be had.
    """
    forbid_dumps()
    left = inherited()
    listening = left or listen(port)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    if left is None:
        (announce or _say)(address)
        if open_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    Serving(path.absolute(), listening=listening, idle_seconds=idle_minutes * 60).run()


def _say(address: str) -> None:
    sys.stdout.write(f"Depter: {address}\n")
    sys.stdout.flush()


class Serving:
    """One life of the serving program: from start, or from the last lock, to the next lock."""

    def __init__(self, path: Path, *, listening: socket.socket, idle_seconds: float) -> None:
        self._listening = listening
        self._wake = threading.Event()
        self._wants_end = False
        self._wants_lock = False
        self._vigil = Vigil(DESK)
        self._is_quiet = False
        self._closing: Room | None = None
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)
        signal.signal(signal.SIGUSR1, self._lock)
        DESK.path, DESK.idle_seconds, DESK.when_locked = path, idle_seconds, self._locked
        self._server = Server(_application(), listening=listening)

    def run(self) -> None:
        """Answer until locked or ended; a lock does not return."""
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        self._server.start()
        watch.join(2 * _PATIENCE)  # accepted connections are answered; none may hold a lock up
        self._let_go()
        if not self._wants_end:
            self._replace()

    def _watch(self) -> None:
        """Look at the clocks and wishes; stop the server when it is time."""
        while True:
            self._wake.wait(_TICK)
            if self._wants_end or self._wants_lock or self._vigil.is_over():
                DESK.lock()
                self._is_quiet = DESK.quiet(_PATIENCE)
                self._server.stop()
                return

    def _locked(self, room: Room) -> None:
        """The desk forgot the room: the memory has to go too, once the answer is sent."""
        self._closing = room
        self._wants_lock = True
        self._wake.set()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._wants_end = True
        self._wake.set()

    def _lock(self, number: int, frame: FrameType | None) -> None:
        self._wants_lock = True
        self._wake.set()

    def _let_go(self) -> None:
        """Everything from the log into the database file, then close it and free the folder."""
        room, self._closing = self._closing, None
        if room is not None:
            room.close(is_quiet=self._is_quiet)

    def _replace(self) -> None:
        leave_to_next(self._listening)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


class Server(wsgi.Server):
    """Cheroot on a socket that it may close without closing the door."""

    def __init__(self, application: Any, *, listening: socket.socket) -> None:
        os.environ.pop("LISTEN_PID", None)  # else it would take file 3 for its socket
        super().__init__(
            listening.getsockname()[:2],
            application,
            numthreads=THREADS,
            request_queue_size=64,
            timeout=30,
            shutdown_timeout=_PATIENCE,
        )
        self.software = "Depter"
        self.max_request_header_size = _HEADERS
        self._given = listening

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:
        """Answer on a second handle of the given socket."""
        second = self._given.dup()
        second.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 40 ms a page
        self.socket, self.bind_addr = second, self._given.getsockname()[:2]
        return second

    def error_log(self, *said: object, **how: object) -> None:
        """One line without the message: it may hold what was sent."""
        kind = sys.exc_info()[0]
        if kind is not None:
            sys.stderr.write(f"depter: {kind.__name__} in the server\n")
            sys.stderr.flush()


def _application() -> Any:
    """The pages. Imported late, so that the address is printed first."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "depter.web.settings"
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()
