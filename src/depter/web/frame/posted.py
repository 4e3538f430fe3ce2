"""Addresses that only take what is sent to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def posted(back_to: str, *parts: str) -> Callable[[View], View]:
    """Send whoever only looks at the address (a reload, a change of language) to ``back_to``.

    ``parts`` names the parts of the address that the page there needs too.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **given: Any) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                return redirect(reverse(back_to, kwargs={name: given[name] for name in parts}))
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            return view(request, **given)

        return answer

    return decorated
