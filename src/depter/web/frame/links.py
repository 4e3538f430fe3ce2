"""What a link to a subject says, and where it leads."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language, gettext

from depter.register.folds.source import pseudonym
from depter.register.vocabulary import vocabulary
from depter.store.queries.shelf import KINDS, Name

PAGES: Final = {
    "case": "/cases/{id}/",
    "source": "/sources/{id}/",
    "appeal": "/appeals/{id}/",
    "incident": "/incidents/{id}/",
    "proceeding": "/proceedings/{id}/",
    "figure": "/figures/{id}/",
    "place": "/places/{id}/",
    "organisation": "/organisations/{id}/",
    "evidence": "/evidence/{id}/",
}


def page_of(name: Name) -> str:
    """The address of the subject's page; empty for what has none."""
    return PAGES[name.type].format(id=name.id) if name.type in PAGES else ""


def is_protected(name: Name) -> bool:
    """Whether the name is a source's pseudonym."""
    return name.type == "source" and name.title == pseudonym(name.id)


def words_for(name: Name) -> str:
    """The title, or what kind of thing it is when it has none."""
    if name.title:
        return name.title
    if name.type == "case":
        return gettext("Name not known")
    if name.type in KINDS and name.kind:
        return vocabulary(KINDS[name.type]).label(name.kind, get_language() or "en")
    return gettext("Without a title")
