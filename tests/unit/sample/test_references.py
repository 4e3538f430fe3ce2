"""Every handle in the sheet leads somewhere, and to the right sort of entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest

from depter.actions.sample.claims import claims_of
from depter.actions.sample.sheet import (
    AnswerRow,
    AppealRow,
    FigureRow,
    FollowedRow,
    IncidentRow,
    PlaceRow,
    ProceedingRow,
    Row,
    SettledRow,
    Sheet,
    SourceRow,
    StageRow,
    StatementRow,
    ToldRow,
    read_sheet,
    sample_text,
)

SHEET: Final = read_sheet(sample_text())
# Entry and field -> the parts of the sheet it may lead to.
LEADS_TO: Final[dict[tuple[type[Row], str], tuple[str, ...]]] = {
    (PlaceRow, "within"): ("places",),
    (SourceRow, "case"): ("cases",),
    (SourceRow, "organisation"): ("organisations",),
    (StatementRow, "about"): ("cases", "organisations", "places"),
    (StatementRow, "source"): ("sources",),
    (StatementRow, "occasion"): ("occasions",),
    (ToldRow, "statement"): ("statements",),
    (ToldRow, "source"): ("sources",),
    (AppealRow, "by"): ("organisations",),
    (AppealRow, "addressee"): ("organisations",),
    (AppealRow, "cases"): ("cases",),
    (AnswerRow, "by"): ("organisations",),
    (FollowedRow, "case"): ("cases",),
    (IncidentRow, "appeals"): ("appeals",),
    (IncidentRow, "cases"): ("cases",),
    (IncidentRow, "organisation"): ("organisations",),
    (ProceedingRow, "cases"): ("cases",),
    (ProceedingRow, "organisation"): ("organisations",),
    (ProceedingRow, "body"): ("organisations",),
    (StageRow, "body"): ("organisations",),
    (FigureRow, "by"): ("organisations",),
    (FigureRow, "place"): ("places",),
    (SettledRow, "case"): ("cases",),
    (SettledRow, "place"): ("places",),
}


def rows_within(value: Any) -> Iterator[Row]:
    if isinstance(value, Row):
        yield value
        value = [getattr(value, field) for field in value.__struct_fields__]
    if isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from rows_within(one)


def broken(sheet: Sheet) -> Iterator[str]:
    """Handles that lead nowhere."""
    claims = [claim for row in sheet.statements.values() for claim in claims_of(row)]
    keys = {claim.key for claim in claims if claim.key}
    yield from (claim.place for claim in claims if claim.place not in {"", *sheet.places})
    for row in rows_within(sheet):
        for (kind, field), parts in LEADS_TO.items():
            if isinstance(row, kind) and (given := getattr(row, field)):
                known = {handle for part in parts for handle in getattr(sheet, part)}
                yield from {given} - known if isinstance(given, str) else set(given) - known
        if isinstance(row, FollowedRow) and row.claim:
            yield from {row.claim} - keys
        if isinstance(row, SettledRow):
            yield from set(row.relies_on) - keys


def test_every_handle_leads_somewhere() -> None:
    assert not list(broken(SHEET))


@pytest.mark.parametrize(
    ("part", "handle"),
    [
        ("cases", "dina"),
        ("sources", "gulnur"),
        ("places", "xinjiang"),
        ("organisations", "atajurt"),
        ("occasions", "article"),
        ("statements", "gulzira_account"),
        ("appeals", "other_video_appeals"),
    ],
)
def test_a_handle_that_leads_nowhere_is_noticed(part: str, handle: str) -> None:
    rows = {key: row for key, row in getattr(SHEET, part).items() if key != handle}
    assert handle in set(broken(msgspec.structs.replace(SHEET, **{part: rows})))


def test_a_key_of_a_claim_that_is_not_there_is_noticed() -> None:
    sheet = read_sheet(sample_text().replace("key: gulzira_left", "key: gulzira_gone"))
    assert set(broken(sheet)) == {"gulzira_left"}


def test_keys_of_claims_are_not_given_twice() -> None:
    keys = [claim.key for row in SHEET.statements.values() for claim in claims_of(row) if claim.key]
    assert len(keys) == len(set(keys)) > 0


def test_a_larger_place_is_described_before_what_lies_in_it() -> None:
    """So that one pass over the sheet can write them."""
    seen: set[str] = set()
    for handle, row in SHEET.places.items():
        assert row.within is None or row.within in seen
        seen.add(handle)


def test_every_occasion_is_used() -> None:
    used = {SHEET.statements[key].occasion for key in SHEET.statements}
    assert used == set(SHEET.occasions)
