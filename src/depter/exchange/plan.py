"""What the others lack, worked out from what they last acknowledged."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final

import msgspec

from depter.exchange.errors import NobodyToOffer
from depter.exchange.evidence import known_blobs
from depter.exchange.heard import Acknowledged, Heard
from depter.exchange.keys import turned_digest, turned_keys
from depter.exchange.parcel import MOST_ENTRIES
from depter.ledger.heads import Head
from depter.notebook.notebook import Notebook
from depter.register.access import Right, require
from depter.register.folds.office import Device, OfficeFile

PART_BYTES: Final = 4_000_000
"""Bytes of lines and bodies after which the next part begins."""
_BESIDE: Final = 600  # bytes that an entry takes beside line and bodies: signature, keys

Slice = dict[str, tuple[int, int]]
"""Of each feed: behind which entry it begins, and up to which it goes."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle before it is written.

    Attributes:
        to: the devices it is for.
        unheard: those among them that were never heard of; what they lack is not known.
        slices: the entries of each part; none when the others have everything.
        entries: how many entries there are in all.
        turned: whether keys that were wrapped again go with it.
        blobs: encrypted files that go with it.
        bundle: id of the bundle; the same for the same bundle, planned again.
    """

    to: tuple[Device, ...]
    unheard: tuple[Device, ...]
    slices: tuple[Slice, ...]
    entries: int
    turned: bool
    blobs: tuple[str, ...]
    bundle: str


def plan_offer(book: Notebook, *, to: Sequence[str] | None = None) -> Plan:
    """Only what the others lack. ``to`` are device keys; every other device when it is None.

    What a device lacks is known once it was heard of. When none of them was, all is offered;
    otherwise those never heard of must be named in ``to`` to be given everything.

    Raises:
        NotAllowed: the member may not exchange.
        NobodyToOffer: there is no such device.
    """
    require(book.viewer, Right.EXCHANGE)
    heard = Acknowledged(book).read()
    devices = devices_for(book, heard, to)
    unheard = tuple(one for one in devices if one.key not in heard)
    known = [heard[one.key] for one in devices if one.key in heard]
    if unheard and (to is not None or not known):
        known = []
    after = _after(book, known)
    slices = tuple(_slices(book, after))
    ours = turned_digest(turned_keys(book.ledger))
    return Plan(
        to=devices,
        unheard=unheard,
        slices=slices,
        entries=sum(until - begin for one in slices for begin, until in one.values()),
        turned=not known or any(one.turned != ours for one in known),
        blobs=_blobs(book, slices, known),
        bundle=_bundle(book, devices, known),
    )


def answer_to(book: Notebook, *, to: Sequence[str]) -> Plan:
    """A bundle that holds nothing but what is acknowledged here.

    Raises:
        NobodyToOffer: there is no such device.
    """
    heard = Acknowledged(book).read()
    devices = devices_for(book, heard, to)
    known = [heard[one.key] for one in devices if one.key in heard]
    bundle = _bundle(book, devices, [*known, Heard(device="answer")])
    return Plan(to=devices, unheard=(), slices=(), entries=0, turned=False, blobs=(), bundle=bundle)


def devices_for(
    book: Notebook, heard: Mapping[str, Heard], to: Sequence[str] | None
) -> tuple[Device, ...]:
    """The devices of members who read the register, this notebook's own left out.

    Raises:
        NobodyToOffer: none is left.
    """
    found = tuple(
        one
        for one in reading_devices(book.office)
        if one.key != book.device
        and not (one.key in heard and heard[one.key].is_here)
        and (to is None or one.key in to)
    )
    if not found:
        raise NobodyToOffer()
    return found


def reading_devices(office: OfficeFile) -> Iterator[Device]:
    """Every standing device of a member who holds keys of the office and can be sealed to."""
    for member in office.members:
        if Right.READ in member.rights or Right.READ_PROTECTED in member.rights:
            yield from (one for one in member.devices if one.ends is None and one.recipient)


def held(book: Notebook, head: Head, *, our_end: int) -> int:
    """Up to where a device holds our feed. One that forked is not offered: none would take it."""
    if head.seq >= our_end or book.ledger.id_at(head.device, head.seq) == head.id:
        return head.seq
    return our_end


def _after(book: Notebook, known: Sequence[Heard]) -> dict[str, tuple[int, int]]:
    """Of each feed: what all of them hold, and where it ends here."""
    after = {}
    for device, end in book.ledger.heads().items():
        least = end.seq if known else 0
        for one in known:
            head = next((h for h in one.heads if h.device == device), Head(device, 0, ""))
            least = min(least, held(book, head, our_end=end.seq) if head.seq else 0)
        after[device] = (least, end.seq)
    return after


def _slices(book: Notebook, after: Mapping[str, tuple[int, int]]) -> Iterator[Slice]:
    """Parts in the order of the clock, so that who is admitted stands before what they wrote."""
    feeds = [_sizes(book, device, *ends) for device, ends in after.items() if ends[0] < ends[1]]
    part: Slice = {}
    count = size = 0
    for _, device, seq, length in heapq.merge(*feeds, key=itemgetter(0, 1)):
        if count == MOST_ENTRIES or (count and size + length > PART_BYTES):
            yield part
            part, count, size = {}, 0, 0
        part[device] = (part.get(device, (seq - 1, 0))[0], seq)
        count, size = count + 1, size + length
    if part:
        yield part


def _sizes(
    book: Notebook, device: str, after: int, until: int
) -> Iterator[tuple[str, str, int, int]]:
    return book.database.stream(
        "SELECT e.at, e.device, e.seq, LENGTH(e.line) + %s + COALESCE(SUM(LENGTH(b.stored)), 0)"
        " FROM ledger_entry e LEFT JOIN ledger_body b ON b.entry = e.number"
        " WHERE e.device = %s AND e.seq > %s AND e.seq <= %s GROUP BY e.device, e.seq"
        " ORDER BY e.seq",
        (_BESIDE, device, after, until),
    )


def _blobs(book: Notebook, slices: Sequence[Slice], known: Sequence[Heard]) -> tuple[str, ...]:
    """Files of the entries that are offered, and those that somebody said they lack."""
    if not slices and not any(one.lacks for one in known):
        return ()
    asked = {blob for one in known for blob in one.lacks}
    offered = set(_ids_of_deposits(book, slices))
    blobs = {blob for entry, blob in known_blobs(book) if entry in offered or blob in asked}
    return tuple(sorted(one for one in blobs if (book.folder.files / one).is_file()))


def _ids_of_deposits(book: Notebook, slices: Sequence[Slice]) -> Iterator[str]:
    for one in slices:
        for device, (after, until) in one.items():
            rows = book.database.execute(
                "SELECT id FROM ledger_entry WHERE kind = 'evidence.deposited' AND device = %s"
                " AND seq > %s AND seq <= %s",
                (device, after, until),
            )
            yield from (entry for (entry,) in rows)


def _bundle(book: Notebook, devices: Iterable[Device], known: Sequence[Heard]) -> str:
    """The same as long as it is for the same devices, and they said nothing new."""
    said = msgspec.json.encode(
        ([one.recipient for one in devices], [(h.device, h.at) for h in known])
    )
    return secret_name(book, said)


def secret_name(book: Notebook, about: bytes) -> str:
    """A name that says nothing to who does not hold this device's seed."""
    seed = book.keyring.device_seed
    return hashlib.blake2b(about, key=seed, person=b"depter-names", digest_size=12).hexdigest()
