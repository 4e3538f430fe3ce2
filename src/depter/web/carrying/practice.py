"""Recovery: whether trustees hold verified sheets, and until then, that this is practice."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from depter.register.facts.office import PracticeDeclared
from depter.web.frame.flash import flash
from depter.web.frame.unlocked import UnlockedRequest


@require_safe
def recovery(request: UnlockedRequest) -> HttpResponse:
    """How it stands with the recovery sheets, and how they are made."""
    return render(request, "carrying/recovery.html", {"file": request.book.office})


@require_POST
def declare(request: UnlockedRequest) -> HttpResponse:
    """The office enters invented people only until the sheets are verified."""
    book = request.book.notebook
    if not book.office.practice:
        book.write(book.office_id, PracticeDeclared())
    flash(request, gettext("This notebook is for practice. Enter no real people yet."))
    return redirect("cases:list")
