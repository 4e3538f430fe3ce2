"""Entries as modified software writes them: with a member's real keys and no rule obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from depter.exchange.parcel import Header, write_part
from depter.ledger.clock import time_of
from depter.ledger.entry import b64, read_line
from depter.ledger.heads import Head
from depter.ledger.ledger import SubjectKeyRow
from depter.notebook.bodies import Pen, Written
from depter.notebook.notebook import Notebook
from depter.register.facts import Fact
from depter.values.ids import SubjectId
from depter.values.level import Level
from depter.vault.keyring import Keyring
from tests.handed_over import HandedOver


def forged(
    book: Notebook,
    subject: SubjectId,
    facts: Sequence[Fact],
    *,
    keyring: Keyring | None = None,
    after: str = "",
    head: Head | None = None,
) -> tuple[list[Written], list[SubjectKeyRow]]:
    """Signed entries of a device, and the keys made for them; nothing is written.

    ``after`` is the clock reading that the first one pretends to follow at once; ``head`` is the
    entry of the feed it continues, if not the last one here.
    """
    keyring = keyring or book.keyring
    now = time_of(after) if after else datetime.now(UTC)
    pen = Pen(book.ledger, keyring, under=book.office.key, now=datetime.now(UTC))
    pen.head = head or pen.head
    pen._latest = after or pen._latest
    written: list[Written] = []
    with book.database.transaction():
        before = set(map(_name, book.ledger.keys()))
        for fact in facts:
            written.append(pen._line(subject, fact, now))
        keys = [row for row in list(book.ledger.keys()) if _name(row) not in before]
    return written, keys


def parcel_of(book: Notebook, *, to: Notebook) -> HandedOver:
    """A bundle of everything here for one device, whoever writes it and whatever their role."""
    public, secret = book.keyring.device_keys()
    header = Header(
        office=book.office_id,
        device=b64(public),
        made_at=book.ledger.readings()[book.device],
        to=(to.keyring.recipient(),),
        heads=tuple(book.ledger.heads().values()),
    )
    entries = [one for device in book.ledger.devices() for one in book.ledger.stored_lines(device)]
    entries.sort(key=lambda one: read_line(one.line).at)
    part = write_part(header, secret=secret, entries=entries, keys=list(book.ledger.keys()))
    return HandedOver({"part.age": part})


def _name(row: SubjectKeyRow) -> tuple[str, Level, str]:
    return row.subject, row.level, row.id


def moments_later(reading: str, *, seconds: float = 0.001) -> str:
    """A clock reading a little after another one."""
    later = time_of(reading) + timedelta(seconds=seconds)
    return f"{later.strftime('%Y-%m-%dT%H:%M:%S.')}{later.microsecond // 1000:03d}Z.0000"
