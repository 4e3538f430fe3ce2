"""What is typed on the pages of members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from depter.errors import BadInput
from depter.register.access import Role
from depter.values.text import clean_line
from depter.web.deeds.forms import reason_field
from depter.web.frame.fields import code_choices
from depter.web.frame.troubles import told

LONGEST_NAME = 120


class LineField(forms.CharField):
    """One line without hidden characters."""

    def clean(self, value: Any) -> str:
        """The line, cleaned."""
        try:
            return clean_line(str(super().clean(value) or ""))
        except BadInput as problem:
            trouble = told(problem)
            raise forms.ValidationError(f"{trouble.what} {trouble.do}") from problem


def line_field(label: Any, *, help_text: Any = "", required: bool = True) -> LineField:
    """A name or a label."""
    return LineField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )


def _roles() -> list[tuple[str, str]]:
    known = {role.value for role in Role}
    return [pair for pair in code_choices("role") if pair[0] in known]


class RolesField(forms.MultipleChoiceField):
    """What a member does in the office; one may have several roles."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Roles"),
            choices=_roles,
            error_messages={
                "required": gettext_lazy("Choose what the member will do in the office.")
            },
        )


class InviteForm(forms.Form):
    """Somebody new."""

    name = line_field(
        gettext_lazy("Name"),
        help_text=gettext_lazy(
            "As the office calls them. It stands in the register; it need not be the real name."
        ),
    )
    roles = RolesField()


class RolesForm(forms.Form):
    """A member's roles from now on, and why."""

    roles = RolesField()
    reason = reason_field(gettext_lazy("Why"))


class RevokeForm(forms.Form):
    """Somebody leaves."""

    reason = reason_field(gettext_lazy("Why"))


class DeviceForm(forms.Form):
    """A further machine of one's own."""

    label = line_field(
        gettext_lazy("What you call this machine"),
        help_text=gettext_lazy("So that you know which one to give up when it is lost or taken."),
        required=False,
    )


class CodeForm(forms.Form):
    """The code of an invitation, carried by the page on which it was shown."""

    code = forms.CharField(max_length=100, widget=forms.HiddenInput)


class LetterForm(forms.Form):
    """The code of an invitation, typed from its paper."""

    code = forms.CharField(
        label=gettext_lazy("The code of the invitation"),
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "class": "wide",
                "dir": "ltr",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
    )


class CustodianForm(forms.Form):
    """The custodian's passphrase."""

    passphrase = forms.CharField(
        label=gettext_lazy("Your passphrase"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(
            attrs={"class": "wide", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
