"""Forgetting a source or a case for good: what it reaches, who stands behind it, when it is due."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from depter.actions.erasure import REACH, ask_erasure
from depter.notebook.errors import NoSuchSubject
from depter.register.deeds import Deed
from depter.store.erasing import erase_due
from depter.store.queries.shelf import Name
from depter.values.ids import SubjectId, subject_id
from depter.web.deeds.forms import ReasonForm
from depter.web.deeds.standing import standing
from depter.web.frame.flash import flash
from depter.web.frame.links import page_of, words_for
from depter.web.frame.posted import posted
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: UnlockedRequest, subject: str) -> HttpResponse:
    """Read what erasing reaches and what not; then ask for it."""
    name = _name(request, subject_id(subject))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            book, reason = request.book.notebook, form.cleaned_data["reason"]
            entry = ask_erasure(book, subject=name.id, reason=reason)
            flash(request, gettext("The request is recorded."), undo=(name.id, entry))
            return redirect("deeds:forget", subject)
    page = {
        "name": name,
        "title": words_for(name),
        "back": page_of(name),
        "reach": [gettext(sentence) for sentence in REACH],
        "two": standing(request.book, name.id, Deed.ERASE),
        "hours": request.book.office.policy.erasure_hours,
        "form": form,
    }
    return render(request, "deeds/forget.html", page)


@posted("deeds:forget", "subject")
def carry_out(request: UnlockedRequest, subject: str) -> HttpResponse:
    """Erase what is due now: this subject, and every other whose pause is over."""
    name = _name(request, subject_id(subject))
    if name.id in erase_due(request.book):
        flash(request, gettext("It is forgotten: the keys are destroyed, and nothing opens it."))
        return redirect("office:hub")
    flash(request, gettext("The pause is not over yet; nothing was erased."), tone="warn")
    return redirect("deeds:forget", subject)


def _name(request: UnlockedRequest, subject: SubjectId) -> Name:
    name = request.book.shelf.names([subject]).get(subject)
    if name is None or not page_of(name):
        raise NoSuchSubject()
    return name
