"""Requests: what waits for a second person, asking, agreeing, cancelling."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from depter.actions.deeds import (
    NoSuchRequest,
    agree_to,
    ask_deed,
    is_alone,
    open_requests,
    requests,
)
from depter.actions.history import strike_entry
from depter.register.deeds import Deed
from depter.values.ids import EntryId, SubjectId, subject_id
from depter.values.text import clean_text
from depter.web.deeds.standing import shown
from depter.web.frame.flash import flash
from depter.web.frame.inside import inside
from depter.web.frame.posted import posted
from depter.web.frame.unlocked import UnlockedRequest


@require_safe
def listed(request: UnlockedRequest) -> HttpResponse:
    """Every open request, oldest first."""
    asked = shown(request.book, open_requests(request.book.notebook))
    names = request.book.shelf.names(one.request.subject for one in asked)
    page = {
        "rows": [(one, names.get(one.request.subject)) for one in asked],
        "is_alone": is_alone(request.book.notebook),
    }
    return render(request, "deeds/list.html", page)


@posted("deeds:list")
def ask(request: UnlockedRequest) -> HttpResponse:
    """Ask for a deed about one subject.

    Raises:
        DeedNeedsReason, NothingThere, NoSuchSubject, UnknownCode: nothing was written.
    """
    subject = subject_id(request.POST.get("subject", ""))
    reason = clean_text(request.POST.get("reason", ""))
    deed = request.POST.get("deed", "")
    entry = ask_deed(request.book.notebook, subject=subject, deed=deed, reason=reason)
    if is_alone(request.book.notebook):
        said = gettext("The request is recorded. Nobody else in the office could agree to it.")
    else:
        said = gettext("You have asked for it. Now a second member has to agree.")
    flash(request, said, undo=(subject, entry))
    return _back(request)


@posted("deeds:list")
def agree(request: UnlockedRequest) -> HttpResponse:
    """Stand behind what another asked for.

    Raises:
        NoSuchRequest, OwnRequest: nothing was written.
    """
    subject, entry = _meant(request)
    deed = _request(request, subject, entry)
    agree_to(request.book.notebook, subject=subject, entry=entry)
    if deed == Deed.ERASE:
        said = gettext("You have agreed. The pause begins; until it is over, it can be cancelled.")
    else:
        said = gettext("You have agreed. Whoever asked may do it now, once.")
    flash(request, said)
    return _back(request)


@posted("deeds:list")
def cancel(request: UnlockedRequest) -> HttpResponse:
    """Withdraw a request; it does not come back.

    Raises:
        NoSuchRequest: none under this id is open.
    """
    subject, entry = _meant(request)
    _request(request, subject, entry)
    reason = clean_text(request.POST.get("reason", ""))
    strike_entry(request.book.notebook, subject=subject, entry=entry, reason=reason)
    flash(request, gettext("The request is withdrawn. Whoever needs it asks again."))
    return _back(request)


def _meant(request: UnlockedRequest) -> tuple[SubjectId, EntryId]:
    return subject_id(request.POST.get("subject", "")), EntryId(request.POST.get("entry", ""))


def _request(request: UnlockedRequest, subject: SubjectId, entry: EntryId) -> str:
    for one in requests(request.book.notebook, subject):
        if one.entry == entry and one.state.is_open:
            return one.deed
    raise NoSuchRequest()


def _back(request: UnlockedRequest) -> HttpResponse:
    otherwise = reverse("deeds:list")
    return redirect(inside(request, request.POST.get("next", ""), otherwise=otherwise))
