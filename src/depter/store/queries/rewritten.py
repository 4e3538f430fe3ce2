"""Taking something out of a folded subject, wherever in it it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)
Change = Callable[[msgspec.Struct], Mapping[str, object]]
"""The fields of one struct that change, with their new values."""
Goes = Callable[[msgspec.Struct], bool]
"""Whether a struct is to be left out of the tuple it stands in."""


Shapes = tuple[type[msgspec.Struct], ...]


def rewritten(one: S, *, change: Change, goes: Goes, whole: Shapes = ()) -> S:
    """The struct with ``change`` made to it and to every struct in it, without those that go.

    Inside structs of the shapes ``whole`` nothing is looked for. Where nothing changed, the same
    object comes back.
    """
    changes = dict(change(one))
    for name in one.__struct_fields__:
        before = getattr(one, name)
        if name in changes:
            continue
        if isinstance(before, msgspec.Struct):
            after: object = rewritten(before, change=change, goes=goes, whole=whole)
        elif isinstance(before, tuple) and before and isinstance(before[0], msgspec.Struct):
            after = tuple(
                each
                if isinstance(each, whole)
                else rewritten(each, change=change, goes=goes, whole=whole)
                for each in before
                if not goes(each)
            )
            if _is_same(before, after):
                continue
        else:
            continue
        if after is not before:
            changes[name] = after
    return msgspec.structs.replace(one, **changes) if changes else one


def _is_same(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    return len(before) == len(after) and all(a is b for a, b in zip(before, after, strict=True))
