"""Keyrings as the first format wrote them, read as the present one."""

from __future__ import annotations

import msgspec

from depter.vault.keyring import Keyring, OfficeKey


class _First(msgspec.Struct):
    database: bytes
    office: bytes
    protected: bytes
    device_seed: bytes


def from_first_format(plain: bytes) -> Keyring | None:
    """The keyring, when it is of the first format; its member and secret come with use."""
    try:
        first = msgspec.json.decode(plain, type=_First)
    except msgspec.MsgspecError:
        return None
    return Keyring(
        database=first.database,
        device_seed=first.device_seed,
        office=(OfficeKey(internal=first.office, protected=first.protected),),
    )
