"""Where things can be carried to: sticks that are plugged in, and whatever is typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from depter.exchange.place import Place
from depter.exchange.places import open_place

_MOUNTED: Final = (Path("/media"), Path("/run/media"), Path("/mnt"), Path("/Volumes"))


def sticks() -> list[str]:
    """Folders under which sticks appear, that can be written to."""
    return sorted({str(one) for root in _MOUNTED for one in _below(root)})


def _below(root: Path) -> Iterator[Path]:
    try:
        first = [one for one in root.iterdir() if one.is_dir() and not one.is_symlink()]
    except OSError:
        return
    for one in first:
        if os.path.ismount(one):
            yield one
            continue
        try:
            yield from (two for two in one.iterdir() if os.path.ismount(two))
        except OSError:
            continue


class PlaceForm(forms.Form):
    """A place: a folder, ``davs://…`` or ``s3://…``, with what a server asks for."""

    address = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=1000,
        help_text=gettext_lazy(
            "A folder, such as a stick, or a server: davs://host/folder, s3://bucket/folder."
        ),
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "list": "sticks", "spellcheck": "false"}
        ),
    )
    user = forms.CharField(
        label=gettext_lazy("User (servers only)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password (servers only)"),
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def place(self) -> Place:
        """The place that was typed; nothing is asked of it yet.

        Raises:
            PlaceNotUnderstood, PlaceRefused: as they say.
        """
        given: dict[str, Any] = self.cleaned_data
        named = {"user": given["user"], "password": given["password"]}
        credentials = named if given["user"] else {}
        return open_place(given["address"], credentials=credentials)
