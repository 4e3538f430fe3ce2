"""Machines of the drill, the sticks between them, and whether they hold the same register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from depter.actions.members import Done, Step, confirm
from depter.exchange.accept import Accepted, accept
from depter.exchange.offer import write_offer
from depter.exchange.places import open_place
from depter.exchange.plan import plan_offer
from depter.notebook.notebook import Notebook
from depter.store import joining
from depter.store.book import Book
from tests.carriers import Machine

WORDS: Final = {
    "Qarlygash": "seven willows beside a slow canal",
    "Boran": "green lanterns over the quiet valley",
    "Sayasat": "a kettle of salted tea at dusk",
    "Tolqyn": "cranes returning across the reeds",
}
_MOST_ROUNDS: Final = 6


class Differs(AssertionError):
    """Two machines do not hold the same, or something that must not be is."""


class Calendar:
    """The one clock of the drill: it began a fortnight ago."""

    def __init__(self) -> None:
        self._ahead = timedelta(days=-14)

    def __call__(self) -> datetime:
        """Now, as all machines believe."""
        return datetime.now(UTC) + self._ahead

    def next_day(self) -> None:
        """Everybody sleeps."""
        self._ahead += timedelta(days=1)


@dataclass
class Scene:
    """Open notebooks by the name of whoever works at them, and a folder for sticks."""

    where: Path
    calendar: Calendar = field(default_factory=Calendar)
    books: dict[str, Book] = field(default_factory=dict)
    chance: Random = field(default_factory=lambda: Random(7))

    def notebook(self, name: str) -> Notebook:
        """What actions take."""
        return self.books[name].notebook

    def stick(self, name: str) -> Path:
        """The stick of whoever carries it; it is there whether anybody plugged it in or not."""
        folder = self.where / f"stick of {name}"
        folder.mkdir(exist_ok=True)
        return folder

    def carry(self, source: str, *targets: str) -> list[Accepted]:
        """One offers to the others, who accept."""
        place = open_place(str(self.stick(source)))
        to = [self.notebook(target).device for target in targets]
        write_offer(self.notebook(source), plan_offer(self.notebook(source), to=to), place)
        return [accept(self.notebook(target), place) for target in targets]

    def meet(self, *names: str) -> int:
        """Everybody carries to everybody until nobody has anything new; how many rounds."""
        for turn in range(1, _MOST_ROUNDS + 1):
            came = [
                one
                for source in names
                for one in self.carry(source, *(name for name in names if name != source))
            ]
            for one in came:
                if one.failures or one.refused or one.forks or one.missing or one.files_missing:
                    raise Differs(f"an exchange was held up: {one}")
            if all(one.is_nothing_new for one in came):
                return turn
        raise Differs("the machines never came to rest")

    def decide(self, done: Done, *, by: str, second: str) -> None:
        """What takes two is carried to the second custodian, confirmed, and carried back."""
        if Step.CONFIRM in done.missing:
            self.carry(by, second)
            confirm(self.notebook(second), entry=done.entry)
            self.carry(second, by)

    def invite(self, name: str, *roles: str, by: str, second: str = "") -> None:
        """Somebody joins on a machine of their own."""
        invitation = joining.invite(self.books[by], name=name, roles=roles)
        self.decide(invitation.done, by=by, second=second)
        code, clock = invitation.code, self.calendar
        stored = joining.write_invitation(self.books[by], code=code, clock=clock)
        joining.invitation_left(self.books[by], code=code, clock=clock)
        self.books[name] = joining.join(
            self.where / name, invitation=stored, code=code, passphrase=WORDS[name], clock=clock
        )
        self.carry(name, by)


def expect_same(scene: Scene, names: Iterable[str]) -> int:
    """Go on only if all hold the same, row by row and byte by byte; how many rows.

    Raises:
        Differs: says who, and in what.
    """
    first, *others = (Machine(name, scene.books[name]) for name in names)
    cards = first.cards()
    heads = first.notebook.ledger.heads()
    for one in others:
        if one.notebook.ledger.heads() != heads:
            raise Differs(f"{one.name} does not hold the entries of {first.name}")
        for table, rows in one.cards().items():
            if rows != cards[table]:
                raise Differs(f"{one.name} and {first.name} differ in the table {table}")
    for one in (first, *others):
        if differing := one.notebook.differing_cards():
            raise Differs(f"{one.name}: {len(differing)} cards are not what the ledger says")
        if one.book.verify().first_bad is not None:
            raise Differs(f"{one.name}: an entry does not hold")
    return sum(map(len, cards.values()))
