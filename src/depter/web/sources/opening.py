"""Opening what is sealed: with the custodian's passphrase and a reason, shown once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from depter.actions.sources import open_sealed
from depter.values.ids import subject_id
from depter.vault.errors import WrongPassphrase
from depter.web.door.patience import PATIENCE
from depter.web.frame.answers import shown_once
from depter.web.frame.posted import posted
from depter.web.frame.troubles import form_errors, told
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.sources.forms import OpenForm
from depter.web.sources.views import shown

_FIELDS = {
    "identity": gettext_lazy("Identity"),
    "contact": gettext_lazy("How to reach them"),
    "whereabouts": gettext_lazy("Where they are"),
}


@sensitive_post_parameters()
@posted("sources:page", "source")
def open_fields(request: UnlockedRequest, source: str) -> HttpResponse:
    """The sealed fields, on this answer only; no address shows them again."""
    subject = subject_id(source)
    form = OpenForm(request.POST)
    page = request.book.source(subject)
    if form.is_valid():
        with form_errors(form):
            PATIENCE.wait()
            try:
                custodian = request.book.custodian(form.cleaned_data["passphrase"])
            except WrongPassphrase as problem:
                PATIENCE.wrong()
                form.trouble = told(problem)  # type: ignore[attr-defined]
                form.add_error("passphrase", gettext(problem.what))
                return shown(request, source, open=form)
            fields = open_sealed(
                request.book.notebook,
                subject=subject,
                custodian=custodian,
                reason=form.cleaned_data["reason"],
            )
            shown_fields = [
                (label, fields[name]) for name, label in _FIELDS.items() if fields.get(name)
            ]
            opened = {"page": page, "fields": shown_fields}
            return shown_once(render(request, "sources/opened.html", opened))
    return shown(request, source, open=form)
