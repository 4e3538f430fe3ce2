"""Members with a program of their own, and strangers: what they make goes no further."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.errors import DepterError
from depter.exchange.accept import accept
from depter.exchange.errors import (
    EntriesTooNew,
    SenderUnknown,
)
from depter.exchange.keys import keys_about
from depter.exchange.parcel import FileBeside, Header, write_part
from depter.exchange.parcel_errors import ParcelDamaged
from depter.ledger.clock import next_reading, reading_at
from depter.ledger.disclosure import write_body
from depter.ledger.entry import VERSION, Entry, SignedLine, b64, entry_id, read_line, sign
from depter.ledger.ledger import StoredLine, SubjectKeyRow
from depter.register.facts import KINDS
from depter.register.facts.office import PolicySet
from depter.register.facts.world import EvidenceDeposited
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from depter.vault.keyring import new_keyring
from depter.vault.subjectkeys import encrypt_body
from tests.carriers import Machine
from tests.desk import write_something
from tests.handed_over import HandedOver
from tests.hostile.four import Four, forged, pen_of, some_days, state_of
from tests.hostile.tampering import flipped
from tests.notebooks import copied, opened


def test_what_no_role_of_the_author_ever_allowed_is_refused(four: Four) -> None:
    """A member with another program writes what theirs would not: it goes no further than them."""
    near, far = four.machines[:2]
    pen = pen_of(far)
    with far.notebook.together():
        pen.write(far.notebook.office_id, [PolicySet(erasure_hours=1)], now=far.watch())
    some_days(far)
    far.offer(four.stick(1), near)
    accepted = near.accept(four.stick(1))
    [refused] = accepted.refused
    assert (refused.device, refused.reason) == (far.device, "role")
    assert not accepted.new
    assert near.notebook.office.policy.erasure_hours == 72


def test_a_stranger_who_signs_as_themselves_brings_nothing(four: Four) -> None:
    near, far = four.machines[:2]
    before = state_of(near)
    stranger = new_keyring(member="nobody", office=())
    header = Header(
        office=near.notebook.office_id,
        device=b64(stranger.device_keys()[0]),
        made_at=reading_at(datetime.now(UTC)),
        to=(near.notebook.keyring.recipient(),),
    )
    lines = list(far.notebook.ledger.stored_lines(far.device))
    part = write_part(header, secret=stranger.device_keys()[1], entries=lines)
    with pytest.raises(SenderUnknown):
        accept(near.notebook, HandedOver({"0.age": part}))
    assert state_of(near) == before


@pytest.mark.parametrize("what", ["signature", "line", "body", "no body", "sealed body"])
def test_an_entry_that_was_changed_makes_its_part_refused(four: Four, what: str) -> None:
    near, far, third, _ = four.machines
    introduce_source(near.notebook, source_kind="relative", identity="a sister")
    end = third.notebook.ledger.heads()[near.device].seq
    [line] = near.notebook.ledger.stored_lines(near.device, after=end)
    bodies = dict(line.bodies)
    match what:
        case "signature":
            line = msgspec.structs.replace(line, signature=flipped(line.signature, at=5))
        case "line":
            line = msgspec.structs.replace(line, line=line.line.replace(b"source.", b"appeal."))
        case "body":
            bodies[Level.INTERNAL] = flipped(bodies[Level.INTERNAL], at=40)
        case "no body":
            del bodies[Level.INTERNAL]
        case _:
            bodies[Level.SEALED] = flipped(bodies[Level.SEALED], at=400)
    line = msgspec.structs.replace(line, bodies=bodies)
    entry = read_line(line.line)
    keys = list(keys_about(near.notebook.ledger, [entry.subject]))
    before = state_of(third)
    part = HandedOver({"0.age": forged(far, third, entries=[line], keys=keys)})
    if what == "body":  # which a messenger without the key could not have noticed
        [refused] = accept(third.notebook, part).refused
        assert (refused.device, refused.reason) == (near.device, "body")
        assert third.notebook.ledger.heads() == before[0]
    else:
        with pytest.raises((ParcelDamaged, EntriesTooNew)):
            accept(third.notebook, part)
        assert state_of(third) == before


def test_a_key_that_does_not_open_never_takes_the_place_of_one_that_does(four: Four) -> None:
    near, far = four.machines[:2]
    case = open_case(near.notebook, label="a case")
    four.meet()
    [row] = near.notebook.ledger.keys_of(case, Level.INTERNAL)
    broken = msgspec.structs.replace(row, wrapped=flipped(row.wrapped, at=30), turn=9)
    added = msgspec.structs.replace(broken, id="k7m2p9qx4d0r8s3t", turn=0)
    write_something(far.notebook, Random(2))
    end = near.notebook.ledger.heads()[far.device].seq
    lines = list(far.notebook.ledger.stored_lines(far.device, after=end))
    subjects = [read_line(one.line).subject for one in lines]
    keys = [broken, added, *keys_about(far.notebook.ledger, subjects)]
    part = forged(far, near, entries=lines, keys=keys)
    assert accept(near.notebook, HandedOver({"0.age": part})).entries == len(lines)
    assert list(near.notebook.ledger.keys_of(case, Level.INTERNAL)) == [row]


def test_a_file_name_that_leads_out_of_the_folder_is_passed_over(
    four: Four, tmp_path: Path
) -> None:
    near, far = four.machines[:2]
    pen = pen_of(far)
    fact = EvidenceDeposited(
        file_name="letter.pdf", media_type="", size=1, sha256="", blob="../outside"
    )
    with far.notebook.together():
        pen.write(SubjectId(new_id()), [fact], now=far.watch())
    end = near.notebook.ledger.heads()[far.device].seq
    [line] = far.notebook.ledger.stored_lines(far.device, after=end)
    subject = read_line(line.line).subject
    beside = FileBeside(blob="../outside", name="0.dat", size=1, sha256="")
    keys = list(keys_about(far.notebook.ledger, [subject]))
    part = forged(far, near, entries=[line], keys=keys, files=[beside])
    accepted = accept(near.notebook, HandedOver({"0.age": part, "0.dat": b"x"}))
    assert (accepted.entries, accepted.files) == (1, 0)
    assert not (near.book.path / "outside").exists()


_PLACES = st.integers(0, 10**6)


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(places=st.lists(st.tuples(_PLACES, st.integers(0, 255)), min_size=1, max_size=5))
def test_content_changed_by_a_member_ends_in_a_sentence_and_a_whole_register(
    places: list[tuple[int, int]], four: Four
) -> None:
    """T25: a member signs whatever bytes they like; every failure is told, no card is wrong."""
    near, far = four.machines[:2]
    end = far.notebook.ledger.heads()[near.device].seq
    if end == near.notebook.ledger.heads()[near.device].seq:
        some_days(near)
    lines = list(near.notebook.ledger.stored_lines(near.device, after=end))
    subjects = dict.fromkeys(read_line(one.line).subject for one in lines)
    keys = list(keys_about(near.notebook.ledger, subjects))
    plain = bytearray(msgspec.msgpack.encode([lines, keys]))
    for place, byte in places:
        plain[place % len(plain)] = byte
    try:
        changed = msgspec.msgpack.decode(
            bytes(plain), type=tuple[list[StoredLine], list[SubjectKeyRow]]
        )
        part = forged(near, far, entries=changed[0], keys=changed[1])
        accept(far.notebook, HandedOver({"0.age": part}))
    except (msgspec.MsgspecError, UnicodeDecodeError, DepterError):
        pass
    assert far.notebook.differing_cards() == []
    assert far.book.verify().first_bad is None


_ODD: Final = st.one_of(
    st.sampled_from(["", "x", "2018-99", "k7m2p9qx4d0r8s3t", "\u202e", "name", "A"]),
    st.integers(-(2**62), 2**62),
    st.none(),
    st.booleans(),
    st.sampled_from([[], {}, ["x"], {"x": "y"}, [[]], [{}]]),
)


@settings(max_examples=150, suppress_health_check=[*HealthCheck])
@given(
    kind=st.sampled_from(sorted(KINDS)),
    about=st.integers(0, 10**6),
    odd=st.lists(st.tuples(st.integers(0, 10**6), _ODD), max_size=4),
    is_founder=st.booleans(),
)
def test_facts_that_no_action_writes_end_in_a_sentence_or_on_a_page(
    kind: str,
    about: int,
    odd: list[tuple[int, object]],
    is_founder: bool,  # noqa: FBT001 (drawn by Hypothesis)
    four: Four,
    everything: Everything,
) -> None:
    """Properly signed and encrypted, of every kind, about whatever subject, with odd fields."""
    near, far = four.machines[1::-1] if is_founder else four.machines[:2]
    subjects = sorted({subject for subject, _ in far.notebook.subjects()})
    fields = dict(everything[kind])
    for place, value in odd:
        if fields:
            fields[sorted(fields)[place % len(fields)]] = value
    end = near.notebook.ledger.heads()[far.device].seq
    with pytest.raises(RolledBack), far.notebook.together():
        subject = subjects[about % len(subjects)]
        line = _written(far, subject, kind, fields)
        keys = list(keys_about(far.notebook.ledger, [subject]))
        mine = list(far.notebook.ledger.stored_lines(far.device, after=end))
        part = forged(far, near, entries=[*mine, line], keys=keys)
        raise RolledBack
    with suppress(DepterError):
        accept(near.notebook, HandedOver({"0.age": part}))
    ended = near.notebook.ledger.heads()[far.device]
    assert near.notebook.differing_cards() == []
    if ended.seq > end:  # it was taken in: the forger must go on behind it
        accept_own(far, line)


class RolledBack(Exception):
    """Nothing of it stays on the machine that forged it."""


def accept_own(machine: Machine, line: StoredLine) -> None:
    """The forger keeps what was taken from them."""
    signed = SignedLine(
        entry=read_line(line.line), line=line.line, id=entry_id(line.line), signature=line.signature
    )
    machine.notebook.accept([(signed, line.bodies)], [])


def _written(machine: Machine, subject: SubjectId, kind: str, fields: dict[str, Any]) -> StoredLine:
    """An entry as this device would write it, whatever it says."""
    book = machine.notebook
    pen = pen_of(machine)
    plain, commits = write_body(fields.items())
    key = pen._key(subject, Level.INTERNAL)
    entry = Entry(
        v=VERSION,
        device=book.device,
        seq=pen.head.seq + 1,
        prev=pen.head.id,
        at=next_reading(pen._latest, now=machine.watch()),
        kind=kind,
        subject=subject,
        commits={Level.INTERNAL: commits},
    )
    body = encrypt_body(plain, key=key, keyring=book.keyring)
    signed = sign(entry, secret=book.keyring.device_keys()[1])
    return StoredLine(signed.line, signed.signature, {Level.INTERNAL: body})


Everything = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def everything(full_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Everything:
    """The fields of one fact of each kind; a kind that the template lacks has none."""
    folder = copied(full_template, tmp_path_factory.mktemp("everything") / "register")
    found: Everything = {kind: {} for kind in KINDS}
    with opened(folder) as book:
        for _, facts in book.notebook.subjects():
            for one in facts:
                fields = msgspec.to_builtins(one.fact)
                found[fields.pop("type")] = fields
    return found
