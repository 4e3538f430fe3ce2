"""The place that a command names, with what lets this computer into a server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import click

from depter.errors import N_, BadInput

if TYPE_CHECKING:
    from depter.exchange.places import Place

VARIABLE: Final = "DEPTER_PLACE_FILE"


class PlaceFileUnreadable(BadInput):
    """The file that ``DEPTER_PLACE_FILE`` names gives no user and password."""

    what: ClassVar[str] = N_("The file with the user and password of the place cannot be read.")
    do: ClassVar[str] = N_("Write the user into its first line and the password into its second.")


def asked_place(address: str) -> Place:
    """The place at an address. Of a server, user and password are in the file that
    ``DEPTER_PLACE_FILE`` names, in two lines, or asked for.

    Raises:
        PlaceNotUnderstood, PlaceFileUnreadable: it cannot be opened.
    """
    from depter.cli.passphrase import has_terminal
    from depter.exchange.places import open_place

    if "://" not in address:
        return open_place(address)
    named = os.environ.get(VARIABLE)
    if named:
        return open_place(address, credentials=_from_file(Path(named)))
    if not has_terminal():
        return open_place(address)
    user = click.prompt("User, or access key (empty for none)", default="", err=True)
    if not user:
        return open_place(address)
    password = click.prompt("Password, or secret key", hide_input=True, err=True)
    return open_place(address, credentials={"user": user, "password": password})


def _from_file(path: Path) -> dict[str, str]:
    try:
        user, password, *_ = path.read_text("utf-8").split("\n")
    except (OSError, ValueError) as problem:
        raise PlaceFileUnreadable from problem
    return {"user": user.removesuffix("\r"), "password": password.removesuffix("\r")}
