"""A tireless visitor: reads the forms of a page and fills every field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_DATES: Final = re.compile(r"(^|[-_])(on|as_of|until|date|birth|said_on|deadline|last_heard)$")
_NUMBERS: Final = re.compile(r"(^|-)(value|amount|number|count|years|age|hours)$")
_UNKNOWABLE: Final = re.compile(
    r"^(told|speaker)-(source|source_case|source_organisation|statement)$"
)
_NOT_OURS: Final = (
    *("/lock/", "/language/", "/ping/", "/strike/", "/unlock/", "/begin/", "/join/"),
    # Whoever signs out, asks for a second factor, or leaves the office, sees no more of it.
    *("/signin/", "/leave/", "/roles/", "/retire/"),
)


@dataclass
class Field:
    """One control of a form."""

    name: str
    type: str
    value: str = ""
    is_checked: bool = False
    options: list[str] = field(default_factory=list)
    known: str = ""  # the id of the list that it has to be chosen from


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    is_multipart: bool
    fields: list[Field] = field(default_factory=list)

    def is_ours(self, page: str) -> bool:
        """Whether it, on this page, writes to the register, and keeps nobody out of it."""
        address = self.action or page
        return self.method == "post" and not any(one in address for one in _NOT_OURS)


class FormReader(HTMLParser):
    """Collects forms, the choices of datalists, and links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.lists: dict[str, list[str]] = {}
        self._form: Form | None = None
        self._select: Field | None = None
        self._list: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href", "").startswith("/"):
            self.links.append(told["href"].partition("#")[0])
        elif tag == "form":
            self._form = Form(
                told.get("action", ""),
                told.get("method", "get").lower(),
                told.get("enctype") == "multipart/form-data",
            )
            self.forms.append(self._form)
        elif tag == "datalist":
            self._list = self.lists.setdefault(told.get("id", ""), [])
        elif tag == "option":
            chosen = self._list if self._list is not None else getattr(self._select, "options", [])
            chosen.append(told.get("value", ""))
        elif self._form is not None and tag in ("input", "textarea", "select") and "name" in told:
            kind = told.get("type", "text") if tag == "input" else tag
            one = Field(told["name"], kind, told.get("value", ""), "checked" in told)
            one.known = told.get("list", "")
            self._form.fields.append(one)
            self._select = one if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "datalist":
            self._list = None


def read_page(html: str) -> FormReader:
    """Everything on a page that can be pressed or filled."""
    reader = FormReader()
    reader.feed(html)
    return reader


def fill(
    form: Form,
    *,
    word: Callable[[], str],
    passphrase: str,
    folder: str,
    known: dict[str, list[str]] | None = None,
) -> dict[str, list[str]]:
    """Values for every field: dates where dates belong, a folder for copies, else a new word.

    With ``known``, what has to be chosen from a list is chosen from it, and not made up.
    """
    values: dict[str, list[str]] = {}
    for one in form.fields:
        name = one.name
        if one.type in ("submit", "button", "reset", "file", "image"):
            continue
        if one.type == "hidden":
            values[name] = [one.value]
        elif one.type == "password":
            values[name] = [passphrase]
        elif one.type == "radio":
            values.setdefault(name, [one.value])
        elif one.type == "checkbox":
            if "DELETE" not in name:
                values.setdefault(name, []).append(one.value or "on")
        elif one.type == "select":
            values[name] = [next(filter(None, one.options), "")]
        elif one.type == "number" or (known is not None and _NUMBERS.search(name)):
            values[name] = ["12"]
        elif known is not None and _UNKNOWABLE.search(name):
            values[name] = [""]  # a new source is described instead
        elif known is not None and one.known:
            values[name] = [next(filter(None, known.get(one.known, [])), "")]
        elif name == "address":
            values[name] = [folder]
        elif _DATES.search(name):
            values[name] = ["2018-04"]
        else:
            values[name] = [word()]
    return values
