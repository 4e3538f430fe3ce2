"""Failures of paper shares: a mistyped word, too few shares, shares that do not belong together.

A sentence may name one word of a share: it is shown to the person who typed it, and fewer shares
than are needed say nothing about the key.
"""

from __future__ import annotations

from typing import ClassVar

from depter.errors import N_, BadInput


class QuorumImpossible(BadInput):
    """Not 2 ≤ needed ≤ made ≤ 16."""

    what: ClassVar[str] = N_("{need} of {shares} shares is not a choice that can be made.")
    do: ClassVar[str] = N_("Make between 2 and 16 shares, of which 2 or more are needed.")


class ShareLength(BadInput):
    """Words are missing, or there are too many."""

    what: ClassVar[str] = N_("This share has {have} words; there must be {need}.")
    do: ClassVar[str] = N_("Count along with the numbers on the paper and type it again.")


class ShareMistyped(BadInput):
    """One word is wrong; ``position`` counts from 1, ``likely`` is what the paper should say."""

    what: ClassVar[str] = N_("Word {position} of this share is wrong: “{word}”.")
    do: ClassVar[str] = N_("Look at the paper: is word {position} perhaps “{likely}”?")


class ShareWordUnknown(ShareMistyped):
    """No share has such a word, and none can be proposed."""

    do: ClassVar[str] = N_("Look at the paper and type word {position} again.")


class ShareWordsSwapped(ShareMistyped):
    """The word and its successor stand in each other's place."""

    what: ClassVar[str] = N_("Words {position} and {next} of this share are swapped.")
    do: ClassVar[str] = N_("Look at the paper and type the two words in its order.")


class ShareWrong(BadInput):
    """Several words are wrong, or it is no share made by Depter."""

    what: ClassVar[str] = N_("These words are not a share: at least two of them are wrong.")
    do: ClassVar[str] = N_("Compare word by word with the paper; the numbers help.")


class TooFewShares(BadInput):
    """``have`` shares of one ceremony, ``need`` are needed."""

    what: ClassVar[str] = N_("{have} shares are here; {need} are needed.")
    do: ClassVar[str] = N_("Ask another trustee. With fewer shares nobody can open anything.")


class SharesOfAnother(BadInput):
    """``numbers``: the shares that do not belong to the others."""

    what: ClassVar[str] = N_(
        "Share {numbers} belongs to another notebook or to an earlier set of shares."
    )
    do: ClassVar[str] = N_("Compare the notebook and the date on the papers of all trustees.")


class ShareTwice(BadInput):
    """The same share was given twice."""

    what: ClassVar[str] = N_("Share {number} is here twice.")
    do: ClassVar[str] = N_("Each trustee has a share of another number: ask another trustee.")
