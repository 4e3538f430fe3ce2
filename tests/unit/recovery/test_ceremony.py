"""The ceremony: nobody is appointed unless every sheet was proved, and all of them open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from depter.actions.members import confirm
from depter.actions.sealed_sharing import unshared
from depter.actions.sources import introduce_source
from depter.exchange.places import open_place
from depter.ledger.entry import b64
from depter.recovery import share_errors
from depter.recovery.ceremony import SheetNotProved, hold_ceremony
from depter.recovery.shares import Share, split_key
from depter.register.access import NotAllowed
from depter.register.facts.office import TrusteesAppointed
from depter.store.book import Book
from depter.store.copies import make_copy
from depter.store.trusteeship import NoTrusteesYet, appoint, drill
from depter.vault.errors import WrongPassphrase
from depter.vault.recoverykey import NotTheTrusteesKey, Recovery
from tests.offices import office_of
from tests.people import PASSPHRASE
from tests.trustees import Papers, with_trustees


def held(papers: Papers, *, threshold: int = 3, shares: int = 5) -> Recovery:
    return hold_ceremony(
        notebook="k3v9q2m8xwz7aaaa",
        threshold=threshold,
        shares=shares,
        hand_out=papers.hand_out,
        ask=papers.word,
    )


def test_every_sheet_is_asked_for_two_words() -> None:
    asked: list[tuple[int, int]] = []
    papers = Papers()

    def ask(share: Share, place: int) -> str:
        asked.append((share.index, place))
        return papers.word(share, place)

    recovery = hold_ceremony(
        notebook="k3v9q2m8xwz7aaaa",
        threshold=3,
        shares=5,
        hand_out=papers.hand_out,
        ask=ask,
    )
    assert [index for index, _ in asked] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert len(set(asked)) == 10
    assert (recovery.threshold, recovery.shares) == (3, 5)


def test_three_wrong_answers_end_it_and_other_words_are_asked_for() -> None:
    papers, wrong, asked = Papers(), [], []

    def ask(share: Share, place: int) -> str:
        asked.append(place)
        return papers.word(share, place) if share.index == 1 else "academic"

    places: Sequence[int] = range(5, 34)
    turn = count()
    with pytest.raises(SheetNotProved) as told:
        hold_ceremony(
            notebook="k3v9q2m8xwz7aaaa",
            threshold=2,
            shares=2,
            hand_out=papers.hand_out,
            ask=ask,
            told_wrong=lambda share: wrong.append(share.index),
            choose=lambda _, many: places[(start := many * next(turn)) : start + many],
        )
    assert told.value.about == {"number": 2}
    assert wrong == [2, 2, 2]
    assert len(set(asked)) == len(asked)


def test_a_slip_may_be_mended() -> None:
    papers, slips = Papers(), iter(["academic"])
    recovery = hold_ceremony(
        notebook="k3v9q2m8xwz7aaaa",
        threshold=2,
        shares=3,
        hand_out=papers.hand_out,
        ask=lambda share, place: next(slips, papers.word(share, place)),
    )
    assert recovery.shares == 3


def test_a_quorum_that_cannot_be_is_refused() -> None:
    with pytest.raises(share_errors.QuorumImpossible):
        held(Papers(), threshold=4, shares=3)


def test_appointed_proved_and_shared_with(full_book: Book) -> None:
    _, appointed = with_trustees(full_book)
    office = full_book.office
    assert not appointed.waits
    assert appointed.shared
    assert (appointed.closed, unshared(full_book.notebook)) == (0, 0)
    assert office.is_recoverable
    assert office.trustees is not None
    assert office.trustees.recipient in office.custodians
    kept = full_book.key_file.recovery
    assert kept is not None
    assert kept.recipient == office.trustees.recipient


def test_nothing_is_appointed_with_a_wrong_passphrase(book: Book) -> None:
    recovery = held(Papers())
    with pytest.raises(WrongPassphrase):
        appoint(book, recovery, passphrase="no passphrase of anybody here")
    assert book.office.trustees is None
    assert book.key_file.recovery is None


def test_a_drill_is_recorded_and_opens_nothing(book: Book) -> None:
    introduce_source(book.notebook, source_kind="relative", identity="somebody")
    papers, _ = with_trustees(book)
    proved = drill(book, papers.typed(1, 3))
    assert (proved.sealed, proved.opened) == (1, 1)
    assert book.office.trustees is not None
    assert book.office.trustees.verified_how == "drill"


def test_a_drill_says_what_is_wrong(book: Book) -> None:
    with pytest.raises(NoTrusteesYet):
        drill(book, [])
    papers, _ = with_trustees(book)
    other = Papers()
    held(other, threshold=2, shares=2)
    with pytest.raises(share_errors.TooFewShares):
        drill(book, papers.typed(1))
    with pytest.raises(NotTheTrusteesKey):
        drill(book, other.typed(1, 2))
    with pytest.raises(share_errors.SharesOfAnother):
        drill(book, [*papers.typed(1), *other.typed(2)])
    assert book.office.trustees is not None
    assert book.office.trustees.verified_how == "words"


def test_later_sheets_replace_earlier_ones(book: Book) -> None:
    earlier, _ = with_trustees(book)
    later, _ = with_trustees(book)
    with pytest.raises(NotTheTrusteesKey):
        drill(book, earlier.typed(1, 2))
    assert drill(book, later.typed(1, 2)).recipient


def test_with_two_custodians_it_waits_for_the_second(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        book = office.book("Qarlygash")
        papers, appointed = with_trustees(book)
        assert appointed.waits
        assert book.office.trustees is None
        (tmp_path / "stick").mkdir()
        made = make_copy(book, open_place(str(tmp_path / "stick")))
        assert not made.recoverable
        confirm(office.notebook("Boran"), entry=appointed.entry)
        assert book.office.is_recoverable
        assert make_copy(book, open_place(str(tmp_path / "stick"))).recoverable
        assert drill(book, papers.typed(2, 3)).sealed == 0


def test_a_volunteer_appoints_nobody(tmp_path: Path) -> None:
    with office_of(tmp_path, ("", "intake")) as office:
        book = office.book("Boran")
        with pytest.raises(NotAllowed):
            appoint(book, held(Papers()), passphrase=PASSPHRASE)
        notebook = office.notebook("Boran")
        fact = TrusteesAppointed(
            recipient="age1x", guarded="", signer=b64(bytes(32)), threshold=2, shares=2
        )
        with pytest.raises(NotAllowed):
            notebook.write(notebook.office_id, fact)


def test_papers_hold_what_was_split() -> None:
    papers = Papers()
    held(papers)
    assert [one.index for one in papers.shares] == [1, 2, 3, 4, 5]
    assert len(split_key(bytes(32), threshold=3, shares=5)) == 5
