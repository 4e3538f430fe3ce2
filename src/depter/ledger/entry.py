"""One line of a feed: what is stored, hashed and signed, byte for byte.

The line is UTF-8 JSON without personal text. What a fact says lies in encrypted bodies; the
line commits to them by salted digests (the shape of SD-JWT, RFC 9901). The signature is made
over the DSSE pre-authentication encoding of the line.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import ClassVar, Final

import msgspec
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError

from depter.errors import N_, DepterError
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level

VERSION: Final = 1
PAYLOAD_TYPE: Final = b"application/vnd.depter.entry+json"
_PREFIX: Final = b"DSSEv1 %d %s " % (len(PAYLOAD_TYPE), PAYLOAD_TYPE)
SIGNATURE_BYTES: Final = 64
_WORD: Final = b"depter-word-1 "


class LineNotUnderstood(DepterError):
    """Bytes that should be an entry are none."""

    what: ClassVar[str] = N_("A line of the ledger cannot be read as an entry.")
    safe: ClassVar[str] = N_("Nothing was taken from it.")
    do: ClassVar[str] = N_("Run “depter ledger verify”, or ask for the file again.")
    exit_code: ClassVar[int] = 4


class SealedBody(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of a body that this device cannot open again.

    Attributes:
        to: the age recipient it was encrypted to.
        digest: SHA-256 of the encrypted bytes, base64url, so that a change shows unopened.
    """

    to: str
    digest: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The spine of the ledger.

    Attributes:
        device: base64url Ed25519 public key of the writing device.
        seq: 1, 2, 3, … within the device's feed.
        prev: id of the device's previous entry, empty for the first.
        at: hybrid logical clock, see :mod:`depter.ledger.clock`.
        kind: kind of fact, e.g. ``statement.recorded``.
        subject: random id of what it is about.
        commits: for each level, the sorted digests of the fields in its body.
        sealed: recipient and digest of the sealed body, when there is one.
    """

    v: int
    device: str
    seq: int
    prev: str
    at: str
    kind: str
    subject: SubjectId
    commits: dict[Level, tuple[str, ...]]
    sealed: SealedBody | None = None


class SignedLine(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it is stored: the line's bytes, its id and its signature."""

    entry: Entry
    line: bytes
    id: EntryId
    signature: bytes


_decoder: Final = msgspec.json.Decoder(Entry)
_encoder: Final = msgspec.json.Encoder()


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """The bytes behind :func:`b64`; ValueError when it is none."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def digest_of(raw: bytes) -> str:
    """SHA-256, base64url: how the ledger commits to bytes."""
    return b64(hashlib.sha256(raw).digest())


def entry_id(line: bytes) -> EntryId:
    """The digest of the line: the id by which entries name each other."""
    return EntryId(digest_of(line))


def sign(entry: Entry, *, secret: bytes) -> SignedLine:
    """Write the line down and sign it with the device's secret key."""
    line = _encoder.encode(entry)
    signature = crypto_sign(_to_be_signed(line), secret)[:SIGNATURE_BYTES]
    return SignedLine(entry=entry, line=line, id=entry_id(line), signature=signature)


def is_signed(line: bytes, *, signature: bytes, device: str) -> bool:
    """Whether the device signed exactly these bytes."""
    try:
        crypto_sign_open(signature + _to_be_signed(line), unb64(device))
    except (BadSignatureError, ValueError):
        return False
    return len(signature) == SIGNATURE_BYTES


def sign_word(word: bytes, *, secret: bytes) -> str:
    """A signature over something other than an entry, base64url: the trustees', or a device's."""
    return b64(crypto_sign(_WORD + word, secret)[:SIGNATURE_BYTES])


def is_word_signed(word: bytes, *, signature: str, signer: str) -> bool:
    """Whether ``signer`` (base64url Ed25519 key) signed exactly this."""
    try:
        crypto_sign_open(unb64(signature) + _WORD + word, unb64(signer))
    except (BadSignatureError, ValueError):
        return False
    return True


def read_line(line: bytes) -> Entry:
    """Read an entry's line.

    Raises:
        LineNotUnderstood: not JSON, a missing field, or an unknown version.
    """
    try:
        entry = _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise LineNotUnderstood() from problem
    if entry.v != VERSION:
        raise LineNotUnderstood()
    return entry


def _to_be_signed(line: bytes) -> bytes:
    return _PREFIX + b"%d " % len(line) + line
