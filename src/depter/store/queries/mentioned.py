"""Ids of other subjects inside a folded one: which are named, and taking the unseen ones out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from depter.register.folds import Folded
from depter.store.queries.rewritten import rewritten

_NAMED = (
    *("source", "place", "to", "case", "organisation", "by", "addressee", "body", "within"),
    "given_by",
)
_NAMED_MANY = ("cases", "appeals")
_SHOWN_ALONE = ("evidence",)  # named where they are shown, not wherever they are mentioned


def ids_in(value: object) -> Iterable[str]:
    """Ids of subjects mentioned anywhere in a folded object."""
    return _ids(value, many=_NAMED_MANY)


def all_ids_in(value: object) -> Iterable[str]:
    """As :func:`ids_in`, with the files shown with statements."""
    return _ids(value, many=(*_NAMED_MANY, *_SHOWN_ALONE))


def _ids(value: object, *, many: Collection[str]) -> Iterable[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name in _NAMED and isinstance(one, str):
                yield one
            elif name in many and isinstance(one, list | tuple):
                yield from (each for each in one if isinstance(each, str))
            elif name == "judged_same":
                yield from one
            else:
                yield from _ids(one, many=many)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _ids(one, many=many)


def without(folded: Folded, hidden: frozenset[str]) -> Folded:
    """The folded subject as if the ``hidden`` ones had never been.

    What a hidden source said is not said, what is about a hidden case (an agreement, a change
    after an appeal) did not happen; elsewhere the mention alone goes.
    """

    def goes(one: msgspec.Struct) -> bool:
        return any(getattr(one, name, None) in hidden for name in ("source", "case"))

    def change(one: msgspec.Struct) -> Mapping[str, object]:
        return _changes(one, hidden)

    return rewritten(folded, change=change, goes=goes) if hidden else folded


def _changes(one: msgspec.Struct, hidden: frozenset[str]) -> Mapping[str, object]:
    changes: dict[str, object] = {}
    for name in one.__struct_fields__:
        value = getattr(one, name)
        if name in _NAMED and isinstance(value, str) and value in hidden:
            changes[name] = "" if name == "source" else None
        elif name in (*_NAMED_MANY, *_SHOWN_ALONE) and isinstance(value, tuple):
            kept = tuple(each for each in value if each not in hidden)
            if len(kept) < len(value):
                changes[name] = kept
        elif name == "judged_same" and hidden & value.keys():
            changes[name] = {key: one for key, one in value.items() if key not in hidden}
    return changes
