"""Fields for passphrases, and what a new one has to be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

from depter.actions.codes import is_code
from depter.actions.invitation_errors import CodeIsNoPassphrase
from depter.vault.errors import WeakPassphrase
from depter.vault.slots import check_passphrase
from depter.web.frame.troubles import told


def passphrase_field(label: Any, *, is_new: bool = False, help_text: Any = "") -> forms.CharField:
    """A passphrase as it was typed: spaces count, and the browser must not keep it."""
    attrs = {"autocomplete": "new-password" if is_new else "off", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        help_text=help_text,
        widget=forms.PasswordInput(attrs=attrs),
    )


def own_words(passphrase: str) -> str:
    """The passphrase, if it is long and varied enough and no invitation's code.

    Raises:
        ValidationError: it will not do.
    """
    try:
        check_passphrase(passphrase)
        if is_code(passphrase):
            raise CodeIsNoPassphrase()
    except (WeakPassphrase, CodeIsNoPassphrase) as problem:
        trouble = told(problem)
        raise forms.ValidationError(f"{trouble.what} {trouble.do}") from problem
    return passphrase


def same_twice(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was typed, with an error where ``again`` is not what ``passphrase`` is."""
    first, second = cleaned.get("passphrase"), cleaned.get("again")
    if first and second and first != second:
        form.add_error("again", gettext("This is not the passphrase typed above."))
    return cleaned
