"""On the way: parts spoiled, lost, renamed, for others; laptops copied; clocks years off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from depter.exchange import taking
from depter.exchange.accept import accept
from depter.exchange.errors import (
    BundleOfAnotherOffice,
    ClockApart,
    SenderShutOut,
)
from depter.exchange.parcel import Header, write_part
from depter.exchange.parcel_errors import NotForThisDevice, ParcelDamaged
from depter.ledger.clock import reading_at
from depter.ledger.heads import OldCopyPutBack
from depter.notebook.errors import ClockBehind
from depter.register.facts.office import MemberRevoked
from tests.carriers import machine_in
from tests.desk import write_something
from tests.handed_over import HandedOver
from tests.hostile.four import Four, forged, parts_on, some_days, state_of
from tests.notebooks import new_notebook


@pytest.mark.parametrize("damage", ["flipped", "cut", "longer", "empty", "another file"])
def test_a_spoiled_part_is_refused_and_the_others_are_taken_in(four: Four, damage: str) -> None:
    near, far = four.machines[:2]
    some_days(near, days=12)
    near.offer(four.stick(0), far)
    _, second, *_ = parts_on(four.stick(0))
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
    some_days(near)
    near.offer(four.stick(0), far)
    for part in parts_on(four.stick(0)):
        part.write_bytes(part.read_bytes()[:-1])
    before = state_of(far)
    with pytest.raises(ParcelDamaged):
        far.accept(four.stick(0))
    assert state_of(far) == before


@pytest.mark.parametrize("lost", [0, 1, 2, -1])
def test_a_part_that_was_lost_is_named_by_what_it_held(four: Four, lost: int) -> None:
    near, far = four.machines[:2]
    some_days(near, days=12)
    end = far.notebook.ledger.heads()[near.device].seq
    near.offer(four.stick(0), far)
    parts_on(four.stick(0))[lost].unlink()
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
    some_days(near)
    near.offer(four.stick(0), far)
    parts = parts_on(four.stick(0))
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
    some_days(near)
    near.offer(four.stick(0), other)
    before = state_of(far)
    with pytest.raises(NotForThisDevice):
        far.accept(four.stick(0))
    assert state_of(far) == before


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
    before = state_of(far)
    with pytest.raises(BundleOfAnotherOffice):
        accept(far.notebook, HandedOver({"0.age": part}))
    assert state_of(far) == before


def test_a_member_who_was_shut_out_brings_nothing(four: Four) -> None:
    near, far, left, _ = four.machines
    some_days(left)
    left.offer(four.stick(2), far)
    member = near.notebook.office.member_of(left.device)
    assert member is not None
    end = near.notebook.ledger.heads()[left.device].seq
    near.notebook.write(
        near.notebook.office_id, MemberRevoked(member=member.id, ends={left.device: end})
    )
    near.offer(four.stick(0), far)
    far.accept(four.stick(0))
    before = state_of(far)
    with pytest.raises(SenderShutOut):
        far.accept(four.stick(2))
    assert state_of(far) == before


def test_what_somebody_wrote_after_their_end_is_refused_whoever_brings_it(four: Four) -> None:
    near, far, left, messenger = four.machines
    some_days(left)
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
        part = forged(third, far, header={"heads": tuple(third.notebook.ledger.heads().values())})
        accepted = accept(far.notebook, HandedOver({"0.age": part}))
        assert [one.device for one in accepted.forks] == [near.device]
    finally:
        copy.book.close()


def test_an_old_copy_put_back_is_told_by_what_others_have(four: Four, tmp_path: Path) -> None:
    near, far = four.machines[:2]
    old = near.clone(tmp_path / "old")
    try:
        some_days(near)
        near.offer(four.stick(0), far)
        far.accept(four.stick(0))
        far.offer(four.stick(1), near)
        before = state_of(old)
        with pytest.raises(OldCopyPutBack):
            old.accept(four.stick(1))
        assert state_of(old) == before
    finally:
        old.book.close()


@pytest.mark.parametrize("days", [2, 400, 3650])
def test_a_clock_far_ahead_is_told_and_nothing_is_taken(four: Four, days: int) -> None:
    near, far = four.machines[:2]
    near.watch.ahead = timedelta(days=days)
    some_days(near)
    near.offer(four.stick(0), far)
    before = state_of(far)
    with pytest.raises(ClockApart) as told:
        far.accept(four.stick(0))
    assert str((near.watch()).year) in str(told.value)
    assert state_of(far) == before
    assert far.accept(four.stick(0), despite_clock=True).entries
    write_something(far.notebook, Random(9))
    [mine] = {far.notebook.ledger.readings()[far.device][:10]}
    assert mine == f"{datetime.now(UTC):%Y-%m-%d}"  # our own dates are not dragged along


def test_a_clock_years_behind_does_no_harm(four: Four) -> None:
    """Old dates are what they say. The sender's own notebook refuses to write before its past."""
    near, far = four.machines[:2]
    near.watch.ahead = timedelta(days=-2000)
    with pytest.raises(ClockBehind):
        some_days(near)
    near.offer(four.stick(0), far)
    assert far.accept(four.stick(0)).is_nothing_new


def test_accepting_on_a_machine_whose_clock_is_years_behind_says_so(four: Four) -> None:
    near, far = four.machines[:2]
    some_days(near)
    near.offer(four.stick(0), far)
    far.watch.ahead = timedelta(days=-2000)
    before = state_of(far)
    with pytest.raises((ClockApart, ClockBehind)):
        far.accept(four.stick(0))
    assert state_of(far) == before


def test_killed_between_parts_nothing_is_lost(four: Four, monkeypatch: pytest.MonkeyPatch) -> None:
    near, far = four.machines[:2]
    some_days(near, days=12)
    near.offer(four.stick(0), far)
    assert len(parts_on(four.stick(0))) >= 3
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
