"""Form fields of all features: dates that may be uncertain, and codes by their words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from depter.register.vocabulary import vocabulary
from depter.values.edtf import DateNotUnderstood, parse_date

DATE_EXAMPLES = ("2018", "2018-04-09", "2018-21", "2017~", "2017-10/2018-12", "../2018-12")


class EdtfInput(forms.TextInput):
    """A date as text; a ticked suggestion (``NAME-accept``) takes its place."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
        super().__init__({**base, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The accepted suggestion, else what was typed."""
        return data.get(f"{name}-accept") or super().value_from_datadict(data, files, name)


class EdtfField(forms.CharField):
    """A date in EDTF; what cannot be read is never guessed, but a suggestion is offered.

    ``cleaned_data`` holds the EDTF text, or ``""``.
    """

    is_edtf = True
    widget = EdtfInput

    def clean(self, value: Any) -> str:
        """The date as EDTF writes it."""
        text = str(super().clean(value) or "")
        if not text:
            return ""
        try:
            return parse_date(text).text
        except DateNotUnderstood as mistake:
            words = f"{gettext(mistake.what)} {gettext(mistake.do)}"
            raise forms.ValidationError(
                words, code="edtf", params={"suggestion": mistake.suggestion or ""}
            ) from mistake


def code_choices(name: str) -> list[tuple[str, str]]:
    """All codes of a vocabulary with their words in the current language."""
    words, language = vocabulary(name), get_language() or "en"
    return [(code, words.label(code, language)) for code in words.codes]


class CodeField(forms.ChoiceField):
    """One code of a vocabulary, chosen by its word."""

    def __init__(self, name: str, *, empty: str | None = None, **options: Any) -> None:
        nothing = gettext_lazy("Choose") if empty is None else empty
        super().__init__(choices=lambda: [("", nothing), *code_choices(name)], **options)


class CodesField(forms.MultipleChoiceField):
    """Several codes of a vocabulary, as tick boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(choices=lambda: code_choices(name), **options)
