"""Recording a statement, correcting it, taking it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from depter.actions.statements import retract_statement
from depter.notebook.errors import NoSuchSubject
from depter.register.facts.claims import Claim, property_of
from depter.register.folds.case import CaseFile
from depter.register.folds.dossier import Dossier, StatementFile
from depter.register.folds.world import OrganisationFile, PlaceFile
from depter.store.queries.shelf import Name
from depter.values.ids import SubjectId, subject_id
from depter.web.frame.flash import flash
from depter.web.frame.links import page_of
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.statements import recording
from depter.web.statements.claims import rows_from, usual_basis
from depter.web.statements.directory import SPEAKABLE, Directory
from depter.web.statements.fields import CodeField, EdtfField, LineField
from depter.web.statements.saving import saving
from depter.web.statements.sheet import GROUPS, PLACE_GROUPS, Group, StatementSheet, groups_with
from depter.web.statements.sheetform import SheetForm, draft_of


class RetractForm(SheetForm):
    """Who takes a statement back, and why."""

    by = CodeField("retracted_by", label=_("Who takes it back"), blank=_("Choose"))
    reason = LineField(label=_("Why"), required=False)
    on = EdtfField(label=_("When"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnlockedRequest, about: str) -> HttpResponse:
    """A blank sheet, and what becomes of it."""
    subject = subject_id(about)
    name = _name(request, subject)
    sheet = StatementSheet(
        request.POST if request.method == "POST" else None,
        directory=Directory(request.book),
        groups=_groups(name),
        files=_files(request, subject) if name.type == "case" else (),
    )
    if sheet.is_final and sheet.is_valid():
        with saving(sheet):
            entry = recording.record(request.book.notebook, sheet, about=subject)
            flash(request, gettext("The statement is recorded."), undo=(subject, entry))
            return redirect(page_of(name))
    title = gettext("Record a statement")
    return _drawn(request, sheet, name=name, title=title, button=gettext("Record"))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: UnlockedRequest, about: str, statement: str) -> HttpResponse:
    """The sheet as it was recorded, to be written again with a reason."""
    subject = subject_id(about)
    name = _name(request, subject)
    dossier = _dossier(request, subject)
    known, claims = _statement(dossier, statement)
    sheet = StatementSheet(
        request.POST if request.method == "POST" else None,
        directory=Directory(request.book),
        groups=groups_with(_groups(name), (property_of(claim) for claim in claims)),
        before=_as_recorded(known, claims),
    )
    if sheet.is_final and sheet.is_valid():
        with saving(sheet):
            entry = recording.correct(
                request.book.notebook, sheet, about=subject, statement=known.id, before=claims
            )
            flash(request, gettext("The statement is corrected."), undo=(subject, entry))
            return redirect(page_of(name))
    title = gettext("Correct a statement")
    return _drawn(request, sheet, name=name, title=title, button=gettext("Record the correction"))


@require_http_methods(["GET", "HEAD", "POST"])
def retract(request: UnlockedRequest, about: str, statement: str) -> HttpResponse:
    """Cross a statement out, by its source or by the office."""
    subject = subject_id(about)
    name = _name(request, subject)
    known, _claims = _statement(_dossier(request, subject), statement)
    data, is_final = draft_of(request.POST) if request.method == "POST" else (None, False)
    form = RetractForm(data, directory=Directory(request.book))
    if is_final and form.is_valid():
        with saving(form):
            entry = retract_statement(
                request.book.notebook, about=subject, statement=known.id, **form.cleaned_data
            )
            flash(request, gettext("The statement is taken back."), undo=(subject, entry))
            return redirect(page_of(name))
    about_it = {"form": form, "name": name, "statement": known, "back": page_of(name)}
    return render(request, "statements/retract.html", about_it)


def _drawn(
    request: HttpRequest, sheet: StatementSheet, *, name: Name, title: str, button: str
) -> HttpResponse:
    shown = {"sheet": sheet, "name": name, "title": title, "button": button, "back": page_of(name)}
    return render(request, "statements/sheet.html", shown)


def _name(request: UnlockedRequest, about: SubjectId) -> Name:
    name = request.book.shelf.names([about]).get(about)
    if name is None or name.type not in SPEAKABLE:
        raise NoSuchSubject()
    return name


def _groups(name: Name) -> tuple[Group, ...]:
    return GROUPS if name.type == "case" else PLACE_GROUPS


def _files(request: UnlockedRequest, case: SubjectId) -> list[tuple[str, str]]:
    return [(one, file.deposited.file_name) for one, file in request.book.case(case).evidence]


def _dossier(request: UnlockedRequest, about: SubjectId) -> Dossier:
    folded = request.book.shelf.folded(about)
    if not isinstance(folded, CaseFile | PlaceFile | OrganisationFile):
        raise NoSuchSubject()
    return folded.dossier


def _statement(dossier: Dossier, statement: str) -> tuple[StatementFile, list[Claim]]:
    """The statement with the claims it makes now."""
    for known in dossier.statements:
        if known.id == statement:
            mine = [one.claim for one in dossier.claims if one.statement == known.id and one.stands]
            return known, mine
    raise NoSuchSubject()


def _as_recorded(statement: StatementFile, claims: list[Claim]) -> dict[str, Any]:
    """What stands on the sheet before it is corrected."""
    usual = usual_basis(claims)
    rows = rows_from(claims)
    for some in rows.values():
        for row in some:
            row["basis"] = "" if row["basis"] == usual else row["basis"]
    return {
        "words": {"language": statement.language, "words": statement.words},
        "sheet": {"basis": usual},
        "translation": [
            {"language": language, "words": words}
            for language, words in statement.translations.items()
        ],
        **rows,
    }
