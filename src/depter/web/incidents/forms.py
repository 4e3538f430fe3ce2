"""The sheet of an incident; who suffered it is sealed as it is saved."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from depter.register.facts.advocacy import IncidentReported
from depter.register.facts.base import Told
from depter.web.statements.fields import CodeField, EdtfField, LineField, WordsField
from depter.web.statements.picking import PickField, PickManyField
from depter.web.statements.sheetform import SheetForm


class IncidentForm(SheetForm):
    """Intimidation or reprisal."""

    sealed = ("victims", "victim_contact")

    incident_kind = CodeField("incident_kind", label=_("What kind of incident"), blank=_("Choose"))
    on = EdtfField(label=_("When"), required=False)
    summary = WordsField(
        label=_("What happened"),
        help_text=_("Leave out names of those who suffered it; they are asked for below."),
        required=False,
    )
    origin = LineField(
        label=_("Where it came from"),
        help_text=_("For example the country of a caller, or an authority."),
        required=False,
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    demanded = WordsField(label=_("What was demanded"), required=False, rows=2)
    threatened = WordsField(label=_("What was threatened"), required=False, rows=2)
    appeals = PickManyField(
        "appeal", label=_("After which appeals"), help_text=_("One to a line."), required=False
    )
    cases = PickManyField(
        "case",
        label=_("People of the register it concerns"),
        help_text=_("One person to a line."),
        required=False,
    )
    organisation = PickField("organisation", label=_("Organisation it concerns"), required=False)
    victims = WordsField(
        label=_("Who suffered it"),
        help_text=_("Sealed as you save: after that only a custodian can read it."),
        required=False,
    )
    victim_contact = WordsField(
        label=_("How to reach them"), help_text=_("Sealed as you save."), required=False, rows=2
    )

    def fact(self, told: Told) -> IncidentReported:
        """What a valid form says."""
        said = self.cleaned_data
        return IncidentReported(
            incident_kind=said["incident_kind"],
            told=told,
            on=said["on"],
            summary=said["summary"],
            origin=said["origin"],
            demanded=said["demanded"],
            threatened=said["threatened"],
            appeals=said["appeals"],
            cases=said["cases"],
            organisation=said["organisation"],
            victims=said["victims"] or None,
            victim_contact=said["victim_contact"] or None,
        )
