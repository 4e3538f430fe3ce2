"""Intimidation and reprisal: noting it, and reading it."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.advocacy import report_incident
from depter.register.deeds import Deed
from depter.register.folds.advocacy import IncidentFile
from depter.values.ids import subject_id
from depter.web.deeds.opening import OpenForm
from depter.web.deeds.standing import standing
from depter.web.frame.fields import code_choices
from depter.web.frame.flash import first_entry, flash
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.incidents.forms import IncidentForm
from depter.web.statements.factsheet import FactSheet
from depter.web.statements.saving import saving


@require_safe
def list_(request: UnlockedRequest) -> HttpResponse:
    """Newest first; who suffered it is on no list."""
    kind = request.GET.get("kind", "")
    found = request.book.listed("incident", kind=kind, after=request.GET.get("after", ""))
    shown = {
        "rows": found.rows,
        "names": found.names,
        "next": found.next,
        "kind": kind,
        "kinds": code_choices("incident_kind"),
    }
    return render(request, "incidents/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Note an incident."""
    initial = {
        "cases": [one for one in request.GET.getlist("case") if one],
        "appeals": [one for one in request.GET.getlist("appeal") if one],
    }
    sheet = FactSheet(IncidentForm, request, initial=initial)
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                incident = report_incident(notebook, sheet.form.fact(sheet.told.told(notebook)))
            undo = (incident, first_entry(notebook, incident))
            flash(request, gettext("The incident is noted."), undo=undo)
            return redirect("incidents:page", incident)
    shown = {
        "sheet": sheet,
        "title": gettext("Report an incident"),
        "note": gettext(
            "Intimidation or reprisal against those who speak, or against their relatives."
        ),
        "legend": gettext("What was done"),
        "button": gettext("Note the incident"),
        "back": reverse("incidents:list"),
        "crumb": gettext("Incidents"),
    }
    return render(request, "statements/fact.html", shown)


@require_safe
def page(request: UnlockedRequest, incident: str) -> HttpResponse:
    """One incident; what is sealed is only said to be there."""
    return shown(request, incident)


def shown(request: UnlockedRequest, incident: str, *, form: OpenForm | None = None) -> HttpResponse:
    """The page of an incident, with the form that was not taken in place of its empty one."""
    found = request.book.subject(subject_id(incident), IncidentFile)
    file = cast(IncidentFile, found.folded)
    two = standing(request.book, found.id, Deed.UNSEAL) if file.sealed_entries else None
    page = {
        "id": found.id,
        "incident": file,
        "told": file.reported,
        "names": found.names,
        "two": two,
        "open": form or OpenForm(is_alone=two is None or two.is_alone),
    }
    return render(request, "incidents/page.html", page)
