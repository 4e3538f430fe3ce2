"""What is typed at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from depter.vault.errors import WeakPassphrase
from depter.vault.slots import check_passphrase
from depter.web.frame.troubles import told


def passphrase_field(label: Any, *, is_new: bool, help_text: Any = "") -> forms.CharField:
    """A passphrase as it was typed: spaces count, and the browser must not keep it."""
    attrs = {"autocomplete": "new-password" if is_new else "off", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        help_text=help_text,
        widget=forms.PasswordInput(attrs=attrs),
    )


class UnlockForm(forms.Form):
    """The passphrase of the notebook."""

    passphrase = passphrase_field(gettext_lazy("Passphrase"), is_new=False)


class BeginForm(forms.Form):
    """A new notebook: the office's name, and a passphrase typed twice."""

    office = forms.CharField(
        label=gettext_lazy("Name of the office"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("It stands at the head of every page. You may leave it empty."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    passphrase = passphrase_field(
        gettext_lazy("Passphrase"),
        is_new=True,
        help_text=gettext_lazy(
            "Six ordinary words in any language are better than one clever word. Write them on "
            "paper and keep it away from this computer: nobody can open the notebook without them."
        ),
    )
    again = passphrase_field(gettext_lazy("The same once more"), is_new=True)
    start = forms.ChoiceField(choices=[("sample", "sample"), ("empty", "empty")])

    def clean_passphrase(self) -> str:
        """Long and varied enough."""
        passphrase = str(self.cleaned_data["passphrase"])
        try:
            check_passphrase(passphrase)
        except WeakPassphrase as problem:
            trouble = told(problem)
            raise forms.ValidationError(f"{trouble.what} {trouble.do}") from problem
        return passphrase

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("passphrase"), cleaned.get("again")
        if first and second and first != second:
            self.add_error("again", gettext("This is not the passphrase typed above."))
        return cleaned
