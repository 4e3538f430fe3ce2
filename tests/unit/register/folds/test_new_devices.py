"""Devices that come with a signature of their own: the trustees', or of the one they follow."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from nacl.bindings import crypto_sign_seed_keypair

from depter.ledger.entry import b64, sign_word
from depter.register.facts.office import (
    Countersigned,
    DeviceIntroduced,
    DeviceRestored,
    MemberRevoked,
    OfficeRecovered,
    OfficeRekeyed,
)
from depter.register.folds.office_fold import word_of
from tests.unit.register.folds.bureau import (
    TRUSTEES_SECRET,
    Bureau,
    admitted,
    appointed,
)

OTHER, OTHER_SECRET = crypto_sign_seed_keypair(b"o" * 32)


def recovered(*, secret: bytes = TRUSTEES_SECRET, **changed: Any) -> OfficeRecovered:
    """Signed by the trustees, then perhaps ``changed``."""
    fact = OfficeRecovered(
        member="m-new",
        name="Tolqyn",
        device="n",
        recipient="age1n",
        custodian="age1nn",
        signature="",
        leaving=("m-a", "m-b"),
        ends={"a": 3},
    )
    signed = msgspec.structs.replace(fact, signature=sign_word(word_of(fact), secret=secret))
    return msgspec.structs.replace(signed, **changed)


def test_the_trustees_admit_a_custodian_when_all_are_lost() -> None:
    desk = Bureau("b")
    desk.both(appointed())
    ends = {one: desk.last(one) for one in "ab"}
    desk.writes("n", resigned(ends=ends))
    office = desk.office
    assert [one.id for one in office.members if one.stands] == ["m-new"]
    assert office.custodians == ("age1nn", "age1trustees")
    for one, last in ends.items():
        assert [office.counts(one, seq) for seq in (last, last + 1)] == [True, False]
    desk.writes("n", OfficeRekeyed(key="k2", boxes={}))  # one custodian: one signature
    assert desk.office.key == "k2"


def test_a_member_of_before_comes_back_as_a_custodian_and_keeps_the_other_roles() -> None:
    desk = Bureau("b")
    desk.both(admitted("v", "coordinator"))
    desk.both(appointed())
    desk.writes("n", resigned(member="m-v", leaving=()))
    member = desk.office.member("m-v")
    assert member is not None
    assert member.roles == ("coordinator", "custodian")
    assert [one.key for one in member.devices] == ["v", "n"]


def resigned(**changed: Any) -> OfficeRecovered:
    """Changed first, then signed."""
    fact = msgspec.structs.replace(recovered(), **changed)
    return msgspec.structs.replace(fact, signature=sign_word(word_of(fact), secret=TRUSTEES_SECRET))


@pytest.mark.parametrize(
    "forged",
    [
        recovered(secret=OTHER_SECRET),
        recovered(signature=""),
        recovered(signature="x" * 86),
        recovered(signature="ü"),
        recovered(custodian="age1thief"),
        recovered(recipient="age1thief"),
        recovered(leaving=()),
        recovered(ends={"a": 1}),
        recovered(member="m-a"),
        recovered(device="n2"),
    ],
)
def test_what_the_trustees_did_not_sign_changes_nothing(forged: OfficeRecovered) -> None:
    desk = Bureau("b")
    desk.both(appointed())
    before = desk.office
    desk.writes(forged.device, forged)
    assert msgspec.structs.replace(desk.office, history=before.history) == before


def test_without_trustees_or_with_those_of_before_there_is_no_recovery() -> None:
    desk = Bureau("b")
    desk.writes("n", recovered())
    assert desk.office.device("n") is None
    desk.both(appointed())
    desk.both(appointed(signer=OTHER))
    desk.writes("n", recovered())
    assert desk.office.device("n") is None


def test_a_recovery_is_written_by_the_device_it_names_and_once() -> None:
    desk = Bureau("b")
    desk.both(appointed())
    desk.writes("x", recovered())
    assert desk.office.device("n") is None
    desk.writes("n", recovered())
    desk.both(OfficeRekeyed(key="k2", boxes={}), by="nn")
    members = len(desk.office.members)
    desk.writes("n", recovered())
    assert len(desk.office.members) == members


def restored(key: bytes, earlier: str, **changed: Any) -> DeviceRestored:
    fact = DeviceRestored(
        member="m-d", device="r", recipient="age1r", earlier=earlier, signature=""
    )
    fact = msgspec.structs.replace(fact, signature=sign_word(word_of(fact), secret=key))
    return msgspec.structs.replace(fact, **changed)


@pytest.fixture
def office_with_a_real_key() -> tuple[Bureau, str]:
    """A member whose device is a key that can sign."""
    desk, device = Bureau(), b64(OTHER)
    desk.writes("a", admitted("d", "intake", device=device))
    return desk, device


def test_a_member_goes_on_from_a_backup(office_with_a_real_key: tuple[Bureau, str]) -> None:
    desk, lost = office_with_a_real_key
    desk.writes("r", restored(OTHER_SECRET, lost))
    member = desk.office.member_of("r")
    assert member is not None
    assert member.id == "m-d"
    assert desk.office.counts(lost, 5)  # until somebody says where it ended
    desk.writes("r", DeviceIntroduced(device="r", recipient="age1r", replaces=lost, ends=2))
    assert not desk.office.counts(lost, 3)


@pytest.mark.parametrize(
    "changed",
    [{"signature": ""}, {"member": "m-a"}, {"recipient": "age1x"}, {"device": "r2"}],
)
def test_who_does_not_hold_the_lost_devices_key_does_not(
    office_with_a_real_key: tuple[Bureau, str], changed: dict[str, str]
) -> None:
    desk, lost = office_with_a_real_key
    forged = restored(OTHER_SECRET, lost, **changed)
    desk.writes(forged.device, forged)
    assert desk.office.device(forged.device) is None
    desk.writes("r", restored(TRUSTEES_SECRET, lost))
    assert desk.office.device("r") is None


@pytest.mark.parametrize("at", [None, 3.5])
def test_who_was_shut_out_does_not_come_back_from_a_backup(
    office_with_a_real_key: tuple[Bureau, str], at: float | None
) -> None:
    """Also when dated back: nothing that the new device writes then counts."""
    desk, lost = office_with_a_real_key
    desk.writes("a", MemberRevoked(member="m-d", ends={lost: 0}))
    desk.writes("r", restored(OTHER_SECRET, lost), at=at)
    entry = desk.writes("a", OfficeRekeyed(key="k2", boxes={}))
    desk.writes("r", Countersigned(entry=entry))
    assert not desk.office.counts("r", 1)
    assert desk.office.member("m-d") is not None
    assert desk.office.device("r") is None
