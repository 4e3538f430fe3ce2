"""Drawing every card again from the ledger, signatures checked first."""

from __future__ import annotations

import time
from dataclasses import dataclass

import depter
from bench.notebooks import PASSPHRASE, Written
from bench.plain import CARDS, plain_copy, rows_of, seconds_to_insert
from bench.texts import index_rows
from depter.ledger.verify import verify_chains


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Seconds; ``chains`` is the check of signatures and chains alone, ``all_checked`` also
    opens every body, ``plain`` is plain SQLite inserting the rows that a rebuild makes, ``cpu``
    the processor time of checking and rebuilding."""

    facts: int
    rows: int
    chains: float
    all_checked: float
    rebuild: float
    plain: float
    cpu: float

    @property
    def ours(self) -> float:
        """Signatures checked and everything drawn."""
        return self.chains + self.rebuild

    @property
    def speed(self) -> float:
        """Speed against a plain bulk insert with the same verification; 1 is as fast."""
        return (self.chains + self.plain) / self.ours


def measure_rebuilding(written: Written) -> Rebuilt:
    """One run: it takes long, and what it does twenty thousand times averages itself."""
    with depter.open_notebook(written.path, passphrase=PASSPHRASE) as book:
        outside = book.notebook.outside_heads()
        began, processor = time.perf_counter(), time.process_time()
        chains = verify_chains(book.notebook.database, outside=outside)
        checked = time.perf_counter()
        book.rebuild()
        rebuilt, processor = time.perf_counter(), time.process_time() - processor
        everything = book.verify()
        verified = time.perf_counter()
        assert chains.first_bad is None and everything.first_bad is None
        tables = {table: rows_of(book, table) for table in CARDS}
        texts = list(index_rows(book))
        with plain_copy(book) as plain:
            seconds = seconds_to_insert(plain, tables, texts)
    return Rebuilt(
        facts=everything.entries,
        rows=sum(len(rows) for rows in tables.values()) + len(texts),
        chains=checked - began,
        rebuild=rebuilt - checked,
        all_checked=verified - rebuilt,
        plain=seconds,
        cpu=processor,
    )
