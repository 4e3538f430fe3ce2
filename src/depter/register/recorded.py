"""A fact together with the entry that carries it."""

from __future__ import annotations

import msgspec

from depter.register.facts import Fact
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """A fact as read back from the ledger.

    Attributes:
        closed: levels of the fact that this reader could not open; their fields hold
            defaults and are shown as “sealed”.
        at: hybrid clock reading of the writing device.
        seq: its number in the feed of that device.
    """

    id: EntryId
    device: str
    at: str
    subject: SubjectId
    fact: Fact
    closed: frozenset[Level] = frozenset()
    seq: int = 0
