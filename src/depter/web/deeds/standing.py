"""How a request stands, as a page shows it, and what the member may do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from depter.actions.deeds import is_alone, requests
from depter.register.access import Right, may
from depter.register.deeds import Deed, Request, State, may_agree
from depter.store.book import Book
from depter.values.ids import SubjectId
from depter.web.frame.calling import called, names_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One open request, with names instead of ids."""

    request: Request
    by: str
    agreed: tuple[str, ...]
    is_mine: bool
    can_agree: bool
    can_cancel: bool

    @property
    def is_ready(self) -> bool:
        """Whether it may be done now."""
        return self.request.state is State.READY

    @property
    def is_paused(self) -> bool:
        """Whether it was agreed to and waits for its day."""
        return self.request.state is State.PAUSED


@dataclass(frozen=True, slots=True)
class Standing:
    """One deed about one subject: who asked for it, and what comes next for this member.

    Attributes:
        is_alone: nobody else in the office may agree, so asking is enough.
        mine: the member's own open request that is furthest, if there is one.
        others: everybody who could agree to what this member asks.
    """

    subject: SubjectId
    deed: str
    is_alone: bool
    requests: tuple[Shown, ...]
    others: tuple[str, ...]

    @property
    def mine(self) -> Shown | None:
        """The member's own open request; the one that may be carried out, if any may."""
        own = [one for one in self.requests if one.is_mine]
        return next((one for one in own if one.is_ready), own[-1] if own else None)

    @property
    def may_do(self) -> bool:
        """Whether it needs nothing but to be done."""
        return self.is_alone or (self.mine is not None and self.mine.is_ready)


def standing(book: Book, subject: SubjectId, deed: Deed) -> Standing | None:
    """How a deed about a subject stands; None for those who neither ask nor agree."""
    if not may(book.viewer, Right.ASK) and not may(book.viewer, Right.AGREE):
        return None
    asked = [
        one for one in requests(book.notebook, subject) if one.deed == deed and one.state.is_open
    ]
    others = may_agree(book.office, asker=book.viewer.member)
    return Standing(
        subject=subject,
        deed=deed.value,
        is_alone=is_alone(book.notebook),
        requests=shown(book, asked),
        others=tuple(called(one) for one in others),
    )


def shown(book: Book, asked: Iterable[Request]) -> tuple[Shown, ...]:
    """Requests with names, and with what this member may do about each."""
    names = names_of(book.office)
    me = book.viewer.member
    agrees, strikes = may(book.viewer, Right.AGREE), may(book.viewer, Right.STRIKE)
    return tuple(
        Shown(
            request=one,
            by=names.get(one.by, ""),
            agreed=tuple(names.get(other.member, "") for other in one.agreed),
            is_mine=one.by == me,
            can_agree=agrees and one.state is State.WAITING and one.by != me,
            can_cancel=strikes and (one.by == me or agrees),
        )
        for one in asked
    )
