"""The page of the office, and who looked."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from depter.register.access import Right, may
from depter.values.ids import is_id
from depter.web.frame.calling import names_of
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.members.roster import roster
from depter.web.office.doing import to_do


@require_safe
def hub(request: UnlockedRequest) -> HttpResponse:
    """What needs doing, and the way to everything about the office.

    Whoever holds no key of the office reads no members here either.
    """
    reads = may(request.book.viewer, Right.READ)
    rows = roster(request.book) if reads else ()
    page = {
        "tasks": to_do(request.book, rows),
        "rows": [one for one in rows if one.member.stands],
        "file": request.book.office,
        "reads": reads,
    }
    return render(request, "office/hub.html", page)


@require_safe
def looks(request: UnlockedRequest) -> HttpResponse:
    """Who looked at what is protected, newest first; of one member, or at one subject."""
    member, subject = request.GET.get("member", ""), request.GET.get("subject", "").strip()
    after = request.GET.get("after", "")
    asked = subject if is_id(subject) else ""
    found = request.book.looks(member=member, subject=asked, after=after)
    names = request.book.shelf.names(one.subject for one in found.rows if one.subject)
    known = names_of(request.book.office)
    page = {
        "rows": [
            (
                one,
                datetime.fromisoformat(one.at),
                known.get(one.member, ""),
                names.get(one.subject),
            )
            for one in found.rows
        ],
        "next": found.next,
        "members": sorted(known.items(), key=lambda pair: pair[1].casefold()),
        "member": member,
        "subject": subject,
        "is_narrowed": bool(member or subject),
        "is_no_id": bool(subject) and not asked,
        "days": request.book.office.policy.looks_days,
    }
    return render(request, "office/looks.html", page)
