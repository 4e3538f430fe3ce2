"""Small registers of invented people for tests of the pages, and reading what a page shows."""

from __future__ import annotations

import html
import re
from typing import Any

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.register.facts.claims import AnySays, NameIs, StatusWas
from depter.register.facts.statements import Occasion
from depter.store.book import Book
from depter.values.ids import StatementId, SubjectId
from tests.people import ZEREKA

# What would do harm if a page did not escape it, or the database took it for its own language.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE card; --",
    "{{ 7|add:7 }}{% csrf_token %}",
    "&lt;b&gt;",
)


def relative(book: Book, **given: Any) -> SubjectId:
    """A protected relative."""
    return introduce_source(book.notebook, source_kind="relative", **given)


def ministry(book: Book) -> SubjectId:
    """An open source."""
    return introduce_source(
        book.notebook, source_kind="official", protection="open", name="Ministry of Distant Affairs"
    )


def tell(
    book: Book,
    case: SubjectId,
    source: SubjectId,
    *claims: tuple[AnySays, str],
    on: str = "2019-01",
    **given: Any,
) -> StatementId:
    """One statement; each claim is what it says, and as of when."""
    return record_statement(
        book.notebook,
        about=case,
        source=source,
        occasion=Occasion(on=on, channel="in_person"),
        claims=[new_claim(says, basis="family", as_of=as_of) for says, as_of in claims],
        **given,
    )


def told_case(book: Book, *, status: str = "camp") -> tuple[SubjectId, SubjectId]:
    """A case with a name and a situation, and the relative who told of it."""
    case, source = open_case(book.notebook), relative(book)
    tell(
        book,
        case,
        source,
        (NameIs(text=ZEREKA.latin, script="Latn"), ""),
        (StatusWas(status=status), "2018-04"),
    )
    return case, source


def text_of(response: Any) -> str:
    """What a reader sees, without markup, white space folded."""
    body = response.content.decode()
    seen = re.sub(r"<(script|style|template).*?</\1>", " ", body, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def choice(response: Any, words: str) -> str:
    """The value of the one radio button whose label holds these words."""
    labels = re.findall(r"<label class=\"tick\">.*?</label>", response.content.decode(), re.DOTALL)
    [label] = [label for label in labels if words in label]
    found = re.search(r'value="([^"]+)"', label)
    assert found
    return found.group(1)


def link(response: Any, words: str) -> str:
    """Where the one link with these words leads."""
    body = response.content.decode()
    [address] = re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>{re.escape(words)}</a>', body)
    return html.unescape(str(address))
