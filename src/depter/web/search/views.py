"""The search page, and the first names for the search field of every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from depter.errors import BadInput
from depter.web.frame.troubles import Trouble, told
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.search.results import TYPES, grouped

_SHOWN_NAMES = 8


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: UnlockedRequest) -> HttpResponse:
    """Names first, then words; a query that cannot be searched for is told, not refused.

    Our pages post the query: a browser writes every address into its history on the disk.
    """
    query = request.POST.get("q", request.GET.get("q", ""))
    trouble: Trouble | None = None
    try:
        hits = request.book.search(query) if query.strip() else ()
    except BadInput as problem:
        hits, trouble, query = (), told(problem), ""
    context = {
        "q": query,
        "trouble": trouble,
        "found": len(hits),
        "in_names": grouped(hits, query, in_name=True),
        "in_words": grouped(hits, query, in_name=False),
    }
    return render(request, "search/page.html", context, status=400 if trouble else 200)


@require_safe
def names(request: UnlockedRequest) -> HttpResponse:
    """The first names while somebody types in the head of a page; empty while nothing fits."""
    query = request.GET.get("q", "").strip()
    try:
        hits = request.book.search(query) if len(query) > 1 else ()
    except BadInput:
        hits = ()
    named = [hit for hit in hits if hit.in_name] or hits
    shown = [(hit.name, TYPES.get(hit.name.type, "")) for hit in named[:_SHOWN_NAMES]]
    return render(request, "search/_names.html", {"hits": shown})
