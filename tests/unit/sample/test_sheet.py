"""The sheet of the sample says who, how they know and where, and nothing the article does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest
import yaml

from depter.actions.sample.sheet import SampleDamaged, Sheet, ToldRow, read_sheet, sample_text
from depter.values.edtf import parse_date

SHEET: Final = read_sheet(sample_text())
PERSONS_WITH_A_CASE: Final = {
    "Gulzira Auelkhankyzy",
    "Orynbek Koxebek",
    "Ekpor Sorsenbek",
    "Sayragul Sauytbay",
    "Dina Iemberdi",
    "Meiramgul Togzhan",
}
OTHER_PERSONS: Final = (
    "Gulnur Kosgeulet",
    "Arai Zhenis",
    "Serikzhan Bilash",
    "Aiman Umarova",
    "Andrey Grishin",
    "Nargis Kassenova",
    "Aina Shormanbaeva",
    "Reid Standish",
    "Aigerim Toleukhanova",
    "Kevin Zen",
    "Kairat Abdrakhmanov",
    "Beibut Atamkulov",
    "Zhang Xiao",
)
LOCATOR: Final = re.compile(r"paragraph ([1-9]|[12]\d|3[0-6])|caption [1-4]|headline")
DATES: Final = {"date", "as_of", "said_on", "published"}


def rows_within(value: Any) -> Iterator[Any]:
    """Every entry of the sheet, however deep."""
    if isinstance(value, msgspec.Struct):
        yield value
        value = [getattr(value, field) for field in value.__struct_fields__]
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from rows_within(one)


def all_claims() -> Iterator[tuple[str, dict[str, str | int]]]:
    for handle, row in SHEET.statements.items():
        for claim in row.claims:
            yield handle, {"basis": row.basis, "at": row.at, **claim}


def texts_of(value: Any) -> list[str]:
    plain = msgspec.to_builtins(value)
    return [text for text in _strings(plain) if text]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def test_every_person_who_is_missing_or_was_held_has_a_case() -> None:
    named = {row.label for row in SHEET.cases.values() if "name withheld" not in row.label}
    assert named == PERSONS_WITH_A_CASE
    assert len(SHEET.cases) == len(PERSONS_WITH_A_CASE) + 2


@pytest.mark.parametrize("person", OTHER_PERSONS)
def test_every_other_person_is_a_source(person: str) -> None:
    assert person in {row.name for row in SHEET.sources.values()}


@pytest.mark.parametrize("relative", ["Husband of", "Relatives of", "Sister of", "Son-in-law of"])
def test_relatives_whom_the_article_does_not_name_are_there_too(relative: str) -> None:
    assert any(row.name.startswith(relative) for row in SHEET.sources.values())


def test_every_case_with_a_name_claims_it_in_the_articles_own_letters_only() -> None:
    names = [claim for _, claim in all_claims() if next(iter(claim_keys(claim))) == "name"]
    assert {claim["name"] for claim in names} == PERSONS_WITH_A_CASE
    assert {claim["script"] for claim in names} == {"Latn"}


def claim_keys(claim: dict[str, str | int]) -> list[str]:
    """The keys as written: what the statement lends to its claims comes first, so leave it out."""
    return [key for key in claim if key not in ("basis", "at")]


def test_every_claim_has_a_basis_and_a_locator() -> None:
    assert not [handle for handle, claim in all_claims() if not claim["basis"]]
    assert not [handle for handle, claim in all_claims() if not LOCATOR.fullmatch(str(claim["at"]))]


def test_everything_else_that_is_told_has_a_basis_and_a_locator() -> None:
    told = [row for row in rows_within(SHEET) if isinstance(row, ToldRow)]
    assert len(told) > 50
    assert not [row for row in told if not row.basis or not LOCATOR.fullmatch(row.at)]
    assert not [row for row in told if (row.statement is None) == (row.source is None)]


def test_every_date_can_be_read_and_stands_in_its_shortest_form() -> None:
    written = [
        getattr(row, field)
        for row in rows_within(SHEET)
        for field in DATES & set(row.__struct_fields__)
    ]
    written += [claim["as_of"] for _, claim in all_claims() if "as_of" in claim]
    dates = [str(date) for date in written if date]
    assert len(dates) > 100
    assert [parse_date(date).text for date in dates] == dates


def test_one_source_says_one_thing_of_one_subject_on_one_occasion() -> None:
    said = [(row.about, row.source, row.occasion) for row in SHEET.statements.values()]
    assert len(said) == len(set(said))


def test_every_source_that_speaks_of_its_own_case_is_tied_to_it() -> None:
    """Own experience can only be told by the person: the source is the person of the case."""
    for row in SHEET.statements.values():
        if row.basis == "self" and row.about in SHEET.cases:
            assert SHEET.sources[row.source].case == row.about


UNNAMED: Final = ("speaker_20", "speaker_30")


@pytest.mark.parametrize("speaker", UNNAMED)
def test_an_unnamed_speaker_is_a_protected_source_without_anything_else(speaker: str) -> None:
    source = SHEET.sources[f"{speaker}_themselves"]
    assert source.protection == "protected"
    assert (source.name, source.reference, source.organisation) == ("", "", None)
    assert source.case == speaker


def test_everybody_else_is_open_and_has_a_name_to_be_called_by() -> None:
    others = [row for row in SHEET.sources.values() if row.case not in UNNAMED]
    assert {row.protection for row in others} == {"open"}
    assert all(row.name for row in others)


def told_of(speaker: str) -> set[tuple[str, str]]:
    """Property and value of every claim about the speaker."""
    return {
        (claim_keys(claim)[0], str(claim[claim_keys(claim)[0]]))
        for handle, claim in all_claims()
        if SHEET.statements[handle].about == speaker and "remark" not in claim
    }


def test_the_first_unnamed_speaker_carries_what_paragraph_20_says_and_no_more() -> None:
    assert told_of("speaker_20") == {
        ("citizenship", "KZ"),
        ("treatment", "passport_seized"),
        ("document", "passport"),
        ("status", "threatened_with_camp"),
        ("reason", "travel_abroad"),
        ("document", "temporary_passport"),
        ("document", "emergency_visa"),
        ("status", "left_country"),
        ("relation", "relative"),
    }


def test_the_second_unnamed_speaker_carries_what_paragraph_30_says_and_no_more() -> None:
    assert told_of("speaker_30") == {
        ("ethnicity", "kazakh"),
        ("citizenship", "CN"),
        ("status", "travel_blocked"),
        ("status", "detained"),
        ("treatment", "interrogation"),
        ("status", "threatened_with_camp"),
        ("status", "left_country"),
        ("legal_position", "irregular_entry"),
    }


@pytest.mark.parametrize("speaker", UNNAMED)
def test_no_word_about_an_unnamed_speaker_tells_sex_or_a_name(speaker: str) -> None:
    rows = [row for row in SHEET.statements.values() if row.about == speaker]
    rows += [row for row in SHEET.appeals.values() if speaker in row.cases]
    text = " ".join(texts_of(rows)).lower()
    assert not re.search(r"\b(he|him|his|she|her|hers|man|woman|husband|wife)\b", text)
    own = [row for row in SHEET.sources.values() if row.case == speaker]
    assert not [row.name for row in own if row.name]
    assert speaker not in {case for row in SHEET.incidents.values() for case in row.cases}
    assert speaker not in {case for row in SHEET.proceedings.values() for case in row.cases}
    assert speaker not in {row.case for row in SHEET.settled}


def test_a_key_the_sheet_has_no_room_for_is_refused() -> None:
    with pytest.raises(SampleDamaged):
        read_sheet(sample_text().replace("    asked: ", "    askd: ", 1))


@pytest.mark.parametrize("text", ["", "- a list", "cases: {", "about: {title: alone}"])
def test_what_is_no_sheet_is_refused(text: str) -> None:
    with pytest.raises(SampleDamaged):
        read_sheet(text)


def test_nothing_is_written_twice_under_one_handle() -> None:
    """YAML lets the later of two equal keys win, silently."""

    class Strict(yaml.SafeLoader):
        """Refuses equal keys."""

    def mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
        keys = [loader.construct_object(key) for key, _ in node.value]
        assert len(keys) == len(set(keys)), keys
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    assert msgspec.convert(yaml.load(sample_text(), Loader=Strict), Sheet) == SHEET
