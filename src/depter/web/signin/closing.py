"""One's own passphrase, and sending everyone out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from depter.errors import BadInput, DepterError
from depter.notebook.closeddoor import close_door, is_closed, lift
from depter.store.joining import change_passphrase
from depter.vault.errors import WrongPassphrase
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.flash import flash
from depter.web.frame.sitting import Flash
from depter.web.frame.troubles import Trouble, status_of, told
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.signin.forms import NewPassphraseForm
from depter.web.signin.keeping import KEY_FILE, hold
from depter.web.signin.limits import LockedOut, TriedTooSoon
from depter.web.signin.seating import let_in
from depter.web.signin.sessions import end_others
from depter.web.signin.views import LIMITS


@require_http_methods(["GET", "HEAD", "POST"])
def passphrase(request: UnlockedRequest) -> HttpResponse:
    """Another passphrase for this member on this machine; their other sessions end."""
    form = NewPassphraseForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _passphrase_page(request, form, status=400 if form.is_bound else 200)
    member = request.sitting.session.member
    try:
        LIMITS.look(member)
        _changed(request, old=form.cleaned_data["old"], new=form.cleaned_data["passphrase"])
    except BadInput as problem:
        form.add_error("passphrase", told(problem).what)
        return _passphrase_page(request, form, status=400)
    except DepterError as problem:
        if isinstance(problem, WrongPassphrase):
            LIMITS.wrong(member)
        trouble = told(problem)
        return _passphrase_page(request, form, trouble=trouble, status=_status(problem))
    LIMITS.right(member)
    end_others(request)
    token = DESK.renew(request.sitting)
    DESK.say(token, Flash(gettext("The passphrase is changed. Your other sessions have ended.")))
    return let_in(token)


def _changed(request: UnlockedRequest, *, old: str, new: str) -> None:
    with KEY_FILE:
        change_passphrase(request.book, old=old, new=new)
        hold(request.sitting, request.book.opened(new))


def _passphrase_page(
    request: UnlockedRequest,
    form: NewPassphraseForm,
    *,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {"form": form, "trouble": trouble}
    return render(request, "signin/passphrase.html", page, status=status)


def _status(problem: DepterError) -> int:
    match problem:
        case WrongPassphrase():
            return 403
        case TriedTooSoon() | LockedOut():
            return 429
        case _:
            return status_of(problem)


@require_http_methods(["GET", "HEAD", "POST"])
def everyone_out(request: UnlockedRequest) -> HttpResponse:
    """End every session and bar the door to all but coordinators and custodians; or open it."""
    folder = request.book.notebook.folder
    if request.method == "POST" and "lift" in request.POST:
        lift(folder)
        flash(request, gettext("Everybody may sign in again."))
        return redirect("signin:everyone_out")
    if request.method == "POST":
        close_door(folder)
        DESK.lock()
        del request.book  # the page that follows is nobody's
        response = render(request, "signin/everyone_is_out.html")
        response.delete_cookie(COOKIE, samesite="Strict")
        response.headers["Clear-Site-Data"] = '"cache"'
        return response
    page = {"is_closed": is_closed(folder), "sessions": DESK.count()}
    return render(request, "signin/everyone_out.html", page)
