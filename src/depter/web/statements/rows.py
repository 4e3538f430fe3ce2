"""One row of the sheet for each thing that can be claimed; its fields are those of the claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from depter.web.statements.claims import NEEDED
from depter.web.statements.fields import CodeField, CountField, EdtfField, LineField, WordsField
from depter.web.statements.picking import PickField, PlaceField
from depter.web.statements.sheetform import SheetForm


def _when(label: Any = None) -> EdtfField:
    return EdtfField(label=label or _("When"), required=False)


def _detail(label: Any = None) -> LineField:
    return LineField(
        label=label or _("In more detail"),
        required=False,
        widget=forms.TextInput(attrs={"class": "wide"}),
    )


class RowForm(SheetForm):
    """What every claim has: how it is known, where it stands, and whether it is sealed."""

    code: ClassVar[str] = ""
    shown: ClassVar[tuple[str, ...]] = ()  # in this order; everything else is folded away

    as_of = _when()
    place = PlaceField(label=_("Place"), required=False)
    place_kind = CodeField(
        "place_kind", label=_("Kind, if the place is new"), blank=_("Choose"), required=False
    )
    basis = CodeField(
        "basis",
        label=_("How the source knows this"),
        blank=_("As the rest of the sheet"),
        required=False,
    )
    locator = LineField(
        label=_("Where it stands"), help_text=_("Paragraph, page, or 03:12."), required=False
    )
    seal = forms.BooleanField(
        label=_("Seal this: only a custodian may read it"),
        help_text=_("For what would betray somebody. It cannot be shown or searched afterwards."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A row that is begun must say the thing itself; nothing typed is dropped silently."""
        cleaned = super().clean()
        needed = NEEDED[self.code]
        if any(cleaned.get(name) not in (None, "") or self.has_error(name) for name in needed):
            return cleaned
        rest = set(self.fields) - set(needed) - {"DELETE", "place_kind"}
        if any(self._is_begun(name, cleaned.get(name)) for name in rest):
            self.add_error(needed[0], gettext("Fill this in, or clear the rest of the row."))
        return cleaned

    def _is_begun(self, name: str, value: Any) -> bool:
        return value not in (None, "", False, self.fields[name].initial)

    def on_sheet(self) -> Iterator[BoundField]:
        """What is asked first."""
        return (self[name] for name in self.shown)

    def about(self) -> list[BoundField]:
        """How this is known, when and where: shown folded."""
        elsewhere = {*self.shown, "place_kind", "DELETE"}
        return [self[name] for name in self.fields if name not in elsewhere]

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of the sheet."""
        return len(self.shown) > 1 or isinstance(self.fields[self.shown[0]], WordsField)

    @property
    def is_about_open(self) -> bool:
        """Whether something of that was filled in; where it stands in the words may stay folded."""
        return any(
            field.errors or field.value() not in (None, "", False, field.field.initial)
            for field in self.about()
            if field.name != "locator" or field.errors
        )


class NameRow(RowForm):
    code = "name"
    shown = ("text", "script")
    text = LineField(
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"class": "wide name", "dir": "auto", "autocomplete": "off"}),
    )
    script = CodeField("script", label=_("Script"), blank=_("As it is written"), required=False)
    form = CodeField("name_form", label=_("Kind of name"), initial="main", required=False)
    language = CodeField("language", label=_("Language of the name"), required=False)


class SexRow(RowForm):
    code = "sex"
    shown = ("sex",)
    sex = CodeField("sex", label=_("Sex"), required=False)


class BirthRow(RowForm):
    code = "birth"
    shown = ("date",)
    date = _when(_("Date of birth"))


class AgeRow(RowForm):
    code = "age"
    shown = ("years", "as_of")
    years = CountField(label=_("Age in years"), required=False)
    as_of = _when(_("At which time"))


class EthnicityRow(RowForm):
    code = "ethnicity"
    shown = ("ethnicity",)
    ethnicity = CodeField("ethnicity", label=_("Ethnicity"), required=False)


class OccupationRow(RowForm):
    code = "occupation"
    shown = ("text",)
    text = _detail(_("Occupation"))


class NativePlaceRow(RowForm):
    code = "native_place"
    shown = ("place", "text")
    place = PlaceField(label=_("Native place"), required=False)
    text = _detail(_("Native place, in words"))


class ResidenceRow(RowForm):
    code = "residence"
    shown = ("place", "text")
    place = PlaceField(label=_("Where the person lived"), required=False)
    text = _detail(_("Residence, in words"))


class CitizenshipRow(RowForm):
    code = "citizenship"
    shown = ("country", "state", "as_of")
    country = CodeField("country", label=_("Citizenship"), required=False)
    state = CodeField(
        "citizenship_state", label=_("What became of it"), initial="held", required=False
    )


class LegalPositionRow(RowForm):
    code = "legal_position"
    shown = ("position", "country", "as_of")
    position = CodeField("legal_position", label=_("Legal position"), required=False)
    country = CodeField("country", label=_("Towards which country"), required=False)


class DocumentRow(RowForm):
    code = "document"
    shown = ("document", "number", "country", "holder", "as_of", "detail")
    document = CodeField("document_type", label=_("Paper"), required=False)
    number = LineField(
        label=_("Number"),
        help_text=_("Kept at the protected level by itself."),
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    country = CodeField("country", label=_("Issued by"), required=False)
    holder = CodeField(
        "document_holder", label=_("Who holds it now"), initial="unknown", required=False
    )
    detail = _detail()


class StatusRow(RowForm):
    code = "status"
    shown = ("status", "as_of", "place", "detail")
    status = CodeField("status", label=_("Status"), required=False)
    detail = _detail()


class TreatmentRow(RowForm):
    code = "treatment"
    shown = ("treatment", "as_of", "place", "detail")
    treatment = CodeField("treatment", label=_("What was done to the person"), required=False)
    detail = _detail()


class ReasonRow(RowForm):
    code = "reason"
    shown = ("reason", "detail")
    reason = CodeField("reason", label=_("Reason given or inferred"), required=False)
    detail = _detail()


class HealthRow(RowForm):
    code = "health"
    shown = ("text", "as_of")
    text = _detail(_("State of health"))


class RelationRow(RowForm):
    code = "relation"
    shown = ("relation", "to", "name", "detail")
    relation = CodeField(
        "relation",
        label=_("The other person is the …"),
        help_text=_("For example “spouse”, if this is about the wife or the husband."),
        required=False,
    )
    to = PickField("case", label=_("Case of that person"), required=False)
    name = _detail(_("Name, where there is no case"))
    detail = _detail()


class ContactRow(RowForm):
    code = "contact"
    shown = ("channel", "as_of", "detail")
    channel = CodeField("channel", label=_("Heard from, by what way"), required=False)
    detail = _detail()


class CapacityRow(RowForm):
    code = "capacity"
    shown = ("count", "qualifier", "as_of", "detail")
    count = CountField(label=_("How many people it holds or employs"), required=False)
    qualifier = CodeField("qualifier", label=_("How exactly"), initial="about", required=False)
    detail = _detail()


class RemarkRow(RowForm):
    code = "remark"
    shown = ("text",)
    text = WordsField(label=_("Anything else"), required=False, rows=3)


ROWS: tuple[type[RowForm], ...] = (
    *(NameRow, SexRow, BirthRow, AgeRow, EthnicityRow, OccupationRow, NativePlaceRow),
    *(ResidenceRow, CitizenshipRow, LegalPositionRow, DocumentRow, StatusRow, TreatmentRow),
    *(ReasonRow, HealthRow, RelationRow, ContactRow, CapacityRow, RemarkRow),
)
