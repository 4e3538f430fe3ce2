"""To whom a case is assigned, and assigning it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from depter.actions.assigning import assign_case, assignable, unassign_case
from depter.register.folds.case import CaseFile
from depter.store.book import Book
from depter.values.ids import subject_id
from depter.web.frame.calling import called, names_of
from depter.web.frame.flash import flash
from depter.web.frame.posted import posted
from depter.web.frame.unlocked import UnlockedRequest


@dataclass(frozen=True, slots=True)
class Assigned:
    """Members by id and name: who has the case, and who could be given it."""

    members: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def assigned(book: Book, case: CaseFile) -> Assigned:
    """To whom a case is and could be assigned."""
    names = names_of(book.office)
    return Assigned(
        members=tuple((one, names.get(one, one)) for one in case.assigned),
        others=tuple(
            (one.id, called(one)) for one in assignable(book.office) if one.id not in case.assigned
        ),
    )


@posted("cases:page", "case")
def assign(request: UnlockedRequest, case: str) -> HttpResponse:
    """Give the case to an advocate.

    Raises:
        NoSuchSubject, NotToBeAssigned: nothing was written.
    """
    subject, member = subject_id(case), request.POST.get("member", "")
    entry = assign_case(request.book.notebook, case=subject, member=member)
    undo = (subject, entry) if entry else None
    flash(request, gettext("The case is assigned: the member sees it from now on."), undo=undo)
    return redirect("cases:page", case)


@posted("cases:page", "case")
def unassign(request: UnlockedRequest, case: str) -> HttpResponse:
    """Take the case back.

    Raises:
        NoSuchSubject, NotAssigned: nothing was written.
    """
    subject, member = subject_id(case), request.POST.get("member", "")
    entry = unassign_case(request.book.notebook, case=subject, member=member)
    said = gettext("The case is no longer assigned: the member does not see it from now on.")
    flash(request, said, undo=(subject, entry))
    return redirect("cases:page", case)
