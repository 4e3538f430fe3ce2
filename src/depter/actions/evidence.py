"""Depositing a file, encrypted as it comes in, its digest in the ledger; taking one out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from depter.actions.deeds import granted_or_alone, reason_of
from depter.actions.looking import expect, expect_begun
from depter.notebook.files import new_blob, read_blob, store_blob
from depter.notebook.notebook import Notebook
from depter.register.checks import checked_fields
from depter.register.deeds import Deed
from depter.register.facts.world import EvidenceDeposited, EvidenceTakenOut
from depter.register.folds.world import EvidenceFile
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
    """The file's bytes as they were received, chunk by chunk; to show inside the register.

    For a file that leaves it there is :func:`take_out_evidence`.

    Raises:
        BodyDamaged: the encrypted file is missing or was changed.
    """
    return read_blob(book, evidence, blob=blob)


def take_out_evidence(book: Notebook, *, evidence: SubjectId, reason: str = "") -> Iterator[bytes]:
    """The file's bytes, for whoever carries them away; that it leaves is recorded first.

    It takes a request that a second member agreed to, which is then used up; ``reason`` may add
    to the one given there. Alone in the office, the member asks and takes in one step.

    Raises:
        DeedNeedsReason: alone, and no reason was given.
        NotAsked, SecondPersonNeeded: nobody else stands behind it; nothing was taken.
        NoSuchSubject: no such file.
        BodyDamaged: the encrypted file is missing or was changed.
    """
    with book.together():
        deposited = expect(book, evidence, EvidenceFile).deposited
        asked = granted_or_alone(book, subject=evidence, deed=Deed.TAKE_OUT, reason=reason)
        reason = reason if reason.strip() else reason_of(book, subject=evidence, entry=asked)
        book.write(evidence, EvidenceTakenOut(reason=reason, asked=asked))
    return read_blob(book, evidence, blob=deposited.blob)
