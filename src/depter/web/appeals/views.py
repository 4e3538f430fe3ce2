"""Asking on behalf of people, what came back, and what changed afterwards."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from depter.actions.advocacy import answer_appeal, follow_appeal, make_appeal
from depter.register.facts.claims import SHAPES
from depter.register.folds.advocacy import AppealFile
from depter.register.folds.case import CaseFile
from depter.register.vocabulary import vocabulary
from depter.store.queries.lists import CardList, Listed
from depter.store.queries.pages import SubjectPage
from depter.values.edtf import parse_date
from depter.values.ids import SubjectId, subject_id
from depter.web.appeals.elapsed import time_between, time_to_answer, time_until
from depter.web.appeals.forms import AnswerForm, AppealForm, FollowForm
from depter.web.frame.fields import code_choices
from depter.web.frame.flash import first_entry, flash
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.statements.directory import current_language
from depter.web.statements.factsheet import FactSheet
from depter.web.statements.fields import said
from depter.web.statements.saving import saving

_PAGE: Final = 50
_MOST_READ: Final = 2000


@require_safe
def list_(request: UnlockedRequest) -> HttpResponse:
    """What was asked of whom, for whom, and what became of it."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    found = _wanted(request, kind=kind, state=state)
    shown = {
        "rows": [
            (row, row.folded, time_to_answer(cast(AppealFile, row.folded))) for row in found.rows
        ],
        "names": found.names,
        "next": found.next,
        "kind": kind,
        "state": state,
        "kinds": code_choices("appeal_kind"),
    }
    return render(request, "appeals/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest) -> HttpResponse:
    """Note that somebody asked."""
    cases = [case for case in request.GET.getlist("case") if case]
    sheet = FactSheet(AppealForm, request, initial={"cases": cases})
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                appeal = make_appeal(notebook, sheet.form.fact(sheet.told.told(notebook)))
            undo = (appeal, first_entry(notebook, appeal))
            flash(request, gettext("The appeal is noted."), undo=undo)
            return redirect("appeals:page", appeal)
    shown = {
        "sheet": sheet,
        "title": gettext("Note an appeal"),
        "legend": gettext("What was asked"),
        "button": gettext("Note the appeal"),
        "back": reverse("appeals:list"),
        "crumb": gettext("Appeals"),
    }
    return render(request, "statements/fact.html", shown)


@require_safe
def page(request: UnlockedRequest, appeal: str) -> HttpResponse:
    """Asked, answered, changed afterwards."""
    found = request.book.subject(subject_id(appeal), AppealFile)
    file = cast(AppealFile, found.folded)
    shown = {
        "id": found.id,
        "appeal": file,
        "names": found.names,
        "answers": [(answer, time_until(file.made, answer)) for answer in file.answers],
        "followed": [(one, time_between(file.made.on, one.on)) for one in file.followed],
        "mentioned_by": [name for name in found.mentioned_by if name.type == "incident"],
    }
    return render(request, "appeals/page.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: UnlockedRequest, appeal: str) -> HttpResponse:
    """Note what came back."""
    found = request.book.subject(subject_id(appeal), AppealFile)
    sheet = FactSheet(AnswerForm, request)
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                fact = sheet.form.fact(sheet.told.told(notebook))
                entry = answer_appeal(notebook, appeal=found.id, fact=fact)
            flash(request, gettext("The answer is noted."), undo=(found.id, entry))
            return redirect("appeals:page", found.id)
    shown = _sheet_of(found, sheet) | {
        "title": gettext("Note an answer"),
        "legend": gettext("What came back"),
        "button": gettext("Note the answer"),
    }
    return render(request, "statements/fact.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: UnlockedRequest, appeal: str) -> HttpResponse:
    """Note what changed afterwards, without saying why."""
    found = request.book.subject(subject_id(appeal), AppealFile)
    cases = cast(AppealFile, found.folded).made.cases
    initial = {"case": cases[0]} if len(cases) == 1 else {}
    sheet = FactSheet(FollowForm, request, initial=initial, claims=_claims(request, cases))
    if sheet.may_save():
        notebook = request.book.notebook
        with saving(sheet):
            with notebook.together():
                fact = sheet.form.fact(sheet.told.told(notebook))
                entry = follow_appeal(notebook, appeal=found.id, fact=fact)
            flash(request, gettext("What changed afterwards is noted."), undo=(found.id, entry))
            return redirect("appeals:page", found.id)
    shown = _sheet_of(found, sheet) | {
        "title": gettext("Note what changed afterwards"),
        "note": gettext(
            "Write what happened after the appeal. Whether it happened because of the appeal is"
            " not decided here."
        ),
        "legend": gettext("Afterwards"),
        "button": gettext("Note the change"),
    }
    return render(request, "statements/fact.html", shown)


def _sheet_of(found: SubjectPage, sheet: FactSheet[Any]) -> dict[str, Any]:
    made = cast(AppealFile, found.folded).made
    return {
        "sheet": sheet,
        "back": reverse("appeals:page", args=[found.id]),
        "crumb": vocabulary("appeal_kind").label(made.appeal_kind, current_language()),
    }


def _wanted(request: UnlockedRequest, *, kind: str, state: str) -> CardList:
    """A page of the list; answered or not is read off the appeals themselves."""
    after = request.GET.get("after", "")
    if state not in ("answered", "unanswered"):
        return request.book.listed("appeal", kind=kind, after=after, size=_PAGE)
    rows: list[Listed] = []
    names: dict[str, Any] = {}
    read, is_answered = 0, state == "answered"
    while True:
        some = request.book.listed("appeal", kind=kind, after=after, size=_PAGE)
        names |= some.names
        rows += [
            row for row in some.rows if bool(cast(AppealFile, row.folded).answers) == is_answered
        ]
        read, after = read + len(some.rows), some.next
        if not after or len(rows) >= _PAGE or read >= _MOST_READ:
            return CardList(rows=tuple(rows), names=names, next=after)


def _claims(request: UnlockedRequest, cases: tuple[SubjectId, ...]) -> list[tuple[str, str]]:
    """Statuses and contacts that stand in these cases, latest first."""
    language = current_language()
    choices: list[tuple[tuple[int, ...], str, str]] = []
    for case, folded in request.book.shelf.many(cases).items():
        assert isinstance(folded, CaseFile), case
        for known in folded.claims:
            tag = str(known.claim.says.__struct_config__.tag)
            if not known.stands or tag not in ("status", "contact"):
                continue
            code = getattr(known.claim.says, SHAPES[tag].__struct_fields__[0])
            word = vocabulary("status" if tag == "status" else "channel").label(code, language)
            when = known.claim.as_of
            parts = (folded.name, word, said(when) if when else "")
            key = parse_date(when).sort_key if when else ()
            choices.append((tuple(key), known.claim.id, ", ".join(part for part in parts if part)))
    return [(claim, words) for _key, claim, words in sorted(choices, reverse=True)]
