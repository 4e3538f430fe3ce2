"""Giving a case to a member who sees assigned cases only, a lawyer say, and taking it back."""

from __future__ import annotations

from typing import ClassVar

from depter.actions.looking import expect
from depter.errors import N_, BadInput
from depter.notebook.notebook import Notebook
from depter.register.access import Viewer, roles_from
from depter.register.facts.cases import CaseAssigned, CaseUnassigned
from depter.register.folds.case import CaseFile
from depter.register.folds.office import Member, OfficeFile
from depter.values.ids import EntryId, SubjectId


class NotToBeAssigned(BadInput):
    """Only whoever sees assigned cases only is assigned any."""

    what: ClassVar[str] = N_("This member sees every case already, or does not belong here.")
    do: ClassVar[str] = N_("Choose a member whose only reading role is that of an advocate.")


class NotAssigned(BadInput):
    """There is nothing to take back."""

    what: ClassVar[str] = N_("This case is not assigned to that member.")
    do: ClassVar[str] = N_("Reload the page of the case and see to whom it is assigned.")


def assignable(office: OfficeFile) -> tuple[Member, ...]:
    """Everybody who belongs to the office and sees assigned cases only."""
    return tuple(
        one
        for one in office.members
        if one.stands and Viewer(one.id, roles_from(one.roles)).sees_assigned_only
    )


def assign_case(book: Notebook, *, case: SubjectId, member: str) -> EntryId | None:
    """From now on the case exists for this member; None where it did before.

    Raises:
        NoSuchSubject, NotToBeAssigned, NotAllowed: nothing was written.
    """
    known = expect(book, case, CaseFile)
    if member not in {one.id for one in assignable(book.office)}:
        raise NotToBeAssigned()
    if member in known.assigned:
        return None
    return book.write(case, CaseAssigned(member=member))[0]


def unassign_case(book: Notebook, *, case: SubjectId, member: str) -> EntryId:
    """The case is no longer this member's.

    Raises:
        NoSuchSubject, NotAssigned, NotAllowed: nothing was written.
    """
    if member not in expect(book, case, CaseFile).assigned:
        raise NotAssigned()
    return book.write(case, CaseUnassigned(member=member))[0]
