"""The list of cases, a new case, the page of one and its history."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.cases import open_case
from depter.register.folds.case import CaseFile
from depter.values.ids import subject_id
from depter.web.cases.assigning import assigned
from depter.web.cases.conflicts import conflicts_of
from depter.web.cases.forms import NewCaseForm
from depter.web.cases.listing import asked
from depter.web.cases.sheet import CaseSheet
from depter.web.frame.flash import first_entry, flash
from depter.web.frame.history import members, written_lines
from depter.web.frame.troubles import form_errors, told
from depter.web.frame.unlocked import UnlockedRequest

_SHOWN_HISTORY = 12


@require_safe
def listed(request: UnlockedRequest) -> HttpResponse:
    """The list, narrowed by the query."""
    wanted = asked(request.GET.dict())
    found = request.book.cases(wanted.wanted)
    choices = request.book.case_choices()
    suggestion = getattr(wanted.mistake, "suggestion", None)
    return render(
        request,
        "cases/list.html",
        {
            "asked": wanted,
            "found": found,
            "choices": choices,
            "place_name": dict(choices.places).get(wanted.wanted.place, ""),
            "is_narrowed": bool(wanted.chips) or bool(wanted.wanted.after),
            "mistake": told(wanted.mistake) if wanted.mistake else None,
            "suggested_query": wanted.query(not_heard_since=suggestion) if suggestion else "",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Open a case; the sheet of its first statement comes next."""
    form = NewCaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            case = open_case(request.book.notebook, label=form.cleaned_data["label"])
            entry = first_entry(request.book.notebook, case)
            flash(
                request,
                gettext("The case is open. Now write down the first statement."),
                undo=(case, entry),
            )
            return redirect("statements:new", case)
    return render(request, "cases/new.html", {"form": form})


@require_safe
def page(request: UnlockedRequest, case: str) -> HttpResponse:
    """Everything about one person."""
    sheet = CaseSheet(request.book.case(subject_id(case)))
    spoken: dict[str, str] = {one.statement.id: one.speaker.name for one in sheet.statements}
    who = members(request.book)
    lines = written_lines(sheet.case.history[-_SHOWN_HISTORY:], members=who, statements=spoken)
    return render(
        request,
        "cases/page.html",
        {
            "sheet": sheet,
            "case": sheet.case,
            "names": sheet.page.names,
            "lines": lines,
            "conflicts": conflicts_of(sheet, members=who),
            "assigned": assigned(request.book, sheet.case),
            "has_more_history": len(sheet.case.history) > _SHOWN_HISTORY,
        },
    )


@require_safe
def history(request: UnlockedRequest, case: str) -> HttpResponse:
    """Every entry about one person, newest first."""
    shown = request.book.subject(subject_id(case), CaseFile)
    assert isinstance(shown.folded, CaseFile)
    spoken: dict[str, str] = {
        one.id: shown.names[one.source].title
        for one in shown.folded.statements
        if one.source in shown.names
    }
    lines = written_lines(shown.folded.history, members=members(request.book), statements=spoken)
    return render(
        request,
        "cases/history.html",
        {"id": shown.id, "case": shown.folded, "lines": lines},
    )
