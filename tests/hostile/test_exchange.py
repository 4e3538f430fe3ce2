"""T22: whatever happens on the way, four machines of one office end with the same register.

Bundles are offered and accepted in any order, twice, late, with parts lost; each machine writes
meanwhile. Then everybody meets, and every row of every card must be the same on all four.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.errors import DepterError
from depter.exchange import plan, taking
from depter.exchange.accept import HandedOver, accept
from depter.exchange.errors import (
    BundleOfAnotherOffice,
    ClockApart,
    EntriesTooNew,
    SenderShutOut,
    SenderUnknown,
)
from depter.exchange.evidence import lacking
from depter.exchange.keys import keys_about
from depter.exchange.parcel import FileBeside, Header, write_part
from depter.exchange.parcel_errors import NotForThisDevice, ParcelDamaged
from depter.ledger.clock import reading_at
from depter.ledger.entry import b64, read_line
from depter.ledger.heads import OldCopyPutBack
from depter.ledger.ledger import StoredLine, SubjectKeyRow
from depter.notebook.bodies import Pen
from depter.notebook.errors import ClockBehind
from depter.register.facts.office import MemberRevoked, PolicySet
from depter.register.facts.world import EvidenceDeposited
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from depter.vault.keyring import new_keyring
from tests.carriers import Machine, machine_in, office_of_machines
from tests.desk import write_something
from tests.hostile.tampering import flipped
from tests.notebooks import new_notebook

_ROLES = ("coordinator",) * 3
_numbers = count()


@pytest.fixture(scope="module")
def four_folders(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four machines that know of each other, closed; copy them, never open them."""
    where = tmp_path_factory.mktemp("four")
    for one in office_of_machines(empty_template, where, roles=_ROLES):
        one.book.close()
    return where


@pytest.fixture
def where(four_folders: Path, tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few entries fill a part, so that bundles have several."""
    monkeypatch.setattr(plan, "MOST_ENTRIES", 4)


class Four:
    """Four machines and as many sticks; a stick is what one of them last wrote."""

    def __init__(self, folders: Path, where: Path) -> None:
        self.where = where / f"run-{next(_numbers)}"
        self.where.mkdir()
        self.machines = []
        for number in range(4):
            folder = self.where / f"machine-{number}"
            shutil.copytree(folders / f"machine-{number}", folder)
            self.machines.append(machine_in(folder, name=str(number)))

    def close(self) -> None:
        for one in self.machines:
            one.book.close()
        shutil.rmtree(self.where)

    def stick(self, number: int) -> Path:
        return self.where / f"stick-{number}"

    def offer(self, number: int, to: int | None) -> None:
        others = [] if to in (None, number) else [self.machines[to or 0]]
        self.machines[number].offer(self.stick(number), *others)

    def accept(self, number: int, stick: int, lost: int) -> None:
        """Take in a copy of a stick on which some parts were lost; the stick itself stays."""
        if not self.stick(stick).exists():
            return
        copy = self.where / "copy"
        shutil.copytree(self.stick(stick), copy)
        for place, part in enumerate(sorted(copy.iterdir())):
            if lost >> place & 1:
                part.unlink()
        try:
            self.machines[number].accept(copy)
        except DepterError:
            pass  # nothing for this machine, or nothing left: whatever it is, it ends in a sentence
        finally:
            shutil.rmtree(copy)

    def meet(self) -> None:
        """Everybody brings everything to everybody, until nobody has anything new."""
        for _ in range(3):
            for number, one in enumerate(self.machines):
                self.offer(number, None)
                for other in self.machines:
                    if other is not one:
                        other.accept(self.stick(number))


_steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 3), st.integers(0, 2**32)),
        st.tuples(st.just("offer"), st.integers(0, 3), st.none() | st.integers(0, 3)),
        st.tuples(
            *(st.just("accept"), st.integers(0, 3), st.integers(0, 3), st.integers(0, 63)),
        ),
    ),
    min_size=5,
    max_size=40,
)


@settings(
    max_examples=15,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[*HealthCheck],
)
@given(steps=_steps)
def test_four_machines_end_with_the_same_register(
    steps: list[tuple[object, ...]], four_folders: Path, where: Path
) -> None:
    four = Four(four_folders, where)
    try:
        for what, number, *about in steps:
            match what:
                case "write":
                    chance = Random(about[0])  # type: ignore[arg-type]
                    for _ in range(3):
                        write_something(four.machines[number].notebook, chance)  # type: ignore[call-overload]
                case "offer":
                    four.offer(number, *about)  # type: ignore[arg-type]
                case _:
                    four.accept(number, *about)  # type: ignore[arg-type]
        four.meet()
        assert_same(four.machines)
    finally:
        four.close()


def assert_same(machines: list[Machine]) -> None:
    first = machines[0]
    cards = first.cards()
    assert cards["card"]
    for one in machines:
        assert one.notebook.ledger.heads() == first.notebook.ledger.heads()
        assert one.cards() == cards
        assert one.notebook.differing_cards() == []
        assert lacking(one.notebook) == ()
        assert one.book.verify().first_bad is None


@pytest.fixture
def four(four_folders: Path, tmp_path: Path) -> Iterator[Four]:
    """Four machines that all wrote something and have met; the sticks are empty again."""
    machines = Four(four_folders, tmp_path)
    for number, one in enumerate(machines.machines):
        write_something(one.notebook, Random(number))
    machines.meet()
    for number in range(4):
        shutil.rmtree(machines.stick(number))
    yield machines
    machines.close()


def test_the_comparison_sees_one_row_that_differs(four: Four) -> None:
    """The positive control: one word on one card, on one machine, is found."""
    write_something(four.machines[0].notebook, Random(1))
    four.meet()
    assert_same(four.machines)
    four.machines[2].notebook.database.execute("UPDATE case_row SET status = 'released'")
    with pytest.raises(AssertionError):
        assert_same(four.machines)


def _files(stick: Path) -> list[Path]:
    return sorted(stick.glob("*.age"))


def _state(machine: Machine) -> tuple[object, ...]:
    keys = machine.notebook.ledger.keys()
    return machine.notebook.ledger.heads(), machine.cards(), list(keys)


def _some_days(machine: Machine, *, days: int = 6) -> None:
    chance = Random(days)
    for _ in range(days):
        write_something(machine.notebook, chance)


@pytest.mark.parametrize("damage", ["flipped", "cut", "longer", "empty", "another file"])
def test_a_spoiled_part_is_refused_and_the_others_are_taken_in(four: Four, damage: str) -> None:
    near, far = four.machines[:2]
    _some_days(near, days=12)
    near.offer(four.stick(0), far)
    _, second, *_ = _files(four.stick(0))
    whole = second.read_bytes()
    second.write_bytes(
        {
            "flipped": whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:],
            "cut": whole[:-40],
            "longer": whole + b"more",
            "empty": b"",
            "another file": b"letter from home",
        }[damage]
    )
    accepted = far.accept(four.stick(0))
    assert [*accepted.failures] == [second.name]
    assert "changed or cut short" in str(accepted.failures[second.name])
    assert accepted.new == {near.device: 4}  # what stood before it
    assert [gap.device for gap in accepted.missing] == [near.device]
    second.write_bytes(whole)
    far.accept(four.stick(0))
    assert far.cards() == near.cards()


def test_a_bundle_of_spoiled_parts_changes_nothing(four: Four) -> None:
    near, far = four.machines[:2]
    _some_days(near)
    near.offer(four.stick(0), far)
    for part in _files(four.stick(0)):
        part.write_bytes(part.read_bytes()[:-1])
    before = _state(far)
    with pytest.raises(ParcelDamaged):
        far.accept(four.stick(0))
    assert _state(far) == before


@pytest.mark.parametrize("lost", [0, 1, 2, -1])
def test_a_part_that_was_lost_is_named_by_what_it_held(four: Four, lost: int) -> None:
    near, far = four.machines[:2]
    _some_days(near, days=12)
    end = far.notebook.ledger.heads()[near.device].seq
    near.offer(four.stick(0), far)
    _files(four.stick(0))[lost].unlink()
    accepted = far.accept(four.stick(0))
    [gap] = accepted.missing
    assert (gap.device, gap.last) == (near.device, near.notebook.ledger.heads()[near.device].seq)
    assert gap.first == end + accepted.entries + 1
    assert far.notebook.differing_cards() == []
    far.offer(four.stick(1), near)
    near.accept(four.stick(1))
    near.offer(four.stick(0), far)  # only what is lacking still
    assert far.accept(four.stick(0)).entries == gap.last - gap.first + 1
    assert far.cards() == near.cards()


def test_swapped_and_renamed_parts_are_what_they_say_inside(four: Four) -> None:
    """A name is nobody's word: what a part is stands in it, signed."""
    near, far = four.machines[:2]
    _some_days(near)
    near.offer(four.stick(0), far)
    parts = _files(four.stick(0))
    assert len(parts) > 1
    for part, name in zip(parts, reversed([one.name for one in parts]), strict=True):
        part.rename(part.with_name(f"{name}.swapped"))
    for part in four.stick(0).glob("*.swapped"):
        part.rename(part.with_suffix(""))
    accepted = far.accept(four.stick(0))
    assert not accepted.failures
    assert not accepted.missing
    assert far.cards() == near.cards()


def test_a_bundle_for_somebody_else_is_said_to_be_one(four: Four) -> None:
    near, far, other, _ = four.machines
    _some_days(near)
    near.offer(four.stick(0), other)
    before = _state(far)
    with pytest.raises(NotForThisDevice):
        far.accept(four.stick(0))
    assert _state(far) == before


def test_a_bundle_of_another_office_is_refused_even_where_it_opens(
    four: Four, tmp_path: Path
) -> None:
    """A member of two offices, with one key for both: the registers stay apart."""
    far = four.machines[1]
    another = machine_in(new_notebook(tmp_path / "another"))
    try:
        header = Header(
            office=another.notebook.office_id,
            device=another.device,
            made_at=reading_at(datetime.now(UTC)),
            to=(far.notebook.keyring.recipient(),),
        )
        lines = list(another.notebook.ledger.stored_lines(another.device))
        secret = another.notebook.keyring.device_keys()[1]
        part = write_part(header, secret=secret, entries=lines)
    finally:
        another.book.close()
    before = _state(far)
    with pytest.raises(BundleOfAnotherOffice):
        accept(far.notebook, HandedOver({"0.age": part}))
    assert _state(far) == before


def _forged(machine: Machine, to: Machine, **content: object) -> bytes:
    """A part that a member makes with another program, from whatever they like."""
    header = Header(
        office=machine.notebook.office_id,
        device=machine.device,
        made_at=reading_at(machine.watch()),
        to=(to.notebook.keyring.recipient(),),
    )
    header = msgspec.structs.replace(header, **content.pop("header", {}))  # type: ignore[arg-type]
    secret = machine.notebook.keyring.device_keys()[1]
    return write_part(header, secret=secret, **content)  # type: ignore[arg-type]


def test_a_member_who_was_shut_out_brings_nothing(four: Four) -> None:
    near, far, left, _ = four.machines
    _some_days(left)
    left.offer(four.stick(2), far)
    member = near.notebook.office.member_of(left.device)
    assert member is not None
    end = near.notebook.ledger.heads()[left.device].seq
    near.notebook.write(
        near.notebook.office_id, MemberRevoked(member=member.id, ends={left.device: end})
    )
    near.offer(four.stick(0), far)
    far.accept(four.stick(0))
    before = _state(far)
    with pytest.raises(SenderShutOut):
        far.accept(four.stick(2))
    assert _state(far) == before


def test_what_somebody_wrote_after_their_end_is_refused_whoever_brings_it(four: Four) -> None:
    near, far, left, messenger = four.machines
    _some_days(left)
    left.offer(four.stick(2), messenger)
    messenger.accept(four.stick(2))
    member = near.notebook.office.member_of(left.device)
    assert member is not None
    end = near.notebook.ledger.heads()[left.device].seq
    near.notebook.write(
        near.notebook.office_id, MemberRevoked(member=member.id, ends={left.device: end})
    )
    near.offer(four.stick(0), far)
    far.accept(four.stick(0))
    messenger.offer(four.stick(3), far)
    accepted = far.accept(four.stick(3))
    assert [(one.device, one.reason) for one in accepted.refused] == [(left.device, "ended")]
    assert far.notebook.ledger.heads()[left.device].seq == end


def test_a_copied_laptop_is_found(four: Four, tmp_path: Path) -> None:
    """Two folders with the keys of one device: whoever has met one tells of the other."""
    near, far = four.machines[:2]
    copy = near.clone(tmp_path / "copy")
    try:
        write_something(near.notebook, Random(3))
        write_something(copy.notebook, Random(4))
        near.offer(four.stick(0), far)
        far.accept(four.stick(0))
        copy.offer(four.stick(1), far)
        before = far.notebook.ledger.heads()[near.device]
        accepted = far.accept(four.stick(1))
        ours = near.notebook.ledger.heads()[near.device]
        theirs = copy.notebook.ledger.heads()[near.device]
        [fork] = accepted.forks
        assert (fork.device, fork.ours, fork.theirs) == (near.device, ours.id, theirs.id)
        assert not accepted.new
        assert far.notebook.ledger.heads()[near.device] == before
        [seen] = far.notebook.office.forks
        assert (seen.device, seen.seq) == (near.device, fork.seq)
        far.accept(four.stick(1))
        assert len(far.notebook.office.forks) == 1  # written down once
    finally:
        copy.book.close()


def test_a_fork_of_which_nothing_is_sent_is_found_by_the_heads(four: Four, tmp_path: Path) -> None:
    near, far, third, _ = four.machines
    copy = near.clone(tmp_path / "copy")
    try:
        write_something(near.notebook, Random(3))
        near.offer(four.stick(0), third)
        third.accept(four.stick(0))
        write_something(copy.notebook, Random(4))
        copy.offer(four.stick(1), far)
        far.accept(four.stick(1))
        part = _forged(third, far, header={"heads": tuple(third.notebook.ledger.heads().values())})
        accepted = accept(far.notebook, HandedOver({"0.age": part}))
        assert [one.device for one in accepted.forks] == [near.device]
    finally:
        copy.book.close()


def test_an_old_copy_put_back_is_told_by_what_others_have(four: Four, tmp_path: Path) -> None:
    near, far = four.machines[:2]
    old = near.clone(tmp_path / "old")
    try:
        _some_days(near)
        near.offer(four.stick(0), far)
        far.accept(four.stick(0))
        far.offer(four.stick(1), near)
        before = _state(old)
        with pytest.raises(OldCopyPutBack):
            old.accept(four.stick(1))
        assert _state(old) == before
    finally:
        old.book.close()


@pytest.mark.parametrize("days", [2, 400, 3650])
def test_a_clock_far_ahead_is_told_and_nothing_is_taken(four: Four, days: int) -> None:
    near, far = four.machines[:2]
    near.watch.ahead = timedelta(days=days)
    _some_days(near)
    near.offer(four.stick(0), far)
    before = _state(far)
    with pytest.raises(ClockApart) as told:
        far.accept(four.stick(0))
    assert str((near.watch()).year) in str(told.value)
    assert _state(far) == before
    assert far.accept(four.stick(0), despite_clock=True).entries
    write_something(far.notebook, Random(9))
    [mine] = {far.notebook.ledger.readings()[far.device][:10]}
    assert mine == f"{datetime.now(UTC):%Y-%m-%d}"  # our own dates are not dragged along


def test_a_clock_years_behind_does_no_harm(four: Four) -> None:
    """Old dates are what they say. The sender's own notebook refuses to write before its past."""
    near, far = four.machines[:2]
    near.watch.ahead = timedelta(days=-2000)
    with pytest.raises(ClockBehind):
        _some_days(near)
    near.offer(four.stick(0), far)
    assert far.accept(four.stick(0)).is_nothing_new


def test_accepting_on_a_machine_whose_clock_is_years_behind_says_so(four: Four) -> None:
    near, far = four.machines[:2]
    _some_days(near)
    near.offer(four.stick(0), far)
    far.watch.ahead = timedelta(days=-2000)
    before = _state(far)
    with pytest.raises((ClockApart, ClockBehind)):
        far.accept(four.stick(0))
    assert _state(far) == before


def test_killed_between_parts_nothing_is_lost(four: Four, monkeypatch: pytest.MonkeyPatch) -> None:
    near, far = four.machines[:2]
    _some_days(near, days=12)
    near.offer(four.stick(0), far)
    assert len(_files(four.stick(0))) >= 3
    taken = taking.take_part
    left = [2]

    def killed(*given_: Any, **settings_: Any) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return taken(*given_, **settings_)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("depter.exchange.accept.take_part", killed)
        far.accept(four.stick(0))
    half = far.notebook.ledger.heads()[near.device].seq
    assert 0 < half < near.notebook.ledger.heads()[near.device].seq
    assert far.notebook.differing_cards() == []
    far.accept(four.stick(0))
    assert far.cards() == near.cards()


def test_what_no_role_of_the_author_ever_allowed_is_refused(four: Four) -> None:
    """A member with another program writes what theirs would not: it goes no further than them."""
    near, far = four.machines[:2]
    pen = _pen(far)
    with far.notebook.together():
        pen.write(far.notebook.office_id, [PolicySet(erasure_hours=1)], now=far.watch())
    _some_days(far)
    far.offer(four.stick(1), near)
    accepted = near.accept(four.stick(1))
    [refused] = accepted.refused
    assert (refused.device, refused.reason) == (far.device, "role")
    assert not accepted.new
    assert near.notebook.office.policy.erasure_hours == 72


def test_a_stranger_who_signs_as_themselves_brings_nothing(four: Four) -> None:
    near, far = four.machines[:2]
    before = _state(near)
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
    assert _state(near) == before


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
    before = _state(third)
    part = HandedOver({"0.age": _forged(far, third, entries=[line], keys=keys)})
    if what == "body":  # which a messenger without the key could not have noticed
        [refused] = accept(third.notebook, part).refused
        assert (refused.device, refused.reason) == (near.device, "body")
        assert third.notebook.ledger.heads() == before[0]
    else:
        with pytest.raises((ParcelDamaged, EntriesTooNew)):
            accept(third.notebook, part)
        assert _state(third) == before


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
    part = _forged(far, near, entries=lines, keys=keys)
    assert accept(near.notebook, HandedOver({"0.age": part})).entries == len(lines)
    assert list(near.notebook.ledger.keys_of(case, Level.INTERNAL)) == [row]


def test_a_file_name_that_leads_out_of_the_folder_is_passed_over(
    four: Four, tmp_path: Path
) -> None:
    near, far = four.machines[:2]
    pen = _pen(far)
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
    part = _forged(far, near, entries=[line], keys=keys, files=[beside])
    accepted = accept(near.notebook, HandedOver({"0.age": part, "0.dat": b"x"}))
    assert (accepted.entries, accepted.files) == (1, 0)
    assert not (near.book.path / "outside").exists()


def _pen(machine: Machine) -> Pen:
    """What writes without asking for a right."""
    book = machine.notebook
    return Pen(book.ledger, book.keyring, under=book.office.key, now=machine.watch())


_PLACES = st.integers(0, 10**6)


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(places=st.lists(st.tuples(_PLACES, st.integers(0, 255)), min_size=1, max_size=5))
def test_content_changed_by_a_member_ends_in_a_sentence_and_a_whole_register(
    places: list[tuple[int, int]], four_folders: Path, where: Path
) -> None:
    """T25: a member signs whatever bytes they like; every failure is told, no card is wrong."""
    near, far = _TWO.setdefault(where, _two(four_folders, where))
    end = far.notebook.ledger.heads()[near.device].seq
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
        part = _forged(near, far, entries=changed[0], keys=changed[1])
        accept(far.notebook, HandedOver({"0.age": part}))
    except (msgspec.MsgspecError, UnicodeDecodeError, DepterError):
        pass
    assert far.notebook.differing_cards() == []


_TWO: dict[Path, tuple[Machine, Machine]] = {}


def _two(folders: Path, where: Path) -> tuple[Machine, Machine]:
    machines = Four(folders, where).machines
    _some_days(machines[0], days=12)
    return machines[0], machines[1]
