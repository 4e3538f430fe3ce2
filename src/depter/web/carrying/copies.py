"""Backups: when the last one was made, and making one now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from depter.exchange.place import Place
from depter.store.book import Book
from depter.store.copies import copies, make_copy
from depter.web.carrying.places import PlaceForm, sticks
from depter.web.frame.errands import ERRANDS, Done
from depter.web.frame.troubles import form_errors
from depter.web.frame.unlocked import UnlockedRequest


@require_safe
def backup(request: UnlockedRequest) -> HttpResponse:
    """The last backup, and a place for the next."""
    known = copies(request.book)
    address = known[0].address if known else ""
    return _shown(request, PlaceForm(initial={"address": address}))


@require_POST
def make(request: UnlockedRequest) -> HttpResponse:
    """Back up to a place."""
    form = PlaceForm(request.POST)
    if form.is_valid():
        with form_errors(form):
            place = form.place()
            heads = request.book.notebook.ledger.heads().values()
            sent = ERRANDS.send(
                request.book,
                title=gettext("Backing up"),
                back="/office/backup/",
                total=sum(head.seq for head in heads),
                work=lambda book, done: _made(book, place, done),
            )
            return redirect("carrying:errand", sent.id)
    return _shown(request, form, status=400)


def _shown(request: UnlockedRequest, form: PlaceForm, *, status: int = 200) -> HttpResponse:
    known = copies(request.book)
    last = known[0] if known else None
    page = {
        "form": form,
        "known": known,
        "last": last,
        "is_stale": last is not None and last.is_stale(datetime.now(UTC)),
        "sticks": sticks(),
    }
    return render(request, "carrying/backup.html", page, status=status)


def _made(book: Book, place: Place, done: Done) -> Sequence[str]:
    made = make_copy(book, place, progress=done)
    said = [
        ngettext(
            "{count} new entry was backed up and read back.",
            "{count} new entries were backed up and read back.",
            made.new_entries,
        ).format(count=made.new_entries)
    ]
    if not made.recoverable:
        said.append(
            gettext("No trustees yet: without a member’s passphrase nobody can open this backup.")
        )
    said.append(gettext("Now carry it to another house."))
    return said
