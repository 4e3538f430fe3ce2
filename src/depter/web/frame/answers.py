"""Pages that answer a form get an address of their own, so that no browser keeps the form.

A browser writes into its files what a form sent, sealed fields included, when the page it shows
is the answer itself: to send it again after a reload or a crash. So the answer is kept here, in
memory, and the browser is sent to fetch it. In its history stands an address that says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase

from depter.web.frame.desk import COOKIE
from depter.web.frame.sitting import Sitting

MARK: Final = "answer"
_LARGEST: Final = 8 * 1024 * 1024


class AnswersFetched:
    """Sends a browser that posted a form to fetch the page that answers it.

    Only what a person's browser shows as a page: it asks for ``text/html``; a script does not.
    Locking answers with the end of the session, so there is nowhere to keep it.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The kept answer, or the view's own, or the way to it."""
        sitting = getattr(request, "sitting", None)
        if not isinstance(sitting, Sitting):
            return self._answer(request)
        if request.method == "GET" and (kept := sitting.answer(request.GET.get(MARK, ""))):
            return kept
        response = self._answer(request)
        if request.method != "POST" or not _is_page(request, response):
            return response
        assert isinstance(response, HttpResponse)
        name = sitting.keep_answer(response, is_shown_once=hasattr(response, "is_shown_once"))
        way = HttpResponseRedirect(_address(request, name), status=303)
        way.cookies = response.cookies
        return way


def shown_once(response: HttpResponse) -> HttpResponse:
    """Let a page be fetched a single time: a reload does not show it again."""
    response.is_shown_once = True  # type: ignore[attr-defined]
    return response


def _is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        "text/html" in request.headers.get("Accept", "")
        and isinstance(response, HttpResponse)
        and COOKIE not in response.cookies
        and not 300 <= response.status_code < 400
        and response.headers.get("Content-Type", "").startswith("text/html")
        and len(response.content) <= _LARGEST
    )


def _address(request: HttpRequest, token: str) -> str:
    query: QueryDict = request.GET.copy()
    query[MARK] = token
    return f"{request.path}?{query.urlencode()}"
