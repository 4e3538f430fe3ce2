"""A volunteer with modified software, and the office's own facts: what they write does nothing.

The software writes whatever it likes with the volunteer's real keys, and every machine takes it in
without a check: what protects the office here is only how its facts are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from depter.actions import members
from depter.actions.cases import open_case
from depter.exchange.accept import accept
from depter.ledger.entry import b64
from depter.ledger.heads import Head
from depter.notebook.notebook import Notebook
from depter.register.access import NotAllowed, Role
from depter.register.facts import Fact
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    DeviceIntroduced,
    EntryStruck,
    MemberAdmitted,
    MemberChanged,
    MemberRevoked,
    OfficeFounded,
    OfficeRekeyed,
    PolicySet,
    SubjectErased,
)
from depter.register.folds.office import OfficeFile
from depter.values.ids import EntryId, SubjectId, new_id
from depter.vault import sealing
from depter.vault.keyring import Keyring, new_keyring
from tests.hostile.forging import forged, parcel_of
from tests.machines import Machines, machines_of, make_slots_light

MINE, MY_SECRET = sealing.new_identity()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Two custodians; Boran, who attacks; Tolqyn, a colleague of his."""
    make_slots_light(monkeypatch)
    with machines_of(tmp_path) as found:
        found.come("Sayasat", "custodian")
        found.come("Boran", "intake")
        found.come("Tolqyn", "intake")
        found.meet()
        yield found


def strike_with(
    office: Machines,
    facts: Sequence[Fact],
    *,
    keyring: Keyring | None = None,
    after: str = "",
    head: Head | None = None,
) -> list[EntryId]:
    """Boran's software writes these about the office, and every machine takes them in."""
    attacker = office.notebook("Boran")
    lines, keys = forged(
        attacker, attacker.office_id, facts, keyring=keyring, after=after, head=head
    )
    for name in office.books:
        office.notebook(name).accept(lines, keys)
    return [line.id for line, _ in lines]


def second_device(office: Machines) -> Keyring:
    """A further device of Boran's, introduced as anybody may introduce one."""
    attacker = office.notebook("Boran")
    keyring = new_keyring(member=attacker.viewer.member, office=attacker.keyring.office)
    keyring = msgspec.structs.replace(keyring, database=attacker.keyring.database)
    introduced = DeviceIntroduced(
        device=b64(keyring.device_keys()[0]), recipient=keyring.recipient()
    )
    strike_with(office, [introduced])
    return keyring


def seen(notebook: Notebook) -> OfficeFile:
    """The office without its history, in which every attempt stands."""
    return msgspec.structs.replace(notebook.office, history=())


def assert_unmoved(office: Machines, before: OfficeFile) -> None:
    for name in office.books:
        assert seen(office.notebook(name)) == before, name
        assert office[name].verify().first_bad is None
    attacker = office.notebook("Boran")
    assert attacker.viewer.roles == {Role.INTAKE}
    assert MINE not in before.custodians


def himself(office: Machines) -> MemberAdmitted:
    keyring = new_keyring(member=new_id(), office=())
    return MemberAdmitted(
        member=keyring.member,
        device=b64(keyring.device_keys()[0]),
        recipient=keyring.recipient(),
        name="somebody new",
        roles=("custodian",),
    )


def own(office: Machines) -> str:
    return office.notebook("Boran").viewer.member


def founder(office: Machines) -> str:
    return office.notebook("Qarlygash").viewer.member


ATTACKS: dict[str, Callable[[Machines], Fact]] = {
    "admits himself as a custodian": himself,
    "admits himself again with other roles": lambda office: msgspec.structs.replace(
        himself(office), member=own(office)
    ),
    "gives himself other roles": lambda office: MemberChanged(
        member=own(office), roles=("custodian",)
    ),
    "shuts a custodian out": lambda office: MemberRevoked(
        member=founder(office), ends={office.notebook("Qarlygash").device: 0}
    ),
    "takes custody": lambda _: CustodyTaken(recipient=MINE),
    "founds the office again": lambda _: OfficeFounded(name="mine", custodians=(MINE,)),
    "draws new keys": lambda _: OfficeRekeyed(key=new_id(), boxes={}),
    "sets the policy": lambda _: PolicySet(erasure_hours=0),
    "erases a case": lambda _: SubjectErased(subject=SubjectId(new_id()), asked=EntryId("x" * 43)),
    "ends a custodian's device": lambda office: DeviceIntroduced(
        device=office.notebook("Boran").device,
        recipient=office.notebook("Boran").keyring.recipient(),
        replaces=office.notebook("Qarlygash").device,
        ends=1,
    ),
    "takes over a custodian's device": lambda office: DeviceIntroduced(
        device=office.notebook("Qarlygash").device, recipient=MINE
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_volunteer_writes_about_the_office_does_nothing(
    office: Machines, attack: str
) -> None:
    before = seen(office.notebook("Qarlygash"))
    strike_with(office, [ATTACKS[attack](office)])
    assert_unmoved(office, before)


@pytest.mark.parametrize("attack", [*ATTACKS][:8])
def test_nor_with_signatures_of_both_his_devices(office: Machines, attack: str) -> None:
    other = second_device(office)
    before = seen(office.notebook("Qarlygash"))
    [entry] = strike_with(office, [ATTACKS[attack](office)])
    strike_with(office, [Countersigned(entry=entry)])
    strike_with(office, [Countersigned(entry=entry)], keyring=other)
    assert_unmoved(office, before)


def test_the_same_facts_by_two_custodians_do_something(office: Machines) -> None:
    """What the attacks above try is what takes effect when custodians do it."""
    first, second = office.notebook("Qarlygash"), office.notebook("Sayasat")
    before = seen(first)
    lines, keys = forged(first, first.office_id, [himself(office)])
    for one in (first, second):
        one.accept(lines, keys)
    second.write(second.office_id, Countersigned(entry=lines[0][0].id))
    assert len(second.office.members) == len(before.members) + 1


def test_a_forged_signature_does_not_confirm_what_waits(office: Machines) -> None:
    """One custodian's proposal waits; the volunteer's two devices are not a second custodian."""
    other = second_device(office)
    first = office.notebook("Qarlygash")
    done = members.change_roles(first, member=own(office), roles=("coordinator",))
    office.meet()
    strike_with(office, [Countersigned(entry=done.entry)])
    strike_with(office, [Countersigned(entry=done.entry)], keyring=other)
    for name in office.books:
        notebook = office.notebook(name)
        assert [one.entry for one in notebook.office.pending] == [done.entry]
    assert office.notebook("Boran").viewer.roles == {Role.INTAKE}


def test_nor_is_one_custodian_with_two_devices_two_custodians(office: Machines) -> None:
    first = office.notebook("Qarlygash")
    further = members.introduce_device(first, label="laptop")
    office.meet()
    done = members.rekey(first)
    lines, keys = forged(
        first,
        first.office_id,
        [Countersigned(entry=done.entry)],
        keyring=further.keyring,
    )
    first.accept(lines, keys)
    assert [one.entry for one in first.office.pending] == [done.entry]


def test_a_volunteer_does_not_strike_out_what_waits(office: Machines) -> None:
    done = members.rekey(office.notebook("Qarlygash"))
    office.meet()
    strike_with(office, [EntryStruck(entry=done.entry)])
    assert [one.entry for one in office.notebook("Sayasat").office.pending] == [done.entry]


def revoke(office: Machines, member: str) -> None:
    first, second = office.notebook("Qarlygash"), office.notebook("Sayasat")
    done = members.revoke(first, member=member, reason="he forges")
    office.carry("Qarlygash", "Sayasat")
    members.confirm(second, entry=done.entry)
    office.meet()


def test_the_key_of_a_device_that_was_shut_out_cannot_be_used_again(office: Machines) -> None:
    """Neither by its owner, nor brought in by a colleague, nor by two custodians by mistake."""
    old = office.notebook("Boran").device
    revoke(office, own(office))
    before = seen(office.notebook("Qarlygash"))
    again = MemberAdmitted(
        member=new_id(), device=old, recipient=MINE, name="Boran again", roles=("intake",)
    )
    strike_with(office, [again])
    strike_with(
        office,
        [DeviceIntroduced(device=old, recipient=MINE)],
        keyring=office.notebook("Tolqyn").keyring,
        head=office.notebook("Tolqyn").ledger.head(office.notebook("Tolqyn").device),
    )
    assert seen(office.notebook("Qarlygash")) == before
    first, second = office.notebook("Qarlygash"), office.notebook("Sayasat")
    [entry] = first.write(first.office_id, again)
    office.carry("Qarlygash", "Sayasat")
    second.write(second.office_id, Countersigned(entry=entry))
    assert not second.office.counts(old, 10_000)
    assert second.office.member(again.member) is None


def test_a_second_device_that_slept_until_the_revocation_is_shut_out_too(
    office: Machines,
) -> None:
    other = second_device(office)
    revoke(office, own(office))
    device = b64(other.device_keys()[0])
    assert office.notebook("Qarlygash").office.counts(device, 1) is False
    attacker = office.notebook("Boran").for_member(other)
    with pytest.raises(NotAllowed):
        open_case(attacker, label="from the second device")


def test_a_bundle_with_forged_facts_is_held_up_at_the_first_of_them(office: Machines) -> None:
    attacker, first = office.notebook("Boran"), office.notebook("Qarlygash")
    before = seen(first)
    lines, keys = forged(attacker, attacker.office_id, [CustodyTaken(recipient=MINE)])
    attacker.accept(lines, keys)
    accepted = accept(first, parcel_of(attacker, to=first))
    assert [(one.device, one.reason) for one in accepted.refused] == [(attacker.device, "role")]
    assert seen(first) == before
