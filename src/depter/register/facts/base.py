"""What every kind of fact has in common: a plain kind, and a level for each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from depter.values.ids import StatementId, SubjectId
from depter.values.level import Level


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A part of a fact, without a life of its own."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something a person did, in the past tense; written once, never changed.

    The ``tag`` of each subclass is its kind in the ledger. Fields are internal unless named
    in ``levels``. Fields are only ever added, with a default; a change of meaning is a new
    kind. A field above ``internal`` must have a default: it may stay closed to the reader.
    """

    levels: ClassVar[Mapping[str, Level]] = {}


class Told(Value, frozen=True, kw_only=True, omit_defaults=True):
    """Who says so, how they know, and where in their words it stands.

    Attributes:
        source: the subject id of the source.
        basis: code of the vocabulary ``basis``.
        locator: where in the statement or document, e.g. ``paragraph 12`` or ``03:12``.
        statement: the statement it was said in, when there is one.
    """

    source: SubjectId
    basis: str
    locator: str = ""
    statement: StatementId | None = None
