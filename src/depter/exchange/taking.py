"""Taking one part in: everything of it that holds, in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from depter.exchange.checking import Fork, Missing, Sorted, check_clock, read_lines, sort_lines
from depter.exchange.errors import (
    BundleOfAnotherOffice,
    EntriesMissing,
    SenderShutOut,
    SenderUnknown,
)
from depter.exchange.heard import Acknowledged, Heard
from depter.exchange.judging import Judge, Refused
from depter.exchange.keys import by_custodians, trustworthy
from depter.exchange.parcel import Header, Part
from depter.exchange.parcel_errors import ParcelDamaged
from depter.ledger.clock import is_reading, reading_at
from depter.ledger.heads import OldCopyPutBack
from depter.ledger.ledger import SubjectKeyRow
from depter.notebook.notebook import Notebook
from depter.register.folds.office import OfficeFile
from depter.values.ids import SubjectId, is_id


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one part.

    Attributes:
        new: how many entries of each device were taken in.
        known: how many were here already.
        forks, missing, refused: where feeds are held up, and why.
    """

    header: Header
    new: dict[str, int]
    known: int
    forks: tuple[Fork, ...]
    missing: tuple[Missing, ...]
    refused: tuple[Refused, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether more of it may be taken in once another part was."""
        return bool(self.missing or any(one.reason == "stranger" for one in self.refused))


def take_part(book: Notebook, part: Part, *, despite_clock: bool = False) -> Taken:
    """Check a part against what is here and take in what holds.

    Raises:
        BundleOfAnotherOffice, SenderUnknown, SenderShutOut: as they say; nothing was taken.
        EntriesMissing: what says who the sender is stands in another part or bundle.
        ParcelDamaged, EntriesTooNew, ClockApart: likewise.
        OldCopyPutBack: the sender holds more of what this device wrote than is here.
    """
    header = part.header
    lines = read_lines(part.entries)
    if not is_reading(header.made_at) or not is_id(header.office):
        raise ParcelDamaged()
    with book.together():
        founded = book.ledger.first_subject("office.founded")
        if header.office != (founded or header.office):
            raise BundleOfAnotherOffice()
        found = sort_lines(lines, part.entries, ledger=book.ledger, database=book.database)
        if not despite_clock:
            readings = [line.entry.at for line, _ in found.new]
            check_clock((*readings, header.made_at), now=book.now())
        rows = _rows_to_keep(book, part, found)
        book.ledger.add_keys(rows)
        judge = Judge(book, SubjectId(header.office), found.new)
        _check_sender(judge.office, header, found.missing)
        again = by_custodians(part.keys, judge=judge)
        book.ledger.add_keys(again)
        forks = (*found.forks, *_forks_by_heads(book, header, found))
        _check_own_feed(book, header, found, forks)
        taken, refused = judge.sort(found.new)
        book.accept(taken, ())
        if _opens_what_was_closed(book, judge, [*rows, *again]):
            book.rebuild()
    _hear(book, header)
    return Taken(
        header=header,
        new=_counted(line.entry.device for line, _ in taken),
        known=found.known,
        forks=forks,
        missing=found.missing,
        refused=refused,
    )


def _rows_to_keep(book: Notebook, part: Part, found: Sorted) -> list[SubjectKeyRow]:
    """Keys that came for the first time; where no entry is new, none can be."""
    rows = part.keys if found.new else ()
    return trustworthy(rows, ledger=book.ledger, keyring=book.keyring)


def _check_sender(office: OfficeFile, header: Header, missing: tuple[Missing, ...]) -> None:
    """The office as it is with what came says who the sender is."""
    member = office.member_of(header.device)
    if member is None:
        for gap in missing:  # which may say who it is
            raise EntriesMissing(device=gap.device, first=gap.first, last=gap.last)
        raise SenderUnknown()
    if not member.stands:
        raise SenderShutOut()


def _forks_by_heads(book: Notebook, header: Header, found: Sorted) -> Iterator[Fork]:
    """Feeds that pass through another entry at the sender's, though none of it was sent."""
    seen = {one.device for one in found.forks}
    for head in header.heads:
        ours = book.ledger.id_at(head.device, head.seq) if head.seq < 2**62 else None
        if ours is not None and ours != head.id and head.device not in seen:
            yield Fork(head.device, head.seq, ours, head.id)


def _check_own_feed(book: Notebook, header: Header, found: Sorted, forks: tuple[Fork, ...]) -> None:
    """Nobody else writes this device's feed: whoever has more of it knew a later copy."""
    if any(one.device == book.device for one in forks):
        return
    own = book.ledger.head(book.device)
    here = own.seq if own else 0
    there = max((one.seq for one in header.heads if one.device == book.device), default=0)
    sent = sum(line.entry.device == book.device for line, _ in found.new)
    if there > here or sent:
        raise OldCopyPutBack(missing=max(there - here, sent))


def _opens_what_was_closed(book: Notebook, judge: Judge, rows: list[SubjectKeyRow]) -> bool:
    """Whether a key of the office came that opens keys which were here before it."""
    fresh = {one.id for one in judge.keyring.office} - {one.id for one in judge.before.office}
    if not fresh:
        return False
    came = {(row.subject, row.level, row.id) for row in rows}
    return any(
        row.under in fresh and (row.subject, row.level, row.id) not in came
        for row in iter(book.ledger.keys())
    )


def _hear(book: Notebook, header: Header) -> None:
    """Keep what the sender acknowledged; a date ahead of ours must not outlast later ones."""
    office = book.office
    heard = Heard(
        device=header.device,
        at=min(header.made_at, reading_at(book.now())),
        heads=header.heads,
        beside=tuple(one for one in header.beside if office.device(one) is not None),
        lacks=header.lacks,
        turned=header.turned,
    )
    acknowledged = Acknowledged(book)
    acknowledged.is_here(book.device)
    acknowledged.hear(heard)


def _counted(devices: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for device in devices:
        counts[device] = counts.get(device, 0) + 1
    return counts
