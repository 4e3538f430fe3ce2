"""Opening what is sealed: with the custodian's passphrase, two people behind it, shown once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from depter.actions.sources import open_sealed
from depter.store.looks import What
from depter.values.ids import SubjectId
from depter.vault.errors import WrongPassphrase
from depter.web.deeds.forms import reason_field
from depter.web.door.patience import PATIENCE
from depter.web.frame.answers import shown_once
from depter.web.frame.troubles import form_errors, told
from depter.web.frame.unlocked import UnlockedRequest

_FIELDS = {
    "identity": gettext_lazy("Identity"),
    "contact": gettext_lazy("How to reach them"),
    "whereabouts": gettext_lazy("Where they are"),
    "victims": gettext_lazy("Who suffered it"),
    "victim_contact": gettext_lazy("How to reach them"),
}


class OpenForm(forms.Form):
    """The custodian's passphrase; alone in the office, also the reason, which nobody asked for
    before."""

    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase of the custodian"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(
            attrs={"class": "wide", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    reason = reason_field(gettext_lazy("Why it has to be opened"))

    def __init__(self, *args: Any, is_alone: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_alone:
            del self.fields["reason"]


def opened_once(
    request: UnlockedRequest, form: OpenForm, *, subject: SubjectId, title: str, back: str
) -> HttpResponse | None:
    """The page with the sealed fields, to be fetched a single time; None where the form was not
    taken, which then says why.

    Raises:
        NotAsked, SecondPersonNeeded: nobody else stands behind it.
        NoCustody, NothingThere, BodyDamaged: nothing was opened.
    """
    if not form.is_valid():
        return None
    with form_errors(form):
        PATIENCE.wait()
        try:
            custodian = request.book.custodian(form.cleaned_data["passphrase"])
        except WrongPassphrase as problem:
            PATIENCE.wrong()
            form.trouble = told(problem)  # type: ignore[attr-defined]
            form.add_error("passphrase", gettext(problem.what))
            return None
        request.book.record_look(What.SEALED, subject=subject)
        fields = open_sealed(
            request.book.notebook,
            subject=subject,
            custodian=custodian,
            reason=form.cleaned_data.get("reason", ""),
        )
        labelled = [(label, fields[name]) for name, label in _FIELDS.items() if fields.get(name)]
        page = {"fields": labelled, "title": title, "back": back}
        return shown_once(render(request, "deeds/opened.html", page))
    return None
