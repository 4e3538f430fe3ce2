"""Opening who suffered an incident; two people stand behind it."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from depter.actions.deeds import is_alone
from depter.register.folds.advocacy import IncidentFile
from depter.register.vocabulary import vocabulary
from depter.values.ids import subject_id
from depter.web.deeds.opening import OpenForm, opened_once
from depter.web.frame.posted import posted
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.incidents.views import shown


@sensitive_post_parameters()
@posted("incidents:page", "incident")
def open_fields(request: UnlockedRequest, incident: str) -> HttpResponse:
    """Who suffered it, on this answer only."""
    subject = subject_id(incident)
    file = cast(IncidentFile, request.book.subject(subject, IncidentFile).folded)
    form = OpenForm(request.POST, is_alone=is_alone(request.book.notebook))
    kind = vocabulary("incident_kind").label(file.reported.incident_kind, get_language() or "en")
    back = reverse("incidents:page", args=[incident])
    opened = opened_once(request, form, subject=subject, title=kind, back=back)
    return opened or shown(request, incident, form=form)
