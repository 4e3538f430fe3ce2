"""Asking for what takes two people, agreeing to it, and whether it was granted.

What may be asked for is in :class:`depter.register.deeds.Deed`. To withdraw a request, strike
its entry (:func:`depter.actions.history.strike_entry`); it does not come back.
"""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, BadInput, DepterError
from depter.notebook.errors import NoSuchSubject
from depter.notebook.notebook import Notebook
from depter.register.access import Right, require
from depter.register.checks import checked_fields
from depter.register.deeds import (
    RIGHT_FOR,
    Deed,
    Request,
    State,
    has_lapsed,
    may_agree,
    requests_of,
)
from depter.register.facts.office import Countersigned, DeedAsked
from depter.register.folds.world import EvidenceFile
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level


class DeedNeedsReason(BadInput):
    """What takes two people is asked for with a reason, which is recorded."""

    what: ClassVar[str] = N_("No reason was given, and this needs one.")
    do: ClassVar[str] = N_("Write why it has to be done; the reason is recorded.")


class NothingThere(BadInput):
    """The subject holds nothing that this deed is about."""

    what: ClassVar[str] = N_("There is nothing here that could be opened or taken out.")
    do: ClassVar[str] = N_("Go back to the page and look at what it holds.")


class NotAsked(DepterError):
    """The deed takes two people, and this member did not ask for it, or not lately."""

    what: ClassVar[str] = N_("This takes two people, and you have not asked for it yet.")
    safe: ClassVar[str] = N_("Nothing was opened, taken out or changed.")
    do: ClassVar[str] = N_("Ask for it with a reason; a second member then agrees.")
    exit_code: ClassVar[int] = 6


class SecondPersonNeeded(DepterError):
    """Asked for; nobody agreed yet, or the pause is not over."""

    what: ClassVar[str] = N_("A second member has not agreed yet, or the pause is not over.")
    safe: ClassVar[str] = N_("Your request is recorded, and nothing else was done.")
    do: ClassVar[str] = N_("Let another coordinator or custodian agree to request {asked}.")
    exit_code: ClassVar[int] = 6


class NoSuchRequest(BadInput):
    """No request under this id waits for anybody's agreement."""

    what: ClassVar[str] = N_("No such request is open: it was used, withdrawn, or is too old.")
    do: ClassVar[str] = N_("Look at the list of requests; whoever needs it asks again.")


class OwnRequest(BadInput):
    """Nobody agrees to what they asked for themselves."""

    what: ClassVar[str] = N_("You asked for this yourself, so another member has to agree.")
    do: ClassVar[str] = N_("Let another coordinator or custodian look at your reason.")


def ask_deed(book: Notebook, *, subject: SubjectId, deed: str, reason: str) -> EntryId:
    """Ask for a deed about one subject.

    Raises:
        DeedNeedsReason, NothingThere, NoSuchSubject, UnknownCode: nothing was written.
        NotAllowed: this member could not do it either.
    """
    if not reason.strip():
        raise DeedNeedsReason()
    fact = DeedAsked(deed=str(deed), reason=reason)
    checked_fields(fact)
    require(book.viewer, RIGHT_FOR[deed])
    if not book.facts(subject) or subject == book.office_id:  # a page that was struck out counts
        raise NoSuchSubject()
    if deed == Deed.UNSEAL and not _has_sealed(book, subject):
        raise NothingThere()
    if deed == Deed.TAKE_OUT and not isinstance(book.folded(subject), EvidenceFile):
        raise NothingThere()
    return book.write(subject, fact)[0]


def agree_to(book: Notebook, *, subject: SubjectId, entry: EntryId) -> EntryId:
    """Stand behind what another member asked for. Agreeing twice is agreeing once.

    Raises:
        NoSuchRequest, OwnRequest: nothing was written.
        NotAllowed: this member may not agree.
    """
    require(book.viewer, Right.AGREE)
    with book.together():
        request = next((one for one in _requests(book, subject) if one.entry == entry), None)
        if request is None or not request.state.is_open:
            raise NoSuchRequest()
        member = book.viewer.member
        if request.by == member:
            raise OwnRequest()
        for earlier in request.agreed:
            if earlier.member == member:
                return earlier.entry
        return book.write(subject, Countersigned(entry=entry))[0]


def granted(book: Notebook, *, subject: SubjectId, deed: str) -> EntryId:
    """The request with which this member may do the deed now. Whoever does it says so in the
    fact that records it (``asked``), in the same transaction: each request is used once.

    Raises:
        NotAsked: no request of this member stands, or none of the last days.
        SecondPersonNeeded: one does, and waits.
    """
    member = book.viewer.member
    mine = [one for one in _requests(book, subject) if one.deed == deed and one.by == member]
    for one in mine:
        if one.state is State.READY:
            return one.entry
    waiting = [one.entry for one in mine if one.state.is_open]
    if waiting:
        raise SecondPersonNeeded(asked=waiting[-1])
    raise NotAsked()


def granted_or_alone(book: Notebook, *, subject: SubjectId, deed: str, reason: str) -> EntryId:
    """As :func:`granted`; where nobody else may agree, this asks at once.

    Raises:
        NotAsked, SecondPersonNeeded: see :func:`granted`.
        DeedNeedsReason: alone, and without a reason.
    """
    try:
        return granted(book, subject=subject, deed=deed)
    except NotAsked:
        if not is_alone(book):
            raise
    return ask_deed(book, subject=subject, deed=deed, reason=reason)


def reason_of(book: Notebook, *, subject: SubjectId, entry: EntryId) -> str:
    """The reason that was given with a request.

    Raises:
        NoSuchRequest: there is none under this id.
    """
    for one in _requests(book, subject):
        if one.entry == entry:
            return one.reason
    raise NoSuchRequest()


def is_alone(book: Notebook) -> bool:
    """Whether nobody else in the office may agree, so that asking is enough; to be said plainly."""
    return not may_agree(book.office, asker=book.viewer.member)


def requests(book: Notebook, subject: SubjectId) -> tuple[Request, ...]:
    """What was asked for about one subject, in order: by whom, who agreed, what became of it.

    Raises:
        NotAllowed: this member reads nothing.
    """
    require(book.viewer, Right.READ)
    return _requests(book, subject)


def open_requests(book: Notebook) -> tuple[Request, ...]:
    """Every request of which something may still come, oldest first.

    Raises:
        NotAllowed: this member may not ask for deeds.
    """
    require(book.viewer, Right.ASK)
    return every_open_request(book)


def every_open_request(book: Notebook) -> tuple[Request, ...]:
    """As :func:`open_requests`, for what the office does by itself when something is due."""
    now = book.now()
    subjects: dict[SubjectId, None] = {}
    for one in book.recorded("deed.asked"):
        assert isinstance(one.fact, DeedAsked)
        if one.fact.deed == Deed.ERASE or not has_lapsed(one.at, now=now):
            subjects[one.subject] = None
    found = [one for subject in subjects for one in _requests(book, subject) if one.state.is_open]
    return tuple(sorted(found, key=lambda one: (one.at, one.entry)))


def _requests(book: Notebook, subject: SubjectId) -> tuple[Request, ...]:
    return requests_of(book.facts(subject), office=book.office, now=book.now())


def _has_sealed(book: Notebook, subject: SubjectId) -> bool:
    return any(Level.SEALED in one.closed for one in book.facts(subject))
