"""Places: where people were held, made to work, lived or crossed."""

from __future__ import annotations

from typing import Final, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.world import describe_place
from depter.register.folds.world import PlaceFile
from depter.store.queries.shelf import Name
from depter.values.ids import SubjectId, subject_id
from depter.web.frame.fields import code_choices
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.places.describing import by_type, drawn, saved
from depter.web.places.forms import DescribedSheet, PlaceForm
from depter.web.places.said import statements
from depter.web.statements.saving import saving

_DEEPEST: Final = 8


@require_safe
def list_(request: UnlockedRequest) -> HttpResponse:
    """Newest first, narrowed by kind."""
    kind = request.GET.get("kind", "")
    found = request.book.listed("place", kind=kind, after=request.GET.get("after", ""))
    shown = {
        "rows": [(row, cast(PlaceFile, row.folded)) for row in found.rows],
        "names": found.names,
        "next": found.next,
        "kind": kind,
        "kinds": code_choices("place_kind"),
    }
    return render(request, "places/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Describe a place that the register does not have."""
    sheet = DescribedSheet(PlaceForm, request)
    if sheet.may_save():
        with saving(sheet):
            place = describe_place(
                request.book.notebook, names=sheet.spellings(), **sheet.form.cleaned_data
            )
            return saved(
                request, place, page="places:page", sentence=gettext("The place is described.")
            )
    return _drawn(request, sheet, title=gettext("Describe a place"), back=reverse("places:list"))


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: UnlockedRequest, place: str) -> HttpResponse:
    """Describe a place again, when more is known."""
    found = request.book.subject(subject_id(place), PlaceFile)
    known = cast(PlaceFile, found.folded).described
    fields = ("place_kind", "within", "country", "detail")
    initial = {name: getattr(known, name) for name in fields}
    sheet = DescribedSheet(PlaceForm, request, names=known.names, initial=initial)
    if sheet.may_save():
        with saving(sheet):
            describe_place(
                request.book.notebook,
                names=sheet.spellings(),
                place=found.id,
                **sheet.form.cleaned_data,
            )
            return saved(
                request,
                found.id,
                page="places:page",
                sentence=gettext("The place is described anew."),
            )
    back = reverse("places:page", args=[found.id])
    return _drawn(request, sheet, title=gettext("Describe the place anew"), back=back)


@require_safe
def page(request: UnlockedRequest, place: str) -> HttpResponse:
    """Where it lies, what lies in it, who was there, what witnesses say."""
    found = request.book.subject(subject_id(place), PlaceFile)
    file = cast(PlaceFile, found.folded)
    around = _around(request, file)
    mentioning = by_type(found.mentioned_by)
    shown = {
        "id": found.id,
        "place": file,
        "names": found.names,
        "around": around,
        "inside": mentioning.get("place", []),
        "cases": mentioning.get("case", []),
        "figures": mentioning.get("figure", []),
        "statements": statements(file.dossier),
    }
    return render(request, "places/page.html", shown)


def _around(request: UnlockedRequest, place: PlaceFile) -> list[Name]:
    """The larger places it lies in, nearest first; a ring somebody wrote ends where it began."""
    chain: list[SubjectId] = []
    within = place.described.within
    while within and within not in chain and len(chain) < _DEEPEST:
        chain.append(within)
        larger = request.book.shelf.many([within]).get(within)
        within = larger.described.within if isinstance(larger, PlaceFile) else None
    names = request.book.shelf.names(chain)
    return [names[one] for one in chain if one in names]


def _drawn(
    request: UnlockedRequest, sheet: DescribedSheet, *, title: str, back: str
) -> HttpResponse:
    crumb, button = gettext("Places"), gettext("Record the place")
    return drawn(request, sheet, title=title, back=back, crumb=crumb, button=button)
