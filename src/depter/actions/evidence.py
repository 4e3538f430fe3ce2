"""Depositing a file: encrypted as it comes in, its digest in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from depter.actions.looking import expect_begun
from depter.notebook.files import new_blob, read_blob, store_blob
from depter.notebook.notebook import Notebook
from depter.register.checks import checked_fields
from depter.register.facts.world import EvidenceDeposited
from depter.values.ids import SubjectId, new_id


def deposit_evidence(
    book: Notebook,
    *,
    chunks: Iterable[bytes],
    file_name: str,
    media_type: str,
    cases: Sequence[SubjectId] = (),
    given_by: SubjectId | None = None,
    on: str = "",
    note: str = "",
) -> SubjectId:
    """Take a file in; its plain bytes never touch the disk.

    Raises:
        NoSuchSubject: a case or the giver is not in the register.
        BadInput: a date or a text that no field takes; nothing was stored.
        DiskFull: no room; nothing was written.
    """
    for case in cases:
        expect_begun(book, case, "case.opened")
    if given_by is not None:
        expect_begun(book, given_by, "source.introduced")
    evidence, blob = SubjectId(new_id()), new_blob()
    fact = EvidenceDeposited(
        file_name=file_name,
        media_type=media_type,
        size=0,
        sha256="",
        blob=blob,
        cases=tuple(cases),
        given_by=given_by,
        on=on,
        note=note,
    )
    checked_fields(fact)  # else a mistyped date would leave a whole film behind
    stored = store_blob(book, evidence, blob=blob, chunks=chunks)
    book.write(evidence, msgspec.structs.replace(fact, size=stored.size, sha256=stored.sha256))
    return evidence


def read_evidence(book: Notebook, *, evidence: SubjectId, blob: str) -> Iterator[bytes]:
    """The file's bytes as they were received, chunk by chunk.

    Raises:
        BodyDamaged: the encrypted file is missing or was changed.
    """
    return read_blob(book, evidence, blob=blob)
