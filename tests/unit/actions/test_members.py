"""Members confirmed by two, changed, revoked; new office keys; what is sealed shared anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from depter.actions import members
from depter.actions.cases import open_case
from depter.actions.devices import NoSuchDevice
from depter.actions.invitation_errors import CustodyHeld
from depter.actions.members import (
    SAID,
    LastCoordinator,
    LastCustodian,
    NameMissing,
    NoSuchMember,
    NothingPending,
    OwnLeaving,
    RolesMissing,
    SignedAlready,
    Step,
)
from depter.actions.sources import introduce_source
from depter.register.access import NotAllowed, Role
from depter.register.vocabulary import UnknownCode
from depter.store import joining
from depter.values.ids import EntryId
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, NoCustody
from depter.vault.keyring import new_office_key
from tests.machines import FOUNDER, WORDS, Machines, machines_of, make_slots_light


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    make_slots_light(monkeypatch)
    with machines_of(tmp_path) as found:
        yield found


@pytest.fixture
def pair(machines: Machines) -> Machines:
    """An office of two custodians, and a volunteer; the first is its one coordinator."""
    machines.come("Sayasat", "custodian")
    machines.come("Boran", "intake")
    machines.meet()
    return machines


def id_of(machines: Machines, name: str) -> str:
    return machines.notebook(name).viewer.member


# Two signatures


def test_an_office_of_one_decides_alone(machines: Machines) -> None:
    invitation = joining.invite(machines["Qarlygash"], name="Boran", roles=("intake",))
    assert invitation.done.missing == (Step.JOIN,)
    assert machines["Qarlygash"].office.pending == ()


def test_what_one_of_two_custodians_writes_waits_for_the_other(pair: Machines) -> None:
    founder = pair.notebook("Qarlygash")
    done = members.revoke(founder, member=id_of(pair, "Boran"), reason="moved away")
    assert done.missing == (Step.CONFIRM, Step.REKEY)
    assert founder.office.member(id_of(pair, "Boran")).stands  # type: ignore[union-attr]
    pair.carry("Qarlygash", "Sayasat")
    told = members.confirm(pair.notebook("Sayasat"), entry=done.entry)
    assert told.missing == (Step.REKEY,)
    pair.carry("Sayasat", "Qarlygash")
    assert not founder.office.member(id_of(pair, "Boran")).stands  # type: ignore[union-attr]


def test_nobody_confirms_what_they_wrote_themselves(pair: Machines) -> None:
    done = members.rekey(pair.notebook("Qarlygash"))
    with pytest.raises(SignedAlready):
        members.confirm(pair.notebook("Qarlygash"), entry=done.entry)


def test_a_volunteer_neither_confirms_nor_declines(pair: Machines) -> None:
    done = members.rekey(pair.notebook("Qarlygash"))
    pair.carry("Qarlygash", "Boran")
    volunteer = pair.notebook("Boran")
    attempts: list[Callable[[], object]] = [
        lambda: members.confirm(volunteer, entry=done.entry),
        lambda: members.decline(volunteer, entry=done.entry),
        lambda: members.rekey(volunteer),
        lambda: members.revoke(volunteer, member=id_of(pair, "Sayasat"), reason="no"),
        lambda: members.change_roles(volunteer, member=id_of(pair, "Boran"), roles=("custodian",)),
        lambda: members.take_custody(volunteer, recipient="age1xyz"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_what_was_declined_cannot_be_confirmed(pair: Machines) -> None:
    done = members.rekey(pair.notebook("Qarlygash"))
    pair.carry("Qarlygash", "Sayasat")
    members.decline(pair.notebook("Sayasat"), entry=done.entry, reason="not needed")
    with pytest.raises(NothingPending):
        members.confirm(pair.notebook("Sayasat"), entry=done.entry)
    assert pair["Sayasat"].office.key == ""


@pytest.mark.parametrize("entry", ["", "x" * 43])
def test_what_does_not_wait_cannot_be_confirmed(pair: Machines, entry: str) -> None:
    with pytest.raises(NothingPending):
        members.confirm(pair.notebook("Qarlygash"), entry=EntryId(entry))


def test_every_step_has_a_sentence() -> None:
    assert set(SAID) == set(Step)


# What is refused


def test_a_member_needs_a_name_and_known_roles(machines: Machines) -> None:
    notebook = machines.notebook("Qarlygash")
    before = len(notebook.facts(notebook.office_id))
    with pytest.raises(NameMissing):
        members.invite(notebook, name="  ", roles=("intake",))
    with pytest.raises(RolesMissing):
        members.invite(notebook, name="Boran", roles=())
    with pytest.raises(UnknownCode):
        members.invite(notebook, name="Boran", roles=("king",))
    assert len(notebook.facts(notebook.office_id)) == before


def test_the_last_custodian_stays(machines: Machines) -> None:
    founder = machines.notebook("Qarlygash")
    own = founder.viewer.member
    with pytest.raises(LastCustodian):
        members.revoke(founder, member=own, reason="tired")
    with pytest.raises(LastCustodian):
        members.change_roles(founder, member=own, roles=("coordinator",))


def test_one_who_was_made_custodian_and_took_no_custody_is_none_yet(machines: Machines) -> None:
    founder = machines.notebook("Qarlygash")
    joining.invite(machines["Qarlygash"], name="Boran", roles=("coordinator", "custodian"))
    with pytest.raises(LastCustodian):
        members.revoke(founder, member=founder.viewer.member, reason="tired")


def test_the_last_coordinator_does_not_leave_by_themselves(pair: Machines) -> None:
    founder = pair.notebook("Qarlygash")
    with pytest.raises(LastCoordinator):
        members.revoke(founder, member=founder.viewer.member, reason="tired")
    done = members.revoke(
        pair.notebook("Sayasat"), member=founder.viewer.member, reason="has left the country"
    )
    assert Step.CONFIRM in done.missing


def test_two_custodians_cannot_be_taken_away_one_by_one(pair: Machines) -> None:
    """Each revocation leaves a custodian when it is written; the second is refused at signing."""
    founder, second = pair.notebook("Qarlygash"), pair.notebook("Sayasat")
    first = members.change_roles(founder, member=founder.viewer.member, roles=("coordinator",))
    pair.carry("Qarlygash", "Sayasat")
    other = members.change_roles(second, member=second.viewer.member, roles=("coordinator",))
    members.confirm(second, entry=first.entry)
    pair.carry("Sayasat", "Qarlygash")
    assert founder.viewer.roles == {Role.COORDINATOR}
    with pytest.raises(NotAllowed):
        members.confirm(founder, entry=other.entry)


def test_nobody_unknown_and_nobody_who_left_is_changed(pair: Machines) -> None:
    founder = pair.notebook("Qarlygash")
    with pytest.raises(NoSuchMember):
        members.revoke(founder, member="0" * 16, reason="?")
    done = members.revoke(founder, member=id_of(pair, "Boran"), reason="left")
    pair.carry("Qarlygash", "Sayasat")
    members.confirm(pair.notebook("Sayasat"), entry=done.entry)
    with pytest.raises(NoSuchMember):
        members.change_roles(
            pair.notebook("Sayasat"), member=id_of(pair, "Boran"), roles=("intake",)
        )


def test_one_of_two_custodians_leaves_by_writing_it_themselves(pair: Machines) -> None:
    """What they sign behind the last entry that counts of theirs would not count."""
    founder, second = pair.notebook("Qarlygash"), pair.notebook("Sayasat")
    leaver = second.viewer.member
    told = members.revoke(founder, member=leaver, reason="wants to go")
    pair.carry("Qarlygash", "Sayasat")
    with pytest.raises(OwnLeaving):
        members.confirm(second, entry=told.entry)
    members.decline(second, entry=told.entry, reason="I write it myself")
    done = members.revoke(second, member=leaver, reason="wants to go")
    assert done.missing == (Step.CONFIRM, Step.REKEY, Step.SHARE_SEALED)
    pair.carry("Sayasat", "Qarlygash")
    assert members.confirm(founder, entry=done.entry).missing == (Step.REKEY, Step.SHARE_SEALED)
    pair.carry("Qarlygash", "Sayasat")
    for notebook in (founder, second):
        assert not notebook.office.member(leaver).stands  # type: ignore[union-attr]
        assert len(notebook.office.custodians) == 1
    assert second.viewer.roles == frozenset()


# Roles and keys


@pytest.mark.parametrize(
    ("roles", "held"),
    [
        (("intake",), 2),
        (("advocate",), 2),
        (("researcher",), 1),
        (("administrator",), 0),
        (("administrator", "researcher"), 1),
        (("unheard of",), 0),
    ],
)
def test_which_keys_a_role_may_hold(roles: tuple[str, ...], held: int) -> None:
    given = members.share_of(new_office_key(), roles=roles)
    assert (0 if given is None else 2 if given.protected else 1) == held


def test_a_change_of_roles_says_what_the_keys_need(machines: Machines) -> None:
    machines.come("Boran", "intake")
    founder = machines.notebook("Qarlygash")
    told = members.change_roles(founder, member=id_of(machines, "Boran"), roles=("researcher",))
    assert told.missing == (Step.REKEY,)
    told = members.change_roles(founder, member=id_of(machines, "Boran"), roles=("coordinator",))
    assert told.missing == (Step.INVITE_AGAIN,)
    machines.carry("Qarlygash", "Boran")
    assert machines.notebook("Boran").viewer.roles == {Role.COORDINATOR}


def test_new_keys_go_to_those_who_stay_and_to_no_more_of_them_than_their_role(
    machines: Machines,
) -> None:
    for name, role in (("Boran", "intake"), ("Tolqyn", "researcher"), ("Nurbike", "administrator")):
        machines.come(name, role)
    founder = machines.notebook("Qarlygash")
    assert members.rekey(founder, reason="once a year").missing == ()
    key = founder.office.key
    assert key
    case = open_case(founder, label="written under the new key")
    source = introduce_source(founder, source_kind="relative", note="where the notes lie")
    machines.meet()
    assert {one.under for one in founder.ledger.keys_of(case, Level.INTERNAL)} == {key}
    assert machines.notebook("Boran").facts(case)
    assert "notes" in str(machines.notebook("Boran").facts(source))
    assert machines.notebook("Tolqyn").facts(case)
    assert "notes" not in str(machines.notebook("Tolqyn").facts(source))
    assert machines.notebook("Tolqyn").facts(source)
    assert machines.notebook("Nurbike").facts(case) == ()
    assert machines.notebook("Nurbike").keyring.office == ()


def test_who_is_leaving_gets_no_new_key_even_before_the_second_signature(pair: Machines) -> None:
    founder, second = pair.notebook("Qarlygash"), pair.notebook("Sayasat")
    revoked = members.revoke(founder, member=id_of(pair, "Boran"), reason="left")
    new = members.rekey(founder)
    pair.carry("Qarlygash", "Sayasat")
    members.confirm(second, entry=revoked.entry)
    members.confirm(second, entry=new.entry)
    pair.meet()
    assert founder.office.key == second.office.key != ""
    assert len(second.keyring.office) == 2
    assert len(pair.notebook("Boran").keyring.office) == 1


# Devices


def test_a_device_of_ones_own_is_retired_by_the_other(machines: Machines) -> None:
    founder = machines["Qarlygash"]
    invitation = joining.introduce_device(founder, label="laptop")
    there = machines.join("Tolqyn", invitation, by="Qarlygash")
    case = open_case(there.notebook, label="before")
    machines.carry("Tolqyn", "Qarlygash")
    done = members.retire_device(founder.notebook, device=there.notebook.device)
    assert done.missing == (Step.REKEY,)
    late = open_case(there.notebook, label="after")
    machines.meet()
    assert founder.notebook.facts(case)
    assert founder.notebook.facts(late) == ()
    with pytest.raises(NotAllowed):
        open_case(there.notebook, label="it knows now")


def test_only_an_own_other_standing_device_is_retired(pair: Machines) -> None:
    founder = pair.notebook("Qarlygash")
    for device in (founder.device, pair.notebook("Boran").device, "unknown"):
        with pytest.raises(NoSuchDevice):
            members.retire_device(founder, device=device)


# What is sealed


def test_a_new_custodian_opens_old_sources_once_they_are_shared(machines: Machines) -> None:
    founder = machines["Qarlygash"]
    sources = [
        introduce_source(founder.notebook, source_kind="relative", identity=f"person {number}")
        for number in range(5)
    ]
    assert members.unshared(founder.notebook) == 0
    invitation = joining.invite(founder, name="Sayasat", roles=("custodian",))
    newcomer = joining.accept_here(
        founder, code=invitation.code, passphrase=WORDS["Sayasat"], clock=machines.dial
    )
    secret = newcomer.custodian(WORDS["Sayasat"])
    [waiting] = founder.office.pending
    assert members.confirm(founder.notebook, entry=waiting.entry).missing == (Step.SHARE_SEALED,)
    with pytest.raises(BodyDamaged):
        newcomer.notebook.unsealed(sources[0], custodian=secret)
    assert members.unshared(founder.notebook) == 5
    told = members.share_sealed(newcomer.notebook, custodian=secret)
    assert (told.shared, told.closed) == (0, 5)  # the newcomer cannot help themselves
    told = members.share_sealed(founder.notebook, custodian=founder.custodian(FOUNDER))
    assert (told.shared, told.closed) == (5, 0)
    for number, source in enumerate(sources):
        opened = newcomer.notebook.unsealed(source, custodian=secret)
        assert opened == {"identity": f"person {number}"}
    assert members.unshared(founder.notebook) == 0


def test_sharing_that_was_stopped_goes_on_where_it_was(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    founder = machines["Qarlygash"]
    for number in range(7):
        introduce_source(founder.notebook, source_kind="relative", identity=f"person {number}")
    old = founder.custodian(FOUNDER)
    machines.come("Sayasat", "custodian")
    done = members.change_roles(
        founder.notebook, member=id_of(machines, "Sayasat"), roles=("coordinator",)
    )
    machines.carry("Qarlygash", "Sayasat")
    told_by = members.confirm(machines.notebook("Sayasat"), entry=done.entry)
    assert told_by.missing == (Step.SHARE_SEALED,)
    machines.carry("Sayasat", "Qarlygash")
    monkeypatch.setattr("depter.actions.sealed_sharing._BATCH", 2)
    told: list[int] = []

    def stop(done: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise KeyboardInterrupt

    notebook = founder.notebook
    assert members.unshared(notebook) == 7
    with pytest.raises(KeyboardInterrupt):
        members.share_sealed(notebook, custodian=old, progress=stop)
    assert members.unshared(notebook) == 3
    members.share_sealed(notebook, custodian=old)
    assert members.unshared(notebook) == 0


def test_a_second_secret_never_replaces_the_first(machines: Machines) -> None:
    """It would leave closed for ever what only the first one opens."""
    founder = machines["Qarlygash"]
    before = founder.custodian(FOUNDER)
    with pytest.raises(CustodyHeld):
        joining.take_custody(founder, passphrase=FOUNDER)
    invitation = joining.introduce_device(founder, label="laptop")
    there = machines.join("Tolqyn", invitation, by="Qarlygash")
    with pytest.raises(NoCustody):
        there.custodian(WORDS["Tolqyn"])
    assert founder.custodian(FOUNDER) == before


def test_a_member_who_becomes_a_custodian_takes_custody_on_their_machine(
    machines: Machines,
) -> None:
    volunteer = machines.come("Boran", "coordinator")
    founder = machines.notebook("Qarlygash")
    told = members.change_roles(
        founder, member=id_of(machines, "Boran"), roles=("coordinator", "custodian")
    )
    assert told.missing == (Step.TAKE_CUSTODY,)
    machines.carry("Qarlygash", "Boran")
    done = joining.take_custody(volunteer, passphrase=WORDS["Boran"])
    assert done.missing == (Step.CONFIRM, Step.SHARE_SEALED)
    machines.carry("Boran", "Qarlygash")
    members.confirm(founder, entry=done.entry)
    source = introduce_source(founder, source_kind="relative", identity="sealed to both")
    machines.carry("Qarlygash", "Boran")
    opened = volunteer.notebook.unsealed(source, custodian=volunteer.custodian(WORDS["Boran"]))
    assert opened == {"identity": "sealed to both"}
