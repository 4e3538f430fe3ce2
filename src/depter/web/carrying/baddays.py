"""What to do when: a page for each of the bad days, to be read before it comes, and printed."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

DAYS: Final[dict[str, str | Promise]] = {
    "passphrase-forgotten": gettext_lazy("Somebody forgot their passphrase"),
    "member-lost": gettext_lazy("A member was arrested, or is gone"),
    "custodian-lost": gettext_lazy("A custodian is gone"),
    "laptop-taken": gettext_lazy("A laptop was taken or stolen"),
    "office-burnt": gettext_lazy("Everything here is gone"),
    "stick-lost": gettext_lazy("A stick or a backup was lost"),
    "sheet-lost": gettext_lazy("A trustee lost a sheet, or is no longer to be trusted"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return render(request, "carrying/when.html", {"days": DAYS})


@require_safe
def page(request: HttpRequest, day: str) -> HttpResponse:
    """One of them."""
    if day not in DAYS:
        raise Http404
    return render(request, f"carrying/when/{day}.html", {"title": DAYS[day]})
