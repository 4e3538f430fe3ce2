"""Official and third-party figures beside the register's own count."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.world import claim_figure
from depter.register.folds.world import FigureFile
from depter.register.vocabulary import vocabulary
from depter.values.ids import SubjectId, subject_id
from depter.web.figures.beside import own_counts, side_by_side
from depter.web.figures.forms import FigureForm
from depter.web.frame.flash import first_entry, flash
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.statements.factsheet import FactSheet
from depter.web.statements.picking import NewPlace
from depter.web.statements.recording import described
from depter.web.statements.saving import saving


@require_safe
def list_(request: UnlockedRequest) -> HttpResponse:
    """Side by side, then every figure on record, then what the register counts itself."""
    found = request.book.listed("figure", after=request.GET.get("after", ""), size=100)
    statuses = request.book.status_counts()
    own = own_counts(cases=request.book.counts().get("case", 0), statuses=statuses)
    claimed = [cast(FigureFile, row.folded).claimed for row in found.rows]
    order = vocabulary("status").codes
    shown = {
        "rows": [(row, cast(FigureFile, row.folded).claimed) for row in found.rows],
        "names": found.names,
        "next": found.next,
        "compared": side_by_side(claimed, own=own),
        "own": own,
        "statuses": sorted(statuses.items(), key=lambda one: _place(one[0], order)),
    }
    return render(request, "figures/list.html", shown)


def _place(status: str, order: tuple[str, ...]) -> int:
    return order.index(status) if status in order else len(order)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Note a number that somebody claimed."""
    sheet = FactSheet(FigureForm, request, initial={"place": request.GET.get("place")})
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                place = sheet.form.cleaned_data["place"]
                if isinstance(place, NewPlace):
                    place = described(notebook, place)
                figure = claim_figure(
                    notebook,
                    told=sheet.told.told(notebook),
                    **sheet.form.said(SubjectId(place) if place else None),
                )
            undo = (figure, first_entry(notebook, figure))
            flash(request, gettext("The figure is noted."), undo=undo)
            return redirect("figures:list")
    shown = {
        "sheet": sheet,
        "title": gettext("Note a figure"),
        "note": gettext(
            "Write the number as it was said. It stands under the name of who claims it, beside"
            " what the register counts itself."
        ),
        "legend": gettext("The figure"),
        "button": gettext("Note the figure"),
        "back": reverse("figures:list"),
        "crumb": gettext("Figures"),
    }
    return render(request, "statements/fact.html", shown)


@require_safe
def page(request: UnlockedRequest, figure: str) -> HttpResponse:
    """One figure with who claims it and how they know."""
    found = request.book.subject(subject_id(figure), FigureFile)
    file = cast(FigureFile, found.folded)
    shown = {"id": found.id, "file": file, "claimed": file.claimed, "names": found.names}
    return render(request, "figures/page.html", shown)
