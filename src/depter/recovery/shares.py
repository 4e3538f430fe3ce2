"""Paper shares of a key after SLIP-39: any ``threshold`` of them give it back, fewer say nothing.

Splitting, joining and the checksum are the library's. Ours is to say which word was mistyped. The
checksum RS1024 (three words) is linear: changing a word by exclusive-or changes it by an amount
that depends on the place and the change alone, never on the other words. So one wrong word is
found by looking up what is amiss among what each place can cause; any two valid shares differ in
at least four words, hence at most one such correction exists.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

import msgspec
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic import Share as Slip39
from shamir_mnemonic.constants import CUSTOMIZATION_STRING_EXTENDABLE as PURPOSE
from shamir_mnemonic.rs1024 import create_checksum
from shamir_mnemonic.wordlist import WORDLIST

from depter.errors import DepterError
from depter.recovery import share_errors as wrong

WORDS: Final = 33  # of a share of 32 bytes
# The first four letters are enough: no two words of the list share them.
_NUMBERS: Final = {word[:n]: i for i, word in enumerate(WORDLIST) for n in range(4, 9)}


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A share that was read without a mistake.

    Attributes:
        identifier: the same for all shares of one ceremony, random.
        index: 1, 2, 3, …: the number on the paper.
        threshold: how many shares are needed.
        mnemonic: the words, whole, in small letters, one space between them.
    """

    identifier: int
    index: int
    threshold: int
    mnemonic: str

    def __repr__(self) -> str:
        return f"Share({self.index}, …)"


def split_key(key: bytes, *, threshold: int, shares: int) -> tuple[str, ...]:
    """The words of each share, in the order of their numbers.

    The key must be random: SLIP-39's own stretching, meant for passphrases, is at its least.

    Raises:
        QuorumImpossible: not 2 ≤ threshold ≤ shares ≤ 16.
    """
    if not 2 <= threshold <= shares <= 16:
        raise wrong.QuorumImpossible(need=threshold, shares=shares)
    if len(key) != 32:
        raise ValueError("a key has 32 bytes")
    return tuple(generate_mnemonics(1, [(threshold, shares)], key, iteration_exponent=0)[0])


def read_share(words: str) -> Share:
    """Read what was typed: in any case, with line numbers, or the first letters of each word.

    Raises:
        ShareLength: words are missing, or too many.
        ShareMistyped: one word is wrong; its kinds say how (unknown, swapped with the next).
        ShareWrong: several are, or it is no share that :func:`split_key` made.
    """
    typed = re.findall(r"[^\W\d]\w*", unicodedata.normalize("NFKC", words).lower())
    if len(typed) != WORDS:
        raise wrong.ShareLength(have=len(typed), need=WORDS)
    numbers = [_NUMBERS.get(word, -1) for word in typed]
    unknown = [place for place, number in enumerate(numbers) if number < 0]
    if unknown or _amiss(numbers):
        raise _mistake(typed, numbers, unknown)
    mnemonic = " ".join(WORDLIST[number] for number in numbers)
    try:
        share = Slip39.from_mnemonic(mnemonic)
    except MnemonicError:
        raise wrong.ShareWrong() from None
    if not share.extendable or share.group_count > 1 or share.member_threshold < 2:
        raise wrong.ShareWrong()
    need, number = share.member_threshold, share.index + 1
    return Share(identifier=share.identifier, index=number, threshold=need, mnemonic=mnemonic)


def join_shares(shares: Sequence[Share]) -> bytes:
    """The key; shares beyond the number needed are proved to give the same one.

    Raises:
        SharesOfAnother: they are not of one ceremony; names those in the minority.
        ShareTwice: one was given twice.
        TooFewShares: fewer than needed.
    """
    ceremonies = Counter((one.identifier, one.threshold) for one in shares)
    usual = max(ceremonies, key=ceremonies.__getitem__, default=(0, 2))
    others = [str(one.index) for one in shares if (one.identifier, one.threshold) != usual]
    if others:
        raise wrong.SharesOfAnother(numbers=", ".join(others))
    [(number, times)] = Counter(one.index for one in shares).most_common(1) or [(0, 0)]
    if times > 1:
        raise wrong.ShareTwice(number=number)
    if len(shares) < (need := usual[1]):
        raise wrong.TooFewShares(have=len(shares), need=need)
    words = [one.mnemonic for one in shares]
    try:
        keys = {bytes(combine_mnemonics([*words[: need - 1], one])) for one in words[need - 1 :]}
    except MnemonicError:
        keys = set()
    if len(keys) != 1:
        raise wrong.SharesOfAnother(numbers=", ".join(str(one.index) for one in shares))
    return keys.pop()


def _amiss(numbers: Sequence[int]) -> int:
    """By what the checksum is off; 0 when it is right."""
    off = 0
    for due, there in zip(create_checksum(numbers[:-3], PURPOSE), numbers[-3:], strict=True):
        off = off << 10 | due ^ there
    return off


def _mistake(typed: list[str], numbers: list[int], unknown: list[int]) -> DepterError:
    """The one mistake that explains what was typed, or that there are several."""
    found = _correction([max(number, 0) for number in numbers], unknown or range(WORDS))
    if found is not None and unknown in ([], [found[0]]):
        place, word = found
        return wrong.ShareMistyped(position=place + 1, word=typed[place], likely=word)
    for place in unknown:
        near = get_close_matches(typed[place], WORDLIST, n=1)
        kind = wrong.ShareMistyped if near else wrong.ShareWordUnknown
        return kind(position=place + 1, word=typed[place], likely="".join(near))
    for place in range(WORDS - 1):
        swapped = [*numbers[:place], numbers[place + 1], numbers[place], *numbers[place + 2 :]]
        if not _amiss(swapped):
            return wrong.ShareWordsSwapped(position=place + 1, next=place + 2, word=typed[place])
    return wrong.ShareWrong()


def _correction(numbers: list[int], places: Sequence[int]) -> tuple[int, str] | None:
    """The place, among these, where one other word makes the checksum right, and that word."""
    amiss = _amiss(numbers)
    for place in places:
        effects = [0]  # of each change of this word, as the change's bits count
        for bit in range(10):
            changed = [*numbers[:place], numbers[place] ^ 1 << bit, *numbers[place + 1 :]]
            shift = _amiss(changed) ^ amiss
            effects += [shift ^ effect for effect in effects]
        if amiss in effects:
            return place, WORDLIST[numbers[place] ^ effects.index(amiss)]
    return None
