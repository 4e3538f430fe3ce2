"""What is typed or sent where a second factor is added or asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from depter.web.signin.passphrases import own_words, passphrase_field, same_twice

_MOST_LETTERS = 100
_LARGEST_ANSWER = 16 * 1024


def code_field(label: Any, *, help_text: Any = "", numeric: bool = False) -> forms.CharField:
    """A code: the browser may offer what a phone sent, and keeps nothing."""
    attrs = {
        "autocomplete": "one-time-code",
        "spellcheck": "false",
        "autocapitalize": "off",
        "dir": "ltr",
        **({"inputmode": "numeric"} if numeric else {}),
    }
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_MOST_LETTERS,
        widget=forms.TextInput(attrs=attrs),
    )


class SecondForm(forms.Form):
    """At sign-in: a phone's code or a recovery code, in one field."""

    code = code_field(
        gettext_lazy("Code"),
        help_text=gettext_lazy("Six digits from your phone, or one of your recovery codes."),
    )


class TotpForm(forms.Form):
    """While a phone is added: its first code."""

    code = code_field(
        gettext_lazy("The code your phone shows now"),
        help_text=gettext_lazy("Six digits; they change every thirty seconds."),
        numeric=True,
    )


class AnswerForm(forms.Form):
    """What a passkey answered; the page's script fills it in."""

    answer = forms.CharField(max_length=_LARGEST_ANSWER, widget=forms.HiddenInput)


class PasskeyForm(AnswerForm):
    """While a passkey is added: what the member calls it."""

    label = forms.CharField(
        label=gettext_lazy("What you call this key"),
        help_text=gettext_lazy("So that you know which one to remove when it is lost."),
        max_length=_MOST_LETTERS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class WrittenDownForm(forms.Form):
    """After the recovery codes were shown."""

    is_written = forms.BooleanField(
        label=gettext_lazy("I have written them on paper, away from this computer and the phone.")
    )


class PassphraseForm(forms.Form):
    """The present passphrase once more."""

    passphrase = passphrase_field(gettext_lazy("Your passphrase"))


class NewPassphraseForm(forms.Form):
    """The present passphrase, and a new one typed twice."""

    old = passphrase_field(gettext_lazy("Your passphrase until now"))
    passphrase = passphrase_field(
        gettext_lazy("New passphrase"),
        is_new=True,
        help_text=gettext_lazy("Write it on paper and keep it away from this computer."),
    )
    again = passphrase_field(gettext_lazy("The same once more"), is_new=True)

    def clean_passphrase(self) -> str:
        """Long and varied enough, and no invitation's code."""
        return own_words(str(self.cleaned_data["passphrase"]))

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        return same_twice(self, super().clean() or {})
