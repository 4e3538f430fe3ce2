"""The door's pages. Only here is a passphrase read, and it is kept nowhere."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from depter.actions.codes import is_code
from depter.actions.sample import open_sample
from depter.errors import DepterError
from depter.notebook.closeddoor import DoorClosed, is_closed
from depter.notebook.keyfile import open_box, read_key_file
from depter.register.access import Right, may
from depter.store.book import Book, create_notebook, unlocked
from depter.vault.errors import WrongPassphrase
from depter.web.door.elsewhere import TakenElsewhere
from depter.web.door.forms import BeginForm, UnlockForm
from depter.web.door.joining import ask_to_join
from depter.web.door.patience import PATIENCE, AnotherIsTried
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.sitting import Flash
from depter.web.frame.troubles import status_of, told
from depter.web.signin.seating import ONE_AT_A_TIME, let_in, sat_down


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """First run: language, office, passphrase; then the sample or an empty notebook."""
    if DESK.path is None or DESK.has_notebook:
        return redirect("door:unlock")
    form = BeginForm(request.POST or None)
    if form.is_bound:
        DESK.touch()
    trouble, status = None, 400 if form.is_bound else 200
    if form.is_valid():
        wanted = form.cleaned_data
        try:
            with ONE_AT_A_TIME:
                book = create_notebook(
                    DESK.path, passphrase=wanted["passphrase"], office=wanted["office"]
                )
                token = sat_down(request, book, book.opened(wanted["passphrase"]))
        except DepterError as problem:
            trouble, status = told(problem), status_of(problem)
        else:
            if wanted["start"] == "sample":
                DESK.say(token, _sample(book))
            return let_in(token)
    page = {"form": form, "trouble": trouble}
    return render(request, "door/begin.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Ask for the passphrase; wrong ones are told plainly and make the next try wait."""
    if not DESK.has_notebook:
        return redirect("door:begin")
    if hasattr(request, "book"):
        return redirect("first")
    form = UnlockForm(request.POST or None)
    if form.is_bound:
        DESK.touch()
    trouble, status = None, 400 if form.is_bound else 200
    if not form.is_bound and DESK.was_taken(request.COOKIES.get(COOKIE, "")):
        trouble = told(TakenElsewhere())
    if form.is_valid() and DESK.path is not None:
        if is_code(form.cleaned_data["passphrase"]):
            return ask_to_join(request, code=form.cleaned_data["passphrase"])
        try:
            with PATIENCE.a_place(), ONE_AT_A_TIME:
                token = _open(request, DESK.path, form.cleaned_data["passphrase"])
                return let_in(token)
        except DepterError as problem:
            trouble, status = told(problem), _status(problem)
    page = {"trouble": trouble, "form": form}
    return render(request, "door/unlock.html", page, status=status)


def _status(problem: DepterError) -> int:
    match problem:
        case WrongPassphrase() | DoorClosed():
            return 403
        case AnotherIsTried():
            return 429
        case _:
            return status_of(problem)


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Forget everything; in the served program, the process itself is replaced."""
    DESK.lock()
    response = render(request, "door/locked.html")
    response.delete_cookie(COOKIE, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def ping(request: HttpRequest) -> HttpResponse:
    """Somebody is still here: the idle time begins again (entering has noted it)."""
    return HttpResponse(status=204)


def _open(request: HttpRequest, path: Path, passphrase: str) -> str:
    """A token for one more browser, of whichever member's passphrase it is.

    Raises:
        WrongPassphrase: after a pause that grows.
        DoorClosed: a coordinator sent everyone out.
        NotebookInUse, NotebookDamaged, KeyFileDamaged: as they say.
    """
    PATIENCE.wait()
    try:
        room = DESK.room()
        if room is None:
            book, opened = unlocked(path, passphrase=passphrase)
        else:
            opened = open_box(read_key_file(room.folder.keys), passphrase=passphrase)
            book = room.book(opened.keyring)
            if is_closed(room.folder) and not may(book.viewer, Right.EVERYONE_OUT):
                raise DoorClosed()
    except WrongPassphrase:
        PATIENCE.wrong()
        raise
    PATIENCE.right()
    return sat_down(request, book, opened)


def _sample(book: Book) -> Flash:
    """Write the sample; the notebook is there in any case."""
    try:
        open_sample(book.notebook)
    except DepterError as problem:
        trouble = told(problem)
        return Flash(" ".join((trouble.what, trouble.safe, trouble.do)), tone="warn")
    return Flash(gettext("The sample is open. You may change anything in it: it is only a copy."))
