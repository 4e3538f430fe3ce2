"""What can go wrong with a place, told without its address, its keys or the server's words."""

from __future__ import annotations

import errno
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import ClassVar, Final
from urllib.error import HTTPError, URLError

from opendal import exceptions as told_by_opendal

from depter.errors import N_, BadInput, DepterError, is_disk_full

_GONE: Final = (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN)
_LOCKED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_CREDENTIAL: Final = re.compile(r"failed to load signing credential|InvalidAccessKeyId")
_NO_ROOM: Final = re.compile(r"QuotaExceeded|StorageFull|XMinioStorageFull|InsufficientStorage")
_NO_SERVER: Final = re.compile(r"timeout reached|send(ing)? http request|error sending request")


class PlaceBroken(DepterError):
    """The place answered in a way that cannot be relied on."""

    what: ClassVar[str] = N_("The place for copies failed in a way that Depter does not know.")
    safe: ClassVar[str] = N_("The notebook is unchanged; earlier copies there were not touched.")
    do: ClassVar[str] = N_("Try again; if it happens again, use another stick or server.")
    exit_code: ClassVar[int] = 4


class NotInPlace(PlaceBroken):
    """The place can be reached, but has no file of this name."""

    what: ClassVar[str] = N_("The place for copies has no file of this name.")
    safe: ClassVar[str] = N_("The notebook is unchanged.")
    do: ClassVar[str] = N_("Check that this is the right stick, folder or server.")


class PlaceNotTrusted(PlaceBroken):
    """The server showed a certificate that this computer does not trust."""

    what: ClassVar[str] = N_("The server could not prove that it is the one you mean.")
    safe: ClassVar[str] = N_("Neither the password nor a file was sent to it.")
    do: ClassVar[str] = N_(
        "Somebody may be listening: try from another network, and ask whoever runs the server."
    )


class PlaceNotThere(DepterError):
    """The stick is not plugged in, the folder is missing, or the server does not answer."""

    what: ClassVar[str] = N_("The place for copies cannot be reached.")
    safe: ClassVar[str] = N_("The notebook is unchanged; earlier copies there were not touched.")
    do: ClassVar[str] = N_("Plug in the stick or check the network connection, then try again.")
    exit_code: ClassVar[int] = 5


class PlaceFull(DepterError):
    """The place has no room left."""

    what: ClassVar[str] = N_("The place for copies is full, so this file was not stored there.")
    safe: ClassVar[str] = N_("The notebook and all earlier copies are intact.")
    do: ClassVar[str] = N_("Make room there or take a bigger stick, then try again.")
    exit_code: ClassVar[int] = 5


class PlaceRefused(DepterError):
    """Wrong name, password or key; or a stick that may not be written to."""

    what: ClassVar[str] = N_("The place for copies does not let this computer in.")
    safe: ClassVar[str] = N_("The notebook is unchanged; nothing was stored there.")
    do: ClassVar[str] = N_(
        "Check the user name and the password, or whether the stick is locked against writing."
    )
    exit_code: ClassVar[int] = 3


class OwnFileFailed(DepterError):
    """The file on this computer, not the place, could not be read or written."""

    what: ClassVar[str] = N_("A file on this computer could not be read or written.")
    safe: ClassVar[str] = N_("No half of it was left behind, neither here nor there.")
    do: ClassVar[str] = N_("Check the folder on this computer, then try again.")


class PlaceNotUnderstood(BadInput):
    """The address names no kind of place that Depter knows."""

    what: ClassVar[str] = N_("This is no address of a place for copies.")
    do: ClassVar[str] = N_(
        "Give a folder, or an address that begins with davs://, https:// or s3://."
    )


class PasswordInAddress(PlaceNotUnderstood):
    """Addresses are shown and written down; a password in one would be too."""

    what: ClassVar[str] = N_("This address has a password or a key in it.")
    do: ClassVar[str] = N_("Take it out of the address, and give it where you are asked for it.")


class AddressNotEncrypted(PlaceNotUnderstood):
    """Plain HTTP shows the password to everybody on the way."""

    what: ClassVar[str] = N_("This address is not encrypted: others would see the password.")
    do: ClassVar[str] = N_("Use an address that begins with davs:// or https://.")


class NameRefused(BadInput):
    """A name that might lead out of the place, or that not every disk can hold."""

    what: ClassVar[str] = N_("A file in a place for copies cannot have this name.")
    do: ClassVar[str] = N_("Use small letters, digits, dots and dashes; at most 200 of them.")


@contextmanager
def folder_failures() -> Iterator[None]:
    """Tell a failure of the operating system as a failure of the place."""
    try:
        yield
    except OSError as problem:
        raise _of_a_folder(problem) from None


@contextmanager
def remote_failures() -> Iterator[None]:
    """Tell a failure of a server; its own words may hold the address or a key, so they end here."""
    try:
        yield
    except (DepterError, GeneratorExit, KeyboardInterrupt):
        raise
    except HTTPError as problem:
        problem.close()
        raise _of_a_status(problem.code) from None
    except (OSError, HTTPException) as problem:
        raise _of_a_connection(problem) from None
    except _OPENDAL as problem:
        raise _of_opendal(problem) from None


# Its exceptions share no base of their own, so all of them are named.
_OPENDAL: Final[tuple[type[Exception], ...]] = tuple(
    one
    for one in vars(told_by_opendal).values()
    if isinstance(one, type) and issubclass(one, Exception)
)


def _of_a_folder(problem: OSError) -> DepterError:
    if is_disk_full(problem):
        return PlaceFull()
    if problem.errno in _LOCKED:
        return PlaceRefused()
    if problem.errno in _GONE:
        return PlaceNotThere()
    return NotInPlace() if problem.errno == errno.ENOENT else PlaceBroken()


def _of_a_connection(problem: Exception) -> DepterError:
    cause = problem.reason if isinstance(problem, URLError) else problem
    if isinstance(cause, ssl.SSLCertVerificationError):
        return PlaceNotTrusted()
    return PlaceNotThere() if isinstance(cause, OSError) else PlaceBroken()


def _of_a_status(status: int) -> DepterError:
    if status in (401, 403, 407):
        return PlaceRefused()
    if status in (413, 507):
        return PlaceFull()
    if status in (404, 410):
        return NotInPlace()
    return PlaceNotThere() if status in (408, 409, 429, 502, 503, 504) else PlaceBroken()


def _of_opendal(problem: Exception) -> DepterError:
    """Opendal tells most failures only in its text, and gives it no codes."""
    text = str(problem)
    if isinstance(problem, told_by_opendal.NotFound):
        return NotInPlace()
    if isinstance(problem, told_by_opendal.PermissionDenied) or _NO_CREDENTIAL.search(text):
        return PlaceRefused()
    if isinstance(problem, told_by_opendal.ConfigInvalid):  # it says so when there is no bucket
        return PlaceNotThere()
    if _NO_ROOM.search(text):
        return PlaceFull()
    if status := re.search(r"Parts \{ status: (\d{3})", text):
        return _of_a_status(int(status[1]))
    if "certificate" in text and _NO_SERVER.search(text):
        return PlaceNotTrusted()
    return PlaceNotThere() if _NO_SERVER.search(text) else PlaceBroken()
