"""The list of members and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from depter.actions.members import unshared
from depter.register.access import Right, may
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.members.roster import MemberRow, roster, waiting


@require_safe
def listed(request: UnlockedRequest) -> HttpResponse:
    """Everybody who belongs or belonged to the office."""
    rows = roster(request.book)
    page = {
        "rows": [one for one in rows if one.member.stands],
        "left": [one for one in rows if not one.member.stands],
        "waiting": waiting(request.book),
        "unshared": unshared(request.book.notebook) if _opens(request) else 0,
    }
    return render(request, "members/list.html", page)


@require_safe
def page(request: UnlockedRequest, member: str) -> HttpResponse:
    """One member: roles, machines, and what can be changed."""
    row = known(request, member)
    return render(request, "members/page.html", {"row": row, "member": row.member})


def known(request: UnlockedRequest, member: str) -> MemberRow:
    """The member of this id.

    Raises:
        Http404: there is none.
    """
    for row in roster(request.book):
        if row.member.id == member:
            return row
    raise Http404


def _opens(request: UnlockedRequest) -> bool:
    return may(request.book.viewer, Right.OPEN_SEALED)
