"""Giving what is sealed to the present custodians, once there are others than before."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Final

import msgspec

from depter.ledger.ledger import SubjectKeyRow
from depter.notebook.keyrows import row_of, turned, wrapped
from depter.notebook.notebook import Notebook
from depter.register.access import Right, require
from depter.register.facts import kind_of
from depter.register.facts.office import (
    CustodyTaken,
    MemberChanged,
    MemberRevoked,
    OfficeRecovered,
    TrusteesAppointed,
)
from depter.values.level import Level
from depter.vault.errors import BodyDamaged
from depter.vault.subjectkeys import resealed

_BATCH: Final = 200  # keys that become durable together; stopping loses one batch at most
_CHANGES: Final = frozenset(
    kind_of(kind)
    for kind in (CustodyTaken, MemberChanged, MemberRevoked, OfficeRecovered, TrusteesAppointed)
)


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """How many keys were sealed anew, and how many this custodian could not open."""

    shared: int
    closed: int


def unshared(book: Notebook) -> int:
    """How many sealed keys were not sealed since custodians last may have changed."""
    return len(_due(book))


def share_sealed(
    book: Notebook, *, custodian: str, progress: Callable[[int], None] | None = None
) -> Shared:
    """Seal every sealed subject's key to the present custodians; stop and go on as you like.

    Raises:
        NotAllowed: no custodian.
    """
    require(book.viewer, Right.OPEN_SEALED)
    turn, recipients = _turn(book), book.office.custodians
    shared = closed = 0
    due = iter(_due(book))
    while batch := list(islice(due, _BATCH)):
        renewed = []
        for row in batch:
            try:
                key = resealed(wrapped(row), custodian=custodian, recipients=recipients)
                again = row_of(msgspec.structs.replace(key, turn=turn))
                renewed.append(turned(again, keyring=book.keyring))
            except BodyDamaged:
                closed += 1
        with book.together():
            book.ledger.add_keys(renewed)
        shared += len(renewed)
        if progress:
            progress(len(batch))
    return Shared(shared=shared, closed=closed)


def _due(book: Notebook) -> list[SubjectKeyRow]:
    """Keys of an earlier turn. One that was made since is among them: a device that had not heard
    of the change may have made it, and nothing in it tells."""
    turn = _turn(book)
    rows = filter(lambda row: row.level is Level.SEALED, book.ledger.keys())
    return [row for row in rows if row.turn < turn]


def _turn(book: Notebook) -> int:
    """How often custodians may have changed: the same number on every machine of the office."""
    waiting = {one.entry for one in book.office.pending}
    return sum(
        1
        for line in book.office.history
        if line.kind in _CHANGES and line.id not in waiting and not line.struck_by
    )
