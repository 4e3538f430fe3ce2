"""From the rows of a sheet to claims and back; functions of their arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from depter.actions.statements import new_claim
from depter.names.script import script_of
from depter.register.facts.claims import SHAPES, Claim, NameIs, property_of
from depter.values.ids import SubjectId
from depter.web.statements.picking import NewPlace

Row = Mapping[str, Any]  # cleaned values of one row, by field
Rows = Mapping[str, Sequence[Row]]  # rows by property

# A row is empty while none of these is filled: what the value cannot do without.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("text",),
    "sex": ("sex",),
    "birth": ("date",),
    "age": ("years",),
    "ethnicity": ("ethnicity",),
    "occupation": ("text",),
    "native_place": ("text", "place"),
    "residence": ("text", "place"),
    "citizenship": ("country",),
    "legal_position": ("position",),
    "document": ("document",),
    "status": ("status",),
    "treatment": ("treatment",),
    "reason": ("reason",),
    "health": ("text",),
    "relation": ("relation",),
    "contact": ("channel",),
    "capacity": ("count",),
    "remark": ("text",),
}


def is_empty(property_: str, row: Row) -> bool:
    """Whether the row says nothing."""
    return all(row.get(name) in (None, "") for name in NEEDED[property_])


def new_places(rows: Rows) -> tuple[NewPlace, ...]:
    """Places that must be described first; the same name twice is one place."""
    typed = (
        row["place"]
        for property_, some in rows.items()
        for row in some
        if not is_empty(property_, row) and isinstance(row.get("place"), NewPlace)
    )
    return tuple({place.name.casefold(): place for place in typed}.values())


def claims_from(
    rows: Rows, *, basis: str, places: Mapping[str, SubjectId], kept: Sequence[Claim] = ()
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims the rows make: those for the office, and those to seal.

    ``basis`` holds for rows without their own. ``places`` are the ids of new places by
    casefolded name. A claim equal to one of ``kept`` keeps its id, so that what was judged or
    settled about it still holds after a correction elsewhere in the statement.
    """
    known = {_content(claim): claim for claim in kept}
    plain: list[Claim] = []
    sealed: list[Claim] = []
    for property_, some in rows.items():
        for row in some:
            if is_empty(property_, row):
                continue
            claim = _claim(property_, row, basis=basis, places=places)
            claim = known.pop(_content(claim), claim)
            (sealed if row.get("seal") else plain).append(claim)
    return tuple(plain), tuple(sealed)


def rows_from(claims: Iterable[Claim]) -> dict[str, list[dict[str, Any]]]:
    """The rows that would make these claims, by property."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for claim in claims:
        row = {name: getattr(claim.says, name) for name in claim.says.__struct_fields__}
        row |= {"basis": claim.basis, "as_of": claim.as_of, "locator": claim.locator}
        row["place"] = claim.place
        rows.setdefault(property_of(claim), []).append(row)
    return rows


def usual_basis(claims: Sequence[Claim]) -> str:
    """The basis that most claims have; empty without claims."""
    bases = [claim.basis for claim in claims]
    return max(bases, key=bases.count) if bases else ""


def _claim(property_: str, row: Row, *, basis: str, places: Mapping[str, SubjectId]) -> Claim:
    shape = SHAPES[property_]
    said = {name: row[name] for name in shape.__struct_fields__ if row.get(name) not in (None, "")}
    if shape is NameIs:
        said.setdefault("script", script_of(said["text"]))
    place = row.get("place") or None
    if isinstance(place, NewPlace):
        place = places[place.name.casefold()]
    return new_claim(
        shape(**said),
        basis=row.get("basis") or basis,
        as_of=row.get("as_of") or "",
        place=place,
        locator=row.get("locator") or "",
    )


def _content(claim: Claim) -> bytes:
    """Everything but the id."""
    return msgspec.json.encode(msgspec.structs.replace(claim, id=""))
