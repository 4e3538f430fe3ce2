"""Pages offer nothing that would be refused: every link and form, of every page, to every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from depter.notebook.membership import Membership
from depter.register.access import Role, Viewer
from depter.store.book import Book
from depter.web.frame.rules import OPEN_TO_ALL, WHILE_WAITING, is_open_to

_OFFERED = re.compile(r'(?:href|action|hx-get|hx-post)="([^"#]+)')
_ID = re.compile(r"/[0-9a-hj-km-np-tv-z]{16}(?=/|$)")


def offered(client: Client) -> Iterator[tuple[str, str]]:
    """Every address that some page offers, with the page; pages of one shape up to three times."""
    waiting, seen, shapes = ["/cases/", "/office/"], set[str](), dict[str, int]()
    while waiting:
        page = waiting.pop()
        shape = _ID.sub("/x", urlsplit(page).path)
        shapes[shape] = shapes.get(shape, 0) + 1
        if page in seen or shapes[shape] > 3:
            continue
        seen.add(page)
        answer = client.get(page)
        if answer.status_code != 200:
            continue
        for found in _OFFERED.findall(answer.content.decode()):
            address = urlsplit(urljoin(page, found.replace("&amp;", "&")))
            if address.path.startswith("/static/") or address.scheme:
                continue
            yield address.path, page
            waiting.append(address.path)


def refused(client: Client, viewer: Viewer) -> set[tuple[str, str]]:
    """Names of pages that are offered somewhere and closed to the viewer, with where."""
    found = set()
    for path, page in offered(client):
        try:
            name = resolve(path).view_name
        except Resolver404:
            name = f"nothing at {path}"
        if name not in OPEN_TO_ALL | WHILE_WAITING and not is_open_to(viewer, name):
            found.add((name, _ID.sub("/x", page)))
    return found


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_no_page_offers_what_the_role_does_not_open(
    everything_client: Client, everything_book: Book, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    viewer = Viewer(everything_book.viewer.member, frozenset({role}))
    monkeypatch.setattr(Membership, "viewer", lambda self: viewer)
    assert refused(everything_client, viewer) == set()


def test_a_link_that_is_offered_in_vain_is_found(
    everything_client: Client, everything_book: Book
) -> None:
    stranger = Viewer(everything_book.viewer.member, frozenset({Role.RESEARCHER}))
    names = {name for name, _ in refused(everything_client, stranger)}
    assert {"statements:new", "cases:settle", "sources:judge", "members:invite"} <= names
