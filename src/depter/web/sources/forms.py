"""The sheets of a source: introducing it, weighing it, its consent, opening what is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from depter.web.frame.fields import CodeField, CodesField, EdtfField


def _line(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "wide", "dir": "auto", "autocomplete": "off", **attrs})


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"})


class SourceForm(forms.Form):
    """Somebody who can say something; protected unless somebody decides otherwise."""

    source_kind = CodeField("source_kind", label=gettext_lazy("What kind of source"))
    protection = CodeField(
        "protection",
        label=gettext_lazy("Protection"),
        initial="protected",
        help_text=gettext_lazy(
            "A protected source is shown under an invented name everywhere, also in this office."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Open name"),
        required=False,
        widget=_line(),
        help_text=gettext_lazy(
            "Only for an open source: a newspaper, a ministry, a person who speaks in public."
        ),
    )
    reference = forms.CharField(
        label=gettext_lazy("Where to find it"),
        required=False,
        widget=_line(),
        help_text=gettext_lazy("For what is published: title, address, date."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the office"),
        required=False,
        widget=_lines(),
        help_text=gettext_lazy("Protected: only members whose role allows it read this."),
    )
    identity = forms.CharField(label=gettext_lazy("Identity"), required=False, widget=_lines())
    contact = forms.CharField(
        label=gettext_lazy("How to reach them"), required=False, widget=_lines()
    )
    whereabouts = forms.CharField(
        label=gettext_lazy("Where they are"), required=False, widget=_lines()
    )


class ReliabilityForm(forms.Form):
    """How reliable a source has been."""

    reliability = CodeField("reliability", label=gettext_lazy("How reliable has it been?"))
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, widget=_line())


class ConsentForm(forms.Form):
    """What a source agrees to, for one case or for all."""

    uses = CodesField("consent_use", label=gettext_lazy("Agrees to"))
    case = forms.ChoiceField(label=gettext_lazy("For which case"), required=False)
    on = EdtfField(label=gettext_lazy("Date"), required=False)
    until = EdtfField(label=gettext_lazy("Until"), required=False)
    channel = CodeField("channel", label=gettext_lazy("How it was said"), required=False)

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("For all")), *cases]


class WithdrawForm(forms.Form):
    """The source no longer agrees to one use."""

    use = CodeField("consent_use")
    case = forms.CharField(required=False)
    on = EdtfField(label=gettext_lazy("Date"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, widget=_line())
