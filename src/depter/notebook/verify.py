"""Verification of everything: chains first, then every body against its signed digests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from depter.ledger.disclosure import is_committed
from depter.ledger.entry import Entry, b64, read_line
from depter.ledger.ledger import Kept
from depter.ledger.verify import BadEntry, Verified, verify_chains
from depter.notebook.bodies import Reader
from depter.values.level import Level
from depter.vault.errors import BodyDamaged

if TYPE_CHECKING:
    from depter.notebook.notebook import Notebook, Progress


def verify_notebook(notebook: Notebook, *, progress: Progress | None = None) -> Verified:
    """Check chains against the outside heads, then bodies and keys.

    Sealed bodies stay closed; the signed digest of their encrypted bytes is checked.
    """
    found = verify_chains(notebook.database, outside=notebook.outside_heads(), progress=progress)
    if found.first_bad is not None:
        return found
    reader = Reader(notebook.ledger, notebook.keyring)
    lines = notebook.database.stream(
        "SELECT line FROM ledger_entry ORDER BY subject, at, device, seq"
    )
    for kept, (line,) in zip(notebook.ledger.everything(), lines, strict=True):
        reason = _why_bad(kept, read_line(bytes(line)), reader)
        if reason:
            bad = BadEntry(device=kept.device, seq=kept.seq, id=kept.id, reason=reason)
            return Verified(entries=found.entries, devices=found.devices, first_bad=bad)
    orphans = notebook.database.execute(
        "SELECT COUNT(*) FROM ledger_body b WHERE NOT EXISTS"
        " (SELECT 1 FROM ledger_entry e WHERE e.number = b.entry)"
    )
    if orphans != [(0,)]:
        bad = BadEntry(device="", seq=0, id="", reason="body without entry")
        return Verified(entries=found.entries, devices=found.devices, first_bad=bad)
    return found


def _why_bad(kept: Kept, entry: Entry, reader: Reader) -> str:
    if kept.bodies.keys() != entry.commits.keys():
        return "bodies"
    for level, stored in kept.bodies.items():
        if level is Level.SEALED:
            digest = b64(hashlib.sha256(stored).digest())
            if entry.sealed is None or entry.sealed.digest != digest:
                return "sealed body"
            continue
        try:
            plain = reader.plain(kept, level)
        except BodyDamaged:
            return "body"
        if not is_committed(plain, commits=entry.commits[level]):
            return "digests"
    return ""
