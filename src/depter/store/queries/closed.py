"""Closing what is above a level: generic over every kind of fact, by its ``levels``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import msgspec

from depter.register.folds import Folded
from depter.register.folds.case import CaseFile
from depter.register.folds.claims import KnownClaim, displayed, grouped
from depter.register.folds.history import HistoryLine
from depter.register.folds.timeline import Settlement, TimelineNode
from depter.store.queries.rewritten import rewritten
from depter.values.level import Level

_WHOLE = (KnownClaim, HistoryLine, TimelineNode, Settlement)  # many on a page, no levels inside


def closed_above(folded: Folded, levels: Collection[Level]) -> Folded:
    """The folded subject with claims and fields above ``levels`` gone.

    Where nothing was above, the same object comes back.
    """

    def goes(one: msgspec.Struct) -> bool:
        return isinstance(one, KnownClaim) and one.level not in levels

    def change(one: msgspec.Struct) -> Mapping[str, object]:
        return {
            name: empty
            for name, level, empty in _levelled(type(one))
            if level not in levels and getattr(one, name) != empty
        }

    shown = rewritten(folded, change=change, goes=goes, whole=_WHOLE)
    if isinstance(shown, CaseFile) and shown is not folded:
        best = displayed(grouped(shown.claims), settled=shown.dossier.settled)
        ids = {name: known.claim.id for name, known in best.items()}
        return msgspec.structs.replace(shown, displayed=ids)
    return shown


@cache
def _levelled(shape: type[msgspec.Struct]) -> tuple[tuple[str, Level, object], ...]:
    """The fields of a fact (or of what was folded from it) that have a level, and their defaults.

    A field above internal always has a default, see :class:`depter.register.facts.base.Fact`.
    """
    levels: Mapping[str, Level] = getattr(shape, "levels", {})
    return tuple(
        (field.name, levels[field.name], _empty(field))
        for field in msgspec.structs.fields(shape)
        if field.name in levels
    )


def _empty(field: msgspec.structs.FieldInfo) -> object:
    made = field.default_factory
    return field.default if made is msgspec.NODEFAULT else made()
