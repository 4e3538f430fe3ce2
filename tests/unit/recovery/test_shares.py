"""Paper shares (T15): enough of them open, fewer never do, and a mistyped word is named."""

from __future__ import annotations

import random
import time
from itertools import combinations
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from depter.errors import DepterError
from depter.recovery.share_errors import (
    QuorumImpossible,
    ShareLength,
    ShareMistyped,
    SharesOfAnother,
    ShareTwice,
    ShareWordsSwapped,
    ShareWordUnknown,
    ShareWrong,
    TooFewShares,
)
from depter.recovery.shares import WORDS, Share, join_shares, read_share, split_key

KEY: Final = bytes(range(32))
PAPERS: Final = split_key(KEY, threshold=3, shares=5)
SHARES: Final = tuple(read_share(paper) for paper in PAPERS)
FIRST: Final = tuple(PAPERS[0].split())


def with_words(changes: dict[int, str]) -> str:
    """The first share with the words at these places (from 0) replaced."""
    return " ".join(changes.get(place, word) for place, word in enumerate(FIRST))


@pytest.mark.parametrize(("threshold", "shares"), [(2, 2), (2, 3), (3, 5), (4, 6)])
def test_any_that_are_enough_open_and_any_fewer_fail(threshold: int, shares: int) -> None:
    read = [read_share(paper) for paper in split_key(KEY, threshold=threshold, shares=shares)]
    for size in range(shares + 1):
        for some in combinations(read, size):
            if size >= threshold:
                assert join_shares(some) == KEY
            else:
                with pytest.raises(TooFewShares) as caught:
                    join_shares(some)
                assert caught.value.about == {"have": size, "need": threshold if size else 2}


def test_the_order_of_the_shares_does_not_matter() -> None:
    assert join_shares(SHARES[::-1]) == join_shares(SHARES[2:]) == KEY


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_every_key_comes_back(key: bytes) -> None:
    papers = split_key(key, threshold=2, shares=3)
    assert join_shares([read_share(papers[0]), read_share(papers[2])]) == key


def test_a_share_knows_its_number_and_how_many_are_needed() -> None:
    assert [share.index for share in SHARES] == [1, 2, 3, 4, 5]
    assert {share.threshold for share in SHARES} == {3}
    assert len({share.identifier for share in SHARES}) == 1
    assert [share.mnemonic for share in SHARES] == list(PAPERS)
    assert {len(paper.split()) for paper in PAPERS} == {WORDS}


def test_a_share_does_not_tell_its_words_when_it_is_written_in_a_log() -> None:
    told = repr(SHARES[0])
    assert "1" in told
    assert not [word for word in FIRST if word in told]


@pytest.mark.parametrize(("threshold", "shares"), [(1, 1), (1, 3), (4, 3), (0, 0), (2, 17)])
def test_an_impossible_choice_is_refused(threshold: int, shares: int) -> None:
    with pytest.raises(QuorumImpossible):
        split_key(KEY, threshold=threshold, shares=shares)


def test_a_key_of_another_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        split_key(KEY[:16], threshold=2, shares=3)


@pytest.mark.parametrize(
    "typed",
    [
        PAPERS[0].upper(),
        "  " + "\n\n".join(FIRST) + "\n",
        "\n".join(f"{number}. {word}" for number, word in enumerate(FIRST, 1)),
        "\n".join(f"{number}.{word}" for number, word in enumerate(FIRST, 1)),
        "\t".join(f"{number}) {word}," for number, word in enumerate(FIRST, 1)),
        " ".join(word[:4] for word in FIRST),
        " ".join(word[:5].capitalize() for word in FIRST),
        " ".join(chr(ord(word[0]) + 0xFEE0) + word[1:] for word in FIRST),  # full-width letters
        "\u200f".join(f" {word} " for word in FIRST),  # marks of a right-to-left page
    ],
    ids=["capitals", "spaces", "numbers", "close", "brackets", "four", "five", "wide", "marks"],
)
def test_it_does_not_matter_how_the_words_are_typed(typed: str) -> None:
    assert read_share(typed) == SHARES[0]


def test_every_wrong_word_is_named_wherever_it_stands() -> None:
    """The share does not need to be known: the checksum tells which word, and what it was."""
    chance = random.Random(39)
    for paper in PAPERS:
        words = paper.split()
        for place in range(WORDS):
            for other in chance.sample(WORDLIST, 4):
                if other == words[place]:
                    continue
                typed = " ".join([*words[:place], other, *words[place + 1 :]])
                with pytest.raises(ShareMistyped) as caught:
                    read_share(typed)
                expected = {"position": place + 1, "word": other, "likely": words[place]}
                assert caught.value.about == expected


def test_every_word_that_is_none_is_named_with_the_right_one() -> None:
    for place, word in enumerate(FIRST):
        for typed in (word[:3], "x" + word, word[0] + "0" + word[2:], "слово"):
            with pytest.raises(ShareMistyped) as caught:
                read_share(with_words({place: typed}))
            expected = {"position": place + 1, "word": typed, "likely": word}
            assert caught.value.about == expected


def test_with_two_unknown_words_the_first_is_named() -> None:
    with pytest.raises(ShareMistyped) as caught:
        read_share(with_words({6: "acadenic", 20: "слово"}))
    assert caught.value.about == {"position": 7, "word": "acadenic", "likely": "academic"}
    with pytest.raises(ShareWordUnknown) as unknown:
        read_share(with_words({6: "слово", 20: "acadenic"}))
    assert unknown.value.about["position"] == 7
    assert "?" not in str(unknown.value)


def test_an_unknown_word_beside_a_wrong_one_gets_no_invented_correction() -> None:
    wrong = next(word for word in WORDLIST if word not in FIRST)
    with pytest.raises(ShareMistyped) as caught:
        read_share(with_words({3: "qqqq", 9: wrong}))
    assert caught.value.about["position"] == 4
    assert type(caught.value) is ShareWordUnknown


def test_swapped_neighbours_are_named() -> None:
    for place in range(WORDS - 1):
        if FIRST[place] == FIRST[place + 1]:
            continue
        with pytest.raises(ShareWordsSwapped) as caught:
            read_share(with_words({place: FIRST[place + 1], place + 1: FIRST[place]}))
        assert (caught.value.about["position"], caught.value.about["next"]) == (
            place + 1,
            place + 2,
        )
        assert f"{place + 1} and {place + 2}" in str(caught.value)


def test_two_wrong_words_are_never_taken_for_one() -> None:
    chance = random.Random(40)
    for _ in range(60):
        one, other = chance.sample(range(0, WORDS, 2), 2)
        changes = {place: chance.choice(WORDLIST) for place in (one, other)}
        if any(FIRST[place] == word for place, word in changes.items()):
            continue
        with pytest.raises(ShareWrong):
            read_share(with_words(changes))


@pytest.mark.parametrize("count", [0, 1, WORDS - 1, WORDS + 1])
def test_missing_words_are_counted(count: int) -> None:
    with pytest.raises(ShareLength) as caught:
        read_share(" ".join([*FIRST, "academic"][:count]))
    assert caught.value.about == {"have": count, "need": WORDS}


def test_the_worst_mistake_is_found_out_within_a_second() -> None:
    started = time.perf_counter()
    with pytest.raises(ShareWrong):
        read_share(with_words({0: FIRST[5], 31: FIRST[6]}))
    assert time.perf_counter() - started < 1


@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDLIST), min_size=33, max_size=33))
def test_whatever_is_typed_ends_in_a_sentence(typed: str | list[str]) -> None:
    with pytest.raises(DepterError):
        read_share(typed if isinstance(typed, str) else " ".join(typed))


def test_a_share_of_another_notebook_is_named() -> None:
    strangers = [read_share(one) for one in split_key(KEY, threshold=3, shares=5)]
    with pytest.raises(SharesOfAnother) as caught:
        join_shares([SHARES[0], strangers[3], SHARES[2]])
    assert caught.value.about == {"numbers": "4"}


def test_shares_that_only_look_alike_do_not_join() -> None:
    """Two ceremonies may draw the same identifier; the digest inside the key notices."""
    twin = read_share(split_key(bytes(32), threshold=2, shares=2)[1])
    mine = read_share(split_key(KEY, threshold=2, shares=2)[0])
    forged = Share(identifier=mine.identifier, index=2, threshold=2, mnemonic=twin.mnemonic)
    with pytest.raises(SharesOfAnother) as caught:
        join_shares([mine, forged])
    assert caught.value.about == {"numbers": "1, 2"}


def test_the_same_share_twice_counts_once() -> None:
    with pytest.raises(ShareTwice) as caught:
        join_shares([SHARES[0], SHARES[1], SHARES[1]])
    assert caught.value.about == {"number": 2}


def test_a_share_beyond_those_needed_is_proved_too() -> None:
    """A drill in which all trustees come shows that every paper works."""
    other = read_share(split_key(KEY, threshold=3, shares=5)[4])
    broken = Share(identifier=SHARES[0].identifier, index=5, threshold=3, mnemonic=other.mnemonic)
    with pytest.raises(SharesOfAnother):
        join_shares([*SHARES[:4], broken])
