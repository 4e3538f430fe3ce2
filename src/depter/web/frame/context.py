"""What the frame of every page needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi, gettext_lazy

from depter.register.access import Right, Role, rights_of
from depter.store.book import Book
from depter.web.frame.desk import DESK
from depter.web.frame.fields import DATE_EXAMPLES
from depter.web.frame.flash import take_flashes

TABS = (
    ("/cases/", gettext_lazy("Cases")),
    ("/sources/", gettext_lazy("Sources")),
    ("/appeals/", gettext_lazy("Appeals")),
    ("/incidents/", gettext_lazy("Incidents")),
    ("/proceedings/", gettext_lazy("Proceedings")),
    ("/places/", gettext_lazy("Places")),
    ("/organisations/", gettext_lazy("Organisations")),
    ("/figures/", gettext_lazy("Figures")),
    ("/office/", gettext_lazy("Office")),
)

# Pages without a tab of their own are reached from one.
_WITH = {"/evidence/": "/cases/", "/subjects/": "/office/", "/errands/": "/office/"}


@dataclass(frozen=True, slots=True)
class Language:
    """One choice of the language switch, in its own script."""

    code: str
    name: str
    dir: str
    is_current: bool


def languages() -> tuple[Language, ...]:
    """The five languages of the pages."""
    current = get_language()
    return tuple(
        Language(code, name, "rtl" if code in settings.LANGUAGES_BIDI else "ltr", code == current)
        for code, name in settings.LANGUAGES
    )


@dataclass(frozen=True, slots=True)
class Stands:
    """Where the ledger ends, for the line that only paper shows."""

    at: datetime
    entry: int
    id: str


def _stands(request: HttpRequest) -> Stands:
    """The end of this device's feed."""
    book: Book = request.book  # type: ignore[attr-defined]
    head = book.notebook.ledger.head(book.notebook.device)
    return Stands(datetime.now(UTC), head.seq if head else 0, head.id[:16] if head else "")


@dataclass(frozen=True, slots=True)
class Whoever:
    """The member who is signed in, for the menu."""

    name: str
    roles: tuple[str, ...]


def _whoever(request: HttpRequest) -> Whoever | None:
    """Name and roles; None for a stranger, and nothing more than the roles without a key."""
    book = getattr(request, "book", None)
    if not isinstance(book, Book) or not book.viewer.roles:
        return None
    member = book.office.member(book.viewer.member)
    roles = tuple(role.value for role in Role if role in book.viewer.roles)
    return Whoever(name=member.name if member else "", roles=roles)


def _rights(request: HttpRequest) -> frozenset[Right]:
    """What the member's roles allow: pages offer nothing that would be refused."""
    book = getattr(request, "book", None)
    return rights_of(book.viewer.roles) if isinstance(book, Book) else frozenset()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language and direction, tabs, office, waiting notices and the idle time."""
    choices = languages()
    part = "/" + request.path.split("/", 2)[1] + "/"
    return {
        "lang": get_language() or "en",
        "dir": "rtl" if get_language_bidi() else "ltr",
        "languages": choices,
        "language": next((one for one in choices if one.is_current), choices[0]),
        "is_open": hasattr(request, "book"),
        "may": {right.name.lower(): True for right in _rights(request)},
        "office": DESK.office if hasattr(request, "book") else "",
        "tabs": [(url, label, url == _WITH.get(part, part)) for url, label in TABS],
        "idle_seconds": round(DESK.idle_seconds),
        "date_examples": DATE_EXAMPLES,
        "whoever": lambda: _whoever(request),
        "ledger_stands": lambda: _stands(request),
        "take_flashes": lambda: take_flashes(request),
    }
