"""The sheet that comes with a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from depter.web.frame.fields import EdtfField


class SeveralFilesInput(forms.ClearableFileInput):
    """Lets a person choose several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files; each is checked as one would be."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[type-arg]
        """The files in the order in which they were chosen."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in given or [None]]


class DepositForm(forms.Form):
    """One or more files with who gave them and when."""

    file = SeveralFilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("They are encrypted before they touch the disk, up to 200 MB."),
        error_messages={
            "required": gettext_lazy("Choose at least one file."),
            "empty": gettext_lazy("One file is empty. Nothing was kept of it."),
        },
    )
    given_by = forms.ChoiceField(label=gettext_lazy("Given by"), required=False)
    on = EdtfField(label=gettext_lazy("Date"), required=False)
    note = forms.CharField(
        label=gettext_lazy("What it shows"),
        required=False,
        widget=forms.TextInput(attrs={"class": "wide", "dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("For example: copy of the identity card, seen at the desk."),
    )

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["given_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("Not said")), *sources]
