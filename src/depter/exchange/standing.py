"""Who has what: every other device, when it was last heard of, and what it lacked then."""

from __future__ import annotations

import msgspec

from depter.exchange.heard import Acknowledged, Heard
from depter.exchange.plan import held
from depter.ledger.heads import Head
from depter.notebook.notebook import Notebook
from depter.register.access import Right, require


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One device of a member, as far as is known here.

    Attributes:
        heard_at: clock reading of when it acknowledged what it holds; empty if it never did.
        lacks: entries that are here and that it had not acknowledged; None where nothing is known.
        is_here: it writes into this notebook, and so has everything.
        has_ended: it may no longer write.
    """

    device: str
    member: str
    name: str
    label: str
    heard_at: str
    lacks: int | None
    is_here: bool
    has_ended: bool


def who_has_what(book: Notebook) -> tuple[Standing, ...]:
    """Every device of the office, in the order in which they came.

    Raises:
        NotAllowed: the member may not exchange.
    """
    require(book.viewer, Right.EXCHANGE)
    heard = Acknowledged(book).read()
    ends = book.ledger.heads()
    return tuple(
        Standing(
            device=device.key,
            member=member.id,
            name=member.name,
            label=device.label,
            heard_at=known.at if (known := heard.get(device.key)) else "",
            lacks=_lacks(book, known, ends),
            is_here=device.key == book.device or bool(known and known.is_here),
            has_ended=device.ends is not None or not member.stands,
        )
        for member in book.office.members
        for device in member.devices
    )


def _lacks(book: Notebook, known: Heard | None, ends: dict[str, Head]) -> int | None:
    if known is None or known.is_here:
        return 0 if known else None
    there = {one.device: one for one in known.heads}
    return sum(
        max(0, end.seq - (held(book, there[device], our_end=end.seq) if device in there else 0))
        for device, end in ends.items()
    )
