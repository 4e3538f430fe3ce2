"""An invitation as a file: the lent keys under their code, and the ledger sealed to those keys.

The inviting device signs it over the DSSE pre-authentication encoding. Nothing in it says who
invites whom: whoever finds the stick sees a random key, a signature, a date and ciphertext.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from depter.actions.codes import last_day_of, read_code
from depter.actions.invitation_errors import (
    AdmissionWaits,
    CodeExpired,
    CodeNotKnown,
    InvitationDamaged,
    InvitationUsed,
)
from depter.exchange.parcel import MOST_KEYS, Header, write_part
from depter.ledger.entry import SIGNATURE_BYTES, b64
from depter.ledger.ledger import StoredLine
from depter.notebook.keyfile import Box, KeyFile, Opened, Recovery, open_box
from depter.notebook.notebook import Notebook
from depter.recovery.escrow import present_recovery
from depter.register.access import Right, require
from depter.register.facts.office import MemberAdmitted
from depter.vault.errors import WrongPassphrase

_MAGIC: Final = b"depter-invitation-1\n"
_TYPE: Final = b"application/vnd.depter.invitation"
_PREFIX: Final = b"DSSEv1 %d %s " % (len(_TYPE), _TYPE)
_KEY: Final = 32
_ENTRIES: Final = 2_000
_BYTES: Final = 8 * 1024 * 1024


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation's file holds.

    Attributes:
        notebook: id of the notebook, to which key file and trustees' shares are bound.
        inviter: base64url key of the device that signed.
        box: the lent keyring, which the code opens.
        parts: the ledger as parcels (:mod:`depter.exchange.parcel`) to the lent device.
    """

    notebook: str
    inviter: str
    box: Box
    parts: tuple[bytes, ...]
    recovery: Recovery | None = None


def opened_with(key_file: KeyFile, *, code: str, today: date) -> Opened:
    """The lent keys that a code opens.

    Raises:
        CodeIncomplete, CodeMistyped: nothing was tried.
        CodeNotKnown, CodeExpired: well typed, but not for these keys, or too late.
    """
    right = read_code(code)
    try:
        opened = open_box(key_file, passphrase=right)
    except WrongPassphrase as problem:
        raise CodeNotKnown() from problem
    if today > last_day_of(right):
        raise CodeExpired(day=last_day_of(right).isoformat())
    return opened


def expect_to_come(book: Notebook, *, device: str) -> None:
    """Go on only if the lent device was admitted and not given back yet.

    Raises:
        AdmissionWaits: a second custodian has not signed.
        InvitationUsed: it ended, or nobody was admitted with it.
    """
    known = book.office.device(device)
    if known is not None and known.ends is None:
        return
    facts = (one.fact for one in book.office.pending)
    if any(isinstance(one, MemberAdmitted) and one.device == device for one in facts):
        raise AdmissionWaits()
    raise InvitationUsed()


def invitation_file(book: Notebook, *, key_file: KeyFile, code: str, today: date) -> bytes:
    """The file with which somebody joins on another machine; the code is told apart from it.

    Files of evidence are not in it: they come with the first bundle.

    Raises:
        CodeIncomplete, CodeMistyped, CodeNotKnown, CodeExpired: no such invitation.
        AdmissionWaits, InvitationUsed: as :func:`expect_to_come`.
        NotAllowed: neither a custodian, nor one's own further device.
    """
    opened = opened_with(key_file, code=code, today=today)
    if opened.keyring.member != book.viewer.member:
        require(book.viewer, Right.MANAGE)
    expect_to_come(book, device=b64(opened.keyring.device_keys()[0]))
    public, secret = book.keyring.device_keys()
    letter = Letter(
        notebook=key_file.notebook,
        inviter=b64(public),
        box=opened.box,
        parts=tuple(_parts(book, to=opened.keyring.recipient(), secret=secret)),
        recovery=present_recovery(book, key_file),
    )
    payload = msgspec.msgpack.encode(letter)
    signature = crypto_sign(_signed(payload), secret)[:SIGNATURE_BYTES]
    return _MAGIC + public + signature + payload


def read_invitation(stored: bytes) -> Letter:
    """The letter behind a file's bytes. That its signer may invite is for the ledger to say.

    Raises:
        InvitationDamaged: cut, changed, or no invitation.
    """
    start = len(_MAGIC)
    public = stored[start : start + _KEY]
    signature = stored[start + _KEY : start + _KEY + SIGNATURE_BYTES]
    payload = stored[start + _KEY + SIGNATURE_BYTES :]
    try:
        if not stored.startswith(_MAGIC):
            raise InvitationDamaged()
        crypto_sign_open(signature + _signed(payload), public)
        letter = msgspec.msgpack.decode(payload, type=Letter)
    except (BadSignatureError, ValueError, msgspec.MsgspecError) as problem:
        raise InvitationDamaged() from problem
    if letter.inviter != b64(public):
        raise InvitationDamaged()
    return letter


def _signed(payload: bytes) -> bytes:
    return _PREFIX + b"%d " % len(payload) + payload


def _parts(book: Notebook, *, to: str, secret: bytes) -> Iterator[bytes]:
    """Every key, then every feed whole, as parcels that only the lent device opens."""
    header = Header(
        office=book.office_id,
        device=book.device,
        made_at=book.ledger.readings()[book.device],
        to=(to,),
        heads=tuple(book.ledger.heads().values()),
    )
    rows = book.ledger.keys()
    while keys := list(islice(rows, MOST_KEYS)):  # first: no entry may come before its key
        yield write_part(header, secret=secret, keys=keys)
    for lines in _shares(book):
        yield write_part(header, secret=secret, entries=lines)


def _shares(book: Notebook) -> Iterator[list[StoredLine]]:
    """The feeds one after the other, cut where a part would grow too large.

    The founder's comes first: a notebook takes the first founding that it sees for its own.
    """
    founding = min(book.ledger.about(book.office_id), key=lambda one: one.number)
    others = [device for device in book.ledger.devices() if device != founding.device]
    taken: list[StoredLine] = []
    size = 0
    for device in (founding.device, *others):
        for line in book.ledger.stored_lines(device):
            taken.append(line)
            size += len(line.line) + sum(len(body) for body in line.bodies.values())
            if len(taken) >= _ENTRIES or size >= _BYTES:
                yield taken
                taken, size = [], 0
    if taken:
        yield taken
