"""New keys of the office, custody, and sharing what is sealed with the present custodians."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from depter.actions.members import rekey as new_keys
from depter.actions.members import share_sealed, unshared
from depter.store import joining
from depter.store.book import Book
from depter.vault.errors import WrongPassphrase
from depter.web.deeds.forms import ReasonForm
from depter.web.door.patience import PATIENCE
from depter.web.frame.errands import ERRANDS
from depter.web.frame.errands import Done as Counted
from depter.web.frame.flash import flash
from depter.web.frame.troubles import form_errors, told
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.members.forms import CustodianForm
from depter.web.members.words import still_missing
from depter.web.signin.keeping import KEY_FILE, hold


@require_http_methods(["GET", "HEAD", "POST"])
def rekey(request: UnlockedRequest) -> HttpResponse:
    """New keys for everybody who stays."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            done = new_keys(request.book.notebook, reason=form.cleaned_data["reason"])
            waits = "confirm" in done.missing
            said = gettext("It is written down.") if waits else gettext("The office has new keys.")
            flash(request, " ".join((said, *still_missing(done.missing))))
            return redirect("members:list")
    return render(request, "members/rekey.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: UnlockedRequest) -> HttpResponse:
    """Seal what is sealed to the present custodians; an errand with a page that tells."""
    form = CustodianForm(request.POST if request.method == "POST" else None)
    due = unshared(request.book.notebook)
    if request.method == "POST" and form.is_valid():
        custodian = _custodian(request, form)
        if custodian:
            errand = ERRANDS.send(
                request.book,
                title=gettext("Sharing what is sealed"),
                back="/office/members/",
                total=due,
                work=lambda book, done: _shared(book, custodian, done),
            )
            return redirect("carrying:errand", errand.id)
    return render(request, "members/share.html", {"form": form, "due": due})


def _shared(book: Book, custodian: str, done: Counted) -> list[str]:
    found = share_sealed(book.notebook, custodian=custodian, progress=done)
    said = [
        ngettext(
            "{shared} sealed key is shared with the present custodians.",
            "{shared} sealed keys are shared with the present custodians.",
            found.shared,
        ).format(shared=found.shared)
    ]
    if found.closed:
        said.append(
            ngettext(
                "{closed} key could not be opened with your secret; let another custodian share.",
                "{closed} keys could not be opened with your secret; let another custodian share.",
                found.closed,
            ).format(closed=found.closed)
        )
    return said


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def custody(request: UnlockedRequest) -> HttpResponse:
    """Draw a custodian's own secret on this machine."""
    form = CustodianForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            PATIENCE.wait()
            passphrase = form.cleaned_data["passphrase"]
            try:
                with KEY_FILE:
                    done = joining.take_custody(request.book, passphrase=passphrase)
                    hold(request.sitting, request.book.opened(passphrase))
            except WrongPassphrase as problem:
                _wrong(form, problem)
            else:
                said = gettext("You have taken custody on this machine.")
                flash(request, " ".join((said, *still_missing(done.missing))))
                return redirect("members:list")
    return render(request, "members/custody.html", {"form": form})


def _custodian(request: UnlockedRequest, form: CustodianForm) -> str:
    """The custodian's secret; empty where the passphrase was wrong, which the form then says."""
    PATIENCE.wait()
    try:
        return request.book.custodian(form.cleaned_data["passphrase"])
    except WrongPassphrase as problem:
        _wrong(form, problem)
        return ""


def _wrong(form: CustodianForm, problem: WrongPassphrase) -> None:
    PATIENCE.wrong()
    form.trouble = told(problem)  # type: ignore[attr-defined]
    form.add_error("passphrase", gettext(problem.what))
