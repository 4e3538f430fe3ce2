"""Coming to the office for the first time: the code of an invitation, and words of one's own."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from depter.actions.codes import read_code
from depter.actions.invitation_errors import AdmissionWaits, CodeNotKnown, InvitationUsed
from depter.errors import BadInput, DepterError
from depter.notebook.closeddoor import DoorClosed, is_closed
from depter.notebook.keyfile import open_box, read_key_file
from depter.register.access import Right, may
from depter.store.book import Book, unlocked
from depter.store.joining import accept_here
from depter.vault.errors import WrongPassphrase
from depter.web.door.forms import JoinForm
from depter.web.door.patience import PATIENCE, AnotherIsTried
from depter.web.frame.desk import DESK
from depter.web.frame.troubles import Trouble, status_of, told
from depter.web.signin.keeping import KEY_FILE
from depter.web.signin.seating import ONE_AT_A_TIME, let_in, sat_down


def ask_to_join(request: HttpRequest, *, code: str) -> HttpResponse:
    """Somebody typed a code where passphrases are typed: ask for the passphrase to be."""
    return _page(request, JoinForm(initial={"code": code}))


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The code and a new passphrase, twice; then in."""
    if not DESK.has_notebook:
        return redirect("door:begin")
    if hasattr(request, "book"):
        return redirect("first")
    form = JoinForm(request.POST or None)
    if not form.is_bound:
        return _page(request, form)
    DESK.touch()
    if not form.is_valid() or DESK.path is None:
        return _page(request, form, status=400)
    try:
        with PATIENCE.a_place(), ONE_AT_A_TIME, KEY_FILE:
            return let_in(_joined(request, DESK.path, form.cleaned_data))
    except DepterError as problem:
        return _page(request, form, trouble=told(problem), status=_status(problem))


def _page(
    request: HttpRequest, form: JoinForm, *, trouble: Trouble | None = None, status: int = 200
) -> HttpResponse:
    page = {"form": form, "trouble": trouble}
    return render(request, "door/join.html", page, status=status)


def _status(problem: DepterError) -> int:
    match problem:
        case CodeNotKnown() | AdmissionWaits() | InvitationUsed() | DoorClosed():
            return 403
        case AnotherIsTried():
            return 429
        case BadInput():
            return 400
        case _:
            return status_of(problem)


def _joined(request: HttpRequest, path: Path, typed: dict[str, str]) -> str:
    """A token for the newcomer.

    Raises:
        CodeIncomplete, CodeMistyped, CodeNotKnown, CodeExpired: as they say.
        AdmissionWaits, InvitationUsed, WeakPassphrase, PassphraseTaken: as they say.
        DoorClosed: a coordinator sent everyone out.
    """
    code = read_code(typed["code"])
    PATIENCE.wait()
    room = DESK.room()
    try:
        waiting = unlocked(path, passphrase=code)[0] if room is None else _within(code)
    except WrongPassphrase as problem:
        PATIENCE.wrong()
        raise CodeNotKnown() from problem
    PATIENCE.right()
    try:
        came = accept_here(waiting, code=code, passphrase=typed["passphrase"])
        return sat_down(request, came, came.opened(typed["passphrase"]))
    except BaseException:
        if room is None:
            waiting.close()
        raise


def _within(code: str) -> Book:
    """The notebook that others have open, as whoever was invited."""
    room = DESK.room()
    if room is None:
        raise WrongPassphrase()
    book = room.book(open_box(read_key_file(room.folder.keys), passphrase=code).keyring)
    if is_closed(room.folder) and not may(book.viewer, Right.EVERYONE_OUT):
        raise DoorClosed()
    return book
