"""Appointing trustees once all sheets were proved, and drills that prove the sheets again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import msgspec

from depter.actions.sealed_sharing import Shared, share_sealed
from depter.errors import N_, DepterError
from depter.ledger.entry import b64
from depter.notebook.keyfile import with_recovery
from depter.recovery.ceremony import Proved, prove_shares, trustees_secret
from depter.recovery.escrow import holds_everything, present_recovery
from depter.recovery.shares import Share
from depter.register.access import Right, require
from depter.register.facts.office import TrusteesAppointed, TrusteesVerified
from depter.register.folds.office import Trustees
from depter.store.book import Book
from depter.values.ids import EntryId
from depter.vault.recoverykey import Recovery


class NoTrusteesYet(DepterError):
    """There are no sheets that could be proved."""

    what: ClassVar[str] = N_("This office has no trustees, so there are no shares to prove.")
    safe: ClassVar[str] = N_("Nothing was opened or changed.")
    do: ClassVar[str] = N_("Appoint trustees with “depter trustees appoint”.")
    exit_code: ClassVar[int] = 3


class Appointed(msgspec.Struct, frozen=True, kw_only=True):
    """Trustees, in effect or (``waits``) once a second custodian confirms ``entry``.

    ``shared`` and ``closed`` count sealed keys that were given to them, and that could not be.
    """

    entry: EntryId
    waits: bool
    shared: int = 0
    closed: int = 0


def appoint(
    book: Book,
    recovery: Recovery,
    *,
    passphrase: str,
    progress: Callable[[int], None] | None = None,
) -> Appointed:
    """Write who the trustees' shares admit; all sheets were proved before.

    ``passphrase`` is the custodian's, who shares with them what is sealed.

    Raises:
        NotAllowed, NoCustody: no custodian.
        WrongPassphrase: not this member's.
    """
    notebook = book.notebook
    require(notebook.viewer, Right.MANAGE)
    custodian = book.custodian(passphrase)
    appointed = TrusteesAppointed(
        recipient=recovery.recipient,
        guarded=b64(recovery.guarded),
        signer=b64(recovery.signer),
        threshold=recovery.threshold,
        shares=recovery.shares,
    )
    verified = TrusteesVerified(recipient=recovery.recipient, how="words")
    entry, _ = notebook.write(notebook.office_id, appointed, verified)
    if any(one.entry == entry for one in notebook.office.pending):
        return Appointed(entry=entry, waits=True)
    keep_recovery(book)
    given = share_sealed(notebook, custodian=custodian, progress=progress)
    return Appointed(entry=entry, waits=False, shared=given.shared, closed=given.closed)


def keep_recovery(book: Book) -> None:
    """Leave the trustees' part in the key file, for backups by who holds no key of the office."""
    notebook = book.notebook
    if not notebook.keyring.office or not holds_everything(notebook):
        return
    with notebook.together():  # nobody else of this process writes the key file meanwhile
        key_file = book.key_file
        recovery = present_recovery(notebook, key_file)
        if recovery is not None:
            database = notebook.keyring.database
            book.keep_keys(with_recovery(key_file, recovery, database=database))


def share_with_papers(
    book: Book, shares: Sequence[Share], *, progress: Callable[[int], None] | None = None
) -> Shared:
    """Give the present custodians what the trustees' shares open.

    For an office whose other custodians are lost: what machines wrote that had not heard of the
    new custodian is sealed to the lost ones and to the trustees alone.

    Raises:
        NotAllowed: no custodian.
        NoTrusteesYet, TooFewShares, SharesOfAnother, ShareTwice, NotTheTrusteesKey: as they say.
    """
    notebook = book.notebook
    require(notebook.viewer, Right.OPEN_SEALED)
    trustees = present_trustees(book)
    secret = trustees_secret(shares, trustees=trustees, notebook=book.key_file.notebook)
    return share_sealed(notebook, custodian=secret, progress=progress)


def drill(book: Book, shares: Sequence[Share]) -> Proved:
    """Prove shares against this notebook, and record that they were proved.

    Raises:
        NoTrusteesYet, NotAllowed: there is nothing to prove, or not by this member.
        TooFewShares, SharesOfAnother, ShareTwice, NotTheTrusteesKey, SealedNotOpened: as they say.
    """
    notebook = book.notebook
    require(notebook.viewer, Right.MANAGE)
    trustees = present_trustees(book)
    proved = prove_shares(
        shares, trustees=trustees, notebook=book.key_file.notebook, ledger=notebook.ledger
    )
    verified = TrusteesVerified(recipient=trustees.recipient, how="drill")
    notebook.write(notebook.office_id, verified)
    return proved


def present_trustees(book: Book) -> Trustees:
    """Who the trustees are.

    Raises:
        NoTrusteesYet: there are none.
    """
    trustees = book.office.trustees
    if trustees is None:
        raise NoTrusteesYet()
    return trustees
