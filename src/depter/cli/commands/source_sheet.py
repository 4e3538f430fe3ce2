"""What is sealed about a source, as a sheet: never as words on a command line."""

from __future__ import annotations

import msgspec


class SealedSheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Identity, contact and whereabouts are sealed; ``note`` is at the protected level."""

    identity: str = ""
    contact: str = ""
    whereabouts: str = ""
    note: str = ""
