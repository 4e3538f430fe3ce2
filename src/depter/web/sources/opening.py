"""Opening what is sealed about a source; two people stand behind it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from depter.actions.deeds import is_alone
from depter.values.ids import subject_id
from depter.web.deeds.opening import OpenForm, opened_once
from depter.web.frame.posted import posted
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.sources.views import shown


@sensitive_post_parameters()
@posted("sources:page", "source")
def open_fields(request: UnlockedRequest, source: str) -> HttpResponse:
    """The sealed fields, on this answer only; no address shows them again."""
    subject = subject_id(source)
    page = request.book.source(subject)
    form = OpenForm(request.POST, is_alone=is_alone(request.book.notebook))
    back = reverse("sources:page", args=[source])
    opened = opened_once(request, form, subject=subject, title=page.source.name, back=back)
    return opened or shown(request, source, open=form)
