"""Giving a browser its session and its token: at the door, after joining, and anew later."""

from __future__ import annotations

import threading
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from depter.notebook.keyfile import Opened
from depter.store.book import Book
from depter.store.erasing import erase_due
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.sitting import Held
from depter.web.frame.unlocked import mark_of
from depter.web.signin.factors import read_factors

ONE_AT_A_TIME: Final = threading.Lock()
"""Two browsers at once must not open two books."""

_MOST_OF_A_NAME: Final = 200


def sat_down(request: HttpRequest, book: Book, opened: Opened) -> str:
    """A session for the member whose box was opened; a second factor may still be asked for.

    Erasures that two agreed to, and whose pause is over, are carried out on the way in.
    """
    erase_due(book)
    return DESK.open(
        book,
        held=Held(keyring=opened.keyring, master=opened.master, box=opened.box),
        mark=mark_of(request),
        browser=request.META.get("HTTP_USER_AGENT", "")[:_MOST_OF_A_NAME],
        waits=read_factors(opened.keyring.factors).asks,
    )


def let_in(token: str, *, to: str = "first") -> HttpResponse:
    """To the first page or another, with the token that lasts until the browser closes."""
    response = redirect(to)
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", path="/")
    return response
