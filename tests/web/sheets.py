"""Filling in a form as a browser would: what stands on the page, and what somebody types."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Gathers what a browser would send for the sheet; ``<template>`` is not part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.order: list[str] = []
        self._in_sheet = False
        self._in_template = 0
        self._select = ""
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_sheet = "casesheet" in given.get("class", "")
        if tag == "template":
            self._in_template += 1
        if not self._in_sheet or self._in_template:
            return
        name = given.get("name", "")
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.order.append(name)
        if tag == "input":
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                self._put(name, given.get("value", "on" if is_box else ""))
        elif tag == "select":
            self._select = name
            self._put(name, "")
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select][-1] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            self._put(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_sheet = False
        if tag == "template":
            self._in_template -= 1
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[self._area][-1] += data

    def _put(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


def fields_of(html: str) -> Fields:
    """Names and values of the sheet on a page."""
    form = _Form()
    form.feed(html)
    return {
        name: [value.removeprefix("\n") for value in values] for name, values in form.fields.items()
    }


def order_of(html: str) -> list[str]:
    """The fields in the order in which Tab reaches them."""
    form = _Form()
    form.feed(html)
    return form.order


def sent(client: Client, url: str, **typed: Any) -> Any:
    """Open a sheet, type into it, press its button. Names use ``__`` for ``-``."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    fields: dict[str, Any] = fields_of(page.content.decode())
    fields |= {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(url, fields)
