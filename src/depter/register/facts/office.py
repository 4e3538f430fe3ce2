"""Facts about the office: members, their devices, keys, trustees, and second signatures.

All but :class:`EntryStruck`, :class:`DeedAsked` and :class:`Countersigned` are about the subject
of the office itself; :mod:`depter.register.folds.office` says which of them take effect.
"""

from __future__ import annotations

from depter.register.facts.base import Fact
from depter.values.ids import EntryId, SubjectId


class OfficeFounded(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="office.founded"):
    """A notebook was begun. ``custodians`` are age recipients (``age1…``)."""

    name: str
    custodians: tuple[str, ...]


class MemberAdmitted(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="member.admitted"):
    """Somebody joined, writing with the device key ``device`` (base64url Ed25519).

    Attributes:
        role: the one role of the first format; ``roles`` where it is empty.
        recipient: age recipient to which new keys of the office are sealed for that device.
    """

    member: str
    device: str
    role: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    recipient: str = ""


class MemberChanged(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="member.changed"):
    """A member's roles are now these."""

    member: str
    roles: tuple[str, ...]
    reason: str = ""


class MemberRevoked(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="member.revoked"):
    """A member no longer belongs. ``ends`` is the last number that counts of each device."""

    member: str
    ends: dict[str, int]
    reason: str = ""


class DeviceIntroduced(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="device.introduced"
):
    """A member writes with a further device; said by a device of the same member.

    ``replaces`` is a device that ends with entry ``ends``, e.g. the one an invitation lent.
    """

    device: str
    recipient: str
    label: str = ""
    replaces: str = ""
    ends: int = 0


class CustodyTaken(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="custody.taken"):
    """A custodian's own age recipient: from now on, what is sealed is sealed to it too."""

    recipient: str


class OfficeRekeyed(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="office.rekeyed"):
    """New keys of the office, sealed to each device that may hold them.

    ``boxes`` maps a device to base64url age files that hold an
    :class:`depter.vault.keyring.OfficeKey`; ``key`` is its id.
    """

    key: str
    boxes: dict[str, str]
    reason: str = ""


class TrusteesAppointed(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="trustees.appointed"
):
    """Paper shares were made; what is sealed is sealed to their ``recipient`` too.

    Attributes:
        guarded: base64url of the recipient's secret under the key that the shares give.
        signer: base64url Ed25519 key with which the trustees admit a new custodian.
    """

    recipient: str
    guarded: str
    signer: str
    threshold: int
    shares: int


class TrusteesVerified(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="trustees.verified"
):
    """Words of every sheet were typed back, so the sheets are right. ``how``: words or drill."""

    recipient: str
    how: str = "words"


class PracticeDeclared(
    Fact, frozen=True, kw_only=True, omit_defaults=True, tag="practice.declared"
):
    """The office knows that nothing can be recovered yet, and enters no real people."""

    reason: str = ""


class OfficeRecovered(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="office.recovered"):
    """The trustees together admitted a new custodian, on a new device.

    ``signature`` (base64url) is the trustees' over device, member, recipients and ``leaving``;
    members who are ``leaving`` are shut out, each device after the entry that ``ends`` names.
    """

    member: str
    name: str
    device: str
    recipient: str
    custodian: str
    signature: str
    leaving: tuple[str, ...] = ()
    ends: dict[str, int] = {}


class DeviceRestored(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="device.restored"):
    """A member went on from a backup, on a new device; the first entry of its feed.

    ``signature`` (base64url) is that of the ``earlier`` device's key over all other fields: what
    was restored holds that key, but must not write with it, since the lost device may have
    written on.
    """

    member: str
    device: str
    recipient: str
    earlier: str
    signature: str


class SubjectErased(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="subject.erased"):
    """All keys of a subject are destroyed, here and wherever this entry arrives."""

    subject: SubjectId
    asked: EntryId


class ForkSeen(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="fork.seen"):
    """One device wrote two different entries of one number: it was copied, or stolen."""

    device: str
    seq: int
    ours: str
    theirs: str


class PolicySet(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="policy.set"):
    """How long things take: pause before an erasure (hours), looks kept (days), idle (minutes)."""

    erasure_hours: int = 72
    looks_days: int = 365
    idle_minutes: int = 10


class EntryStruck(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="entry.struck"):
    """An entry was written by mistake: crossed out, still legible. This is “undo”."""

    entry: str
    reason: str = ""


class DeedAsked(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="deed.asked"):
    """Somebody wants to do what takes two people; ``deed`` of the vocabulary of deeds."""

    deed: str
    reason: str


class Countersigned(Fact, frozen=True, kw_only=True, omit_defaults=True, tag="entry.countersigned"):
    """A second person stands behind an entry that takes two."""

    entry: EntryId
