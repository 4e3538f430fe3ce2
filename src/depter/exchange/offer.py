"""Writing a bundle for others: signed parts, and encrypted files beside them."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import msgspec

from depter.errors import DepterError
from depter.exchange.evidence import described, lacking
from depter.exchange.heard import Acknowledged, here
from depter.exchange.keys import keys_about, turned_digest, turned_keys
from depter.exchange.parcel import FileBeside, Header, write_part
from depter.exchange.place import Place
from depter.exchange.plan import Plan, Slice, secret_name
from depter.ledger.clock import reading_at
from depter.ledger.entry import digest_of, read_line
from depter.ledger.ledger import StoredLine, SubjectKeyRow
from depter.notebook.notebook import Notebook

Progress = Callable[[int], None]
_MOST_TURNED: Final = 4_000  # rows of a part that holds nothing else; each has a stanza a custodian
_STATE: Final = "offered.jsonl"


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What was last written for some devices: the digest of each file, by its name."""

    to: str
    files: dict[str, str]


def write_offer(
    book: Notebook, plan: Plan, place: Place, *, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write the parts; the names of all that belong to the bundle. ``progress`` counts entries.

    Interrupted, it goes on where it stopped: what lies there as it was written is not written
    again. When all is there, what was written earlier for the same devices is taken away.

    Raises:
        PlaceFull, PlaceNotThere and others of ``place_errors``: what is complete stays.
    """
    Acknowledged(book).is_here(book.device)
    writing = _Writing(book, plan, place)
    files = tuple(writing.file(blob) for blob in plan.blobs)
    contents = list(_contents(plan, writing.turned if plan.turned else []))
    for number, (some, rows) in enumerate(contents, start=1):
        is_last = number == len(contents)
        header = writing.header(number, len(contents))
        count = writing.part(header, some, rows, files if is_last else ())
        if progress:
            progress(count)
    writing.clear_earlier()
    return writing.names


def _contents(
    plan: Plan, turned: list[SubjectKeyRow]
) -> Iterator[tuple[Slice, list[SubjectKeyRow]]]:
    """What goes into each part; one with nothing in it where there is nothing to offer."""
    yield from ((one, []) for one in plan.slices)
    for start in range(0, len(turned), _MOST_TURNED):
        yield {}, turned[start : start + _MOST_TURNED]
    if not plan.slices and not turned:
        yield {}, []


class _Writing:
    """One bundle while it is being written to one place."""

    def __init__(self, book: Notebook, plan: Plan, place: Place) -> None:
        self._book = book
        self._plan = plan
        self._place = place
        self._to = secret_name(book, "|".join(one.recipient for one in plan.to).encode())
        self._state = book.folder.path / _STATE
        self._earlier = self._read_state()
        self._written: dict[str, str] = {}
        self.turned = turned_keys(book.ledger)
        heard = Acknowledged(book).read()
        self._header = Header(
            office=book.office_id,
            device=book.device,
            made_at=reading_at(book.now()),
            to=tuple(one.recipient for one in plan.to),
            bundle=plan.bundle,
            heads=tuple(book.ledger.heads().values()),
            beside=tuple(one for one in here(heard) if one != book.device),
            lacks=lacking(book),
            turned=turned_digest(self.turned),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that belongs to the bundle."""
        return tuple(self._written)

    def header(self, part: int, parts: int) -> Header:
        """The header of one part."""
        return msgspec.structs.replace(self._header, part=part, parts=parts)

    def file(self, blob: str) -> FileBeside:
        """Carry one encrypted file there, unless it lies there."""
        name = f"{secret_name(self._book, f'{self._plan.bundle}|{blob}'.encode())}.dat"
        one = described(self._book, blob, name=name)
        if self._earlier.get(name) != one.sha256 or self._place.size(name) != one.size:
            self._place.write_file(name, self._book.folder.files / blob)
        self._note(name, one.sha256)
        return one

    def part(
        self,
        header: Header,
        some: Slice,
        rows: list[SubjectKeyRow],
        files: tuple[FileBeside, ...],
    ) -> int:
        """Write one part, unless it lies there; how many entries it holds."""
        # Only the last part must say how things stand now; the others may have been written before.
        says = msgspec.structs.replace(header, made_at="") if header.part == header.parts else None
        mark = secret_name(
            self._book, msgspec.json.encode((some, turned_digest(rows), files, says))
        )
        name = f"{self._plan.bundle}-{header.part:04d}.age"
        lines = list(_lines(self._book, some))
        if not self._lies_there(name, mark):
            subjects = dict.fromkeys(read_line(one.line).subject for one in lines)
            keys = (*rows, *keys_about(self._book.ledger, subjects))
            _, secret = self._book.keyring.device_keys()
            stored = write_part(header, secret=secret, entries=lines, keys=keys, files=files)
            self._place.write(name, stored)
            self._note(name, f"{mark} {digest_of(stored)}")
        return len(lines)

    def clear_earlier(self) -> None:
        """Take away what this bundle replaces: all of it is in this one, or was acknowledged."""
        for name in self._earlier.keys() - self._written.keys():
            with suppress(DepterError):
                self._place.delete(name)
        self._write_state(self._written)

    def _lies_there(self, name: str, mark: str) -> bool:
        """Whether exactly this part was written there before, and is still what it was."""
        noted = self._earlier.get(name, "")
        if not noted.startswith(f"{mark} "):
            return False
        try:
            is_same = digest_of(self._place.read(name)) == noted.removeprefix(f"{mark} ")
        except DepterError:
            return False
        if is_same:
            self._written[name] = noted
        return is_same

    def _note(self, name: str, digest: str) -> None:
        self._written[name] = digest
        self._write_state(self._earlier | self._written)

    def _all_states(self) -> dict[str, Offered]:
        found = {}
        with suppress(FileNotFoundError):
            for line in self._state.read_bytes().split(b"\n"):
                with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                    one = msgspec.json.decode(line, type=Offered)
                    found[one.to] = one
        return found

    def _read_state(self) -> dict[str, str]:
        found = self._all_states().get(self._to)
        return found.files if found else {}

    def _write_state(self, files: dict[str, str]) -> None:
        states = self._all_states() | {self._to: Offered(to=self._to, files=files)}
        beside = self._state.with_suffix(".new")
        with open(beside, "wb", opener=_private) as out:
            out.writelines(msgspec.json.encode(one) + b"\n" for one in states.values())
        os.replace(beside, self._state)


def _lines(book: Notebook, some: Slice) -> Iterator[StoredLine]:
    """The entries of a slice in the order of the clock, each feed's in its own order."""
    feeds = [
        book.ledger.stored_lines(device, after=after, until=until)
        for device, (after, until) in some.items()
    ]
    return heapq.merge(*feeds, key=_place_of)


def _place_of(one: StoredLine) -> tuple[str, str]:
    entry = read_line(one.line)
    return entry.at, entry.device


def _private(path: str, flags: int) -> int:
    """For its owner alone; a link in its place is not followed."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
