"""Changing a member's roles, and shutting somebody out: what will count, and what comes next."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from depter.actions.members import Done, change_roles, confirm, decline, revoke
from depter.register.access import Role
from depter.values.ids import EntryId
from depter.values.text import clean_text
from depter.web.frame.flash import flash
from depter.web.frame.posted import posted
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.members.forms import RevokeForm, RolesForm
from depter.web.members.roster import waiting
from depter.web.members.views import known
from depter.web.members.words import MAY, still_missing


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: UnlockedRequest, member: str) -> HttpResponse:
    """Other roles from now on."""
    row = known(request, member)
    form = RolesForm(
        request.POST if request.method == "POST" else None,
        initial={"roles": list(row.member.roles)},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with form_errors(form):
            done = change_roles(
                request.book.notebook, member=member, roles=given["roles"], reason=given["reason"]
            )
            return _done(request, gettext("The roles are changed."), done, member=member)
    page = {
        "row": row,
        "form": form,
        "may_do": [(role.value, MAY[role]) for role in Role],
    }
    return render(request, "members/roles.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: UnlockedRequest, member: str) -> HttpResponse:
    """Shut somebody out."""
    row = known(request, member)
    if not row.member.stands:
        raise Http404
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form):
            done = revoke(request.book.notebook, member=member, reason=form.cleaned_data["reason"])
            return _done(request, gettext("The member is shut out."), done, member=member)
    return render(request, "members/revoke.html", {"row": row, "form": form})


@require_http_methods(["GET", "HEAD"])
def wait(request: UnlockedRequest, entry: str) -> HttpResponse:
    """One change that waits for a second custodian."""
    for one in waiting(request.book):
        if one.pending.entry == entry:
            return render(request, "members/waiting.html", {"one": one})
    raise Http404


@posted("members:waiting", "entry")
def sign(request: UnlockedRequest, entry: str) -> HttpResponse:
    """The second signature.

    Raises:
        NothingPending, SignedAlready, LastCustodian, LastCoordinator: nothing was written.
    """
    done = confirm(request.book.notebook, entry=EntryId(entry))
    return _done(request, gettext("You have confirmed it."), done)


@posted("members:waiting", "entry")
def refuse(request: UnlockedRequest, entry: str) -> HttpResponse:
    """Strike it out.

    Raises:
        NothingPending: it took effect, or was struck out before.
    """
    reason = clean_text(request.POST.get("reason", ""))
    done = decline(request.book.notebook, entry=EntryId(entry), reason=reason)
    return _done(request, gettext("It is declined and has no effect."), done)


def _done(request: UnlockedRequest, said: str, done: Done, *, member: str = "") -> HttpResponse:
    """Say what was done and what is still missing; where it waits, that it only waits."""
    if "confirm" in done.missing:
        said = gettext("It is written down.")
    flash(request, " ".join((said, *still_missing(done.missing))))
    return redirect("members:page", member) if member else redirect("members:list")
