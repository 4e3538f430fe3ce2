"""A notebook with trustees whose words a test may read, and what comes back from its backup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from depter.exchange.places import open_place
from depter.recovery.ceremony import hold_ceremony
from depter.recovery.shares import Share, read_share
from depter.recovery.unwrap import with_passphrase, with_shares
from depter.store.book import Book, open_notebook
from depter.store.restoring import Restored, restore
from depter.store.trusteeship import Appointed, appoint
from tests.people import PASSPHRASE

NEW_PASSPHRASE: Final = "reed boats crossing the wide brown river"


@dataclass
class Papers:
    """What lies in the trustees' drawers."""

    shares: list[Share] = field(default_factory=list)

    def hand_out(self, shares: Sequence[Share]) -> None:
        """As the printer does."""
        self.shares = list(shares)

    def word(self, share: Share, place: int) -> str:
        """As a trustee reads it off."""
        return next(one for one in self.shares if one.index == share.index).mnemonic.split()[
            place - 1
        ]

    def typed(self, *numbers: int) -> list[Share]:
        """Read back from what the trustees with these papers type, in whatever case."""
        return [read_share(self.shares[number - 1].mnemonic.upper()) for number in numbers]


def with_trustees(book: Book, *, threshold: int = 2, shares: int = 3) -> tuple[Papers, Appointed]:
    """Hold a ceremony in which nobody makes a mistake."""
    papers = Papers()
    recovery = hold_ceremony(
        notebook=book.key_file.notebook,
        threshold=threshold,
        shares=shares,
        hand_out=papers.hand_out,
        ask=papers.word,
    )
    return papers, appoint(book, recovery, passphrase=PASSPHRASE)


def back_from_paper(
    stick: Path,
    papers: Papers,
    into: Path,
    *,
    numbers: Sequence[int] = (1, 2),
    name: str = "Boran",
    member: str = "",
    without: Sequence[str] = (),
) -> Restored:
    """Restore with some trustees' papers."""
    place = open_place(str(stick))
    unwrapped = with_shares(place, shares=papers.typed(*numbers))
    return restore(
        place,
        unwrapped,
        into=into,
        passphrase=NEW_PASSPHRASE,
        name=name,
        member=member,
        without=without,
    )


def back_with_passphrase(stick: Path, into: Path) -> Restored:
    """Restore as the member who made the backup."""
    place = open_place(str(stick))
    unwrapped = with_passphrase(place, passphrase=PASSPHRASE)
    return restore(place, unwrapped, into=into, passphrase=PASSPHRASE)


def recovered(into: Path) -> Book:
    """Open what was restored from paper."""
    return open_notebook(into, passphrase=NEW_PASSPHRASE)
