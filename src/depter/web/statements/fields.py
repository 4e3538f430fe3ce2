"""Fields of the sheets: dates as people know them, codes in words, numbers, clean text.

A field that was misread offers what may have been meant; each offer is a button that fills it
in, so accepting takes one key.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from depter.errors import DepterError
from depter.values.edtf import DateNotUnderstood, describe, parse_date
from depter.values.text import clean_line, clean_text
from depter.web.frame.fields import code_choices
from depter.web.statements.directory import current_language

_GROUPED: Final = re.compile(r"\d{1,3}(?:[\s,’'٬]\d{3})+")


class Misread(ValidationError):
    """A mistake with offers: ``(value, what it means)`` for each; ``at`` counts the lines."""

    def __init__(
        self, message: str, offers: tuple[tuple[str, str], ...] = (), *, at: int = 0
    ) -> None:
        super().__init__(message)
        self.offers = offers
        self.at = at


def in_words(mistake: DepterError) -> str:
    """What happened and what to do, in the language of the page."""
    return " ".join(gettext(part).format(**mistake.about) for part in (mistake.what, mistake.do))


class LineField(forms.CharField):
    """One line of text, cleaned as the register keeps it."""

    def to_python(self, value: Any) -> str:
        """Raises ValidationError with the sentence of the mistake."""
        try:
            return clean_line(str(value or ""))
        except DepterError as mistake:
            raise Misread(in_words(mistake)) from None


class WordsField(forms.CharField):
    """Text of any length a statement may have."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        """Raises ValidationError with the sentence of the mistake."""
        try:
            return clean_text(str(value or ""))
        except DepterError as mistake:
            raise Misread(in_words(mistake)) from None


class EdtfField(forms.CharField):
    """A date as EDTF; white space and other scripts' digits are read, nothing is guessed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        """Raises Misread with the date that was probably meant, for the person to accept."""
        text = str(value or "").strip()
        if not text:
            return ""
        try:
            return parse_date(text).text
        except DateNotUnderstood as mistake:
            meant = mistake.suggestion
            if meant:  # the examples stand on the sheet; what was meant says more
                raise Misread(gettext(mistake.what), ((meant, said(meant)),)) from None
            raise Misread(in_words(mistake)) from None


def said(edtf: str) -> str:
    """The date in the language of the page."""
    return describe(parse_date(edtf), language=current_language())


class PlainSelect(forms.Select):
    """A select written in one go: a sheet has a thousand options, and templates are slow."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """As the template of Django would."""
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, SafeString(" selected") if code == chosen else "", words)
                for code, words in self.choices
            ),
        )
        own = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", own, options)


class CodeField(forms.ChoiceField):
    """A code of a vocabulary, chosen by its word in the language of the page."""

    def __init__(self, name: str, *, blank: Any = None, **kwargs: Any) -> None:
        nothing = blank if blank is not None else gettext_lazy("Not said")
        super().__init__(
            choices=lambda: [("", nothing), *code_choices(name)], widget=PlainSelect, **kwargs
        )
        self.error_messages["invalid_choice"] = gettext_lazy(
            "This is not one of the choices. Choose one from the list."
        )


class CodesField(forms.MultipleChoiceField):
    """Several codes of a vocabulary, as boxes to tick."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: code_choices(name), widget=forms.CheckboxSelectMultiple, **kwargs
        )


class CountField(forms.IntegerField):
    """A whole number, also when it is written in groups of three."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            widget=forms.TextInput(attrs=attrs), min_value=0, max_value=10**12, **kwargs
        )

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError when it is no number."""
        text = str(value if value is not None else "").strip()
        if _GROUPED.fullmatch(text):
            text = re.sub(r"\D", "", text)
        return super().to_python(text)
