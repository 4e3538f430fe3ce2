"""A member names a device that is somebody else's, and dates it back: it keeps nobody out."""

from __future__ import annotations

import pytest

from depter.ledger.entry import b64
from depter.register.facts.office import Countersigned, DeviceIntroduced
from tests.unit.register.folds.bureau import Bureau, admitted, appointed
from tests.unit.register.folds.test_new_devices import OTHER, OTHER_SECRET, resigned, restored


@pytest.fixture
def desk() -> Bureau:
    """Two custodians, trustees, a volunteer who will claim what is not theirs, and their victim."""
    desk = Bureau("b")
    desk.both(appointed())
    desk.both(admitted("v", "intake"))
    desk.both(admitted("d", "intake", device=b64(OTHER)))
    return desk


def claims(desk: Bureau, device: str) -> None:
    desk.writes("v", DeviceIntroduced(device=device, recipient="age1thief"))
    claimed = desk.office.member_of(device)
    assert claimed is not None and claimed.id == "m-v"  # the control: it is believed so far


def owner(desk: Bureau, device: str) -> str:
    found = desk.office.member_of(device)
    assert found is not None
    assert sum(one.key == device for m in desk.office.members for one in m.devices) == 1
    return found.id


def test_what_the_trustees_signed_is_not_kept_out(desk: Bureau) -> None:
    claims(desk, "n")
    fact = resigned(leaving=(), ends={})
    desk.writes("n", fact)
    assert owner(desk, "n") == fact.member


def test_nor_is_who_comes_back_from_a_backup(desk: Bureau) -> None:
    claims(desk, "r")
    desk.writes("r", restored(OTHER_SECRET, b64(OTHER)))
    assert owner(desk, "r") == "m-d"


def test_nor_is_who_is_admitted_by_custodians(desk: Bureau) -> None:
    entry = desk.writes("a", admitted("w", "coordinator"))
    claims(desk, "w")
    desk.writes("b", Countersigned(entry=entry))
    assert owner(desk, "w") == "m-w"


def test_a_device_that_is_ones_own_cannot_be_claimed(desk: Bureau) -> None:
    desk.writes("v", DeviceIntroduced(device="b", recipient="age1thief"))
    assert owner(desk, "b") == "m-b"
    desk.writes("v", DeviceIntroduced(device="v2", recipient="age1v2"))
    assert owner(desk, "v2") == "m-v"
