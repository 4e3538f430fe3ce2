"""A claim of the sheet becomes the shape that its first key names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from depter.actions.sample.claims import WrittenClaim, claims_of
from depter.actions.sample.sheet import SampleDamaged, StatementRow, read_sheet, sample_text
from depter.register.facts.claims import DocumentWas, RelatedTo, Says, StatusWas
from depter.register.vocabulary import CODED, UnknownCode, vocabulary


def only_claim(
    words: dict[str, Any], *, basis: str = "self", at: str = "paragraph 1"
) -> WrittenClaim:
    row = StatementRow(about="x", source="y", occasion="z", basis=basis, at=at, claims=(words,))
    (claim,) = claims_of(row)
    return claim


def test_the_first_key_is_the_property_and_its_value_the_main_value() -> None:
    claim = only_claim({"status": "camp", "as_of": "2018-02", "place": "camp_dina"})
    assert claim.says == StatusWas(status="camp")
    assert (claim.as_of, claim.place, claim.basis, claim.at) == (
        "2018-02",
        "camp_dina",
        "self",
        "paragraph 1",
    )


def test_a_later_key_may_have_the_name_of_another_property() -> None:
    assert only_claim({"relation": "child", "name": "Aliya"}).says == RelatedTo(
        relation="child", name="Aliya"
    )
    assert only_claim({"document": "passport", "country": "KZ"}).says == DocumentWas(
        document="passport", country="KZ"
    )


def test_a_claim_may_have_a_basis_and_a_locator_of_its_own() -> None:
    claim = only_claim({"remark": "x", "basis": "hearsay", "at": "caption 2"})
    assert (claim.basis, claim.at) == ("hearsay", "caption 2")


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"as_of": "2018", "status": "camp"},
        {"whereabouts": "x"},
        {"status": "camp", "holder": "person"},
        {"age": "twenty"},
    ],
)
def test_a_slip_of_the_pen_is_refused(words: dict[str, Any]) -> None:
    with pytest.raises(SampleDamaged):
        only_claim(words)


def codes(part: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Vocabulary and code of every coded field."""
    for name in part.__struct_fields__:
        if (type(part), name) in CODED and (code := getattr(part, name)):
            yield CODED[type(part), name], code


def written_codes() -> set[tuple[str, str]]:
    sheet = read_sheet(sample_text())
    found: set[tuple[str, str]] = set()
    for row in sheet.statements.values():
        for claim in claims_of(row):
            assert isinstance(claim.says, Says)
            found |= {*codes(claim.says), ("basis", claim.basis)}
    return found


def test_every_code_of_every_claim_is_in_its_vocabulary() -> None:
    written = written_codes()
    assert len(written) > 60
    for name, code in written:
        vocabulary(name).check(code)


def test_a_code_that_no_vocabulary_has_is_noticed() -> None:
    claim = only_claim({"status": "kamp"})
    (found,) = codes(claim.says)
    with pytest.raises(UnknownCode):
        vocabulary(found[0]).check(found[1])
