"""Reasons, which are asked for wherever something takes two people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from depter.errors import BadInput
from depter.values.text import clean_text
from depter.web.frame.troubles import told

LONGEST_REASON = 2000


class ReasonField(forms.CharField):
    """A reason as it is kept: without hidden characters."""

    def clean(self, value: Any) -> str:
        """The text, cleaned."""
        try:
            return clean_text(str(super().clean(value) or ""))
        except BadInput as problem:
            trouble = told(problem)
            raise forms.ValidationError(f"{trouble.what} {trouble.do}") from problem


def reason_field(label: Any, *, help_text: Any = "") -> ReasonField:
    """Why something has to be done; it is recorded."""
    return ReasonField(
        label=label,
        help_text=help_text
        or gettext_lazy("The reason is recorded, with the day and who gave it."),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "wide", "dir": "auto", "autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    """One line that says why."""

    reason = reason_field(gettext_lazy("Why"))
