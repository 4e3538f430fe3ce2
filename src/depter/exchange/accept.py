"""Accepting bundles: every part that is for this device, in whatever order they lie there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from depter.errors import DepterError
from depter.exchange.checking import Fork, Missing
from depter.exchange.errors import (
    BundleOfAnotherOffice,
    ClockApart,
    EntriesMissing,
    EntriesTooNew,
    NoBundle,
    SenderShutOut,
    SenderUnknown,
)
from depter.exchange.evidence import Source, take_files
from depter.exchange.judging import Refused
from depter.exchange.parcel import LARGEST, FileBeside, read_part
from depter.exchange.parcel_errors import NotForThisDevice, ParcelDamaged, ParcelTooNew
from depter.exchange.taking import Taken, take_part
from depter.notebook.notebook import Notebook
from depter.register.access import Right, may
from depter.register.facts.office import ForkSeen
from depter.values.ids import SubjectId

Progress = Callable[[int], None]
ENDING: Final = ".age"
_OF_A_PART: Final = (
    *(ParcelDamaged, ParcelTooNew, EntriesTooNew, ClockApart),
    *(BundleOfAnotherOffice, SenderShutOut),
)


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a place.

    Attributes:
        new: how many entries of each device were taken in.
        known: how many were here already.
        parts: how many parts were for this device and could be read.
        elsewhere: how many were not for this device.
        forks: devices that wrote two different entries of one number.
        missing, refused: where feeds are held up, and why.
        failures: parts of which nothing was taken, by their name.
        files, files_missing: how many encrypted files came, and how many did not.
        conflicts: cases about which the office decided twice, unknowingly, as came out now.
        heard: devices that acknowledged what they hold.
    """

    new: dict[str, int]
    known: int
    parts: int
    elsewhere: int
    forks: tuple[Fork, ...]
    missing: tuple[Missing, ...]
    refused: tuple[Refused, ...]
    failures: dict[str, DepterError]
    files: int
    files_missing: int
    conflicts: tuple[SubjectId, ...]
    heard: tuple[str, ...]

    @property
    def entries(self) -> int:
        """How many entries were taken in."""
        return sum(self.new.values())

    @property
    def is_nothing_new(self) -> bool:
        """Whether everything was here before: the bundle was accepted already, or is an old one."""
        held_up = self.failures or self.missing or self.refused or self.forks
        return not (self.entries or self.files or held_up)


def accept(
    book: Notebook,
    source: Source,
    *,
    despite_clock: bool = False,
    progress: Progress | None = None,
) -> Accepted:
    """Take in everything that is for this device; ``progress`` counts entries.

    Each part is durable on its own: stopped anywhere, nothing is lost, and doing it again goes on.
    A part that needs another one first is tried again after that one.

    Raises:
        NoBundle: there are no parts.
        NotForThisDevice, or the failure of a part: when nothing could be taken from any.
        OldCopyPutBack: this notebook is an older copy of itself.
    """
    names = [one for one in source.list() if one.endswith(ENDING)]
    if not names:
        raise NoBundle()
    before = _in_conflict(book)
    taking = _Taking(book, source, despite_clock=despite_clock, progress=progress)
    taking.take(names)
    if not taking.taken:
        raise next(iter(taking.failures.values()), NotForThisDevice())
    files, files_missing = take_files(book, source, taking.files)
    accepted = taking.accepted(
        files=files,
        files_missing=files_missing,
        conflicts=tuple(sorted(_in_conflict(book) - before)),
    )
    _note_forks(book, accepted.forks)
    return accepted


class _Taking:
    """Parts of one place while they are being taken in."""

    def __init__(
        self,
        book: Notebook,
        source: Source,
        *,
        despite_clock: bool,
        progress: Progress | None,
    ) -> None:
        self._book = book
        self._source = source
        self._despite_clock = despite_clock
        self._progress = progress
        self._new: dict[str, int] = {}
        self._known = 0
        self._elsewhere = 0
        self._forks: dict[str, Fork] = {}
        self.taken: dict[str, Taken] = {}
        self.failures: dict[str, DepterError] = {}
        self.files: list[FileBeside] = []

    def take(self, names: Iterable[str]) -> None:
        """Go through the parts until nothing more comes of another round."""
        pending = list(names)
        while pending:
            before = sum(self._new.values())
            pending = [name for name in pending if self._is_waiting(name)]
            if sum(self._new.values()) == before:
                break

    def accepted(
        self, *, files: int, files_missing: int, conflicts: tuple[SubjectId, ...]
    ) -> Accepted:
        """The sum of all parts, as each was left by its last round."""
        last = self.taken.values()
        return Accepted(
            new=self._new,
            known=self._known,
            parts=len(self.taken),
            elsewhere=self._elsewhere,
            forks=tuple(self._forks.values()),
            missing=tuple(self._missing()),
            refused=tuple(refused for one in last for refused in one.refused),
            failures=self.failures,
            files=files,
            files_missing=files_missing,
            conflicts=conflicts,
            heard=tuple(sorted({one.header.device for one in last})),
        )

    def _missing(self) -> Iterator[Missing]:
        """What the senders hold and is still not here: in a part that was lost, or never sent."""
        ends = self._book.ledger.heads()
        last: dict[str, int] = {}
        for one in self.taken.values():
            for head in one.header.heads:
                last[head.device] = max(last.get(head.device, 0), head.seq)
        held_up = {refused.device for one in self.taken.values() for refused in one.refused}
        for device, seq in last.items():
            here = ends[device].seq if device in ends else 0
            if seq > here and device not in held_up and device not in self._forks:
                yield Missing(device, here + 1, seq)

    def _is_waiting(self, name: str) -> bool:
        """Take one part in; whether it must be tried again after another one."""
        is_first = name not in self.taken
        self.failures.pop(name, None)
        try:
            part = read_part(self._read(name), secret=self._book.keyring.secret)
            taken = take_part(self._book, part, despite_clock=self._despite_clock)
        except NotForThisDevice:
            self._elsewhere += 1
            return False
        except _OF_A_PART as problem:
            self.failures[name] = problem
            return False
        except (SenderUnknown, EntriesMissing) as problem:
            self.failures[name] = problem
            return True
        self._add(taken, is_first=is_first)
        self.taken[name] = taken
        self.files.extend(part.files if is_first else ())
        return taken.is_waiting

    def _read(self, name: str) -> bytes:
        size = self._source.size(name)
        if size is None or size > LARGEST:
            raise ParcelDamaged()
        return self._source.read(name)

    def _add(self, taken: Taken, *, is_first: bool) -> None:
        for device, count in taken.new.items():
            self._new[device] = self._new.get(device, 0) + count
        self._known += taken.known if is_first else 0
        for fork in taken.forks:
            self._forks.setdefault(fork.device, fork)
        if self._progress:
            self._progress(sum(taken.new.values()) + (taken.known if is_first else 0))


def _in_conflict(book: Notebook) -> set[SubjectId]:
    """Cases with decisions that do not know of each other. Read from the cards, which say so:
    folding every case that came a second time would take as long as drawing it."""
    rows = book.database.execute("SELECT card FROM facet WHERE facet = 'conflict'")
    return {SubjectId(case) for (case,) in rows}


def _note_forks(book: Notebook, forks: Iterable[Fork]) -> None:
    """Write each fork down once, so that every member learns of it."""
    if not may(book.viewer, Right.EXCHANGE):
        return
    noted = {one.device for one in book.office.forks}
    facts = [
        ForkSeen(device=one.device, seq=one.seq, ours=one.ours, theirs=one.theirs)
        for one in forks
        if one.device not in noted
    ]
    if facts:
        book.write(book.office_id, *facts)
