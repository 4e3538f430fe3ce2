"""What all sheets share: how a field is drawn, and a draft that is not saved yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.translation import gettext

from depter.web.frame.troubles import Trouble
from depter.web.statements.directory import Directory
from depter.web.statements.fields import EdtfField, Misread, WordsField, said
from depter.web.statements.picking import NewPlace, PickField, PickManyField, PlaceField

ADD: Final = "add_row"  # value: the prefix of the rows that get one more
_DIGITS: Final = 9  # far more than any sheet has rows; Python refuses to read thousands
ACCEPT: Final = "accept"  # value: field|line|what stands there from now on


def draft_of(posted: QueryDict) -> tuple[QueryDict, bool]:
    """What was posted, with one row more or an offer taken; and whether it is to be saved."""
    if ADD not in posted and ACCEPT not in posted:
        return posted, True
    draft = posted.copy()
    prefix = f"{posted.get(ADD, '')}-TOTAL_FORMS"
    total = str(draft.get(prefix, ""))
    if total.isdecimal() and len(total) < _DIGITS:
        draft[prefix] = str(min(int(total) + 1, 99))
    name, _, rest = posted.get(ACCEPT, "").partition("|")
    at, _, value = rest.partition("|")
    lines = draft.getlist(name)
    if at.isdecimal() and len(at) < _DIGITS and int(at) < len(lines):
        lines[int(at)] = value
        draft.setlist(name, lines)
    return draft, False


class _Renderer(DjangoTemplates):
    """Django's own templates for widgets, ours for fields."""

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("django/"):
            return super().get_template(template_name)
        return get_template(template_name)


class SheetField(BoundField):
    """A field as a sheet shows it."""

    @property
    def is_date(self) -> bool:
        """Whether it is set like a date."""
        return isinstance(self.field, EdtfField)

    @property
    def is_many(self) -> bool:
        """Whether it has several inputs."""
        return isinstance(self.field, PickManyField | forms.MultipleChoiceField)

    @property
    def is_tick(self) -> bool:
        """Whether it is one box to tick."""
        return isinstance(self.field, forms.BooleanField)

    @property
    def is_long(self) -> bool:
        """Whether it needs the whole width."""
        return isinstance(self.field, WordsField | PickManyField)

    @property
    def offers(self) -> list[tuple[str, str]]:
        """Values to press for, and what each means, where the field was misread."""
        mistake = cast("SheetForm", self.form).misread.get(self.name)
        if mistake is None:
            return []
        return [(f"{self.html_name}|{mistake.at}|{value}", what) for value, what in mistake.offers]

    @property
    def understood(self) -> str:
        """The date in words, so that a slip is seen before it is saved."""
        value = self.value()
        if not self.is_date or not value or self.errors:
            return ""
        try:
            return said(str(value))
        except Exception as mistake:
            if isinstance(mistake, ValidationError | ValueError):
                return ""
            raise

    @property
    def companion(self) -> BoundField | None:
        """The kind of a place, needed only if the place is new."""
        name = f"{self.name}_kind"
        has_one = isinstance(self.field, PlaceField) and name in self.form.fields
        return self.form[name] if has_one else None

    @property
    def is_companion_open(self) -> bool:
        """Whether the kind must be seen: the place is not known."""
        companion = self.companion
        return companion is not None and bool(self.errors or companion.value())

    @property
    def aria_describedby(self) -> str | None:
        """Hint, mistake, and for dates the examples and what was understood."""
        parts = [super().aria_describedby]
        if self.is_date:
            parts += [f"{self.auto_id}_understood" if self.understood else None, "when-help"]
        return " ".join(part for part in parts if part) or None


class SheetForm(forms.Form):
    """A form whose fields know the register. ``quiet`` keeps still about mistakes: the person
    only asked for another row."""

    template_name_field = "statements/_field.html"
    bound_field_class = SheetField
    default_renderer = _Renderer()
    use_required_attribute = False
    leading: tuple[str, ...] = ()  # fields a template places itself
    sealed: tuple[str, ...] = ()  # fields that are sealed as they are saved

    def __init__(
        self, *args: Any, directory: Directory, quiet: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.misread: dict[str, Misread] = {}
        self.quiet = quiet
        self.trouble: Trouble | None = None
        self.directory = directory
        self.set_drawing()

    def set_drawing(self) -> None:
        """Give every field its template and the register to look names up in."""
        for field in self.fields.values():
            field.template_name = self.template_name_field  # type: ignore[attr-defined]
            field.error_messages["required"] = gettext("This is needed.")
            if isinstance(field, PickField | PickManyField):
                field.directory = self.directory
                self.directory.wanted.add(field.type)

    @property
    def errors(self) -> ErrorDict:
        """Mistakes by field; none while the sheet is only being drafted."""
        return ErrorDict() if self.quiet else super().errors

    def add_error(self, field: str | None, error: Any) -> None:
        """Keep what a misread field offers."""
        if field is not None and isinstance(error, Misread):
            self.misread[field] = error
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        """A new place needs a kind; it then stands in its field whole."""
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            typed = cleaned.get(name)
            if not isinstance(field, PlaceField) or not isinstance(typed, NewPlace):
                continue
            kind = cleaned.get(f"{name}_kind", "")
            if kind:
                cleaned[name] = NewPlace(typed.name, kind)
            else:
                self.add_error(
                    name,
                    gettext(
                        "The register has no place under this name. Choose one from the list, or"
                        " say below what kind of place it is."
                    ),
                )
        return cleaned

    def on_sheet(self) -> Iterator[BoundField]:
        """Fields in order, without those shown elsewhere."""
        elsewhere = {f"{name}_kind" for name in self.fields} | {
            *self.leading,
            *self.sealed,
            "DELETE",
        }
        return (self[name] for name in self.fields if name not in elsewhere)

    def sealed_fields(self) -> Iterator[BoundField]:
        """Fields that only a custodian can read afterwards."""
        return (self[name] for name in self.sealed)

    def mistakes(self) -> list[BoundField]:
        """Every field that was misread, for the summary above the sheet."""
        return [self[name] for name in self.errors if name in self.fields]

    @property
    def is_touched(self) -> bool:
        """Whether anything stands in it, so that it must not be folded away."""
        return bool(self.errors) or any(
            self[name].value() not in (None, "", [], (), self.fields[name].initial, False)
            for name in self.fields
        )
