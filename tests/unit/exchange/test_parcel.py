"""A part of a bundle opens for whom it is, says who made it, and tells little by its size."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from typing import Final

import msgspec
import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_sign, crypto_sign_keypair, crypto_sign_seed_keypair

from depter.errors import DepterError
from depter.exchange import parcel
from depter.exchange.parcel import FileBeside, Header, padded_size, read_part, write_part
from depter.exchange.parcel_errors import NotForThisDevice, ParcelDamaged, ParcelTooNew
from depter.ledger.entry import b64
from depter.ledger.heads import Head
from depter.ledger.ledger import StoredLine, SubjectKeyRow
from depter.values.level import Level
from depter.vault import sealing

PUBLIC, SECRET = crypto_sign_seed_keypair(b"7" * 32)
RECIPIENT, IDENTITY = sealing.new_identity()
LINE: Final = StoredLine(b'{"v":1}', b"s" * 64, {Level.INTERNAL: b"\x00\xff", Level.SEALED: b"x"})
KEY: Final = SubjectKeyRow("subject", Level.PROTECTED, "id", "under", "", 3, b"wrapped\xfe")
FILE: Final = FileBeside(blob="blob", name="name", size=7, sha256="digest")


def header(**changes: object) -> Header:
    plain = Header(
        office="office",
        device=b64(PUBLIC),
        made_at="2026-11-24T12:00:00Z",
        to=(RECIPIENT,),
        heads=(Head("device", 4, "id"),),
        lacks=("film",),
    )
    return msgspec.structs.replace(plain, **changes)


def signed_by_hand(packed: bytes, *, magic: bytes = b"depter-parcel-1\n") -> bytes:
    signature = crypto_sign(magic + packed, SECRET)[:64]
    return magic + PUBLIC + signature + struct.pack(">I", len(packed)) + packed


def encrypted(plain: bytes) -> bytes:
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(RECIPIENT)]))


def test_what_was_written_is_read() -> None:
    stored = write_part(header(), secret=SECRET, entries=[LINE], keys=[KEY], files=[FILE])
    part = read_part(stored, secret=IDENTITY)
    assert part.header == header()
    assert (part.entries, part.keys, part.files) == ((LINE,), (KEY,), (FILE,))


def test_another_device_is_told_that_it_is_not_for_it() -> None:
    with pytest.raises(NotForThisDevice):
        read_part(write_part(header(), secret=SECRET), secret=sealing.new_identity()[1])


def test_each_recipient_opens_it() -> None:
    other, identity = sealing.new_identity()
    stored = write_part(header(to=(RECIPIENT, other)), secret=SECRET)
    assert read_part(stored, secret=IDENTITY) == read_part(stored, secret=identity)


def test_who_knows_the_recipient_alone_cannot_make_one() -> None:
    _, stranger = crypto_sign_keypair()
    with pytest.raises(ParcelDamaged):
        read_part(write_part(header(), secret=stranger), secret=IDENTITY)


def test_a_recipient_cannot_pass_it_on_as_if_it_was_for_another() -> None:
    other, identity = sealing.new_identity()
    inside = pyrage.decrypt(
        write_part(header(), secret=SECRET), [pyrage.x25519.Identity.from_str(IDENTITY)]
    )
    passed_on = pyrage.encrypt(inside, [pyrage.x25519.Recipient.from_str(other)])
    with pytest.raises(ParcelDamaged):
        read_part(passed_on, secret=identity)


def test_a_later_format_is_named() -> None:
    later = encrypted(signed_by_hand(b"", magic=b"depter-parcel-2\n"))
    with pytest.raises(ParcelTooNew):
        read_part(later, secret=IDENTITY)


@pytest.mark.parametrize("place", range(0, 6000, 97))
def test_every_flipped_byte_is_noticed(place: int) -> None:
    stored = bytearray(write_part(header(), secret=SECRET, keys=[KEY] * 20))
    stored[place % len(stored)] ^= 1
    with pytest.raises((ParcelDamaged, NotForThisDevice)):
        read_part(bytes(stored), secret=IDENTITY)


@pytest.mark.parametrize("end", [0, 1, 60, 250, 4000, -1, -16])
def test_a_part_cut_short_is_noticed(end: int) -> None:
    with pytest.raises(ParcelDamaged):
        read_part(write_part(header(), secret=SECRET)[:end], secret=IDENTITY)


def test_bytes_behind_the_end_are_noticed() -> None:
    inside = signed_by_hand(zlib.compress(msgspec.msgpack.encode({"header": header()})))
    assert read_part(encrypted(inside + bytes(9)), secret=IDENTITY).header == header()
    with pytest.raises(ParcelDamaged):
        read_part(encrypted(inside + b"more"), secret=IDENTITY)


@pytest.mark.parametrize("inside", [bytes(200_000_000), b"\xdd\xff\xff\xff\xff" * 10_000_000])
def test_a_small_part_that_unpacks_to_a_huge_one_takes_no_memory(inside: bytes) -> None:
    bomb = encrypted(signed_by_hand(zlib.compress(inside, 1)))
    del inside
    tracemalloc.start()
    try:
        with pytest.raises(ParcelDamaged):
            read_part(bomb, secret=IDENTITY)
        assert tracemalloc.get_traced_memory()[1] < 3 * parcel.LARGEST_PLAIN
    finally:
        tracemalloc.stop()


def test_more_entries_than_a_part_holds_are_refused() -> None:
    with pytest.raises(ParcelDamaged):
        read_part(
            write_part(header(), secret=SECRET, entries=[LINE] * (2 * parcel.MOST_ENTRIES + 1)),
            secret=IDENTITY,
        )


def test_a_part_larger_than_any_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = write_part(header(), secret=SECRET)
    monkeypatch.setattr(parcel, "LARGEST", len(stored) - 1)
    with pytest.raises(ParcelDamaged):
        read_part(stored, secret=IDENTITY)


@given(st.integers(4096, 100_000_000))
def test_padding_costs_at_most_twelve_per_cent(length: int) -> None:
    assert length <= padded_size(length) <= 1.12 * length


def test_sizes_say_little() -> None:
    """A thousand and more lengths fall into a dozen classes; all short parts are of one length."""
    assert len({padded_size(length) for length in range(1_000_000, 1_300_000)}) < 12
    short = [len(write_part(header(), secret=SECRET, keys=[KEY] * count)) for count in (0, 1, 9)]
    assert max(short) - min(short) < 300  # age adds a line of random length


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_sentence(stored: bytes) -> None:
    for given_bytes in (stored, encrypted(stored), encrypted(signed_by_hand(stored))):
        with pytest.raises(DepterError):
            read_part(given_bytes, secret=IDENTITY)


_PLAIN: Final = msgspec.msgpack.encode(
    {"header": header(), "entries": [LINE], "keys": [KEY], "files": [FILE]}
)


@settings(max_examples=300)
@given(st.data())
def test_mutated_content_signed_by_a_member_ends_in_a_sentence_or_a_part(
    data: st.DataObject,
) -> None:
    plain = bytearray(_PLAIN)
    for _ in range(data.draw(st.integers(1, 4))):
        plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(plain)) | st.just(len(plain)))
    inside = signed_by_hand(zlib.compress(bytes(plain[:cut]), 1))
    try:
        part = read_part(encrypted(inside), secret=IDENTITY)
    except DepterError:
        return
    assert part.header.device == b64(PUBLIC)


def test_two_parts_of_the_same_content_have_nothing_in_common() -> None:
    """Whoever sees two bundles cannot tell that they are the same."""
    one, two = (write_part(header(), secret=SECRET, entries=[LINE]) for _ in range(2))
    assert not {one[i : i + 24] for i in range(200, len(one) - 24)} & {
        two[i : i + 24] for i in range(200, len(two) - 24)
    }
