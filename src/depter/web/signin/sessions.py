"""A member's sessions: where they are signed in now, and ending what is not theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from depter.web.frame.desk import DESK
from depter.web.frame.flash import flash
from depter.web.frame.sitting import Session
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.signin.asked import QUESTIONS
from depter.web.signin.browsers import browser_words


@dataclass(frozen=True, slots=True)
class Listed:
    """One session as its member reads it."""

    id: str
    browser: str
    system: str
    began: datetime
    seen: datetime
    is_this: bool
    waits: bool


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: UnlockedRequest) -> HttpResponse:
    """The list; ``end`` names one to end, ``others`` ends all but this one."""
    this = request.sitting.session
    if request.method == "POST":
        wanted = request.POST.get("end", "")
        chosen = [
            one.id
            for one in DESK.sessions(this.member)
            if one.id != this.id and ("others" in request.POST or one.id == wanted)
        ]
        end(chosen)
        flash(request, gettext("Ended.") if chosen else gettext("There was nothing to end."))
        return redirect("signin:sessions")
    listed = [_listed(one, is_this=one.id == this.id) for one in DESK.sessions(this.member)]
    return render(request, "signin/sessions.html", {"sessions": listed})


def end(ids: list[str]) -> None:
    """These browsers have to sign in again."""
    for one in ids:
        QUESTIONS.drop(one)
        DESK.sign_out(one)


def end_others(request: UnlockedRequest) -> None:
    """All sessions of this member but this one."""
    this = request.sitting.session
    end([one.id for one in DESK.sessions(this.member) if one.id != this.id])


def _listed(session: Session, *, is_this: bool) -> Listed:
    browser, system = browser_words(session.browser)
    now = datetime.now(UTC)
    return Listed(
        id=session.id,
        browser=browser,
        system=system,
        began=now - timedelta(seconds=DESK.seconds_since(session.began)),
        seen=now - timedelta(seconds=DESK.seconds_since(session.seen)),
        is_this=is_this,
        waits=session.waits,
    )
