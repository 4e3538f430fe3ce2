"""What the trustees' shares open: the office's keys, sealed to their recipient and to no other."""

from __future__ import annotations

import msgspec

from depter.ledger.entry import unb64
from depter.notebook.keyfile import KeyFile, recovery_in
from depter.notebook.notebook import Notebook
from depter.register.folds.office import Trustees
from depter.vault import sealing
from depter.vault.keyring import OfficeKey
from depter.vault.recoverykey import Recovery


def present_recovery(book: Notebook, key_file: KeyFile) -> Recovery | None:
    """What a backup made now holds for the trustees, or None when there are none.

    Who they are is what the ledger says, not the key file, which anybody at the disk can change.
    Whoever cannot read the ledger, or holds a part of the office's keys only, passes on what a
    custodian left in the key file, and proved to have left.
    """
    kept = recovery_in(key_file, database=book.keyring.database)
    if not book.keyring.office:
        return kept
    trustees = book.office.trustees
    if trustees is None:
        return None
    if holds_everything(book):
        return recovery_of(trustees, escrow=escrow_for(book, recipient=trustees.recipient))
    left = kept.escrow if kept is not None and kept.recipient == trustees.recipient else b""
    return recovery_of(trustees, escrow=left)


def holds_everything(book: Notebook) -> bool:
    """Whether this member holds the present key of the office, and both levels of each."""
    office, keys = book.office, book.keyring.office
    return any(one.id == office.key for one in keys) and all(one.protected for one in keys)


def escrow_for(book: Notebook, *, recipient: str) -> bytes:
    """The office's keys as this member holds them, for the trustees alone."""
    return sealing.seal(msgspec.json.encode(book.keyring.office), recipients=(recipient,))


def keys_in(escrow: bytes, *, secret: str) -> tuple[OfficeKey, ...] | None:
    """The office's keys, for the trustees' secret; None when it does not open them."""
    plain = sealing.unseal(escrow, secret=secret) if escrow else None
    if plain is None:
        return None
    try:
        return msgspec.json.decode(plain, type=tuple[OfficeKey, ...])
    except msgspec.MsgspecError:
        return None


def recovery_of(trustees: Trustees, *, escrow: bytes) -> Recovery:
    """The trustees of the ledger as key file and backup keep them."""
    return Recovery(
        recipient=trustees.recipient,
        guarded=unb64(trustees.guarded),
        signer=unb64(trustees.signer),
        threshold=trustees.threshold,
        shares=trustees.shares,
        escrow=escrow,
    )
