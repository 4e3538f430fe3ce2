"""Names of files in a place: such that no disk and no server reads one as a way out of it."""

from __future__ import annotations

import re
import secrets
from typing import Final

from depter.exchange.place_errors import NameRefused

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
_PREFIX: Final = re.compile(r"(?:[a-z0-9][a-z0-9._-]*/)*(?:[a-z0-9][a-z0-9._-]*)?")
_LONGEST: Final = 200


def checked_name(name: str) -> str:
    """The name itself, if no disk or server can read it as a way out of the place.

    Raises:
        NameRefused: letters other than a-z, a part that is empty or begins with a dot, too long.
    """
    if len(name) > _LONGEST or not _NAME.fullmatch(name):
        raise NameRefused()
    return name


def checked_prefix(prefix: str) -> str:
    """The beginning of a name, or nothing.

    Raises:
        NameRefused: no name that is allowed begins like this.
    """
    if len(prefix) > _LONGEST or not _PREFIX.fullmatch(prefix):
        raise NameRefused()
    return prefix


def is_name(name: str) -> bool:
    """Whether a listed name is one of ours; a stranger may have put anything there."""
    return len(name) <= _LONGEST and _NAME.fullmatch(name) is not None


def name_beside(last: str) -> str:
    """Where a file lies while it is being written: no proper name, so it is never listed."""
    return f"{beginning_beside(last)}{secrets.token_hex(4)}.part"


def beginning_beside(last: str) -> str:
    """How all names of halves of this file begin."""
    return f".{last}."
