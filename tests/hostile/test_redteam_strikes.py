"""What may not be crossed out, whoever asks: who opened a source, and what the register is."""

from __future__ import annotations

import pytest

from depter import Book
from depter.actions.history import CannotStrike, OpeningStands, strike_entry
from depter.actions.sources import introduce_source, open_sealed
from depter.register.facts.office import EntryStruck
from tests.people import MELIKE, PASSPHRASE


def test_an_opened_source_cannot_be_made_to_vanish_with_its_opening(book: Book) -> None:
    source = introduce_source(book.notebook, source_kind="relative", identity=MELIKE.latin)
    introduced = book.notebook.facts(source)[0].id
    strike = strike_entry(book.notebook, subject=source, entry=introduced)  # by mistake: allowed
    strike_entry(book.notebook, subject=source, entry=strike)
    secret = book.custodian(PASSPHRASE)
    open_sealed(book.notebook, subject=source, custodian=secret, reason="She is in danger.")
    opened = book.notebook.facts(source)[-1].id
    for entry in (introduced, opened):
        with pytest.raises(OpeningStands):
            strike_entry(book.notebook, subject=source, entry=entry)
    with pytest.raises(CannotStrike):
        strike_entry(book.notebook, subject=source, entry=strike)
    assert book.source(source).source.times_opened == 1


def test_the_office_and_its_member_cannot_be_crossed_out(book: Book) -> None:
    ledger = book.notebook.ledger
    for kind in ("office.founded", "member.admitted"):
        [kept] = ledger.of_kind(kind)
        with pytest.raises(CannotStrike):
            strike_entry(book.notebook, subject=kept.subject, entry=kept.id)
        facts = book.notebook.facts(kept.subject)
        assert not [one for one in facts if isinstance(one.fact, EntryStruck)]
