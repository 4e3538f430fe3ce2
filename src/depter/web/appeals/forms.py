"""The sheets of an appeal: what was asked, what came back, what changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from depter.register.facts.advocacy import AppealAnswered, AppealFollowed, AppealMade
from depter.register.facts.base import Told
from depter.values.ids import ClaimId, SubjectId
from depter.web.statements.fields import CodeField, CountField, EdtfField, LineField, WordsField
from depter.web.statements.picking import PartyField, PickField, PickManyField
from depter.web.statements.sheetform import SheetForm


class AppealForm(SheetForm):
    """Somebody asked somebody for something."""

    appeal_kind = CodeField("appeal_kind", label=_("In what way"), blank=_("Choose"))
    on = EdtfField(label=_("When"), required=False)
    by = PartyField(
        label=_("Who asked"),
        help_text=_("An organisation of the register, or any words."),
        required=False,
    )
    addressee = PartyField(
        label=_("Who was asked"),
        help_text=_("An organisation of the register, or any words."),
        required=False,
    )
    cases = PickManyField(
        "case", label=_("For whom"), help_text=_("One person to a line."), required=False
    )
    asked = WordsField(label=_("What was asked for"), help_text=_("In a sentence."), required=False)
    reference = LineField(
        label=_("Reference"),
        help_text=_("File number of a letter, address of a video."),
        required=False,
    )

    def fact(self, told: Told) -> AppealMade:
        """What a valid form says."""
        said = self.cleaned_data
        return AppealMade(
            appeal_kind=said["appeal_kind"],
            told=told,
            on=said["on"],
            by=said["by"].id,
            by_name=said["by"].name,
            addressee=said["addressee"].id,
            addressee_name=said["addressee"].name,
            cases=said["cases"],
            asked=said["asked"],
            reference=said["reference"],
        )


class AnswerForm(SheetForm):
    """Something came back."""

    response = CodeField("response_kind", label=_("What came back"), blank=_("Choose"))
    on = EdtfField(label=_("When"), required=False)
    by = PartyField(
        label=_("From whom"),
        help_text=_("An organisation of the register, or any words."),
        required=False,
    )
    words = WordsField(label=_("What it said"), required=False)
    elapsed_hours = CountField(
        label=_("Hours between"),
        help_text=_("Only if the source gave the time in hours."),
        required=False,
    )
    elapsed = LineField(
        label=_("Time between, as the source put it"),
        help_text=_("For example “within hours”."),
        required=False,
    )

    def fact(self, told: Told) -> AppealAnswered:
        """What a valid form says."""
        said = self.cleaned_data
        return AppealAnswered(
            response=said["response"],
            told=told,
            on=said["on"],
            by=said["by"].id,
            by_name=said["by"].name,
            words=said["words"],
            elapsed_hours=said["elapsed_hours"],
            elapsed=said["elapsed"],
        )


class FollowForm(SheetForm):
    """What changed afterwards; that one follows the other does not make it the cause."""

    impact = CodeField("impact", label=_("What changed afterwards"), blank=_("Choose"))
    on = EdtfField(label=_("When"), required=False)
    case = PickField("case", label=_("For whom"), required=False)
    words = WordsField(label=_("In more detail"), required=False)

    def __init__(self, *args: Any, claims: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """``claims`` are those of the appeal's cases, with what each says."""
        super().__init__(*args, **kwargs)
        self.fields["claim"] = forms.ChoiceField(
            label=_("The claim that says so"),
            choices=[("", _("None")), *claims],
            required=False,
        )
        self.set_drawing()

    def fact(self, told: Told) -> AppealFollowed:
        """What a valid form says."""
        said = self.cleaned_data
        return AppealFollowed(
            impact=said["impact"],
            told=told,
            on=said["on"],
            case=SubjectId(said["case"]) if said["case"] else None,
            claim=ClaimId(said["claim"]) if said["claim"] else None,
            words=said["words"],
        )
