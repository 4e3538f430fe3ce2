"""The sheets of coded words: complete, well spelt, and the facts keep to them."""

from __future__ import annotations

import re
import types
import typing
import unicodedata
from collections import Counter
from dataclasses import FrozenInstanceError

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.register.deeds import Deed
from depter.register.facts import (
    KINDS,
    Told,
    advocacy,
    cases,
    claims,
    office,
    sources,
    statements,
    world,
)
from depter.register.vocabulary import (
    CODED,
    LANGUAGES,
    PARTS,
    UnknownCode,
    UnknownVocabulary,
    Vocabulary,
    VocabularyUnreadable,
    all_vocabularies,
    check_fact_codes,
    read_sheet,
    vocabulary,
)
from depter.values.ids import ClaimId, StatementId, SubjectId

# Orthography: the letters that a correct label can be made of, and nothing that looks like them.
_UYGHUR = "ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي"
_KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SPELT = {
    "kk": re.compile(f"[{_KAZAKH}{_KAZAKH.upper()} ,()-]+"),
    "ru": re.compile(f"[{_RUSSIAN}{_RUSSIAN.upper()} ,()-]+"),
    "ug": re.compile(f"[{_UYGHUR} ،()-]+"),
    "zh": re.compile("[\u4e00-\u9fff，]+"),
}

# Every text field of a fact that is not a code: words, names, dates, digests, other people's ids.
_NOT_CODES = re.findall(
    r"\w+",
    """
    about addressee_name as_of asked blob body_name boxes by_name contact custodian custodians date
    deadline demanded detail device earlier elapsed ends entry exif file_name guarded how id
    identity key label lawyer leaving locator media_type member name note number on origin ours
    outcome place reason recipient reference replaces said_on sha256 signature signer summary text
    theirs threatened title until victim_contact victims whereabouts words
    """,
)

EVERY = [pytest.param(sheet, id=sheet.name) for sheet in all_vocabularies()]
EVERY_IN = [
    pytest.param(sheet, language, id=f"{sheet.name}-{language}")
    for sheet in all_vocabularies()
    for language in LANGUAGES
]


def _labels(sheet: Vocabulary, language: str) -> list[str]:
    return [sheet.label(code, language) for code in sheet.codes]


@pytest.mark.parametrize(("sheet", "language"), EVERY_IN)
def test_every_code_has_a_label_of_its_own_in_every_language(
    sheet: Vocabulary, language: str
) -> None:
    labels = _labels(sheet, language)
    assert len(labels) == len(sheet.codes) > 0
    for label in labels:
        assert label == " ".join(label.split()) != ""
        assert unicodedata.is_normalized("NFC", label)
        assert not any(unicodedata.category(sign).startswith("C") for sign in label), label
    assert [label for label, times in Counter(labels).items() if times > 1] == []


@pytest.mark.parametrize("language", sorted(_SPELT))
@pytest.mark.parametrize("sheet", EVERY)
def test_labels_use_only_the_letters_of_their_alphabet(sheet: Vocabulary, language: str) -> None:
    wrong = [label for label in _labels(sheet, language) if not _SPELT[language].fullmatch(label)]
    assert wrong == []


@pytest.mark.parametrize("sheet", EVERY)
def test_uyghur_vowels_are_carried_by_a_hamza_at_the_start_and_after_a_vowel(
    sheet: Vocabulary,
) -> None:
    bare = re.compile("(?:^|[ (-]|[اەوۇۆۈېى])[اەوۇۆۈېى]")
    assert [label for label in _labels(sheet, "ug") if bare.search(label)] == []


@pytest.mark.parametrize("sheet", EVERY)
def test_uyghur_ye_is_not_taken_for_the_vowel(sheet: Vocabulary) -> None:
    stray = re.compile("(?<![اەوۇۆۈېى])ي(?![اەوۇۆۈېى])")
    assert [label for label in _labels(sheet, "ug") if stray.search(label)] == []


@pytest.mark.parametrize("sheet", EVERY)
def test_chinese_is_written_in_simplified_characters(sheet: Vocabulary) -> None:
    for label in _labels(sheet, "zh"):
        label.encode("gb2312")  # the national set of 1980 holds no traditional forms


@pytest.mark.parametrize("sheet", EVERY)
def test_each_language_waits_for_a_reader_or_names_one(sheet: Vocabulary) -> None:
    assert set(sheet.review) == set(LANGUAGES) - {"en"}
    assert all(sheet.review.values())
    assert sheet.meaning.endswith((".", "…"))
    assert sheet.source


@pytest.mark.parametrize("sheet", EVERY)
def test_codes_are_plain_and_huridocs_codes_have_twelve_digits(sheet: Vocabulary) -> None:
    for code in sheet.codes:
        assert re.fullmatch(r"[A-Za-z0-9]+(?:[_.-][A-Za-z0-9]+)*", code)
        assert re.fullmatch(r"(?:\d{12})?", sheet.attribute(code, "huridocs"))


def test_the_word_for_the_camp_is_one_word_everywhere() -> None:
    places, situations = vocabulary("place_kind"), vocabulary("status")
    for language, stem in {"kk": "лагер", "ru": "лагер", "ug": "لاگېر", "zh": "再教育营"}.items():
        for label in (
            places.label("camp", language),
            situations.label("camp", language),
            situations.label("threatened_with_camp", language),
        ):
            assert stem in label.lower()


def test_every_status_has_a_group_and_a_shape_of_its_group() -> None:
    statuses = vocabulary("status")
    groups: dict[str, set[str]] = {}
    for code in statuses.codes:
        group, mark = statuses.attribute(code, "group"), statuses.attribute(code, "mark")
        assert group and mark
        groups.setdefault(mark, set()).add(group)
    assert all(len(shared) == 1 for shared in groups.values())


def test_every_kind_of_fact_and_every_property_has_a_label() -> None:
    assert vocabulary("kind").codes == tuple(KINDS)
    tags = [says.__struct_config__.tag for says in typing.get_args(claims.AnySays)]
    assert vocabulary("property").codes == tuple(tags)


def test_english_stands_in_and_an_unknown_code_is_shown_as_it_is() -> None:
    statuses = vocabulary("status")
    assert statuses.label("prison", "zh-hans") == statuses.label("prison", "zh") == "在监狱"
    assert statuses.label("prison", "xx") == statuses.label("prison", "note") == "In prison"
    assert statuses.label("on_the_moon", "kk") == "on_the_moon"
    assert statuses.attribute("on_the_moon", "group") == ""


@given(st.text())
def test_an_unknown_code_is_refused_without_repeating_it(text: str) -> None:
    statuses = vocabulary("status")
    with pytest.raises(UnknownCode) as refused:
        statuses.check(f"‽{text}")
    assert "status" in str(refused.value)
    assert "‽" not in str(refused.value)
    assert set(refused.value.about) == {"vocabulary", "codes"}


def test_a_refusal_lists_at_most_twelve_codes() -> None:
    with pytest.raises(UnknownCode) as refused:
        vocabulary("country").check("XX")
    listed = str(refused.value.about["codes"]).split(", ")
    assert listed == [*vocabulary("country").codes[:12], "…"]


@pytest.mark.parametrize("name", ["", "nothing", "../vocabularies/status", "status.yaml", "\0"])
def test_a_vocabulary_that_does_not_exist_is_a_sentence(name: str) -> None:
    with pytest.raises(UnknownVocabulary, match="place_kind"):
        vocabulary(name)


_SHEET = """vocabulary: verdict
meaning: A sheet for this test.
source: own
review: {kk: "-", ru: "-", ug: "-", zh: "-"}
codes:
  - {code: "no", en: Norway, kk: a, ru: a, ug: a, zh: a}
"""


def test_a_sheet_that_is_right_is_read() -> None:
    assert read_sheet(_SHEET.encode(), name="verdict").label("no", "en") == "Norway"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("kk: a, ", "", "kk"),
        ("ug: a", "gu: a", "gu"),
        ('code: "no"', "code: no", "bool"),
        ("verdict", "status", "another vocabulary"),
        ("Norway", "2018-99-99", "month"),
        ("Norway", "[", "line"),
        ("codes:\n", 'codes:\n  - {code: "no", en: b, kk: b, ru: b, ug: b, zh: b}\n', "twice"),
    ],
)
def test_a_mistake_in_a_sheet_is_told_with_its_place(right: str, wrong: str, told: str) -> None:
    assert right in _SHEET
    with pytest.raises(VocabularyUnreadable, match=told):
        read_sheet(_SHEET.replace(right, wrong, 1).encode(), name="verdict")


@given(st.integers(0, len(_SHEET)), st.binary(max_size=20))
def test_a_damaged_sheet_is_never_anything_but_a_sentence(place: int, damage: bytes) -> None:
    written = _SHEET.encode()
    try:
        read_sheet(written[:place] + damage + written[place + len(damage) :], name="verdict")
    except VocabularyUnreadable as unreadable:
        assert "verdict" in str(unreadable)


def test_a_vocabulary_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        vocabulary("status").name = "x"  # type: ignore[misc]


# --- facts keep to the sheets ---------------------------------------------------------------


def _inside(hint: object) -> set[object]:
    """The plain types an annotation is built of: ``tuple[Claim, ...] | None`` holds Claim."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is not None:
        return set().union(*(_inside(part) for part in typing.get_args(hint)))
    return {hint}


def _structs() -> dict[type[msgspec.Struct], dict[str, set[object]]]:
    """Every struct that a fact is made of, with what each of its fields holds."""
    found: dict[type[msgspec.Struct], dict[str, set[object]]] = {}
    waiting: list[object] = list(KINDS.values())
    while waiting:
        kind = waiting.pop()
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)) or kind in found:
            continue
        hints = typing.get_type_hints(kind)
        found[kind] = {name: _inside(hints[name]) for name in kind.__struct_fields__}
        waiting += [held for field in found[kind].values() for held in field]
    return found


def _is_struct(held: object) -> bool:
    return isinstance(held, type) and issubclass(held, msgspec.Struct)


def test_every_text_field_of_a_fact_is_a_code_with_a_vocabulary_or_known_to_be_words() -> None:
    unplaced = [
        f"{kind.__name__}.{name}"
        for kind, fields in _structs().items()
        for name, holds in fields.items()
        if str in holds and (kind, name) not in CODED and name not in _NOT_CODES
    ]
    assert unplaced == []


def test_every_coded_field_exists_and_has_a_sheet_that_takes_its_default() -> None:
    structs = _structs()
    for (kind, name), sheet in CODED.items():
        assert str in structs[kind][name], f"{kind.__name__}.{name}"
        (default,) = [f.default for f in msgspec.structs.fields(kind) if f.name == name]
        if isinstance(default, str) and default:
            vocabulary(sheet).check(default)


def test_every_struct_inside_a_fact_is_reached() -> None:
    for kind, fields in _structs().items():
        carrying = {name for name, holds in fields.items() if any(map(_is_struct, holds))}
        assert carrying == set(PARTS.get(kind, ())), kind.__name__


_SUBJECT, _STATEMENT = SubjectId("s" * 26), StatementId("t" * 26)


def _statement(says: claims.AnySays, **also: typing.Any) -> statements.StatementRecorded:
    claim = claims.Claim(id=ClaimId("c" * 26), says=says, basis="family")
    return statements.StatementRecorded(
        statement=_STATEMENT,
        source=_SUBJECT,
        occasion=statements.Occasion(on="2019-01", channel="in_person"),
        **({"language": "kk", "consent": ("store",), "claims": (claim,)} | also),
    )


def test_a_fact_with_known_codes_or_none_passes() -> None:
    check_fact_codes(_statement(claims.StatusWas(status="camp"), translations={"ru": "…"}))
    check_fact_codes(_statement(claims.DocumentWas(document="passport"), language=""))
    check_fact_codes(world.PlaceDescribed(names=(), place_kind="factory"))
    check_fact_codes(sources.SourceOpened(reason="The family asked."))
    check_fact_codes(office.DeedAsked(deed=Deed.UNSEAL, reason="The family asked."))


_UNKNOWN = "‽"
_BAD_CLAIM = claims.Claim(id=ClaimId("c" * 26), says=claims.Remark(text="…"), basis=_UNKNOWN)
_TOLD = Told(source=_SUBJECT, basis=_UNKNOWN)


@pytest.mark.parametrize(
    ("fact", "sheet"),
    [
        (_statement(claims.StatusWas(status=_UNKNOWN)), "status"),
        (_statement(claims.StatusWas(status="")), "status"),
        (_statement(claims.NameIs(text="Айнұр", script=_UNKNOWN)), "script"),
        (_statement(claims.CitizenshipWas(country="kz")), "country"),
        (_statement(claims.Remark(text="…"), language=_UNKNOWN), "language"),
        (_statement(claims.Remark(text="…"), translations={_UNKNOWN: "…"}), "language"),
        (_statement(claims.Remark(text="…"), consent=("store", _UNKNOWN)), "consent_use"),
        (_statement(claims.Remark(text="…"), consent=("store", "")), "consent_use"),
        (_statement(claims.Remark(text="…"), claims_sealed=(_BAD_CLAIM,)), "basis"),
        (
            world.PlaceDescribed(
                names=(world.Spelling(text="Алматы", script=_UNKNOWN),), place_kind="settlement"
            ),
            "script",
        ),
        (advocacy.StageReached(stage="fined", told=_TOLD), "basis"),
        (cases.ValueSettled(property=_UNKNOWN, claim=ClaimId("c" * 26), reason=""), "property"),
    ],
)
def test_a_fact_with_an_unknown_code_is_refused(fact: typing.Any, sheet: str) -> None:
    with pytest.raises(UnknownCode) as refused:
        check_fact_codes(fact)
    assert refused.value.about["vocabulary"] == sheet
    assert _UNKNOWN not in str(refused.value)
