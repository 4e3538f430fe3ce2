"""The sheets of places and organisations: names in several scripts, and what is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from depter.names.script import script_of
from depter.register.facts.world import Spelling
from depter.web.frame.troubles import Trouble
from depter.web.frame.unlocked import UnlockedRequest
from depter.web.statements.directory import Directory
from depter.web.statements.fields import CodeField, LineField, WordsField
from depter.web.statements.picking import PickField
from depter.web.statements.sheetform import ADD, SheetForm, draft_of


class SpellingForm(SheetForm):
    """A name in one script and language."""

    text = LineField(
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"class": "wide", "dir": "auto", "autocomplete": "off"}),
    )
    script = CodeField("script", label=_("Script"), blank=_("As it is written"), required=False)
    language = CodeField("language", label=_("Language of the name"), required=False)


class PlaceForm(SheetForm):
    """A facility or an area."""

    place_kind = CodeField("place_kind", label=_("What kind of place"), blank=_("Choose"))
    within = PickField(
        "place",
        label=_("Lies in"),
        help_text=_("The next larger place of the register."),
        required=False,
    )
    country = CodeField("country", label=_("Country"), required=False)
    detail = WordsField(label=_("In more detail"), required=False)


class OrganisationForm(SheetForm):
    """A body that acts."""

    organisation_kind = CodeField(
        "organisation_kind", label=_("What kind of organisation"), blank=_("Choose")
    )
    country = CodeField("country", label=_("Country"), required=False)
    detail = WordsField(label=_("In more detail"), required=False)


_SPELLINGS: Final = forms.formset_factory(
    SpellingForm, extra=1, can_delete=True, max_num=30, absolute_max=60
)


class DescribedSheet:
    """Names and the rest, handled as one."""

    prefix: ClassVar[str] = "fact"

    def __init__(
        self,
        form: type[SheetForm],
        request: UnlockedRequest,
        *,
        names: Sequence[Spelling] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        posted = request.POST if request.method == "POST" else None
        data, self.is_final = draft_of(posted) if posted is not None else (None, False)
        self.directory = Directory(request.book)
        shared: dict[str, Any] = {
            "directory": self.directory,
            "quiet": posted is not None and ADD in posted,
        }
        self.trouble: Trouble | None = None
        known = [{"text": n.text, "script": n.script, "language": n.language} for n in names]
        self.names = _SPELLINGS(data, prefix="names", initial=known, form_kwargs=shared)
        self.form = form(data, prefix=self.prefix, initial=initial, **shared)

    def may_save(self) -> bool:
        """Whether it is to be saved and can be."""
        if not self.is_final:
            return False
        is_named, is_valid = self.names.is_valid(), self.form.is_valid()
        return is_named and is_valid

    def mistakes(self) -> list[Any]:
        """Every field that was misread, in the order of the page."""
        return [one for form in (*self.names, self.form) for one in form.mistakes()]

    def misshapen(self) -> list[str]:
        """What is wrong with the rows of names as a whole."""
        return [str(error) for error in self.names.non_form_errors()]

    def spellings(self) -> list[Spelling]:
        """The names that were typed; a script nobody chose is read off the letters."""
        return [
            Spelling(
                text=row.cleaned_data["text"],
                script=row.cleaned_data["script"] or script_of(row.cleaned_data["text"]),
                language=row.cleaned_data["language"],
            )
            for row in self.names
            if row not in self.names.deleted_forms and row.cleaned_data.get("text")
        ]
