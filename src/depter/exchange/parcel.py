"""One part of a bundle: signed by the device that made it, for the devices it names alone.

``docs/exchange-format.md`` says byte for byte what a part is. Whatever comes out of
:func:`read_part` was signed by the device that the header names; whether that device belongs to
the office, and whether the entries hold, is looked at in :mod:`depter.exchange.accept`.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import Annotated, Final

import msgspec
from msgspec import Meta
from nacl.bindings import crypto_sign, crypto_sign_open
from nacl.exceptions import BadSignatureError
from pyrage import DecryptError, IdentityError, RecipientError, decrypt, encrypt, x25519

from depter.exchange.parcel_errors import NotForThisDevice, ParcelDamaged, ParcelTooNew
from depter.ledger.entry import SIGNATURE_BYTES, b64, unb64
from depter.ledger.heads import Head
from depter.ledger.ledger import StoredLine, SubjectKeyRow
from depter.vault.sealing import recipient_of

FORMAT: Final = "depter-parcel-1"
LARGEST: Final = 40 * 1024 * 1024
"""Bytes of a stored part beyond which nothing is read; a single fact may have 16 million."""
LARGEST_PLAIN: Final = 48 * 1024 * 1024
MOST_ENTRIES: Final = 5_000
MOST_KEYS: Final = 20_000
_MOST_NAMES: Final = 100_000
_LEAST: Final = 4096  # an answer is as long as a bundle with one statement
_FAMILY: Final = b"depter-parcel-"
_MAGIC: Final = FORMAT.encode() + b"\n"
_KEY_BYTES: Final = 32
_LENGTH: Final = struct.Struct(">I")
_FIXED: Final = len(_MAGIC) + _KEY_BYTES + SIGNATURE_BYTES + _LENGTH.size
_NO_KEY: Final = "No matching keys found"

_Name = Annotated[str, Meta(max_length=200)]


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a part says of itself.

    Attributes:
        office: the subject of the office (its random id) whose ledger this is.
        device: base64url Ed25519 key of the device that made and signed it.
        made_at: clock reading (UTC) when it was made.
        to: age recipients that can open it; a part passed on to others is refused.
        bundle: random id that all parts of one bundle share.
        part, parts: this one, of so many.
        heads: the end of every feed that the sender holds.
        beside: other devices whose feeds are written into the sender's own notebook.
        lacks: names (``blob``) of files that the sender knows of and does not hold.
        turned: digest of every key that was wrapped again, see :func:`depter.exchange.keys`.
    """

    office: _Name
    device: _Name
    made_at: _Name
    to: Annotated[tuple[_Name, ...], Meta(max_length=_MOST_NAMES)]
    bundle: _Name = ""
    part: int = 1
    parts: int = 1
    heads: Annotated[tuple[Head, ...], Meta(max_length=_MOST_NAMES)] = ()
    beside: Annotated[tuple[_Name, ...], Meta(max_length=_MOST_NAMES)] = ()
    lacks: Annotated[tuple[_Name, ...], Meta(max_length=_MOST_NAMES)] = ()
    turned: _Name = ""


class FileBeside(msgspec.Struct, frozen=True, kw_only=True):
    """An encrypted file that lies beside the parts, as the notebook keeps it.

    Attributes:
        blob: its name in the notebook.
        name: its random name beside the parts, so that two bundles cannot be compared.
        size, sha256: bytes and digest (base64url) of the encrypted file.
    """

    blob: _Name
    name: _Name
    size: int
    sha256: _Name


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part that was opened: its header, entries in feed order, keys and files."""

    header: Header
    entries: Annotated[tuple[StoredLine, ...], Meta(max_length=2 * MOST_ENTRIES)] = ()
    keys: Annotated[tuple[SubjectKeyRow, ...], Meta(max_length=2 * MOST_KEYS)] = ()
    files: Annotated[tuple[FileBeside, ...], Meta(max_length=_MOST_NAMES)] = ()


_decoder: Final = msgspec.msgpack.Decoder(Part)
_encoder: Final = msgspec.msgpack.Encoder()


def write_part(
    header: Header,
    *,
    secret: bytes,
    entries: Iterable[StoredLine] = (),
    keys: Iterable[SubjectKeyRow] = (),
    files: Iterable[FileBeside] = (),
) -> bytes:
    """One age file for everybody in ``header.to``; ``secret`` is the device's signing key.

    Raises:
        ValueError: more than a part may hold, or a recipient that is none.
    """
    part = Part(header=header, entries=tuple(entries), keys=tuple(keys), files=tuple(files))
    plain = _encoder.encode(part)
    if len(plain) > LARGEST_PLAIN:
        raise ValueError("too much for one part")
    packed = zlib.compress(plain)
    signature = crypto_sign(_MAGIC + packed, secret)[:SIGNATURE_BYTES]
    content = b"".join((_MAGIC, unb64(header.device), signature, _LENGTH.pack(len(packed)), packed))
    padded = content + bytes(padded_size(len(content)) - len(content))
    try:
        return bytes(encrypt(padded, [x25519.Recipient.from_str(one) for one in header.to]))
    except RecipientError as problem:
        raise ValueError("not an age recipient") from problem


def read_part(stored: bytes, *, secret: str) -> Part:
    """Open a part with a device's age secret (or the trustees').

    Raises:
        NotForThisDevice: nothing opens it.
        ParcelDamaged: changed, cut, signed by somebody else, or passed on by a recipient.
        ParcelTooNew: of a later format.
    """
    if len(stored) > LARGEST:
        raise ParcelDamaged()
    plain = _decrypted(stored, secret=secret)
    if not plain.startswith(_MAGIC):
        raise ParcelTooNew() if plain.startswith(_FAMILY) else ParcelDamaged()
    device, packed = _signed(plain)
    try:
        part = _decoder.decode(_unpacked(packed))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise ParcelDamaged() from problem
    if part.header.device != device or recipient_of(secret) not in part.header.to:
        raise ParcelDamaged()
    return part


def padded_size(length: int) -> int:
    """The size class of a length: at most 12 % more, and less the longer it is.

    Padmé (Nikitin et al., PETS 2019): a size tells log log of the length, not the length.
    """
    length = max(length, _LEAST)
    exponent = length.bit_length() - 1
    step = 1 << max(0, exponent - exponent.bit_length())
    return -(-length // step) * step


def _decrypted(stored: bytes, *, secret: str) -> bytes:
    try:
        return bytes(decrypt(stored, [x25519.Identity.from_str(secret)]))
    except IdentityError as problem:
        raise NotForThisDevice() from problem
    except DecryptError as problem:
        raise NotForThisDevice() if _NO_KEY in str(problem) else ParcelDamaged() from problem


def _signed(plain: bytes) -> tuple[str, bytes]:
    """The device that signed, and what it signed; nothing unsigned is unpacked or read."""
    if len(plain) < _FIXED:
        raise ParcelDamaged()
    at = len(_MAGIC)
    device = plain[at : at + _KEY_BYTES]
    signature = plain[at + _KEY_BYTES : _FIXED - _LENGTH.size]
    [length] = _LENGTH.unpack(plain[_FIXED - _LENGTH.size : _FIXED])
    packed, padding = plain[_FIXED : _FIXED + length], plain[_FIXED + length :]
    if len(packed) != length or padding.strip(b"\0"):
        raise ParcelDamaged()
    try:
        crypto_sign_open(signature + _MAGIC + packed, device)
    except (BadSignatureError, ValueError) as problem:
        raise ParcelDamaged() from problem
    return b64(device), packed


def _unpacked(packed: bytes) -> bytes:
    """The plain bytes; a small part that unpacks to a huge one is stopped on the way."""
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(packed, LARGEST_PLAIN)
    except zlib.error as problem:
        raise ParcelDamaged() from problem
    if not stream.eof or stream.unused_data:
        raise ParcelDamaged()
    return plain
