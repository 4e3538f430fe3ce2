"""What places and organisations answer alike: the sheet, the way back after saving it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect, render

from depter.store.queries.shelf import Name
from depter.values.ids import SubjectId
from depter.web.frame.flash import flash
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.places.forms import DescribedSheet


def saved(
    request: UnlockedRequest, subject: SubjectId, *, page: str, sentence: str
) -> HttpResponse:
    """To the subject's page, where the latest description can be undone."""
    entry = request.book.notebook.facts(subject)[-1].id
    flash(request, sentence, undo=(subject, entry))
    return redirect(page, subject)


def drawn(request: UnlockedRequest, sheet: DescribedSheet, **words: str) -> HttpResponse:
    """The sheet with its ``title``, ``crumb``, ``button`` and where ``back`` leads."""
    return render(request, "places/sheet.html", {"sheet": sheet, **words})


def by_type(names: Iterable[Name]) -> dict[str, list[Name]]:
    """What mentions the subject, by what it is."""
    gathered: dict[str, list[Name]] = {}
    for name in names:
        gathered.setdefault(name.type, []).append(name)
    return gathered
