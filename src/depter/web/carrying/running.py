"""The page of an errand: how far it is, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from depter.web.frame.errands import ERRANDS
from depter.web.frame.unlocked import UnlockedRequest


@require_safe
def errand(request: UnlockedRequest, errand: str) -> HttpResponse:
    """It renews itself while the work goes on, without a script too."""
    found = ERRANDS.of(request.book.viewer.member, errand)
    if found is None:
        raise Http404
    response = render(request, "carrying/errand.html", {"errand": found})
    if not found.is_over:
        response.headers["Refresh"] = "2"
    return response
