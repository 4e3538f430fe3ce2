"""The sheet of a statement: its sections as forms, handled as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from depter.web.frame.troubles import Trouble
from depter.web.statements.claims import Rows
from depter.web.statements.directory import Directory
from depter.web.statements.fields import CodeField, CodesField, EdtfField, LineField, WordsField
from depter.web.statements.rows import ROWS
from depter.web.statements.sheetform import ADD, SheetForm, draft_of
from depter.web.statements.told import SpeakerForm

_MOST_ROWS: Final = 60


class OccasionForm(SheetForm):
    """When, where and how the source spoke."""

    on = EdtfField(label=_("Date"), required=False)
    channel = CodeField("channel", label=_("Channel"), required=False)
    place = LineField(
        label=_("Where it was said"),
        required=False,
        widget=forms.TextInput(attrs={"class": "wide"}),
    )


class WordsForm(SheetForm):
    """What was said, in the language it was said in."""

    language = CodeField("language", label=_("Language spoken"), required=False)
    words = WordsField(
        label=_("Word for word"),
        help_text=_("Write what was said, not what it means. The first version is always kept."),
        required=False,
        rows=8,
    )


class TranslationForm(SheetForm):
    """The words in another language."""

    language = CodeField("language", label=_("Translated into"), required=False)
    words = WordsField(label=_("Translation"), required=False, rows=4)

    def clean(self) -> dict[str, Any]:
        """A translation needs its language, and a language its words."""
        cleaned = super().clean()
        if cleaned.get("words") and not cleaned.get("language"):
            self.add_error("language", str(_("Say into which language this is translated.")))
        return cleaned


class BasisForm(SheetForm):
    """How the source knows, unless a row says otherwise."""

    basis = CodeField(
        "basis",
        label=_("How the source knows"),
        help_text=_("This holds for the whole sheet, unless a row says otherwise."),
        blank=_("Choose"),
    )


class ConsentForm(SheetForm):
    """What the source agreed to on this occasion."""

    consent = CodesField(
        "consent_use",
        label=_("The source agrees"),
        help_text=_("Only what was said today. It can be withdrawn at any time."),
        required=False,
    )


class EvidenceForm(SheetForm):
    """Which files of the case were shown or handed over."""

    def __init__(self, *args: Any, files: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"] = forms.MultipleChoiceField(
            label=_("Files that were shown"),
            choices=files,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.set_drawing()


class ReasonForm(SheetForm):
    """Why the record is corrected."""

    reason = LineField(
        label=_("Why it is corrected"),
        help_text=_("What was written down wrongly. The first version stays in the history."),
        widget=forms.TextInput(attrs={"class": "wide"}),
    )


@dataclass(frozen=True)
class Group:
    """Properties that stand together on the sheet; folded ones are rarely needed."""

    title: Promise
    properties: tuple[str, ...]
    is_folded: bool = True


GROUPS: Final = (
    Group(_("The person"), ("name", "birth", "sex"), is_folded=False),
    Group(_("What happened"), ("status", "contact"), is_folded=False),
    Group(
        _("More about the person"),
        ("age", "ethnicity", "occupation", "native_place", "residence", "health"),
    ),
    Group(_("Citizenship and papers"), ("citizenship", "document", "legal_position")),
    Group(_("Treatment and reason"), ("treatment", "reason")),
    Group(_("Relatives"), ("relation",)),
    Group(_("Anything else"), ("remark",)),
)
PLACE_GROUPS: Final = (Group(_("What is said about it"), ("capacity", "remark"), is_folded=False),)


def groups_with(groups: Sequence[Group], properties: Iterable[str]) -> tuple[Group, ...]:
    """The groups, and one more for properties of a statement that they do not ask for."""
    asked = {code for group in groups for code in group.properties}
    more = tuple(dict.fromkeys(code for code in properties if code not in asked))
    return (*groups, Group(_("Also recorded"), more, is_folded=False)) if more else tuple(groups)


# Rows that people add; the others are said once on a sheet, unless it is being corrected.
MANY: Final = frozenset(
    {"name", "citizenship", "document", "status", "treatment", "reason", "relation"}
)
ANOTHER: Final[Mapping[str, Promise]] = {
    "name": _("Another name"),
    "citizenship": _("Another citizenship"),
    "document": _("Another paper"),
    "status": _("Another status"),
    "treatment": _("Another treatment"),
    "reason": _("Another reason"),
    "relation": _("Another relative"),
    "translation": _("Another translation"),
}

_SETS: Final = {
    row.code: forms.formset_factory(
        row,
        extra=1,
        can_delete=True,
        max_num=_MOST_ROWS,
        absolute_max=_MOST_ROWS + 40,
    )
    for row in ROWS
}
_TRANSLATIONS: Final = forms.formset_factory(
    TranslationForm, extra=1, can_delete=True, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS + 40
)


@dataclass(frozen=True)
class Part:
    """The rows of one property as the template draws them."""

    code: str
    rows: Any
    another: Promise | None

    @property
    def is_touched(self) -> bool:
        """Whether a row is filled or misread."""
        return any(row.is_touched for row in self.rows)


class StatementSheet:
    """All sections of a statement as one; nothing typed is lost while it is not saved."""

    def __init__(
        self,
        posted: QueryDict | None,
        *,
        directory: Directory,
        groups: Sequence[Group],
        files: Sequence[tuple[str, str]] = (),
        before: Mapping[str, Any] | None = None,
    ) -> None:
        """``before`` holds what stood in a statement that is being corrected."""
        self.directory = directory
        data, self.is_final = draft_of(posted) if posted is not None else (None, False)
        shared: dict[str, Any] = {
            "directory": directory,
            "quiet": posted is not None and ADD in posted,
        }
        was = before or {}
        self.is_correction = before is not None
        self.trouble: Trouble | None = None
        self.has_files = bool(files)
        self.words = WordsForm(data, prefix="words", initial=was.get("words"), **shared)
        self.basis = BasisForm(data, prefix="sheet", initial=was.get("sheet"), **shared)
        self.translations = _TRANSLATIONS(
            data, prefix="translation", initial=was.get("translation"), form_kwargs=shared
        )
        self.rows = {
            code: _SETS[code](data, prefix=code, initial=was.get(code), form_kwargs=shared)
            for group in groups
            for code in group.properties
        }
        self.groups = [(group, [self._part(code) for code in group.properties]) for group in groups]
        self.speaker = SpeakerForm(data, prefix="speaker", initial=was.get("speaker"), **shared)
        self.occasion = OccasionForm(data, prefix="occasion", **shared)
        self.consent = ConsentForm(data, prefix="consent", **shared)
        self.evidence = EvidenceForm(data, prefix="evidence", files=files, **shared)
        self.reason = ReasonForm(data, prefix="reason", **shared)

    def _part(self, code: str) -> Part:
        return Part(code, self.rows[code], ANOTHER[code] if code in MANY else None)

    def is_valid(self) -> bool:
        """Whether every section can be read; each is asked, so that all mistakes show at once."""
        return not [part for part in self.parts() if not part.is_valid()]

    def parts(self) -> list[Any]:
        """The forms in the order of the sheet."""
        head = [self.reason] if self.is_correction else [self.speaker, self.occasion]
        tail = [] if self.is_correction else [self.consent, self.evidence]
        return [*head, self.words, self.translations, self.basis, *self.rows.values(), *tail]

    @property
    def is_translated(self) -> bool:
        """Whether a translation stands on the sheet."""
        return any(row.is_touched for row in self.translations)

    def mistakes(self) -> list[Any]:
        """Every field that was misread, in order, for the summary above the sheet."""
        fields = []
        for part in self.parts():
            forms_ = part.forms if isinstance(part, forms.BaseFormSet) else [part]
            fields += [form[name] for form in forms_ for name in form.errors if name in form.fields]
        return fields

    def misshapen(self) -> list[str]:
        """What is wrong with the rows as a whole: too many, or sent by no page of ours."""
        sets = [part for part in self.parts() if isinstance(part, forms.BaseFormSet)]
        return list(dict.fromkeys(str(error) for part in sets for error in part.non_form_errors()))

    def claimed(self) -> Rows:
        """Cleaned rows by property, without those that are left out."""
        return {
            code: [row.cleaned_data for row in rows if _counts(row, rows)]
            for code, rows in self.rows.items()
        }

    def translated(self) -> dict[str, str]:
        """Translations by language."""
        return {
            row.cleaned_data["language"]: row.cleaned_data["words"]
            for row in self.translations
            if _counts(row, self.translations) and row.cleaned_data.get("words")
        }


def _counts(row: Any, rows: Any) -> bool:
    return row not in rows.deleted_forms and bool(row.cleaned_data)
