"""The small sheets of a case: opening it, settling and weighing."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from depter.web.frame.fields import CodeField


class NewCaseForm(forms.Form):
    """A case needs nothing but something to call it by until a name is claimed."""

    label = forms.CharField(
        label=gettext_lazy("Name, or a few words that tell whom this is about"),
        help_text=gettext_lazy(
            "It stands in until a source gives the name. Write no more than needed."
        ),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "wide", "dir": "auto", "autocomplete": "off"}),
    )


class ChoiceForm(forms.Form):
    """Which of several the office stands by, and why."""

    chosen = forms.ChoiceField(
        label=gettext_lazy("What the office stands by"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever reads this in ten years was not there."),
        error_messages={"required": gettext_lazy("Write why; it is kept with the decision.")},
        widget=forms.TextInput(attrs={"class": "wide", "dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["chosen"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class JudgeForm(forms.Form):
    """How credible one claim is, and why."""

    credibility = CodeField("credibility", label=gettext_lazy("How credible is it?"))
    reason = forms.CharField(label=gettext_lazy("Why"), required=False)
