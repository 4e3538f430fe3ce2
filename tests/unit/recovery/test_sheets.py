"""The trustee's paper: all words, in order, in every language, and the same bytes each time."""

from __future__ import annotations

import re
import secrets
import subprocess
from collections.abc import Sequence
from typing import Final

import pytest

from depter.recovery import sentences, sheets
from depter.recovery.shares import WORDS, Share, read_share, split_key
from depter.recovery.sheets import (
    LANGUAGES,
    LettersMissing,
    check_digits,
    is_typed_back,
    share_sheet,
    verification_questions,
)

SHARES: Final = tuple(
    read_share(paper) for paper in split_key(bytes(range(32)), threshold=3, shares=5)
)
SECOND: Final = SHARES[1]

# Enough of each language to see its letters; the catalogues hold the rest.
SAID: Final[dict[str, dict[str, str]]] = {
    "en": {},
    "kk": {
        sentences.TITLE: "{shares} бөліктің {number}-бөлігі",
        sentences.WHAT: "Бұл қағаз деген не: әғқңөұүһі",
    },
    "ru": {sentences.TITLE: "Доля {number} из {shares}", sentences.WHAT: "Что это за бумага"},
    "ug": {
        sentences.TITLE: "{shares} پارچىنىڭ {number}-پارچىسى",
        sentences.WHAT: "بۇ قەغەز نېمە",
    },
    "zh-hans": {sentences.TITLE: "第 {number} 份，共 {shares} 份", sentences.WHAT: "这张纸是什么"},
}


def sheet(language: str, *, share: Share = SECOND, office: str = "", longer: float = 1) -> bytes:
    """A sheet; ``longer`` stretches each sentence, as other languages do."""

    def say(sentence: str) -> str:
        said = SAID[language].get(sentence, sentence)
        return said + " word" * int(len(said) * (longer - 1) / 5)

    return share_sheet(
        share,
        shares=5,
        notebook="k3v9q2m8xwz7aaaa",
        made="2026-11-24",
        language=language,
        say=say,
        office=office,
    )


def read(pdf: bytes) -> str:
    """The text that a reader sees, without the marks of direction that pdftotext adds."""
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout.decode())


def words_of(text: str) -> list[str]:
    """The words by their numbers; fails when a number is there twice."""
    found = [(int(number), word) for number, word in re.findall(r"\b(\d+)\.\s+([a-z]{4,8})", text)]
    assert sorted(number for number, _ in found) == list(range(1, WORDS + 1))
    return [word for _, word in sorted(found)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_can_be_read_off_in_their_order(language: str) -> None:
    words = words_of(read(sheet(language)))
    assert words == SECOND.mnemonic.split()
    assert read_share(" ".join(words)) == SECOND


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_run_down_the_columns_and_columns_from_the_left(language: str) -> None:
    """In a right-to-left language too: the words are Latin."""
    text = read(sheet(language))
    rows = [re.findall(r"\b(\d+)\.\s+[a-z]{4,8}", line) for line in text.splitlines()]
    assert [[int(one) for one in row] for row in rows if row] == [
        [row, row + 11, row + 22] for row in range(1, 12)
    ]


def test_the_columns_would_be_seen_to_be_reversed() -> None:
    text = read(sheet("en"))
    turned = re.sub(r"(1\.\s+\w+)(\s+)(12\.\s+\w+)", r"\3\2\1", text, count=1)
    row = next(line for line in turned.splitlines() if re.search(r"\b1\. ", line))
    assert [int(one) for one in re.findall(r"\b(\d+)\.\s+[a-z]{4,8}", row)] != [1, 12, 23]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_printings_are_the_same_bytes(language: str) -> None:
    assert sheet(language) == sheet(language)
    assert sheet(language) != sheet(language, share=SHARES[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_does_not_say_when_it_was_made(language: str) -> None:
    told = subprocess.run(
        ["pdfinfo", "-"], input=sheet(language), capture_output=True, check=True
    ).stdout.decode()
    assert "Pages:           1" in told
    assert "A4" in told
    assert "Date" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_dates_and_digits_are_not_reversed(language: str) -> None:
    text = read(sheet(language))
    for expected in ("2026-11-24", "k3v9q2m8", check_digits(SECOND)):
        assert expected in text
    assert "xwz7" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_in_the_language_of_the_trustee(language: str) -> None:
    text = read(sheet(language))
    title = SAID[language].get(sentences.WHAT, sentences.WHAT)
    assert all(word in text for word in title.split())


def typefaces(pdf: bytes) -> set[str]:
    """The names of the typefaces in a PDF, without the letters before the plus sign."""
    told = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout
    return {line.split()[0].partition("+")[2] for line in told.decode().splitlines()[2:]}


OURS: Final = {
    "DejaVuSansMono",
    "NotoSans-Regular",
    "NotoSans-Bold",
    "NotoSansArabic-Regular",
    "NotoSansArabic-Bold",
}


@pytest.mark.parametrize("language", ["en", "kk", "ru", "ug"])
def test_every_letter_is_in_a_typeface_that_comes_along(language: str) -> None:
    """Else it would be printed as an empty box on a computer that has few typefaces."""
    office = "Контора Әділет, Almaty, ئىشخانا"
    used = typefaces(sheet(language, office=office))
    assert used <= OURS
    assert {"NotoSans-Regular", "NotoSansArabic-Regular"} <= used


def test_a_letter_that_is_in_none_of_them_is_noticed() -> None:
    assert typefaces(sheet("en", office="字")) - OURS


def test_chinese_takes_one_typeface_from_the_computer() -> None:
    families = {re.split("[-0-9]", one)[0] for one in typefaces(sheet("zh-hans")) - OURS}
    assert len(families) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_a_half_longer_still_fit_on_the_page(language: str) -> None:
    pdf = sheet(language, longer=1.5)
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout
    assert b"Pages:           1" in told
    assert words_of(read(pdf)) == SECOND.mnemonic.split()


def test_the_office_is_named_only_when_it_wants_to_be() -> None:
    assert "Әділет" in read(sheet("en", office="Контора Әділет"))
    assert "Әділет" not in read(sheet("en"))


def test_an_office_s_name_is_text_and_no_command() -> None:
    assert "#panic(1) $x$ *b*" in read(sheet("en", office="#panic(1) $x$ *b*"))


def test_the_share_says_how_many_are_enough_and_never_to_photograph_it() -> None:
    text = read(sheet("en"))
    assert "Share 2 of 5" in text
    assert "Any 3 of the 5 shares are enough" in text
    assert "Never photograph" in text
    assert "Verified on" in text


def test_chinese_without_a_typeface_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_CHINESE_FONTS", ("No Such Typeface",))
    with pytest.raises(LettersMissing):
        sheet("zh-hans")


def test_check_digits_tell_papers_apart() -> None:
    assert len({check_digits(share) for share in SHARES}) == 5
    assert re.fullmatch("[0-9A-F]{4} [0-9A-F]{4}", check_digits(SECOND))


def test_questions_ask_for_two_words_that_only_this_paper_has() -> None:
    common = {
        place
        for place, words in enumerate(zip(*(s.mnemonic.split() for s in SHARES), strict=True), 1)
        if len(set(words)) == 1
    }
    assert common >= {1, 2, 3}
    for _ in range(200):
        first, second = verification_questions(SECOND, choose=secrets.SystemRandom().sample)
        assert 4 < first < second <= WORDS


def test_the_questions_are_the_caller_s_choice() -> None:
    def last_two(places: Sequence[int], count: int) -> Sequence[int]:
        return list(places)[-count:][::-1]

    assert verification_questions(SECOND, choose=last_two) == (32, 33)


def test_words_typed_back_are_compared_at_their_place() -> None:
    words = dict(enumerate(SECOND.mnemonic.split(), 1))
    assert is_typed_back(SECOND, {7: words[7], 20: words[20]})
    assert is_typed_back(SECOND, {7: f" {words[7].upper()} ", 20: words[20][:4]})
    wrong = next(word for word in words.values() if word[:4] != words[20][:4])
    assert not is_typed_back(SECOND, {7: words[7], 20: wrong})
    assert not is_typed_back(SECOND, {7: words[7][:3], 20: words[20]})
    assert not is_typed_back(SECOND, {7: "", 20: words[20]})
    assert not is_typed_back(SECOND, {34: words[1]})
    assert not is_typed_back(SECOND, {})
