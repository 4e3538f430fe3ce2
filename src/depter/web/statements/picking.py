"""Fields that point to something of the register by the name that people know it by."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from depter.values.ids import SubjectId
from depter.web.statements.directory import Directory
from depter.web.statements.fields import LineField, Misread


class NewPlace(msgspec.Struct, frozen=True):
    """A place the register does not have yet, as it was typed."""

    name: str
    kind: str = ""


class Party(msgspec.Struct, frozen=True):
    """Somebody who acts: an organisation of the register, or just words."""

    id: SubjectId | None = None
    name: str = ""


class PickField(LineField):
    """Something of the register, named by what lists show for it; cleaned to its id."""

    directory: Directory

    def __init__(self, type_: str, **kwargs: Any) -> None:
        attrs = {"list": f"known-{type_}", "autocomplete": "off", "class": "wide"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)
        self.type = type_

    def prepare_value(self, value: Any) -> Any:
        """A subject chosen before is shown by name."""
        return self.directory.label(self.type, value) if value else value

    def to_python(self, value: Any) -> Any:
        """Raises Misread when nothing, or more than one thing, has that name."""
        text = super().to_python(value)
        if not text:
            return None
        found = self.directory.find(self.type, text)
        if len(found) == 1:
            return found[0][0]
        return self.unclear(text, found)

    def unclear(self, text: str, found: list[tuple[SubjectId, str]]) -> Any:
        """What to do when the text does not mean exactly one subject."""
        if found:
            raise Misread(
                gettext("Several entries have this name. Choose which one is meant."),
                tuple((label, label) for _, label in found[:8]),
            )
        raise Misread(
            gettext("The register has nothing under this name. Choose one from the list.")
        )


class PickManyField(forms.Field):
    """Several subjects of one type, one to a line; each line as in :class:`PickField`."""

    def __init__(self, type_: str, **kwargs: Any) -> None:
        super().__init__(widget=_Lines(type_), **kwargs)
        self.type = type_
        self.one = PickField(type_, required=False)

    @property
    def directory(self) -> Directory:
        """Where names are looked up."""
        return self.one.directory

    @directory.setter
    def directory(self, directory: Directory) -> None:
        self.one.directory = directory

    def prepare_value(self, value: Any) -> Any:
        """Subjects chosen before are shown by name."""
        return [self.one.prepare_value(one) for one in value or ()]

    def clean(self, value: Any) -> tuple[SubjectId, ...]:
        """Raises Misread for the first line that does not mean exactly one subject."""
        found: list[SubjectId] = []
        for at, line in enumerate(value or ()):
            try:
                one = self.one.to_python(line)
            except Misread as mistake:
                mistake.at = at
                raise
            if one and one not in found:
                found.append(one)
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return tuple(found)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any line is filled."""
        return any(line.strip() for line in data or ())


class _Lines(forms.TextInput):
    """As many inputs of one name as there are values, and two more."""

    template_name = "statements/_lines.html"

    def __init__(self, type_: str) -> None:
        super().__init__(attrs={"list": f"known-{type_}", "autocomplete": "off", "class": "wide"})

    def format_value(self, value: Any) -> Any:
        return [line for line in value or () if line]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        if hasattr(data, "getlist"):
            return list(data.getlist(name))
        return list(data.get(name, ()))


class PlaceField(PickField):
    """A place of the register, or the name of a new one whose kind stands beside it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("place", **kwargs)

    def unclear(self, text: str, found: list[tuple[SubjectId, str]]) -> Any:
        return super().unclear(text, found) if found else NewPlace(text)

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, NewPlace) else super().prepare_value(value)


class PartyField(PickField):
    """An organisation of the register, or whatever words say who it was."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("organisation", **kwargs)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found if isinstance(found, Party) else Party(id=found)

    def unclear(self, text: str, found: list[tuple[SubjectId, str]]) -> Any:
        return super().unclear(text, found) if found else Party(name=text)
