"""Verification of everything: chains first, then every body against its signed digests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from depter.ledger.disclosure import is_committed
from depter.ledger.entry import Entry, digest_of, read_line
from depter.ledger.ledger import Kept
from depter.ledger.verify import BadEntry, Verified, verify_chains
from depter.notebook.bodies import KeysInOrder, Reader
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, KeyNotHeld

if TYPE_CHECKING:
    from depter.notebook.notebook import Notebook, Progress


def verify_notebook(notebook: Notebook, *, progress: Progress | None = None) -> Verified:
    """Check chains against the outside heads, then bodies, keys and who may write.

    Sealed bodies stay closed; the signed digest of their encrypted bytes is checked.
    """
    found = verify_chains(notebook.database, outside=notebook.outside_heads(), progress=progress)
    if found.first_bad is not None:
        return found
    bad = min(_bad_bodies(notebook), key=lambda one: (one.device, one.seq), default=None)
    bad = bad or _stranger(notebook) or _orphan(notebook)
    return msgspec.structs.replace(found, first_bad=bad)


def _bad_bodies(notebook: Notebook) -> Iterator[BadEntry]:
    reader = Reader(notebook.ledger, notebook.keyring, keys=KeysInOrder(notebook.ledger))
    erased = notebook.office.erased
    lines = notebook.database.stream(
        "SELECT line FROM ledger_entry ORDER BY subject, at, device, seq"
    )
    for kept, (line,) in zip(notebook.ledger.everything(), lines, strict=True):
        is_erased = kept.subject in erased
        reason = _why_bad(kept, read_line(bytes(line)), reader, is_erased=is_erased)
        if reason:
            yield BadEntry(device=kept.device, seq=kept.seq, id=kept.id, reason=reason)


def _why_bad(kept: Kept, entry: Entry, reader: Reader, *, is_erased: bool) -> str:
    """The reason that bodies do not hold. Of what was erased, and of what is under a key that this
    member never held, the chain alone speaks."""
    if kept.bodies.keys() != entry.commits.keys():
        return "bodies"
    for level, stored in kept.bodies.items():
        if level is Level.SEALED:
            if entry.sealed is None or entry.sealed.digest != digest_of(stored):
                return "sealed body"
            recipients = {key.recipient for key in reader.rows(kept.subject, level)}
            if entry.sealed.to not in recipients and not is_erased:
                return "sealed key"
            continue
        if is_erased:
            continue
        try:
            plain = reader.plain(kept, level)
        except KeyNotHeld:
            continue
        except BodyDamaged:
            return "body"
        if not is_committed(plain, commits=entry.commits[level]):
            return "digests"
    return ""


def _stranger(notebook: Notebook) -> BadEntry | None:
    """The first entry of a device that no member was admitted with."""
    office = notebook.office
    for device, head in sorted(notebook.ledger.heads().items()):
        if notebook.keyring.office and office.device(device) is None:
            first = notebook.ledger.id_at(device, 1) or head.id
            return BadEntry(device=device, seq=1, id=first, reason="stranger")
    return None


def _orphan(notebook: Notebook) -> BadEntry | None:
    orphans = notebook.database.execute(
        "SELECT COUNT(*) FROM ledger_body b WHERE NOT EXISTS"
        " (SELECT 1 FROM ledger_entry e WHERE e.number = b.entry)"
    )
    if orphans == [(0,)]:
        return None
    return BadEntry(device="", seq=0, id="", reason="body without entry")
