"""Forgetting a subject for good: two people, a pause, and then its keys are gone.

What was written stays in the ledger, encrypted under keys that exist no more, so that the chain
still verifies. What this cannot reach is in :data:`REACH`; faces print it beside the button.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from depter.actions.deeds import ask_deed, every_open_request, requests
from depter.errors import N_
from depter.notebook.notebook import Notebook
from depter.register.access import Right, may
from depter.register.deeds import Deed, Request, State
from depter.register.facts.office import MemberRevoked, SubjectErased
from depter.register.facts.world import EvidenceDeposited
from depter.values.ids import EntryId, SubjectId, is_id

REACH: Final = (
    N_(
        "Erasing destroys the keys of this page here, and on every device and in every office"
        " when the next bundle from here arrives there."
    ),
    N_("It cannot reach what was printed, copied by hand, or taken out as a file."),
    N_("It cannot reach a backup that lies offline, until the keys in it are renewed."),
    N_("It cannot reach members who left with the keys of their time and a copy of the notebook."),
    N_("It cannot reach what was published or handed to others."),
    N_("What others said about this person stands on their own pages and is erased there."),
)
"""What erasing reaches and what it does not, to be read before the button is pressed."""


def ask_erasure(book: Notebook, *, subject: SubjectId, reason: str) -> EntryId:
    """Ask that a subject be forgotten. Once a second member agrees, a pause begins, see
    ``erasure_hours`` of the office's policy; striking the request cancels it.

    Raises:
        DeedNeedsReason, NoSuchSubject: nothing was written.
        NotAllowed: this member may not erase.
    """
    return ask_deed(book, subject=subject, deed=Deed.ERASE, reason=reason)


def erasures(book: Notebook) -> tuple[Request, ...]:
    """Every erasure that was asked for and not carried out yet, oldest first."""
    return tuple(one for one in every_open_request(book) if one.deed == Deed.ERASE)


def erase_due(book: Notebook) -> tuple[SubjectId, ...]:
    """Carry out every erasure whose pause is over; the subjects that were forgotten.

    Faces call :func:`depter.store.erasing.erase_due`, which also sees to it that nothing of them
    stays in the file of the database. Where this member may not erase, nothing is due here; nor
    while others want to shut them out, because what they write from there on may not count.
    """
    if not may(book.viewer, Right.ERASE) or _is_to_leave(book):
        return ()
    erased: list[SubjectId] = []
    for request in erasures(book):
        blobs = _erase(book, request)
        if blobs is None:
            continue
        erased.append(request.subject)
        for blob in blobs:  # after the keys: a crash before this leaves bytes nobody can open
            (book.folder.files / blob).unlink(missing_ok=True)
    return tuple(erased)


def _is_to_leave(book: Notebook) -> bool:
    return any(
        isinstance(one.fact, MemberRevoked) and one.fact.member == book.viewer.member
        for one in book.office.pending
    )


def _erase(book: Notebook, request: Request) -> list[str] | None:
    """Write that the subject is erased, which destroys its keys; the files it leaves behind.

    None where the request is not due.
    """
    with book.together():
        ready = [one.entry for one in requests(book, request.subject) if one.state is State.READY]
        if request.entry not in ready:
            return None  # not due, or another request about the same subject did it
        blobs = list(_blobs(book, request.subject))
        fact = SubjectErased(subject=request.subject, asked=request.entry)
        book.write(book.office_id, fact)
    return blobs


def _blobs(book: Notebook, subject: SubjectId) -> Iterator[str]:
    """Names of the subject's encrypted files, also of deposits that were struck out."""
    for one in book.facts(subject):
        if isinstance(one.fact, EvidenceDeposited) and is_id(one.fact.blob):
            yield one.fact.blob
