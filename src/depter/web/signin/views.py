"""Between the passphrase and the first page, and when somebody has to prove it once more."""

from __future__ import annotations

import time
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_POST

from depter.errors import N_, DepterError
from depter.notebook.keyfile import reopened
from depter.vault.errors import WrongPassphrase
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.troubles import Trouble, status_of, told
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.signin.asked import QUESTIONS
from depter.web.signin.asking import origin_of, question
from depter.web.signin.attempt import try_code
from depter.web.signin.factors import Factors, read_factors
from depter.web.signin.forms import AnswerForm, PassphraseForm, SecondForm
from depter.web.signin.keeping import KEY_FILE, factors_of, hold, judge
from depter.web.signin.limits import Limits, LockedOut, TriedTooSoon
from depter.web.signin.passkeys import ask_known, check_passkey
from depter.web.signin.seating import let_in

LIMITS = Limits()
"""Wrong passphrases of members who are signed in, by their ids; the door counts its own."""


class FactorWrong(DepterError):
    """The code is not the phone's present one, nor a recovery code that is left."""

    what: ClassVar[str] = N_("This code is not right, or was used before.")
    safe: ClassVar[str] = N_("Nobody was let in, and the notebook is as it was.")
    do: ClassVar[str] = N_("Wait for the next code of the phone, or use a recovery code.")


@require_http_methods(["GET", "HEAD", "POST"])
def second(request: UnlockedRequest) -> HttpResponse:
    """Ask for what this member has besides the passphrase; a code is judged here."""
    if not request.sitting.session.waits:
        return redirect("first")
    form = SecondForm(request.POST or None)
    if not form.is_bound:
        return _second_page(request, form)
    if not form.is_valid():
        return _second_page(request, form, status=400)
    typed = form.cleaned_data["code"]

    def look(factors: Factors) -> tuple[bool, Factors]:
        attempt = try_code(factors, typed, now=time.time())
        return attempt.is_right, attempt.factors

    try:
        if not judge(request, look):
            raise FactorWrong()
    except DepterError as problem:
        return _second_page(request, SecondForm(), problem)
    return renewed(request)


@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: UnlockedRequest) -> HttpResponse:
    """Judge what a passkey answered."""
    if not request.sitting.session.waits:
        return redirect("first")
    form = AnswerForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("signin:second")
    try:
        asked = QUESTIONS.take(request.sitting.session.id)
        judge(
            request,
            lambda factors: (
                None,
                check_passkey(
                    factors,
                    form.cleaned_data["answer"],
                    asked=asked,
                    origin=origin_of(request),
                    now=time.time(),
                ),
            ),
        )
    except DepterError as problem:
        return _second_page(request, SecondForm(), problem)
    return renewed(request)


def _second_page(
    request: UnlockedRequest,
    form: SecondForm,
    problem: DepterError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    factors = factors_of(request)
    asked = question(request, factors, ask_known) if factors.passkeys else {}
    goal = request.GET.get("next", "")
    query = f"?{urlencode({'next': goal})}" if goal else ""
    page = {
        "form": form,
        "factors": factors,
        "trouble": told(problem) if problem else None,
        "answer_at": reverse("signin:passkey") + query,
        **asked,
    }
    return render(request, "signin/second.html", page, status=_status(problem) or status)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: UnlockedRequest) -> HttpResponse:
    """The passphrase once more, and then the second factor, before something that matters."""
    form = PassphraseForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _again_page(request, form, None, status=400 if form.is_bound else 200)
    try:
        waits = _is_theirs(request, form.cleaned_data["passphrase"])
    except DepterError as problem:
        return _again_page(request, PassphraseForm(), told(problem), status=_status(problem))
    if waits:
        request.sitting.session.waits = True
        return redirect(f"{reverse('signin:second')}?{urlencode({'next': goal_of(request)})}")
    return renewed(request)


def _again_page(
    request: UnlockedRequest, form: PassphraseForm, trouble: Trouble | None, *, status: int
) -> HttpResponse:
    page = {"form": form, "trouble": trouble, "next": request.GET.get("next", "")}
    return render(request, "signin/again.html", page, status=status)


def _is_theirs(request: UnlockedRequest, passphrase: str) -> bool:
    """Whether a second factor has to follow, now that the passphrase is the member's.

    Raises:
        WrongPassphrase: it is not.
        TriedTooSoon, LockedOut: it was not looked at.
    """
    member = request.sitting.session.member
    LIMITS.look(member)
    try:
        opened = request.book.opened(passphrase)
    except WrongPassphrase:
        LIMITS.wrong(member)
        raise
    LIMITS.right(member)
    with KEY_FILE:  # stretching took its time: somebody may have written the box meanwhile
        opened = reopened(request.book.key_file, opened)
        hold(request.sitting, opened)
    return read_factors(opened.keyring.factors).asks


@require_POST
def out(request: UnlockedRequest) -> HttpResponse:
    """End this session; the others go on."""
    QUESTIONS.drop(request.sitting.session.id)
    DESK.sign_out(request.sitting.session.id)
    del request.book  # the page that follows is nobody's
    response = render(request, "signin/out.html", {"is_locked": not DESK.is_open})
    response.delete_cookie(COOKIE, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_http_methods(["GET", "HEAD"])
def waiting(request: UnlockedRequest) -> HttpResponse:
    """A member without roles is told why there is nothing to see."""
    if request.book.viewer.roles:
        return redirect("first")
    member = request.book.office.member(request.book.viewer.member)
    page = {"is_shut_out": member is not None and not member.stands, "member": member}
    return render(request, "signin/waiting.html", page)


def renewed(request: UnlockedRequest) -> HttpResponse:
    """On, with a new token: whoever knew the old one, knows nothing."""
    QUESTIONS.drop(request.sitting.session.id)
    return let_in(DESK.renew(request.sitting), to=goal_of(request))


def goal_of(request: HttpRequest) -> str:
    """The page to go on to: a path of this program, else the first page."""
    goal = request.GET.get("next", "")
    is_path = goal.startswith("/") and url_has_allowed_host_and_scheme(goal, allowed_hosts=None)
    return goal if is_path else reverse("first")


def _status(problem: DepterError | None) -> int:
    match problem:
        case None:
            return 0
        case TriedTooSoon() | LockedOut():
            return 429
        case FactorWrong() | WrongPassphrase():
            return 403
        case _:
            return 403 if status_of(problem) == 400 else status_of(problem)
