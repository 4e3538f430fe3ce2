"""The sheet of a figure: a number as somebody said it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from depter.values.ids import SubjectId
from depter.web.statements.fields import CodeField, CountField, EdtfField, LineField
from depter.web.statements.picking import PartyField, PlaceField
from depter.web.statements.sheetform import SheetForm


class FigureForm(SheetForm):
    """A claimed number; nothing here makes it true."""

    counts = CodeField("figure_counts", label=_("What is counted"), blank=_("Choose"))
    value = CountField(label=_("The number, as it was said"))
    qualifier = CodeField("qualifier", label=_("How exactly"), initial="exact", required=False)
    about = LineField(
        label=_("What exactly is counted"),
        help_text=_("For example whose citizens, and since when."),
        required=False,
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    by = PartyField(
        label=_("Who claims it"),
        help_text=_("An organisation of the register, or any words."),
        required=False,
    )
    said_on = EdtfField(label=_("When it was said"), required=False)
    as_of = EdtfField(label=_("For what time it holds"), required=False)
    place = PlaceField(label=_("Place it is about"), required=False)
    place_kind = CodeField("place_kind", label=_("Kind, if the place is new"), required=False)

    def said(self, place: SubjectId | None) -> dict[str, Any]:
        """What a valid form says; ``place`` is known or was just described."""
        cleaned = self.cleaned_data
        names = ("counts", "value", "about", "said_on", "as_of")
        return {name: cleaned[name] for name in names} | {
            "qualifier": cleaned["qualifier"] or "exact",
            "by": cleaned["by"].id,
            "by_name": cleaned["by"].name,
            "place": place,
        }
