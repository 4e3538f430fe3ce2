"""``depter serve`` and ``depter lock``: the register in a browser, and closing it from outside."""

from __future__ import annotations

import os
import signal
import time
from typing import ClassVar

import click

from depter.cli.desk import Desk
from depter.cli.verbs import Verb, pass_desk
from depter.errors import N_, DepterError
from depter.web.listening import PORT

_PATIENCE = 10.0


class StillHeld(DepterError):
    """The holder was asked to lock, and did not."""

    what: ClassVar[str] = N_("Depter (process {process}) was asked to lock, but still holds it.")
    safe: ClassVar[str] = N_("Nothing was lost; the notebook is still open there.")
    do: ClassVar[str] = N_("Lock it in its own window, or end process {process}.")


class NotYours(DepterError):
    """Another account of this machine holds the notebook."""

    what: ClassVar[str] = N_("Process {process}, which holds the notebook, is of another account.")
    safe: ClassVar[str] = N_("Nothing was changed.")
    do: ClassVar[str] = N_("Ask the person who started it, or an administrator.")
    exit_code: ClassVar[int] = 6


@click.command("serve", cls=Verb)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Listen on this port of this machine alone, or on the next free one.",
)
@click.option(
    "--idle-minutes",
    type=click.IntRange(1, 24 * 60),
    default=10,
    show_default=True,
    help="Lock after so many minutes in which nobody did anything.",
)
@click.option("--open-browser", is_flag=True, help="Open the address in the usual browser.")
@pass_desk
def serve_pages(desk: Desk, *, port: int, idle_minutes: int, open_browser: bool) -> None:
    """Show the register in a browser on this machine.

    The first page begins a notebook where there is none yet. The address is printed. Press
    Control-C to stop.
    """
    from depter.web.server import serve

    serve(
        desk.path.absolute(),
        port=port,
        idle_minutes=idle_minutes,
        open_browser=open_browser,
        announce=lambda address: desk.answer(lambda: f"Depter: {address}", {"address": address}),
    )


@click.command("lock", cls=Verb)
@pass_desk
def lock_notebook(desk: Desk) -> None:
    """Lock the notebook wherever it is open on this machine.

    The program that holds it ends or starts anew, so that the keys leave its memory."""
    from depter.notebook.errors import NotebookMissing
    from depter.notebook.folder import NotebookFolder

    folder = NotebookFolder(desk.path.absolute())
    if not folder.exists:
        raise NotebookMissing
    holder = folder.holder()
    if holder is None:
        desk.answer(lambda: "Nobody has the notebook open.", {"locked": False, "process": None})
        return
    try:
        os.kill(holder, signal.SIGUSR1)
    except PermissionError:
        raise NotYours(process=holder) from None
    except ProcessLookupError:
        pass  # it ended by itself just now
    waited_until = time.monotonic() + _PATIENCE
    while folder.holder() == holder:
        if time.monotonic() > waited_until:
            raise StillHeld(process=holder)
        time.sleep(0.05)
    document = {"locked": True, "process": holder}
    desk.answer(lambda: f"Locked: process {holder} no longer holds the notebook.", document)
