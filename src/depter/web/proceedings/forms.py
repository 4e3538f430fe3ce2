"""The sheets of a proceeding: how it began, its stages, its lawyers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from depter.register.facts.advocacy import ProceedingBegun, RepresentationChanged, StageReached
from depter.register.facts.base import Told
from depter.web.statements.fields import CodeField, CountField, EdtfField, LineField, WordsField
from depter.web.statements.picking import PartyField, PickField, PickManyField
from depter.web.statements.sheetform import SheetForm


def _body() -> PartyField:
    return PartyField(
        label=_("Court or authority"),
        help_text=_("An organisation of the register, or any words."),
        required=False,
    )


class ProceedingForm(SheetForm):
    """A procedure before a court or an authority."""

    proceeding_kind = CodeField("proceeding_kind", label=_("What kind"), blank=_("Choose"))
    title = LineField(
        label=_("Title"), required=False, widget=forms.TextInput(attrs={"class": "wide"})
    )
    on = EdtfField(label=_("Begun"), required=False)
    cases = PickManyField(
        "case", label=_("About whom"), help_text=_("One person to a line."), required=False
    )
    organisation = PickField("organisation", label=_("About which organisation"), required=False)
    body = _body()

    def fact(self, told: Told) -> ProceedingBegun:
        """What a valid form says."""
        said = self.cleaned_data
        return ProceedingBegun(
            proceeding_kind=said["proceeding_kind"],
            told=told,
            title=said["title"],
            on=said["on"],
            cases=said["cases"],
            organisation=said["organisation"],
            body=said["body"].id,
            body_name=said["body"].name,
        )


class StageForm(SheetForm):
    """A stage: a hearing, a decision, a fine, an appeal."""

    stage = CodeField("stage_kind", label=_("Stage"), blank=_("Choose"))
    on = EdtfField(label=_("When"), required=False)
    outcome = WordsField(label=_("What came of it"), required=False)
    deadline = EdtfField(
        label=_("Deadline that begins with it"),
        help_text=_("Until when something must be answered or paid."),
        required=False,
    )
    amount = CountField(
        label=_("Amount"), help_text=_("In whole units, for example 1500."), required=False
    )
    currency = CodeField("currency", label=_("Currency"), required=False)
    body = _body()

    def clean(self) -> dict[str, Any]:
        """An amount means nothing without its currency."""
        cleaned = super().clean()
        if cleaned.get("amount") is not None and not cleaned.get("currency"):
            self.add_error("currency", gettext("Say in which currency."))
        return cleaned

    def fact(self, told: Told) -> StageReached:
        """What a valid form says."""
        said = self.cleaned_data
        return StageReached(
            stage=said["stage"],
            told=told,
            on=said["on"],
            outcome=said["outcome"],
            deadline=said["deadline"],
            amount=said["amount"],
            currency=said["currency"],
            body=said["body"].id,
            body_name=said["body"].name,
        )


class RepresentationForm(SheetForm):
    """A lawyer took the matter on or left it."""

    lawyer = LineField(label=_("Lawyer"))
    change = CodeField("representation_change", label=_("What changed"), blank=_("Choose"))
    on = EdtfField(label=_("When"), required=False)
    reason = WordsField(label=_("Reason, if one was given"), required=False, rows=2)

    def fact(self, told: Told) -> RepresentationChanged:
        """What a valid form says."""
        said = self.cleaned_data
        return RepresentationChanged(
            lawyer=said["lawyer"],
            change=said["change"],
            told=told,
            on=said["on"],
            reason=said["reason"],
        )
