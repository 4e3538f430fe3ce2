"""The people of an invented office: who joined, who left, the trustees, what took two of them."""

from __future__ import annotations

import os
from typing import NamedTuple

import msgspec

from depter.actions.sources import introduce_source
from depter.ledger.entry import b64, sign_word
from depter.notebook.membership import box_for
from depter.notebook.notebook import Notebook
from depter.register.facts.cases import CaseAssigned, CaseUnassigned
from depter.register.facts.office import (
    Countersigned,
    CustodyTaken,
    DeedAsked,
    DeviceIntroduced,
    DeviceRestored,
    ForkSeen,
    MemberAdmitted,
    MemberChanged,
    MemberRevoked,
    OfficeRecovered,
    OfficeRekeyed,
    PolicySet,
    PracticeDeclared,
    SubjectErased,
    TrusteesAppointed,
    TrusteesVerified,
)
from depter.register.facts.world import EvidenceTakenOut
from depter.register.folds.office_fold import word_of
from depter.store.book import Book
from depter.values.ids import SubjectId, new_id
from depter.vault import sealing
from depter.vault.keyring import Keyring, new_keyring, new_office_key
from depter.vault.recoverykey import new_recovery, trustees_signer
from tests.people import MELIKE, TOLEUTAI


class Everybody(NamedTuple):
    """Who came and went, and what was forgotten for good."""

    volunteer: str
    recovered: str
    forgotten: SubjectId


def write_everybody(book: Book, *, case: SubjectId, evidence: SubjectId) -> Everybody:
    """Every kind about the office itself. In the end its founder stands alone, as before."""
    notebook = book.notebook
    trustees = _trustees(notebook)
    volunteer = _volunteer(book, case)
    _restored(book)
    again = _recovered(book, trustees)
    forgotten = _by_two(notebook, again, evidence)
    _shut_out(notebook, again)
    return Everybody(volunteer, again.keyring.member, forgotten)


def rekey(notebook: Notebook, *, reason: str = "") -> str:
    """The office draws new keys, sealed to every device that stands; the new key's id."""
    key = new_office_key(new_id())
    boxes = {
        one.key: b64(box_for(key, recipient=one.recipient))
        for one in notebook.office.standing_devices
    }
    notebook.write(notebook.office_id, OfficeRekeyed(key=key.id, boxes=boxes, reason=reason))
    return key.id


def admitted(member: str, keyring: Keyring, *, roles: tuple[str, ...], name: str) -> MemberAdmitted:
    """Somebody joins, writing with this keyring's device."""
    device, recipient = b64(keyring.device_keys()[0]), keyring.recipient()
    return MemberAdmitted(member=member, device=device, roles=roles, name=name, recipient=recipient)


def _trustees(notebook: Notebook) -> bytes:
    """Paper shares were made and verified; the trustees' key itself."""
    office, (founder, *_) = notebook.office_id, notebook.office.members
    notebook.write(office, PolicySet(erasure_hours=0))
    notebook.write(office, CustodyTaken(recipient=founder.custody))
    key = os.urandom(32)
    kept = new_recovery(key, notebook="an invented one", threshold=2, shares=3)
    notebook.write(
        office,
        TrusteesAppointed(
            recipient=kept.recipient,
            guarded=b64(kept.guarded),
            signer=b64(kept.signer),
            threshold=kept.threshold,
            shares=kept.shares,
        ),
    )
    notebook.write(office, TrusteesVerified(recipient=kept.recipient, how="drill"))
    return key


def _volunteer(book: Book, case: SubjectId) -> str:
    """A volunteer joins, becomes an advocate, writes with another device, and leaves."""
    notebook, office = book.notebook, book.notebook.office_id
    member, roles = new_id(), ("intake",)
    keyring = new_keyring(member=member, office=notebook.keyring.office)
    notebook.write(office, admitted(member, keyring, roles=roles, name=MELIKE.latin))
    notebook.write(office, MemberChanged(member=member, roles=("intake", "advocate")))
    notebook.write(case, CaseAssigned(member=member))
    first = book.for_member(keyring).notebook
    first.write(office, PracticeDeclared(reason="the first days"))
    further = new_keyring(member=member, office=keyring.office)
    second = book.for_member(further).notebook
    introduced = DeviceIntroduced(
        device=second.device,
        recipient=further.recipient(),
        label="the laptop by the window",
        replaces=first.device,
        ends=2,
    )
    first.write(office, introduced)
    notebook.write(case, CaseUnassigned(member=member))
    ends = {first.device: 2, second.device: 0}
    notebook.write(office, MemberRevoked(member=member, ends=ends, reason="moved away"))
    rekey(notebook, reason="somebody left")
    return member


def _recovered(book: Book, trustees: bytes) -> Notebook:
    """The trustees together admit a custodian, whose new device says so itself."""
    notebook = book.notebook
    keyring = new_keyring(member=new_id(), office=notebook.keyring.office)
    device = b64(keyring.device_keys()[0])
    unsigned = OfficeRecovered(
        member=keyring.member,
        name=TOLEUTAI.latin,
        device=device,
        recipient=keyring.recipient(),
        custodian=sealing.new_identity()[0],
        signature="",
    )
    _, secret = trustees_signer(trustees)
    signature = sign_word(word_of(unsigned), secret=secret)
    signed = msgspec.structs.replace(unsigned, signature=signature)
    other = book.for_member(keyring).notebook
    other.write(notebook.office_id, signed)
    return other


def _restored(book: Book) -> None:
    """The founder goes on from a backup on another device, until the first is found again."""
    notebook, office = book.notebook, book.notebook.office_id
    mine = notebook.keyring
    keyring = new_keyring(member=mine.member, office=mine.office)
    unsigned = DeviceRestored(
        member=mine.member,
        device=b64(keyring.device_keys()[0]),
        recipient=keyring.recipient(),
        earlier=notebook.device,
        signature="",
    )
    signature = sign_word(word_of(unsigned), secret=mine.device_keys()[1])
    book.for_member(keyring).notebook.write(
        office, msgspec.structs.replace(unsigned, signature=signature)
    )
    found = DeviceIntroduced(
        device=notebook.device, recipient=mine.recipient(), replaces=unsigned.device, ends=1
    )
    notebook.write(office, found)


def _by_two(notebook: Notebook, other: Notebook, evidence: SubjectId) -> SubjectId:
    """An original is taken out, and somebody is forgotten: asked by one, agreed to by another."""
    asked = notebook.write(evidence, DeedAsked(deed="take_out", reason="the court asks for it"))[0]
    other.write(evidence, Countersigned(entry=asked))
    notebook.write(evidence, EvidenceTakenOut(reason="the court asks for it", asked=asked))
    shy = introduce_source(
        notebook, source_kind="witness", note="of the next street", identity=MELIKE.cyrillic
    )
    asked = notebook.write(shy, DeedAsked(deed="erase", reason="asked to be forgotten"))[0]
    other.write(shy, Countersigned(entry=asked))
    notebook.write(notebook.office_id, SubjectErased(subject=shy, asked=asked))
    return shy


def _shut_out(notebook: Notebook, other: Notebook) -> None:
    """The recovered custodian leaves again, which takes two signatures; the keys change anew."""
    office = notebook.office_id
    head = notebook.ledger.head(other.device)
    assert head is not None
    fork = ForkSeen(device=other.device, seq=head.seq, ours=head.id, theirs="x" * 43)
    notebook.write(office, fork)
    revoked = MemberRevoked(
        member=other.keyring.member, ends={other.device: head.seq + 1}, reason="a copied laptop"
    )
    [entry] = notebook.write(office, revoked)
    other.write(office, Countersigned(entry=entry))
    rekey(notebook, reason="a copied laptop")
