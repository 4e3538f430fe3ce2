"""The office: two signatures, ends that stay, strangers that stay out, and what trustees may."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depter.register.facts import Fact
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    DeviceIntroduced,
    EntryStruck,
    ForkSeen,
    MemberChanged,
    MemberRevoked,
    OfficeFounded,
    OfficeRekeyed,
    PolicySet,
    PracticeDeclared,
    SubjectErased,
    TrusteesVerified,
)
from depter.register.folds.office import OfficeFile
from depter.values.ids import EntryId, SubjectId
from tests.unit.register.folds.bureau import Bureau, admitted, appointed, folded

SOMEBODY = SubjectId("somebody00000000")


def members(office: OfficeFile) -> list[str]:
    return [one.id for one in office.members if one.stands]


def test_in_an_office_of_one_the_one_signature_is_enough() -> None:
    desk = Bureau()
    desk.writes("a", OfficeRekeyed(key="k2", boxes={}))
    desk.writes("a", admitted("v", "intake"))
    assert (members(desk.office), desk.office.key) == (["m-a", "m-v"], "k2")
    assert desk.office.pending == ()


ASKED: list[Fact] = [
    admitted("v", "intake"),
    MemberChanged(member="m-b", roles=("intake",)),
    MemberRevoked(member="m-b", ends={"b": 9}),
    CustodyTaken(recipient="age1new"),
    OfficeRekeyed(key="k2", boxes={}),
    appointed(),
]


@pytest.mark.parametrize("fact", ASKED, ids=lambda fact: type(fact).__name__)
def test_what_takes_two_takes_two(fact: Fact) -> None:
    desk = Bureau("b")
    before = desk.office
    entry = desk.writes("a", fact)
    waiting = desk.office
    assert [one.entry for one in waiting.pending] == [entry]
    assert waiting.pending[0].by == "m-a"
    assert bare(waiting) == bare(before)
    desk.writes("a", Countersigned(entry=entry))  # the same custodian twice is one
    assert bare(desk.office) == bare(before)
    desk.writes("b", Countersigned(entry=entry))
    assert desk.office.pending == ()
    assert bare(desk.office) != bare(before)


def bare(office: OfficeFile) -> OfficeFile:
    """What stands, without what waits and the history."""
    return msgspec.structs.replace(office, pending=(), history=())


@pytest.mark.parametrize("roles", [(), ("intake",), ("coordinator", "publisher"), ("advocate",)])
def test_the_signature_of_who_is_no_custodian_is_none(roles: tuple[str, ...]) -> None:
    desk = Bureau("b")
    desk.both(admitted("v", *roles))
    entry = desk.writes("a", OfficeRekeyed(key="k2", boxes={}))
    desk.writes("v", Countersigned(entry=entry))
    desk.writes("stranger", Countersigned(entry=entry))
    assert desk.office.key == ""
    own = desk.writes("v", MemberChanged(member="m-v", roles=("custodian",)))
    assert own not in {one.entry for one in desk.office.pending}


def test_two_devices_of_one_custodian_are_one_signature() -> None:
    desk = Bureau("b")
    desk.writes("a", DeviceIntroduced(device="a2", recipient="age1a2"))
    entry = desk.writes("a", OfficeRekeyed(key="k2", boxes={}))
    desk.writes("a2", Countersigned(entry=entry))
    assert desk.office.key == ""
    desk.writes("b", Countersigned(entry=entry))
    assert desk.office.key == "k2"


def test_of_three_custodians_any_two_are_enough() -> None:
    desk = Bureau("b", "c")
    desk.both(OfficeRekeyed(key="k2", boxes={}), by="cb")
    assert desk.office.key == "k2"


def test_a_signature_before_the_entry_it_names_signs_nothing() -> None:
    desk = Bureau("b")
    entry = EntryId(f"entry-{len(desk.facts) + 2}")
    desk.writes("b", Countersigned(entry=entry))
    assert desk.writes("a", OfficeRekeyed(key="k2", boxes={})) == entry
    assert desk.office.key == ""


def test_what_waits_can_be_struck_by_a_custodian_and_what_stands_cannot() -> None:
    desk = Bureau("b")
    desk.both(admitted("v", "intake"))
    entry = desk.writes("a", OfficeRekeyed(key="k2", boxes={}))
    desk.writes("v", EntryStruck(entry=entry))
    assert [one.entry for one in desk.office.pending] == [entry]
    strike = desk.writes("b", EntryStruck(entry=entry))
    desk.writes("b", Countersigned(entry=entry))
    assert (desk.office.pending, desk.office.key) == ((), "")
    assert {one.id: one.struck_by for one in desk.office.history}[entry] == strike
    done = desk.both(OfficeRekeyed(key="k3", boxes={}))
    desk.writes("b", EntryStruck(entry=done))
    assert desk.office.key == "k3"
    assert not {one.id: one.struck_by for one in desk.office.history}[done]


def test_who_was_shut_out_neither_signs_nor_says_anything_more() -> None:
    desk = Bureau("b", "c")
    desk.both(MemberRevoked(member="m-c", ends={"c": desk.last("c")}))
    entry = desk.writes("a", OfficeRekeyed(key="k2", boxes={}))
    desk.writes("c", Countersigned(entry=entry))
    desk.writes("c", PolicySet(erasure_hours=1))
    desk.writes("c", SubjectErased(subject=SOMEBODY, asked=EntryId("x")))
    assert (desk.office.key, desk.office.policy, desk.office.erased) == ("", PolicySet(), {})
    assert desk.office.counts("c", desk.last("c")) is False


def test_who_was_shut_out_cannot_date_an_entry_back_to_before_that() -> None:
    """The laptop that was taken still has its key, and its clock says what its holder wants."""
    desk = Bureau("b", "c")
    desk.writes("c", PracticeDeclared())
    ends = {"c": desk.last("c")}
    desk.both(MemberRevoked(member="m-c", ends=ends))
    before = desk.office
    dated = len(desk.facts) - 1.5  # behind its last entry, and before it was shut out
    desk.writes("c", SubjectErased(subject=SOMEBODY, asked=EntryId("x")), at=dated)
    desk.writes("c", DeviceIntroduced(device="c2", recipient="age1c2"), at=dated)
    desk.writes("c2", PolicySet(erasure_hours=1), at=dated)
    assert bare(desk.office) == bare(before)
    assert desk.office.device("c2") is None
    heard = Bureau("b", "c")  # the control: dated like this, it counts while nobody shut it out
    heard.writes("c", SubjectErased(subject=SOMEBODY, asked=EntryId("x")), at=dated)
    assert SOMEBODY in heard.office.erased


def test_what_a_device_wrote_before_its_end_counts_for_good() -> None:
    desk = Bureau("b", "c")
    for _ in range(4):
        desk.writes("c", PracticeDeclared())
    last = desk.last("c")
    desk.both(MemberRevoked(member="m-c", ends={"c": last}))
    desk.both(MemberRevoked(member="m-c", ends={"c": 1}))
    desk.both(MemberRevoked(member="m-c", ends={}))
    device = desk.office.device("c")
    assert device is not None
    assert device.ends == last
    assert desk.office.counts("c", last)
    assert not desk.office.counts("c", last + 1)
    desk.both(MemberRevoked(member="m-c", ends={"c": last + 2}))
    assert desk.office.counts("c", last + 2)


def test_a_device_that_is_not_named_ends_at_once() -> None:
    desk = Bureau("b", "c")
    desk.writes("c", DeviceIntroduced(device="c2", recipient="age1c2"))
    desk.both(MemberRevoked(member="m-c", ends={"c": desk.last("c")}))
    assert not desk.office.counts("c2", 1)


def test_a_device_is_replaced_by_its_own_member_alone_and_its_end_stays() -> None:
    desk = Bureau("b")
    desk.writes("a", DeviceIntroduced(device="b9", recipient="", replaces="b", ends=0))
    assert desk.office.counts("b", 7)  # another's device ends by two signatures, not by a word
    said = DeviceIntroduced(device="a2", recipient="age1a2", replaces="a", ends=9)
    desk.writes("a", said)
    desk.writes("a2", msgspec.structs.replace(said, ends=1))
    assert [desk.office.counts("a", seq) for seq in (1, 9, 10)] == [True, True, False]
    member = desk.office.member_of("a2")
    assert member is not None
    assert member.id == "m-a"


@pytest.mark.parametrize("at", [None, 0.5])
def test_a_stranger_who_admits_himself_stays_one(at: float | None) -> None:
    """Also when dated before everything else."""
    desk = Bureau()
    desk.writes("x", admitted("x", "custodian"), at=at)
    desk.writes("x", Countersigned(entry=EntryId("entry-3")), at=at)
    assert members(desk.office) == ["m-a"]
    assert not desk.office.counts("x", 1)


def test_a_device_belongs_to_one_member() -> None:
    desk = Bureau("b")
    desk.both(admitted("v", "custodian", device="b"))
    desk.writes("a", DeviceIntroduced(device="b", recipient="age1forged"))
    owner = desk.office.member_of("b")
    assert owner is not None
    assert (owner.id, owner.devices[0].recipient) == ("m-b", "age1b")
    assert "m-v" not in members(desk.office)


def test_a_second_founding_is_passed_over() -> None:
    desk = Bureau()
    desk.writes("x", OfficeFounded(name="Theirs", custodians=("age1x",)))
    desk.writes("x", admitted("x", "custodian"))
    assert (desk.office.name, members(desk.office)) == ("Desk", ["m-a"])
    assert desk.office.custodians == ("age1a",)


def test_who_is_no_custodian_any_more_is_sealed_to_no_more() -> None:
    desk = Bureau("b")
    desk.both(CustodyTaken(recipient="age1bb"), by="ba")
    assert list(desk.office.custodians) == ["age1a", "age1bb"]
    desk.both(MemberChanged(member="m-b", roles=("coordinator",)))
    assert list(desk.office.custodians) == ["age1a"]
    desk.writes("b", CustodyTaken(recipient="age1again"))
    assert list(desk.office.custodians) == ["age1a"]


def test_what_one_member_may_say_alone_depends_on_the_role() -> None:
    desk = Bureau("b")
    desk.both(admitted("v", "intake"))
    desk.both(appointed())
    desk.writes("v", SubjectErased(subject=SOMEBODY, asked=EntryId("x")))
    desk.writes("v", PolicySet(erasure_hours=1))
    desk.writes("v", TrusteesVerified(recipient="age1trustees"))
    assert (desk.office.erased, desk.office.policy) == ({}, PolicySet())
    assert not desk.office.is_recoverable
    desk.writes("b", TrusteesVerified(recipient="age1other"))
    assert not desk.office.is_recoverable
    desk.writes("b", TrusteesVerified(recipient="age1trustees"))
    entry = desk.writes("b", SubjectErased(subject=SOMEBODY, asked=EntryId("x")))
    assert desk.office.is_recoverable
    assert desk.office.erased == {SOMEBODY: entry}
    desk.both(appointed(recipient="age1later"))  # the new sheets were not typed back yet
    assert not desk.office.is_recoverable


SAID = st.sampled_from(
    [
        *ASKED,
        PolicySet(erasure_hours=5),
        PracticeDeclared(),
        ForkSeen(device="b", seq=1, ours="x", theirs="y"),
        DeviceIntroduced(device="d9", recipient="age1d9", replaces="b", ends=2),
        MemberRevoked(member="m-c", ends={"c": 1}),
        SubjectErased(subject=SOMEBODY, asked=EntryId("x")),
        *(Countersigned(entry=EntryId(f"entry-{number}")) for number in range(5, 14)),
        *(EntryStruck(entry=f"entry-{number}") for number in range(5, 14)),
    ]
)
ENTRIES = st.lists(st.tuples(st.sampled_from("abcvx"), SAID), max_size=12)


@settings(max_examples=150)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_in_whatever_order_facts_arrive_the_office_is_the_same(
    said: list[tuple[str, Fact]], chance: object
) -> None:
    desk = Bureau("b", "c")
    for device, fact in said:
        desk.writes(device, fact)
    shuffled = list(desk.facts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert folded(shuffled) == desk.office


@settings(max_examples=150)
@given(ENTRIES)
def test_whatever_is_said_nobody_comes_in_without_two_and_no_end_is_drawn_back(
    said: list[tuple[str, Fact]],
) -> None:
    desk = Bureau("b", "c")
    ends: dict[str, int] = {}
    for device, fact in said:
        desk.writes(device, fact)
        office = desk.office
        for one in (device for member in office.members for device in member.devices):
            now = 2**62 if one.ends is None else one.ends
            assert one.key not in ends or now >= ends[one.key]
            if one.ends is not None:
                ends[one.key] = one.ends
        if office.device("v") is not None:
            signers = {
                one.device
                for one in desk.facts[7:]
                if isinstance(one.fact, Countersigned) or one.fact == ASKED[0]
            }
            assert len(signers & set("abc")) >= 2
        assert office.device("x") is None
