"""Striking an entry out: the Undo of every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from depter.actions.history import strike_entry
from depter.register.facts.office import EntryStruck
from depter.values.ids import EntryId, subject_id
from depter.values.text import clean_text
from depter.web.frame.flash import flash
from depter.web.frame.inside import inside
from depter.web.frame.posted import posted
from depter.web.frame.unlocked import UnlockedRequest


@posted("cases:list")
def strike(request: UnlockedRequest) -> HttpResponse:
    """Cross an entry out, or bring it back by crossing out what crossed it out.

    Goes back to ``next``, or to the list of cases when nothing of the subject is left.

    Raises:
        CannotStrike: the entry is not on the page, or is struck already.
    """
    book, subject = request.book.notebook, subject_id(request.POST.get("subject", ""))
    entry = EntryId(request.POST.get("entry", ""))
    is_strike = any(
        one.id == entry and isinstance(one.fact, EntryStruck) for one in book.facts(subject)
    )
    reason = clean_text(request.POST.get("reason", ""))
    struck = strike_entry(book, subject=subject, entry=entry, reason=reason)
    said = (
        gettext("The entry stands again.")
        if is_strike
        else gettext("The entry is crossed out. It stays legible in the history.")
    )
    flash(request, said, undo=(subject, struck))
    if book.folded(subject) is None:
        return redirect("cases:list")
    return redirect(inside(request, request.POST.get("next", ""), otherwise="/cases/"))
