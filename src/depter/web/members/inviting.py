"""Inviting somebody, and a further machine of one's own: the code is shown once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from depter.actions.members import Invitation, retire_device
from depter.register.access import Role
from depter.store import joining
from depter.web.frame.answers import shown_once
from depter.web.frame.calling import called
from depter.web.frame.flash import flash
from depter.web.frame.posted import posted
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.members.forms import CodeForm, DeviceForm, InviteForm, LetterForm
from depter.web.members.words import MAY, still_missing
from depter.web.signin.keeping import KEY_FILE
from depter.web.signin.qr import square

LETTER_NAME = "letter.depter"  # says nothing about office or member


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: UnlockedRequest) -> HttpResponse:
    """Admit somebody with lent keys; the answer shows the code, a single time."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            given = form.cleaned_data
            invitation = _kept(
                lambda: joining.invite(request.book, name=given["name"], roles=given["roles"])
            )
            return _code(request, invitation, name=given["name"], roles=given["roles"])
    page = {"form": form, "may_do": [(role.value, MAY[role]) for role in Role]}
    return render(request, "members/invite.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def device(request: UnlockedRequest) -> HttpResponse:
    """A further machine of one's own."""
    form = DeviceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            label = form.cleaned_data["label"]
            invitation = _kept(lambda: joining.introduce_device(request.book, label=label))
            member = request.book.office.member(invitation.member)
            return _code(request, invitation, name=called(member) if member else "", is_own=True)
    return render(request, "members/device.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: UnlockedRequest) -> HttpResponse:
    """The file with which whoever holds the code joins on another machine.

    Raises:
        AdmissionWaits: a second custodian has not signed.
        InvitationUsed: it was used, or taken back.
    """
    form = LetterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            return _letter(request, form.cleaned_data["code"])
    return render(request, "members/letter.html", {"form": form})


def _letter(request: UnlockedRequest, code: str) -> HttpResponse:
    stored = joining.write_invitation(request.book, code=code, clock=request.book.notebook.now)
    response = HttpResponse(stored, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{LETTER_NAME}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@posted("members:list")
def letter_safe(request: UnlockedRequest) -> HttpResponse:
    """The file is on the stick: the lent keys wait here no longer.

    Raises:
        CodeNotKnown, CodeExpired: no such invitation waits here.
    """
    code = _typed(request)
    with KEY_FILE:
        joining.invitation_left(request.book, code=code, clock=request.book.notebook.now)
    flash(request, gettext("The lent keys are only in the file now; the code opens it there."))
    return redirect("members:list")


@posted("members:list")
def retire(request: UnlockedRequest) -> HttpResponse:
    """Another machine of one's own writes no more.

    Raises:
        NoSuchDevice: not one's own, this very one, or retired before.
    """
    done = retire_device(request.book.notebook, device=request.POST.get("device", ""))
    said = gettext("The machine is given up. What it wrote until now stays.")
    flash(request, " ".join((said, *still_missing(done.missing))))
    return redirect("members:page", request.book.viewer.member)


def _kept(work: Callable[[], Invitation]) -> Invitation:
    with KEY_FILE:
        return work()


def _typed(request: UnlockedRequest) -> str:
    form = CodeForm(request.POST)
    return str(form.cleaned_data["code"]) if form.is_valid() else ""


def _code(
    request: UnlockedRequest,
    invitation: Invitation,
    *,
    name: str,
    roles: list[str] | None = None,
    is_own: bool = False,
) -> HttpResponse:
    page = {
        "code": invitation.code,
        "groups": invitation.code.split("-"),
        "square": square(invitation.code),
        "last_day": invitation.last_day.isoformat(),
        "missing": still_missing(invitation.done.missing),
        "waits": "confirm" in invitation.done.missing,
        "name": name,
        "roles": roles or [],
        "is_own": is_own,
        "letter": CodeForm(initial={"code": invitation.code}, auto_id=False),
    }
    return shown_once(render(request, "members/code.html", page))
