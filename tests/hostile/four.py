"""Four machines of one office and their sticks, and what tests ask of them."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from random import Random

import msgspec

from depter.errors import DepterError
from depter.exchange.evidence import lacking
from depter.exchange.parcel import Header, write_part
from depter.ledger.clock import reading_at
from depter.notebook.bodies import Pen
from tests.carriers import Machine, machine_in
from tests.desk import write_something

_numbers = count()


class Four:
    """Four machines and as many sticks; a stick is what one of them last wrote."""

    def __init__(self, folders: Path, where: Path) -> None:
        self.where = where / f"run-{next(_numbers)}"
        self.where.mkdir()
        self.machines = []
        for number in range(4):
            folder = self.where / f"machine-{number}"
            shutil.copytree(folders / f"machine-{number}", folder)
            self.machines.append(machine_in(folder, name=str(number)))

    def close(self) -> None:
        for one in self.machines:
            one.book.close()
        shutil.rmtree(self.where)

    def stick(self, number: int) -> Path:
        return self.where / f"stick-{number}"

    def offer(self, number: int, to: int | None) -> None:
        others = [] if to in (None, number) else [self.machines[to or 0]]
        self.machines[number].offer(self.stick(number), *others)

    def accept(self, number: int, stick: int, lost: int) -> None:
        """Take in a copy of a stick on which some parts were lost; the stick itself stays."""
        if not self.stick(stick).exists():
            return
        copy = self.where / "copy"
        shutil.copytree(self.stick(stick), copy)
        for place, part in enumerate(sorted(copy.iterdir())):
            if lost >> place & 1:
                part.unlink()
        try:
            self.machines[number].accept(copy)
        except DepterError:
            pass  # nothing for this machine, or nothing left: whatever it is, it ends in a sentence
        finally:
            shutil.rmtree(copy)

    def meet(self) -> None:
        """Everybody brings everything to everybody, until nobody has anything new."""
        for _ in range(3):
            for number, one in enumerate(self.machines):
                self.offer(number, None)
                for other in self.machines:
                    if other is not one:
                        other.accept(self.stick(number))


def assert_same(machines: list[Machine]) -> None:
    first = machines[0]
    cards = first.cards()
    assert cards["card"]
    for one in machines:
        assert one.notebook.ledger.heads() == first.notebook.ledger.heads()
        assert one.cards() == cards
        assert one.notebook.differing_cards() == []
        assert lacking(one.notebook) == ()
        assert one.book.verify().first_bad is None


def parts_on(stick: Path) -> list[Path]:
    return sorted(stick.glob("*.age"))


def state_of(machine: Machine) -> tuple[object, ...]:
    keys = machine.notebook.ledger.keys()
    return machine.notebook.ledger.heads(), machine.cards(), list(keys)


def some_days(machine: Machine, *, days: int = 6) -> None:
    chance = Random(days)
    for _ in range(days):
        write_something(machine.notebook, chance)


def forged(machine: Machine, to: Machine, **content: object) -> bytes:
    """A part that a member makes with another program, from whatever they like."""
    header = Header(
        office=machine.notebook.office_id,
        device=machine.device,
        made_at=reading_at(machine.watch()),
        to=(to.notebook.keyring.recipient(),),
    )
    header = msgspec.structs.replace(header, **content.pop("header", {}))  # type: ignore[arg-type]
    secret = machine.notebook.keyring.device_keys()[1]
    return write_part(header, secret=secret, **content)  # type: ignore[arg-type]


def pen_of(machine: Machine) -> Pen:
    """What writes without asking for a right."""
    book = machine.notebook
    return Pen(book.ledger, book.keyring, under=book.office.key, now=machine.watch())
