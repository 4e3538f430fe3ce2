"""Depositing files, and the page of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.evidence import deposit_evidence
from depter.register.deeds import Deed
from depter.register.folds.world import EvidenceFile
from depter.values.ids import SubjectId, subject_id
from depter.web.deeds.standing import standing
from depter.web.evidence.forms import DepositForm
from depter.web.frame.flash import first_entry, flash
from depter.web.frame.history import members, written_lines
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.uploads import takes_files


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: UnlockedRequest, case: str) -> HttpResponse:
    """Take files in for a case: all of them, or none."""
    page = request.book.case(subject_id(case))
    sources = [(str(one), file.name) for one, file in page.sources.items()]
    is_sent = request.method == "POST"
    form = DepositForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, sources=sources
    )
    if is_sent and form.is_valid():
        with form_errors(form):
            taken = _deposit(request, form, page.id)
            first = first_entry(request.book.notebook, taken[0])
            said = ngettext("The file is deposited.", "The files are deposited.", len(taken))
            flash(request, said, undo=(taken[0], first) if len(taken) == 1 else None)
            return redirect(f"{reverse('cases:page', args=[case])}#evidence")
    return render(
        request, "evidence/deposit.html", {"form": form, "id": page.id, "case": page.case}
    )


def _deposit(request: UnlockedRequest, form: DepositForm, case: SubjectId) -> list[SubjectId]:
    given = form.cleaned_data
    with request.book.notebook.together():
        return [
            deposit_evidence(
                request.book.notebook,
                chunks=file.chunks(),
                file_name=file.name or "",
                media_type=file.content_type or "",
                cases=[case],
                given_by=SubjectId(given["given_by"]) if given["given_by"] else None,
                on=given["on"],
                note=given["note"],
            )
            for file in given["file"]
        ]


@require_safe
def page(request: UnlockedRequest, evidence: str) -> HttpResponse:
    """One file: what it is, whom it concerns, and its history."""
    shown = request.book.subject(subject_id(evidence), EvidenceFile)
    assert isinstance(shown.folded, EvidenceFile)
    lines = written_lines(shown.folded.history, members=members(request.book))
    return render(
        request,
        "evidence/page.html",
        {
            "id": shown.id,
            "file": shown.folded.deposited,
            "names": shown.names,
            "mentioned_by": shown.mentioned_by,
            "lines": lines,
            "two": standing(request.book, shown.id, Deed.TAKE_OUT),
        },
    )
