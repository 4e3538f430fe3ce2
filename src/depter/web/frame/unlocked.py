"""No page without the passphrase: each request gets the open book, or is sent to the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from depter.store.book import Book
from depter.web.frame.desk import COOKIE, DESK, Session

OPEN_TO_ALL: Final = frozenset({"door:begin", "door:unlock", "set_language"})


class UnlockedRequest(HttpRequest):
    """What a view gets: ``book`` is the open notebook, ``sitting`` the browser's own notices."""

    book: Book
    sitting: Session


class UnlockedOnly:
    """Gives each request its book; without one, only the door answers."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the book held open until the answer is sent."""
        entered = DESK.enter(request.COOKIES.get(COOKIE, ""))
        if entered is None:
            return self._answer(request)
        request.book, request.sitting = entered  # type: ignore[attr-defined]
        try:
            response = self._answer(request)
        except BaseException:
            DESK.leave()
            raise
        if response.streaming:
            response._resource_closers.append(DESK.leave)  # type: ignore[attr-defined]
        else:
            DESK.leave()
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send everybody else to the door."""
        match = request.resolver_match
        if hasattr(request, "book") or (match and match.view_name in OPEN_TO_ALL):
            return None
        return HttpResponseRedirect(door())


def door() -> str:
    """Where somebody without a session has to go."""
    return reverse("door:unlock" if DESK.has_notebook else "door:begin")
