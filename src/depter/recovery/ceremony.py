"""The trustees' ceremony: a key is drawn, split onto papers, and proved from them, or forgotten.

Nothing is written here. What is said and asked goes through what the caller passes in; the key
itself leaves this module only as words on papers.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

import msgspec

from depter.errors import N_, DepterError
from depter.ledger.entry import b64
from depter.ledger.ledger import Ledger, SubjectKeyRow
from depter.notebook.keyrows import wrapped
from depter.recovery.escrow import recovery_of
from depter.recovery.shares import Share, join_shares, read_share, split_key
from depter.recovery.sheets import is_typed_back, verification_questions
from depter.register.folds.office import Trustees
from depter.values.level import Level
from depter.vault import sealing
from depter.vault.recoverykey import (
    NotTheTrusteesKey,
    Recovery,
    new_recovery,
    recovery_secret,
    trustees_signer,
)

TRIES: Final = 3
HandOut = Callable[[Sequence[Share]], None]
Ask = Callable[[Share, int], str]
_RANDOM: Final = secrets.SystemRandom()


class SheetNotProved(DepterError):
    """The words typed back are not those of the sheet."""

    what: ClassVar[str] = N_("The words typed back are not those of sheet {number}.")
    safe: ClassVar[str] = N_("No trustees were appointed, and the sheets open nothing.")
    do: ClassVar[str] = N_("Destroy all sheets of today and begin the ceremony again.")
    exit_code: ClassVar[int] = 2


class SealedNotOpened(DepterError):
    """The shares are right, but something sealed does not open with them."""

    what: ClassVar[str] = N_(
        "The shares are right, but what is sealed is not shared with them yet."
    )
    safe: ClassVar[str] = N_("Nothing was opened or changed.")
    do: ClassVar[str] = N_("Let a custodian run “depter member share-sealed”, then try again.")
    exit_code: ClassVar[int] = 4


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """What shares were proved to open, without opening it: ``sealed`` is the number of sealed
    keys, ``opened`` how many of them the shares open."""

    recipient: str
    sealed: int
    opened: int


def hold_ceremony(
    *,
    notebook: str,
    threshold: int,
    shares: int,
    hand_out: HandOut,
    ask: Ask,
    told_wrong: Callable[[Share], None] = lambda _: None,
    choose: Callable[[Sequence[int], int], Sequence[int]] = _RANDOM.sample,
    draw: Callable[[int], bytes] = os.urandom,
) -> Recovery:
    """Draw the trustees' key, give it to papers, and go on only when all papers were proved.

    Args:
        hand_out: prints, or shows, every share; it must keep none.
        ask: asks for the word at a number (from 1) on a share's paper.
        told_wrong: says that what was typed is not on the paper.

    Raises:
        QuorumImpossible: see :func:`depter.recovery.shares.split_key`.
        SheetNotProved: three times something else was typed than the paper says.
    """
    key = draw(32)
    papers = tuple(map(read_share, split_key(key, threshold=threshold, shares=shares)))
    if join_shares(papers) != key:
        raise RuntimeError("the shares do not give the key back")
    hand_out(papers)
    for paper in papers:
        if not _is_proved(paper, ask=ask, told_wrong=told_wrong, choose=choose):
            raise SheetNotProved(number=paper.index)
    return new_recovery(key, notebook=notebook, threshold=threshold, shares=shares)


def _is_proved(
    paper: Share,
    *,
    ask: Ask,
    told_wrong: Callable[[Share], None],
    choose: Callable[[Sequence[int], int], Sequence[int]],
) -> bool:
    """Two words of the paper, typed back; other words are asked for each time."""
    for _ in range(TRIES):
        places = verification_questions(paper, choose=choose)
        if is_typed_back(paper, {place: ask(paper, place) for place in places}):
            return True
        told_wrong(paper)
    return False


def trustees_secret(shares: Sequence[Share], *, trustees: Trustees, notebook: str) -> str:
    """The age secret that opens what is sealed to the trustees.

    Raises:
        TooFewShares, SharesOfAnother, ShareTwice: they do not fit together.
        NotTheTrusteesKey: they fit together, but not this notebook.
    """
    key = join_shares(shares)
    secret = recovery_secret(key, recovery_of(trustees, escrow=b""), notebook=notebook)
    public, _ = trustees_signer(key)
    if b64(public) != trustees.signer or sealing.recipient_of(secret) != trustees.recipient:
        raise NotTheTrusteesKey()
    return secret


def prove_shares(
    shares: Sequence[Share], *, trustees: Trustees, notebook: str, ledger: Ledger
) -> Proved:
    """Prove that shares would open the notebook, without restoring or showing anything.

    Raises:
        TooFewShares, SharesOfAnother, ShareTwice: they do not fit together.
        NotTheTrusteesKey: they fit together, but not this notebook.
        SealedNotOpened: nothing of what is sealed opens with them.
    """
    secret = trustees_secret(shares, trustees=trustees, notebook=notebook)
    sealed = [wrapped(row) for row in filter(_is_sealed, ledger.keys())]
    opened = sum(sealing.unseal(one.wrapped, secret=secret) is not None for one in sealed)
    if sealed and not opened:
        raise SealedNotOpened()
    return Proved(recipient=trustees.recipient, sealed=len(sealed), opened=opened)


def _is_sealed(row: SubjectKeyRow) -> bool:
    return row.level is Level.SEALED
