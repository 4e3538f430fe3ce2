"""Settling what the office stands by, and weighing single claims."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from depter.actions.cases import judge_claim, settle_status, settle_value
from depter.register.folds.claims import by_property
from depter.values.ids import ClaimId, SubjectId, subject_id
from depter.web.cases.forms import ChoiceForm, JudgeForm
from depter.web.cases.said import values_of
from depter.web.cases.sheet import CaseSheet
from depter.web.frame.flash import flash
from depter.web.frame.posted import posted
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: UnlockedRequest, case: str) -> HttpResponse:
    """Choose among the situations of the timeline."""
    sheet = CaseSheet(request.book.case(subject_id(case)))
    reports = [one for one in sheet.reports if one.stands and one.told]
    choices = [(str(number), one.status) for number, one in enumerate(reports)]
    form = ChoiceForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            chosen = reports[int(form.cleaned_data["chosen"])]
            entry = settle_status(
                request.book.notebook,
                case=sheet.id,
                status=chosen.status,
                as_of=chosen.as_of,
                reason=form.cleaned_data["reason"],
                relies_on=[one.claim for one in chosen.told],
                place=chosen.place,
            )
            flash(request, gettext("The situation is settled."), undo=(sheet.id, entry))
            return redirect(f"{reverse('cases:page', args=[case])}#status")
    return render(
        request,
        "cases/settle.html",
        {
            "sheet": sheet,
            "names": sheet.page.names,
            "form": form,
            "reports": [
                (radio, one, _place(sheet, one.place))
                for radio, one in zip(form["chosen"], reports, strict=True)
            ],
            "property": "status",
            "judge": JudgeForm(),
            "claims": [(one, said, (said,)) for one in reports for said in one.told],
        },
    )


def _place(sheet: CaseSheet, place: SubjectId | None) -> str:
    known = sheet.page.names.get(place) if place else None
    return known.title if known else ""


@require_http_methods(["GET", "HEAD", "POST"])
def value(request: UnlockedRequest, case: str, name: str) -> HttpResponse:
    """Choose which of several values of one property is shown."""
    sheet = CaseSheet(request.book.case(subject_id(case)))
    group = by_property(sheet.case.claims).get(name, [])
    values = [one for one in values_of(group, sheet.told) if one.stands]
    if not values:
        raise Http404
    choices = [(one.told[0].claim, one.told[0].claim) for one in values]
    shown = sheet.case.displayed.get(name)
    first = next((one.told[0].claim for one in values for t in one.told if t.claim == shown), None)
    form = ChoiceForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        initial={"chosen": first},
    )
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            entry = settle_value(
                request.book.notebook,
                case=sheet.id,
                claim=ClaimId(form.cleaned_data["chosen"]),
                reason=form.cleaned_data["reason"],
            )
            flash(request, gettext("What is shown is settled."), undo=(sheet.id, entry))
            return redirect(f"{reverse('cases:page', args=[case])}#claims")
    return render(
        request,
        "cases/settle_value.html",
        {
            "sheet": sheet,
            "names": sheet.page.names,
            "form": form,
            "values": list(zip(form["chosen"], values, strict=True)),
            "property": name,
            "judge": JudgeForm(),
            "claims": [(one, said, (said,)) for one in values for said in one.told],
        },
    )


@posted("cases:page", "case")
def judge(request: UnlockedRequest, case: str, name: str) -> HttpResponse:
    """Weigh one claim of a property."""
    subject: SubjectId = subject_id(case)
    form = JudgeForm(request.POST)
    back = reverse("cases:settle", args=[case])
    if name != "status":
        back = reverse("cases:settle_value", args=[case, name])
    if form.is_valid():
        entry = judge_claim(
            request.book.notebook,
            case=subject,
            claim=ClaimId(request.POST.get("claim", "")),
            credibility=form.cleaned_data["credibility"],
            reason=form.cleaned_data["reason"],
        )
        flash(request, gettext("The claim is weighed."), undo=(subject, entry))
    else:
        flash(request, gettext("Choose how credible the claim is."), tone="warn")
    return redirect(back)
