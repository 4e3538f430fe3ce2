"""No page without a session, and none that the member's roles do not open."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from depter.register.access import NotAllowed
from depter.store.book import Book
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.rules import (
    OPEN_TO_ALL,
    RULES,
    UNDECIDED,
    WHILE_WAITING,
    WITHOUT_ROLES,
    is_open_to,
)
from depter.web.frame.sitting import Sitting
from depter.web.frame.troubles import told, trouble_page


class UnlockedRequest(HttpRequest):
    """What a view gets: ``book`` is the notebook as this member holds it, ``sitting`` the
    member's session."""

    book: Book
    sitting: Sitting


class UnlockedOnly:
    """Gives each request its book; without one, only the door answers."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the book held open until the answer is sent."""
        entered = DESK.enter(request.COOKIES.get(COOKIE, ""), mark=mark_of(request))
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
        """Send strangers to the door; keep members from what their roles do not open."""
        match = request.resolver_match
        name = match.view_name if match else ""
        sitting = getattr(request, "sitting", None)
        if not isinstance(sitting, Sitting):
            return None if name in OPEN_TO_ALL else HttpResponseRedirect(door())
        if sitting.session.waits:
            waiting = name in WHILE_WAITING
            return None if waiting else HttpResponseRedirect(reverse("signin:second"))
        if name in OPEN_TO_ALL or name in WHILE_WAITING:
            return None
        book: Book = request.book  # type: ignore[attr-defined]
        if not book.viewer.roles:
            allowed = name in WITHOUT_ROLES
            return None if allowed else HttpResponseRedirect(reverse("signin:waiting"))
        if not is_open_to(book.viewer, name):
            return trouble_page(request, told(NotAllowed()), status=403)
        if RULES[name].sure and not DESK.is_sure(sitting):
            back = urlencode({"next": _page_of(request)})
            return HttpResponseRedirect(f"{reverse('signin:again')}?{back}")
        if name in UNDECIDED and not (book.office.is_recoverable or book.office.practice):
            return HttpResponseRedirect(reverse("carrying:recovery"))
        return None


def _page_of(request: HttpRequest) -> str:
    """Where to go on once the passphrase was typed: what was asked for, or, since a form is not
    kept, the page above the address that a form was sent to."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return request.path.rstrip("/").rpartition("/")[0] + "/"


def mark_of(request: HttpRequest) -> str:
    """What a browser is recognised by, besides its cookie: a digest of its name and address."""
    name = request.META.get("HTTP_USER_AGENT", "") + "|" + request.META.get("REMOTE_ADDR", "")
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=16).hexdigest()


def door() -> str:
    """Where somebody without a session has to go."""
    return reverse("door:unlock" if DESK.has_notebook else "door:begin")
