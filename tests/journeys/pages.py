"""Finding the pages: one address for every kind of page that a link leads to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page

_ID = re.compile(r"/[0-9a-hj-km-np-tv-z]{16}(?=/|$)")
_NO_PAGE = re.compile(r"/(file|static|ping)/")


def shape_of(address: str) -> str:
    """The address without ids and questions: pages of one shape are one kind of page."""
    return _ID.sub("/<id>", urlsplit(address).path)


def every_kind_of_page(page: Page, start: str, *, most: int = 400) -> dict[str, str]:
    """Shape to address of every kind of page reachable by links, breadth first."""
    found: dict[str, str] = {}
    waiting, host = [start], urlsplit(start).netloc
    while waiting and most:
        address, most = waiting.pop(0), most - 1
        shape = shape_of(address)
        if shape in found:
            continue
        response = page.goto(address)
        assert response is not None and response.status < 400, address
        found[shape] = address
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        waiting += [
            link
            for link in dict.fromkeys(one.partition("#")[0] for one in links)
            if urlsplit(link).netloc == host
            and shape_of(link) not in found
            and not _NO_PAGE.search(link)
        ]
    return found
