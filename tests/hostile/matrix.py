"""Who is let through to which page and command: asked of the program, one by one.

The pages themselves are taken out, so that nothing is written: what is asked is only whether a
request gets that far.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from depter.register.access import Role
from depter.store.book import Book
from depter.vault.keyring import Keyring
from depter.web.frame.desk import COOKIE, DESK
from tests.web.members import admitted

NOBODY: Final = "nobody"
WAITING: Final = "waiting for the second factor"
NO_ROLES: Final = "without roles"
METHODS: Final = ("get", "post")
_REACHED: Final = 299
_ID: Final = "0123456789abcdef"


@dataclass(frozen=True)
class Address:
    """One address of the pages: its name, and its pieces with the names of the ids between."""

    name: str
    pieces: tuple[str, ...]
    ids: tuple[str, ...]
    pattern: URLPattern = field(compare=False)

    def with_id(self, id_: str) -> str:
        """The address with one id in every place."""
        return "/" + id_.join(self.pieces).lstrip("/")


def addresses(
    resolver: URLResolver | None = None, before: str = "", app: str = ""
) -> Iterator[Address]:
    """Every address that the pages have."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route, entry.namespace or app)
        else:
            name = f"{app}:{entry.name}" if app else str(entry.name)
            parts = route.replace(">", "<").split("<")
            yield Address(name, tuple(parts[::2]), tuple(parts[1::2]), entry)


@contextmanager
def without_pages() -> Iterator[None]:
    """Every address answers by a number that no page answers with."""

    def reached(request: HttpRequest, **_: object) -> HttpResponse:
        return HttpResponse(status=_REACHED)

    patterns = [one.pattern for one in addresses()]
    kept = [one.callback for one in patterns]
    for one in patterns:
        one.callback = reached
    try:
        yield
    finally:
        for one, callback in zip(patterns, kept, strict=True):
            one.callback = callback


def members(book: Book) -> dict[str, Keyring]:
    """One member for each role, and one without any."""
    every = {role.value: admitted(book, role.value, has_box=False) for role in Role}
    return {**every, NO_ROLES: admitted(book, has_box=False)}


def browsers(book: Book, keyrings: dict[str, Keyring]) -> dict[str, Client]:
    """A browser for each of them, one for nobody, and one before its second factor."""
    found = {name: _browser(DESK.open(book.for_member(one))) for name, one in keyrings.items()}
    return {**found, NOBODY: _browser(""), WAITING: _browser(DESK.open(book, waits=True))}


def passes(client: Client, address: str, method: str) -> bool:
    """Whether a request reaches the page."""
    return bool(getattr(client, method)(address).status_code == _REACHED)


def page_lines(clients: dict[str, Client]) -> list[str]:
    """``name: who, who`` for every address; a method stands before whom it alone lets in."""
    lines = []
    with without_pages():
        for one in sorted(addresses(), key=lambda one: one.name):
            address = one.with_id(_ID)
            who = [
                name
                for name, client in clients.items()
                if all(passes(client, address, method) for method in METHODS)
            ]
            lines.append(f"{one.name}: {', '.join(who) or 'none'}")
    return lines


def _browser(token: str) -> Client:
    one = Client(HTTP_HOST="127.0.0.1", raise_request_exception=True)
    if token:
        one.cookies[COOKIE] = token
    return one
