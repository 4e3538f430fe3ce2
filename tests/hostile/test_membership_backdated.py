"""Entries that pretend to be older than they are: a founding before the founding, keys before the
keys, a device let in before the device that lets it in was given up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions import members
from depter.actions.cases import open_case
from depter.actions.members import Step
from depter.exchange.accept import accept
from depter.ledger.entry import b64
from depter.notebook.membership import box_for
from depter.register.facts import Fact
from depter.register.facts.cases import CaseOpened
from depter.register.facts.office import (
    DeviceIntroduced,
    MemberAdmitted,
    OfficeFounded,
    OfficeRekeyed,
)
from depter.store import joining
from depter.values.ids import SubjectId, new_id
from depter.vault.keyring import Keyring, OfficeKey, new_keyring
from tests.hostile.forging import forged, moments_later, parcel_of
from tests.hostile.test_membership_attacks import MINE, second_device, seen
from tests.machines import WORDS, Machines, carry, machines_of, make_slots_light, reopened

LONG_AGO = "2001-01-01T00:00:00.000Z.0000"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Two custodians, and Boran, who attacks."""
    make_slots_light(monkeypatch)
    with machines_of(tmp_path) as found:
        found.come("Sayasat", "custodian")
        found.come("Boran", "intake")
        found.meet()
        yield found


def founding_of_his_own(office: Machines, device: Keyring) -> list[Fact]:
    """He founds the office with a device that has written nothing, and is its custodian."""
    return [
        OfficeFounded(name="mine", custodians=(MINE,)),
        MemberAdmitted(
            member=new_id(),
            device=b64(device.device_keys()[0]),
            recipient=device.recipient(),
            name="Boran",
            roles=("custodian", "coordinator"),
        ),
    ]


@pytest.mark.parametrize("after", [LONG_AGO, "founding"])
def test_a_founding_before_the_founding_founds_nothing(office: Machines, after: str) -> None:
    device = second_device(office)
    attacker = office.notebook("Boran")
    before = seen(office.notebook("Qarlygash"))
    at = before.opened_at if after == "founding" else after
    facts = founding_of_his_own(office, device)
    for some in (facts, facts[1:]):
        lines, keys = forged(attacker, attacker.office_id, some, keyring=device, after=at)
        told = office.notebook("Sayasat" if some is facts else "Qarlygash")
        told.accept(lines, keys)
        assert (told.office.members, told.office.custodians) == (before.members, before.custodians)


def test_nor_in_a_bundle(office: Machines) -> None:
    device = second_device(office)
    attacker, first = office.notebook("Boran"), office.notebook("Qarlygash")
    before = seen(first)
    lines, keys = forged(
        attacker,
        attacker.office_id,
        founding_of_his_own(office, device),
        keyring=device,
        after=LONG_AGO,
    )
    attacker.accept(lines, keys)
    accepted = accept(first, parcel_of(attacker, to=first))
    assert [one.device for one in accepted.refused] == [b64(device.device_keys()[0])]
    assert seen(first) == before


def test_a_key_before_the_key_is_not_taken_for_it(office: Machines) -> None:
    """The volunteer sees the id of new keys, and sends everybody other keys under that id."""
    attacker = office.notebook("Boran")
    done = members.rekey(office.notebook("Qarlygash"))
    office.meet()
    genuine = office.notebook("Qarlygash").office.pending[0].fact
    assert isinstance(genuine, OfficeRekeyed)
    poison = OfficeKey(id=genuine.key, internal=b"i" * 32, protected=b"p" * 32)
    boxes = {
        one.key: b64(box_for(poison, recipient=one.recipient))
        for one in attacker.office.standing_devices
    }
    device = second_device(office)
    lines, keys = forged(
        attacker,
        attacker.office_id,
        [OfficeRekeyed(key=genuine.key, boxes=boxes)],
        keyring=device,
        after=moments_later(attacker.office.opened_at),
    )
    second = office.notebook("Sayasat")
    second.accept(lines, keys)
    members.confirm(second, entry=done.entry)
    with reopened(office["Sayasat"], passphrase=WORDS["Sayasat"]) as again:
        # A fresh start reads all of it anew, the forged one first.
        assert again.office.key == genuine.key
        held = {one.id: one for one in again.notebook.keyring.office}
        assert held[genuine.key].internal != poison.internal
        first = office.notebook("Qarlygash")
        carry(again.notebook, first)
        case = open_case(first, label="under the new keys")
        carry(first, again.notebook)
        assert again.notebook.facts(case) == first.facts(case) != ()


def test_a_device_that_was_given_up_lets_no_other_in(office: Machines) -> None:
    """A stolen laptop, retired by its owner, pretends to have introduced another one before."""
    first = office["Qarlygash"]
    invitation = joining.introduce_device(first, label="laptop")
    stolen = office.join("Tolqyn", invitation, by="Qarlygash").notebook
    open_case(stolen, label="before")
    office.meet()
    members.retire_device(first.notebook, device=stolen.device)
    thief = new_keyring(member=stolen.viewer.member, office=stolen.keyring.office)
    reading = stolen.ledger.readings()[stolen.device]
    introduced = DeviceIntroduced(device=b64(thief.device_keys()[0]), recipient=thief.recipient())
    lines, keys = forged(stolen, stolen.office_id, [introduced], after=moments_later(reading))
    before = seen(first.notebook)
    first.notebook.accept(lines, keys)
    assert seen(first.notebook) == before
    case = SubjectId(new_id())
    more, more_keys = forged(stolen, case, [CaseOpened(label="a thief's")], keyring=thief)
    first.notebook.accept(more, more_keys)
    assert first.notebook.folded(case) is None


def test_a_custodian_who_never_came_does_not_hold_the_office_up(office: Machines) -> None:
    """Of two custodians one stays away with an unused code: nothing could ever be decided."""
    first = office.notebook("Qarlygash")
    second = office.notebook("Sayasat")
    done = members.revoke(second, member=second.viewer.member, reason="moves away")
    office.carry("Sayasat", "Qarlygash")
    members.confirm(first, entry=done.entry)
    invited = joining.invite(office["Qarlygash"], name="Nurbike", roles=("custodian",))
    assert Step.CONFIRM not in invited.done.missing
    told = members.revoke(first, member=invited.member, reason="the code was lost")
    assert told.missing == (Step.REKEY,)
    assert not first.office.member(invited.member).stands  # type: ignore[union-attr]


def test_nor_does_one_who_came_decide_before_custody_is_confirmed(office: Machines) -> None:
    first = office.notebook("Qarlygash")
    invited = joining.invite(office["Qarlygash"], name="Nurbike", roles=("custodian",))
    office.signed(invited, by="Qarlygash")
    newcomer = joining.accept_here(
        office["Qarlygash"],
        code=invited.code,
        passphrase=WORDS["Nurbike"],
        clock=office.dial,
    ).notebook
    [waiting] = first.office.pending
    assert waiting.kind == "custody.taken"
    done = members.rekey(first)
    assert members.confirm(newcomer, entry=done.entry).missing == (Step.CONFIRM,)
    members.confirm(first, entry=waiting.entry)
    assert [one.kind for one in first.office.pending] == ["custody.taken", "office.rekeyed"]
    office.carry("Qarlygash", "Sayasat")
    members.confirm(office.notebook("Sayasat"), entry=waiting.entry)
    members.confirm(office.notebook("Sayasat"), entry=done.entry)
    assert office.notebook("Sayasat").office.pending == ()
