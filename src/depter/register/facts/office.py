"""Facts about the office and its members."""

from __future__ import annotations

from depter.register.facts.base import Fact


class OfficeFounded(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="office.founded"):
    """A notebook was begun. ``custodians`` are age recipients (``age1…``)."""

    name: str
    custodians: tuple[str, ...]


class MemberAdmitted(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="member.admitted"):
    """Somebody joined, writing with the device key ``device`` (base64url Ed25519)."""

    member: str
    role: str
    device: str
    name: str = ""


class EntryStruck(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="entry.struck"):
    """An entry was written by mistake: crossed out, still legible. This is “undo”."""

    entry: str
    reason: str = ""
