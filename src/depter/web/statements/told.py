"""Who says so, how they know, and where in their words it stands: part of every sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from depter.actions.sources import introduce_source
from depter.notebook.notebook import Notebook
from depter.register.facts.base import Told
from depter.values.ids import StatementId, SubjectId, is_id
from depter.web.statements.fields import CodeField, LineField, Misread, WordsField
from depter.web.statements.picking import PickField
from depter.web.statements.sheetform import SheetForm


class SpeakerForm(SheetForm):
    """A source of the register, or a new one with what has to be known about it."""

    source = PickField(
        "source",
        label=_("Source"),
        help_text=_("Start typing a name or a pseudonym. Leave it blank for a new source."),
        required=False,
    )
    source_kind = CodeField("source_kind", label=_("What kind of source"), required=False)
    protection = CodeField(
        "protection",
        label=_("Protection"),
        help_text=_("A protected source is shown under a pseudonym everywhere."),
        initial="protected",
        required=False,
    )
    name = LineField(
        label=_("Open name"),
        help_text=_("Only for a source that is not protected; everybody who reads will see it."),
        required=False,
    )
    identity = WordsField(
        label=_("Identity"),
        help_text=_("Sealed as you save: after that only a custodian can read it."),
        required=False,
        rows=2,
    )
    contact = WordsField(
        label=_("How to reach the source"),
        help_text=_("Sealed as you save."),
        required=False,
        rows=2,
    )
    whereabouts = WordsField(
        label=_("Where the source lives"),
        help_text=_("Sealed as you save."),
        required=False,
        rows=2,
    )
    source_case = PickField(
        "case",
        label=_("Case of the same person"),
        help_text=_("Where the source is one of those the register is about."),
        required=False,
    )
    source_organisation = PickField(
        "organisation", label=_("Organisation the source speaks for"), required=False
    )
    source_reference = LineField(
        label=_("Reference"),
        help_text=_("Title, issue or address of a publication."),
        required=False,
    )
    source_note = WordsField(label=_("Note about the source"), required=False, rows=2)

    leading = (
        *("source", "source_kind", "protection", "name", "identity", "contact", "whereabouts"),
        *("source_case", "source_organisation", "source_reference", "source_note"),
    )

    def new_source(self) -> Iterator[BoundField]:
        """The fields that describe a new source."""
        return (self[name] for name in self.leading if name != "source")

    @property
    def is_new_source_open(self) -> bool:
        """Whether something stands there, or nothing was chosen yet."""
        names = [name for name in self.leading if name not in ("source", "protection")]
        is_described = any(self[name].value() or self[name].errors for name in names)
        return is_described or bool(self["source"].errors)

    def clean(self) -> dict[str, Any]:
        """One source, old or new; a protected one without an open name."""
        cleaned = super().clean()
        described = [name for name in self.leading[3:] if cleaned.get(name)]
        if cleaned.get("source"):
            if described or cleaned.get("source_kind"):
                self.add_error("source", _chosen_twice())
        elif not cleaned.get("source_kind") and "source" not in self.errors:
            field = "source_kind" if described else "source"
            self.add_error(field, _nobody_speaks(is_described=bool(described)))
        elif cleaned.get("protection") != "open" and cleaned.get("name"):
            self.add_error("name", _named_though_protected())
        return cleaned

    def speaker(self, notebook: Notebook) -> SubjectId:
        """The source's id; a new source is written first.

        Raises:
            BadInput: as :func:`introduce_source`.
        """
        said: Mapping[str, Any] = self.cleaned_data
        if said["source"]:
            return SubjectId(said["source"])
        return introduce_source(
            notebook,
            source_kind=said["source_kind"],
            protection=said["protection"] or "protected",
            name=said["name"],
            case=said["source_case"],
            organisation=said["source_organisation"],
            reference=said["source_reference"],
            note=said["source_note"],
            identity=said["identity"],
            contact=said["contact"],
            whereabouts=said["whereabouts"],
        )


class ToldForm(SpeakerForm):
    """The part of a sheet that every fact of advocacy carries."""

    basis = CodeField("basis", label=_("How the source knows"), blank=_("Choose"))
    locator = LineField(
        label=_("Where it stands"),
        help_text=_("For example “paragraph 12”, a page, or 03:12 in a recording."),
        required=False,
    )
    statement = LineField(
        label=_("Number of the statement"),
        help_text=_("If it was said in a statement of the register: the number shown with it."),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def clean_statement(self) -> str:
        """Raises ValidationError for what is no id."""
        typed = str(self.cleaned_data["statement"]).lower()
        if typed and not is_id(typed):
            raise Misread(gettext("This is not the number of a statement. It has 16 signs."))
        return typed

    def told(self, notebook: Notebook) -> Told:
        """Who says so; a new source is written first.

        Raises:
            BadInput: as :func:`introduce_source`.
        """
        typed = self.cleaned_data["statement"]
        return Told(
            source=self.speaker(notebook),
            basis=self.cleaned_data["basis"],
            locator=self.cleaned_data["locator"],
            statement=StatementId(typed) if typed else None,
        )


def _chosen_twice() -> str:
    return gettext("A source is chosen, and a new one is described as well. Clear one of the two.")


def _nobody_speaks(*, is_described: bool) -> str:
    if is_described:
        return gettext("Say what kind of source this is.")
    return gettext("Nobody is named as the source. Choose a source, or describe a new one.")


def _named_though_protected() -> str:
    return gettext(
        "A protected source cannot have an open name. Write it under “Identity”: it is sealed as"
        " you save."
    )
