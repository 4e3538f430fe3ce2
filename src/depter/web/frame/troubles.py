"""Failures as a person reads them: what happened, what is safe, what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from depter.errors import BadInput, DepterError
from depter.notebook.errors import NoSuchSubject
from depter.register.access import NotAllowed
from depter.values.ids import IdNotUnderstood


@dataclass(frozen=True, slots=True)
class Trouble:
    """The three sentences in the reader's language."""

    what: str
    safe: str
    do: str


def told(problem: DepterError) -> Trouble:
    """The failure in the current language."""
    what, safe, do = (
        gettext(sentence).format(**problem.about)
        for sentence in (problem.what, problem.safe, problem.do)
    )
    return Trouble(what, safe, do)


@contextmanager
def form_errors(form: BaseForm, *, field: str | None = None) -> Iterator[None]:
    """Show what an action finds wrong at the head of the form (and beside ``field``).

    The view returns its redirect inside the block; after the block, it draws the form again.
    """
    try:
        yield
    except BadInput as problem:
        trouble = told(problem)
        form.trouble = trouble  # type: ignore[attr-defined]
        form.add_error(field, trouble.what)


def status_of(problem: DepterError) -> int:
    """The HTTP status that says the same."""
    match problem:
        case NoSuchSubject() | IdNotUnderstood():
            return 404
        case NotAllowed():
            return 403
        case BadInput():
            return 400
        case DepterError(exit_code=6):  # not this member's to do, or not yet
            return 403
        case _:
            return 503


def trouble_page(request: HttpRequest, trouble: Trouble, *, status: int) -> HttpResponse:
    """A whole page for one failure."""
    return render(request, "frame/trouble.html", {"trouble": trouble}, status=status)


class ToldPlainly:
    """Turns every failure that has sentences into a page."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do while all goes well."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The page; None for what has no sentences of its own."""
        if not isinstance(problem, DepterError):
            return None
        return trouble_page(request, told(problem), status=status_of(problem))
