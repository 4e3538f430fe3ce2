"""The list of sources, a new source, its page, and weighing it."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.sources import introduce_source, judge_source
from depter.register.vocabulary import vocabulary
from depter.values.ids import SubjectId, is_id, subject_id
from depter.web.frame.flash import first_entry, flash
from depter.web.frame.posted import posted
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.sources.forms import ReliabilityForm, SourceForm
from depter.web.sources.sheet import source_sheet


@require_safe
def listed(request: UnlockedRequest) -> HttpResponse:
    """Sources, newest first; narrowed by kind."""
    kind = request.GET.get("kind", "")
    found = request.book.listed("source", kind=kind, after=request.GET.get("after", ""))
    return render(
        request,
        "sources/list.html",
        {"found": found, "kind": kind, "kinds": vocabulary("source_kind").codes},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Introduce a source; ``case`` or ``organisation`` in the query say that it is that one."""
    case, organisation = (_named(request, role) for role in ("case", "organisation"))
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            given: dict[str, Any] = form.cleaned_data
            source = introduce_source(
                request.book.notebook, case=case, organisation=organisation, **given
            )
            entry = first_entry(request.book.notebook, source)
            flash(request, _introduced(given), undo=(source, entry))
            return redirect("sources:page", source)
    names = request.book.shelf.names([one for one in (case, organisation) if one])
    return render(request, "sources/new.html", {"form": form, "is_of": names.values()})


def _named(request: UnlockedRequest, role: str) -> SubjectId | None:
    given = request.GET.get(role, "")
    return SubjectId(given) if is_id(given) else None


def _introduced(given: dict[str, Any]) -> str:
    if given["identity"] or given["contact"] or given["whereabouts"]:
        return gettext("The source is introduced. What had to be sealed is sealed.")
    return gettext("The source is introduced.")


@require_safe
def page(request: UnlockedRequest, source: str) -> HttpResponse:
    """One source."""
    return shown(request, source)


@posted("sources:page", "source")
def judge(request: UnlockedRequest, source: str) -> HttpResponse:
    """Weigh the source."""
    form = ReliabilityForm(request.POST)
    if form.is_valid():
        with form_errors(form):
            subject = subject_id(source)
            entry = judge_source(request.book.notebook, source=subject, **form.cleaned_data)
            flash(request, gettext("The source is weighed."), undo=(subject, entry))
            return redirect("sources:page", source)
    return shown(request, source, judge=form)


def shown(request: UnlockedRequest, source: str, **forms: BaseForm) -> HttpResponse:
    """The page of a source, with the form that was not taken in place of its empty one."""
    context = source_sheet(request.book, subject_id(source))
    return render(request, "sources/page.html", {**context, **forms})
