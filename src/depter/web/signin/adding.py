"""Adding second factors and taking them away: a phone, passkeys, recovery codes."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from depter.errors import BadInput, DepterError
from depter.web.frame.answers import shown_once
from depter.web.frame.flash import flash
from depter.web.frame.troubles import Trouble, told
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.signin.asked import QUESTIONS
from depter.web.signin.asking import origin_of, question
from depter.web.signin.codes import new_codes
from depter.web.signin.factors import Factors
from depter.web.signin.forms import PasskeyForm, TotpForm, WrittenDownForm
from depter.web.signin.keeping import KEY_FILE, factors_of, hold, judge, own_box
from depter.web.signin.passkeys import add_passkey, ask_new
from depter.web.signin.qr import square
from depter.web.signin.totp import NewTotp, enrol_totp, new_totp, totp_of


@require_http_methods(["GET", "HEAD"])
def factors(request: UnlockedRequest) -> HttpResponse:
    """What this member is asked for besides the passphrase."""
    return render(request, "signin/factors.html", {"factors": factors_of(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: UnlockedRequest) -> HttpResponse:
    """A new secret for a phone; it counts once the phone has shown a right code."""
    form = TotpForm(request.POST or None)
    if not form.is_bound:
        return _phone_page(request, form, _drawn(request))
    new = _waiting(request)
    if new is None:
        return redirect("signin:phone")
    if not form.is_valid():
        return _phone_page(request, form, new, status=400)
    typed = form.cleaned_data["code"]

    def look(before: Factors) -> tuple[bool, Factors]:
        after = enrol_totp(before, typed, new=new, now=time.time())
        return after is not None, after or before

    if not judge(request, look):
        form.add_error("code", gettext("This is not the code that the phone shows now."))
        return _phone_page(request, form, new, status=400)
    flash(request, gettext("The phone is added. From now on signing in asks for its code."))
    return redirect("signin:factors")


def _drawn(request: UnlockedRequest) -> NewTotp:
    """A secret that waits in the session until its phone has shown a code."""
    new = new_totp()
    with KEY_FILE:
        hold(request.sitting, own_box(request.book, request.sitting), phone=new.secret)
    return new


def _waiting(request: UnlockedRequest) -> NewTotp | None:
    held = request.sitting.held()
    return totp_of(held.phone) if held is not None and held.phone else None


def _phone_page(
    request: UnlockedRequest, form: TotpForm, new: NewTotp, *, status: int = 200
) -> HttpResponse:
    page = {"form": form, "new": new, "square": square(new.uri)}
    return render(request, "signin/enrol_totp.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def key(request: UnlockedRequest) -> HttpResponse:
    """A new passkey answers the question that this page asked."""
    form = PasskeyForm(request.POST or None)
    if not form.is_bound:
        return _key_page(request, form)
    if not form.is_valid():
        return _key_page(request, form, status=400)
    try:
        asked = QUESTIONS.take(request.sitting.session.id)
        judge(
            request,
            lambda before: (
                None,
                add_passkey(
                    before,
                    form.cleaned_data["answer"],
                    asked=asked,
                    origin=origin_of(request),
                    label=form.cleaned_data["label"],
                    added=datetime.now(UTC).date().isoformat(),
                    now=time.time(),
                ),
            ),
        )
    except BadInput as problem:
        return _key_page(request, form, trouble=told(problem), status=400)
    flash(request, gettext("The passkey is added. From now on signing in asks for it."))
    return redirect("signin:factors")


def _key_page(
    request: UnlockedRequest,
    form: PasskeyForm,
    *,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    known = factors_of(request)
    try:
        asked = question(request, known, ask_new)
    except DepterError as problem:  # there are ten already
        asked, trouble = {"passkey": "", "localhost": ""}, told(problem)
    page = {"form_of_key": form, "factors": known, "trouble": trouble, **asked}
    return render(request, "signin/enrol_passkey.html", page, status=status)


@require_POST
def codes(request: UnlockedRequest) -> HttpResponse:
    """Ten new recovery codes, shown once; then whether they were written down."""
    if "new" not in request.POST:
        if not WrittenDownForm(request.POST).is_valid():
            sentence = gettext("If you have not written the codes down, draw new ones.")
            flash(request, sentence, tone="warn")
        return redirect("signin:factors")

    def look(before: Factors) -> tuple[tuple[str, ...], Factors]:
        return new_codes(before) if before.asks else ((), before)

    drawn = judge(request, look)
    if not drawn:
        flash(request, gettext("Add a phone or a passkey first."), tone="warn")
        return redirect("signin:factors")
    page = {"codes": drawn, "form": WrittenDownForm()}
    return shown_once(render(request, "signin/codes.html", page))


@require_POST
def remove(request: UnlockedRequest) -> HttpResponse:
    """``phone``, or the ``passkey`` of an id, no longer counts."""
    wanted = request.POST.get("passkey", "")

    def look(before: Factors) -> tuple[None, Factors]:
        if "phone" in request.POST:
            return None, before.without_totp()
        kept = before
        for one in before.passkeys:
            if one.id.hex() == wanted:
                kept = kept.without_passkey(one.id)
        return None, kept

    judge(request, look)
    flash(request, gettext("Removed. It no longer counts."))
    return redirect("signin:factors")
