"""Taking an original out of the register: two people stand behind it, and it is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from depter.actions.evidence import read_evidence, take_out_evidence
from depter.register.deeds import Deed
from depter.register.folds.world import EvidenceFile
from depter.store.looks import What
from depter.values.ids import SubjectId, subject_id
from depter.web.deeds.forms import reason_field
from depter.web.deeds.standing import standing
from depter.web.evidence.attachment import disposition
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest

SANDBOXED = "default-src 'none'; sandbox"


class TakeOutForm(forms.Form):
    """Alone in the office, the reason, which nobody asked for before."""

    reason = reason_field(gettext_lazy("Why it leaves the register, and to whom it goes"))

    def __init__(self, *args: Any, is_alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_alone:
            del self.fields["reason"]


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: UnlockedRequest, evidence: str) -> HttpResponseBase:
    """Ask for the original, or get it: as it was received, to be saved, never shown.

    Raises:
        BodyDamaged: the encrypted file is missing or was changed; told before it is recorded
            that anything left.
        NotAsked, SecondPersonNeeded: nobody else stands behind it.
    """
    subject = subject_id(evidence)
    page = request.book.subject(subject, EvidenceFile)
    assert isinstance(page.folded, EvidenceFile)
    two = standing(request.book, subject, Deed.TAKE_OUT)
    is_alone = two is not None and two.is_alone
    form = TakeOutForm(request.POST if request.method == "POST" else None, is_alone=is_alone)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            reason = form.cleaned_data.get("reason", "")
            return _given_out(request, subject, page.folded, reason=reason)
    shown = {"id": subject, "file": page.folded.deposited, "two": two, "form": form}
    return render(request, "evidence/take_out.html", shown)


def _given_out(
    request: UnlockedRequest, evidence: SubjectId, file: EvidenceFile, *, reason: str
) -> HttpResponse | StreamingHttpResponse:
    book, deposited = request.book.notebook, file.deposited
    next(read_evidence(book, evidence=evidence, blob=deposited.blob), b"")
    request.book.record_look(What.ORIGINAL, subject=evidence)
    pieces = take_out_evidence(book, evidence=evidence, reason=reason)
    begun: Iterable[bytes] = chain([next(pieces, b"")], pieces)
    response = StreamingHttpResponse(begun, content_type="application/octet-stream")
    response.headers["Content-Length"] = str(deposited.size)
    response.headers["Content-Disposition"] = disposition(deposited.file_name)
    response.headers["Content-Security-Policy"] = SANDBOXED
    return response
