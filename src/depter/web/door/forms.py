"""What is typed at the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from depter.web.signin.passphrases import own_words, passphrase_field, same_twice


class UnlockForm(forms.Form):
    """The passphrase of the notebook."""

    passphrase = passphrase_field(gettext_lazy("Passphrase"))


class TwiceForm(forms.Form):
    """A new passphrase, typed twice."""

    passphrase = passphrase_field(
        gettext_lazy("Passphrase"),
        is_new=True,
        help_text=gettext_lazy(
            "Six ordinary words in any language are better than one clever word. Write them on "
            "paper and keep it away from this computer: nobody can open the notebook without them."
        ),
    )
    again = passphrase_field(gettext_lazy("The same once more"), is_new=True)

    def clean_passphrase(self) -> str:
        """Long and varied enough."""
        return own_words(str(self.cleaned_data["passphrase"]))

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        return same_twice(self, super().clean() or {})


class BeginForm(TwiceForm):
    """A new notebook: the office's name, and a passphrase typed twice."""

    office = forms.CharField(
        label=gettext_lazy("Name of the office"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("It stands at the head of every page. You may leave it empty."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    start = forms.ChoiceField(choices=[("sample", "sample"), ("empty", "empty")])

    field_order = ("office", "passphrase", "again", "start")


class JoinForm(TwiceForm):
    """An invitation's code, and the passphrase that takes its place."""

    code = forms.CharField(
        label=gettext_lazy("Code of the invitation"),
        max_length=100,
        help_text=gettext_lazy("Seven groups of five; hyphens and small letters do not matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
                "dir": "ltr",
            }
        ),
    )

    field_order = ("code", "passphrase", "again")
