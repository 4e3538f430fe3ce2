"""Exchange with the office's other machines: who has what, offering, accepting."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from depter.exchange.accept import Accepted, accept
from depter.exchange.offer import write_offer
from depter.exchange.place import Place
from depter.exchange.plan import Plan, answer_to, plan_offer
from depter.exchange.standing import who_has_what
from depter.store.book import Book
from depter.store.erasing import leave_no_trace
from depter.store.looks import What
from depter.web.carrying.places import PlaceForm, sticks
from depter.web.frame.errands import ERRANDS, Done
from depter.web.frame.troubles import form_errors, told
from depter.web.frame.unlocked import UnlockedRequest


@require_safe
def exchange(request: UnlockedRequest) -> HttpResponse:
    """Who has what; a place to offer to, a place to accept from."""
    return _shown(request)


@require_POST
def offer(request: UnlockedRequest) -> HttpResponse:
    """Write what the others lack."""
    form = PlaceForm(request.POST, auto_id="offer_%s")
    if form.is_valid():
        with form_errors(form):
            plan, place = plan_offer(request.book.notebook), form.place()
            sent = ERRANDS.send(
                request.book,
                title=gettext("Writing a bundle"),
                back="/office/exchange/",
                total=plan.entries,
                work=lambda book, done: _offered(book, plan, place, done),
            )
            return redirect("carrying:errand", sent.id)
    return _shown(request, offer=form)


@require_POST
def accept_there(request: UnlockedRequest) -> HttpResponse:
    """Take in what lies there for this machine, and leave an answer."""
    form = PlaceForm(request.POST, auto_id="accept_%s")
    if form.is_valid():
        with form_errors(form):
            place = form.place()
            sent = ERRANDS.send(
                request.book,
                title=gettext("Accepting bundles"),
                back="/office/exchange/",
                work=lambda book, done: _accepted(book, place, done),
            )
            return redirect("carrying:errand", sent.id)
    return _shown(request, accept=form)


def _shown(request: UnlockedRequest, **forms: PlaceForm) -> HttpResponse:
    status = 400 if forms else 200
    page = {
        "standing": who_has_what(request.book.notebook),
        "offer": PlaceForm(auto_id="offer_%s"),
        "accept": PlaceForm(auto_id="accept_%s"),
        "sticks": sticks(),
        **forms,
    }
    return render(request, "carrying/exchange.html", page, status=status)


def _offered(book: Book, plan: Plan, place: Place, done: Done) -> Sequence[str]:
    book.record_look(What.BUNDLE, detail=str(plan.entries))
    write_offer(book.notebook, plan, place, progress=done)
    said = [
        ngettext(
            "{count} entry was written for the others.",
            "{count} entries were written for the others.",
            plan.entries,
        ).format(count=plan.entries)
    ]
    if plan.unheard:
        said.append(
            gettext("Some machines were never heard of; the bundle holds everything for them.")
        )
    said.append(gettext("Carry the stick to the other machine and accept it there."))
    return said


def _accepted(book: Book, place: Place, done: Done) -> Sequence[str]:
    erased = set(book.office.erased)
    found = accept(book.notebook, place, progress=done)
    if set(book.office.erased) - erased:
        leave_no_trace(book)
    if found.heard:
        write_offer(book.notebook, answer_to(book.notebook, to=found.heard), place)
    return _told(found)


def _told(found: Accepted) -> Sequence[str]:
    if found.is_nothing_new:
        return [gettext("Nothing new: everything in it was here already.")]
    said = [
        ngettext("{count} new entry.", "{count} new entries.", found.entries).format(
            count=found.entries
        )
    ]
    if found.conflicts:
        said.append(
            ngettext(
                "{count} case was decided twice; look at it and settle it.",
                "{count} cases were decided twice; look at them and settle them.",
                len(found.conflicts),
            ).format(count=len(found.conflicts))
        )
    if found.forks:
        said.append(
            gettext(
                "A machine of the office was copied: it wrote two different entries of one number."
                " Nothing of the second one was taken. Ask its member at once."
            )
        )
    if found.missing:
        said.append(gettext("An earlier bundle is missing; ask the others to offer once more."))
    if found.refused:
        said.append(
            gettext("Some entries were refused: their writer may not write them, or left before.")
        )
    if found.files_missing:
        said.append(gettext("Some files of evidence did not come along."))
    for problem in found.failures.values():
        trouble = told(problem)
        said.append(f"{trouble.what} {trouble.do}")
    return said
