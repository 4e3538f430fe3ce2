"""Consent given and withdrawn."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from depter.actions.sources import give_consent, withdraw_consent
from depter.values.ids import SubjectId, subject_id
from depter.web.frame.flash import flash
from depter.web.frame.posted import posted
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.sources.forms import ConsentForm, WithdrawForm
from depter.web.sources.sheet import cases_of
from depter.web.sources.views import shown


@posted("sources:page", "source")
def give(request: UnlockedRequest, source: str) -> HttpResponse:
    """The source agrees to uses."""
    subject = subject_id(source)
    form = ConsentForm(request.POST, cases=cases_of(request.book.source(subject)))
    if form.is_valid():
        with form_errors(form):
            given = form.cleaned_data
            entry = give_consent(
                request.book.notebook,
                source=subject,
                uses=given["uses"],
                case=_case(given["case"]),
                on=given["on"],
                until=given["until"],
                channel=given["channel"],
            )
            flash(request, gettext("The consent is recorded."), undo=(subject, entry))
            return redirect(f"{reverse('sources:page', args=[source])}#consent")
    return shown(request, source, consent=form)


@posted("sources:page", "source")
def withdraw(request: UnlockedRequest, source: str) -> HttpResponse:
    """The source no longer agrees to one use."""
    subject = subject_id(source)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        with form_errors(form):
            given = form.cleaned_data
            entry = withdraw_consent(
                request.book.notebook,
                source=subject,
                uses=[given["use"]],
                case=_case(given["case"]),
                on=given["on"],
                reason=given["reason"],
            )
            flash(
                request,
                gettext("The consent is withdrawn, here and everywhere."),
                undo=(subject, entry),
            )
            return redirect(f"{reverse('sources:page', args=[source])}#consent")
    return shown(request, source, withdraw=form)


def _case(given: str) -> SubjectId | None:
    return subject_id(given) if given else None
