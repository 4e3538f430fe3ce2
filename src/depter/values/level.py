"""How confidential a field is: who can read it, by which key."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Confidentiality of one field of a fact.

    ``internal``: every member. ``protected``: members whose role allows it. ``sealed``:
    custodians only, and write-only for everybody else, the typing device included.
    """

    INTERNAL = "internal"
    PROTECTED = "protected"
    SEALED = "sealed"
