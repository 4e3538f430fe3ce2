"""Organisations: ministries, courts, associations, media."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.world import describe_organisation
from depter.register.folds.world import OrganisationFile
from depter.values.ids import subject_id
from depter.web.frame.fields import code_choices
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.places.describing import by_type, drawn, saved
from depter.web.places.forms import DescribedSheet, OrganisationForm
from depter.web.places.said import statements
from depter.web.statements.saving import saving


@require_safe
def list_(request: UnlockedRequest) -> HttpResponse:
    """Newest first, narrowed by kind."""
    kind = request.GET.get("kind", "")
    found = request.book.listed("organisation", kind=kind, after=request.GET.get("after", ""))
    shown = {
        "rows": [(row, cast(OrganisationFile, row.folded)) for row in found.rows],
        "next": found.next,
        "kind": kind,
        "kinds": code_choices("organisation_kind"),
    }
    return render(request, "places/organisations.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Describe an organisation that the register does not have."""
    sheet = DescribedSheet(OrganisationForm, request)
    if sheet.may_save():
        with saving(sheet):
            organisation = describe_organisation(
                request.book.notebook, names=sheet.spellings(), **sheet.form.cleaned_data
            )
            sentence = gettext("The organisation is described.")
            return saved(request, organisation, page="organisations:page", sentence=sentence)
    title, back = gettext("Describe an organisation"), reverse("organisations:list")
    return _drawn(request, sheet, title=title, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: UnlockedRequest, organisation: str) -> HttpResponse:
    """Describe an organisation again, when more is known."""
    found = request.book.subject(subject_id(organisation), OrganisationFile)
    known = cast(OrganisationFile, found.folded).described
    initial = {name: getattr(known, name) for name in ("organisation_kind", "country", "detail")}
    sheet = DescribedSheet(OrganisationForm, request, names=known.names, initial=initial)
    if sheet.may_save():
        with saving(sheet):
            describe_organisation(
                request.book.notebook,
                names=sheet.spellings(),
                organisation=found.id,
                **sheet.form.cleaned_data,
            )
            sentence = gettext("The organisation is described anew.")
            return saved(request, found.id, page="organisations:page", sentence=sentence)
    title = gettext("Describe the organisation anew")
    return _drawn(request, sheet, title=title, back=reverse("organisations:page", args=[found.id]))


@require_safe
def page(request: UnlockedRequest, organisation: str) -> HttpResponse:
    """What it is, what it asked or was asked, what was said about it."""
    found = request.book.subject(subject_id(organisation), OrganisationFile)
    file = cast(OrganisationFile, found.folded)
    mentioning = by_type(found.mentioned_by)
    shown = {
        "id": found.id,
        "organisation": file,
        "names": found.names,
        "by_type": mentioning,
        "statements": statements(file.dossier),
    }
    return render(request, "places/organisation.html", shown)


def _drawn(
    request: UnlockedRequest, sheet: DescribedSheet, *, title: str, back: str
) -> HttpResponse:
    crumb, button = gettext("Organisations"), gettext("Record the organisation")
    return drawn(request, sheet, title=title, back=back, crumb=crumb, button=button)
