"""Proceedings before courts and authorities, their stages, deadlines and lawyers."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.advocacy import begin_proceeding, change_representation, reach_stage
from depter.register.folds.advocacy import ProceedingFile
from depter.register.vocabulary import vocabulary
from depter.store.queries.pages import SubjectPage
from depter.values.ids import subject_id
from depter.web.frame.fields import code_choices
from depter.web.frame.flash import first_entry, flash
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.proceedings.forms import ProceedingForm, RepresentationForm, StageForm
from depter.web.statements.directory import current_language
from depter.web.statements.factsheet import FactSheet
from depter.web.statements.saving import saving


@require_safe
def list_(request: UnlockedRequest) -> HttpResponse:
    """Newest first, with the stage reached and the deadline that stands."""
    kind = request.GET.get("kind", "")
    found = request.book.listed("proceeding", kind=kind, after=request.GET.get("after", ""))
    rows = [(row, row.folded, deadline_of(cast(ProceedingFile, row.folded))) for row in found.rows]
    shown = {
        "rows": rows,
        "names": found.names,
        "next": found.next,
        "kind": kind,
        "kinds": code_choices("proceeding_kind"),
    }
    return render(request, "proceedings/list.html", shown)


def deadline_of(proceeding: ProceedingFile) -> str:
    """The deadline of the latest stage; a later stage has met or ended the earlier ones."""
    latest = proceeding.latest_stage
    return latest.deadline if latest is not None else ""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Note that a procedure began."""
    initial = {"cases": [one for one in request.GET.getlist("case") if one]}
    sheet = FactSheet(ProceedingForm, request, initial=initial)
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                proceeding = begin_proceeding(notebook, sheet.form.fact(sheet.told.told(notebook)))
            undo = (proceeding, first_entry(notebook, proceeding))
            flash(request, gettext("The proceeding is noted."), undo=undo)
            return redirect("proceedings:page", proceeding)
    shown = {
        "sheet": sheet,
        "title": gettext("Note a proceeding"),
        "legend": gettext("The proceeding"),
        "button": gettext("Note the proceeding"),
        "back": reverse("proceedings:list"),
        "crumb": gettext("Proceedings"),
    }
    return render(request, "statements/fact.html", shown)


@require_safe
def page(request: UnlockedRequest, proceeding: str) -> HttpResponse:
    """Its stages in order, and who represented."""
    found = request.book.subject(subject_id(proceeding), ProceedingFile)
    file = cast(ProceedingFile, found.folded)
    shown = {
        "id": found.id,
        "proceeding": file,
        "names": found.names,
        "deadline": deadline_of(file),
    }
    return render(request, "proceedings/page.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: UnlockedRequest, proceeding: str) -> HttpResponse:
    """Note a stage."""
    found = request.book.subject(subject_id(proceeding), ProceedingFile)
    sheet = FactSheet(StageForm, request)
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                fact = sheet.form.fact(sheet.told.told(notebook))
                entry = reach_stage(notebook, proceeding=found.id, fact=fact)
            flash(request, gettext("The stage is noted."), undo=(found.id, entry))
            return redirect("proceedings:page", found.id)
    shown = _sheet_of(found, sheet) | {
        "title": gettext("Note a stage"),
        "legend": gettext("The stage"),
        "button": gettext("Note the stage"),
    }
    return render(request, "statements/fact.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def representation(request: UnlockedRequest, proceeding: str) -> HttpResponse:
    """Note that a lawyer took the matter on, or left it."""
    found = request.book.subject(subject_id(proceeding), ProceedingFile)
    sheet = FactSheet(RepresentationForm, request)
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                fact = sheet.form.fact(sheet.told.told(notebook))
                entry = change_representation(notebook, proceeding=found.id, fact=fact)
            flash(request, gettext("The change of lawyer is noted."), undo=(found.id, entry))
            return redirect("proceedings:page", found.id)
    shown = _sheet_of(found, sheet) | {
        "title": gettext("Note a change of lawyer"),
        "legend": gettext("Who represents"),
        "button": gettext("Note the change"),
    }
    return render(request, "statements/fact.html", shown)


def _sheet_of(found: SubjectPage, sheet: FactSheet[Any]) -> dict[str, Any]:
    begun = cast(ProceedingFile, found.folded).begun
    kind = vocabulary("proceeding_kind").label(begun.proceeding_kind, current_language())
    return {
        "sheet": sheet,
        "back": reverse("proceedings:page", args=[found.id]),
        "crumb": begun.title or kind,
    }
