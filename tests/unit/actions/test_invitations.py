"""Invitations used on this machine, on another, too early, late, and twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from depter.actions import invitations, members
from depter.actions.codes import CodeMistyped, new_code
from depter.actions.invitation_errors import (
    AdmissionWaits,
    CodeExpired,
    CodeIsNoPassphrase,
    CodeNotKnown,
    InvitationDamaged,
    InvitationUsed,
)
from depter.actions.members import Step
from depter.ledger.entry import b64
from depter.notebook.errors import NotebookExists
from depter.register.access import NotAllowed, Role
from depter.store import joining
from depter.store.book import open_notebook
from depter.vault.errors import PassphraseTaken, WeakPassphrase, WrongPassphrase
from tests.machines import FOUNDER, WORDS, Machines, machines_of, make_slots_light, reopened

DAY = date(2026, 12, 8)


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    make_slots_light(monkeypatch)
    with machines_of(tmp_path) as found:
        yield found


def joined(machines: Machines, stored: bytes, code: str, **changed: str) -> object:
    told = {"path": "elsewhere", "passphrase": WORDS["Boran"], **changed}
    path = machines.where / told["path"]
    return machines.keep(
        told["path"],
        joining.join(
            path,
            invitation=stored,
            code=code,
            passphrase=told["passphrase"],
            clock=machines.dial,
        ),
    )


# On this machine


def test_who_signs_in_with_the_code_gets_keys_of_their_own(machines: Machines) -> None:
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("intake",))
    assert invitation.done.missing == (Step.JOIN,)
    came = joining.accept_here(
        book, code=invitation.code.lower(), passphrase=WORDS["Boran"], clock=machines.dial
    )
    assert came.notebook.viewer.roles == {Role.INTAKE}
    assert came.notebook.device != invitation.device
    office = book.office
    assert [one.ends for one in office.members[1].devices] == [1, None]
    with pytest.raises(WrongPassphrase):  # the code opens nothing any more
        came.opened(invitation.code)
    assert came.opened(WORDS["Boran"]).keyring.member == invitation.member
    assert book.verify().first_bad is None


def test_a_custodian_who_joins_here_has_a_secret_of_their_own(machines: Machines) -> None:
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("custodian",))
    came = joining.accept_here(
        book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
    )
    [waiting] = book.office.pending
    assert waiting.kind == "custody.taken"
    assert members.confirm(book.notebook, entry=waiting.entry).missing == (Step.SHARE_SEALED,)
    assert came.custodian(WORDS["Boran"]) != book.custodian(FOUNDER)
    assert len(book.office.custodians) == 2


def test_an_administrator_joins_without_reading_anything(machines: Machines) -> None:
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("administrator",))
    assert invitation.keyring.office == ()
    came = joining.accept_here(
        book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
    )
    assert came.notebook.viewer.roles == {Role.ADMINISTRATOR}
    assert came.office.members == ()
    with pytest.raises(WrongPassphrase):
        came.opened(invitation.code)


def test_what_a_crash_left_half_done_is_done_again(machines: Machines) -> None:
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("intake",))
    before = book.key_file
    coming = book.for_member(invitation.keyring)
    kept: list[object] = []

    def fail_after_the_keys(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(joining, "_came", fail_after_the_keys)
        with pytest.raises(KeyboardInterrupt):
            joining.accept_here(
                book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
            )
        kept = [*book.key_file.boxes]
    assert len(kept) == len(before.boxes) + 1
    assert coming.notebook.viewer.roles == {Role.INTAKE}
    came = joining.accept_here(
        book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
    )
    assert came.notebook.viewer.roles == {Role.INTAKE}
    assert len(book.key_file.boxes) == len(before.boxes)


def test_an_admission_that_waits_says_so(machines: Machines) -> None:
    machines.come("Sayasat", "custodian")
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("intake",))
    assert invitation.done.missing == (Step.CONFIRM, Step.JOIN)
    with pytest.raises(AdmissionWaits):
        joining.accept_here(
            book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
        )
    with pytest.raises(AdmissionWaits):
        joining.write_invitation(book, code=invitation.code, clock=machines.dial)
    machines.signed(invitation, by="Qarlygash")
    came = joining.accept_here(
        book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
    )
    assert came.notebook.viewer.roles == {Role.INTAKE}


def test_an_admission_that_was_declined_cannot_be_used(machines: Machines) -> None:
    machines.come("Sayasat", "custodian")
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("intake",))
    members.decline(book.notebook, entry=invitation.done.entry, reason="not yet")
    with pytest.raises(InvitationUsed):
        joining.accept_here(
            book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
        )


def test_what_will_not_do_as_a_passphrase_leaves_the_code_good(machines: Machines) -> None:
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("intake",))
    refusals = {
        "short": WeakPassphrase,
        FOUNDER: PassphraseTaken,
        invitation.code: CodeIsNoPassphrase,
        new_code(last_day=DAY): CodeIsNoPassphrase,
    }
    for passphrase, refusal in refusals.items():
        with pytest.raises(refusal):
            joining.accept_here(
                book, code=invitation.code, passphrase=passphrase, clock=machines.dial
            )
    joining.accept_here(book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial)


def test_a_wrong_code_is_told_apart_from_a_mistyped_one(machines: Machines) -> None:
    book = machines["Qarlygash"]
    code = joining.invite(book, name="Boran", roles=("intake",)).code
    with pytest.raises(CodeNotKnown):
        joining.accept_here(
            book, code=new_code(last_day=DAY), passphrase=WORDS["Boran"], clock=machines.dial
        )
    mistyped = code[:-1] + ("A" if code[-1] != "A" else "B")
    with pytest.raises(CodeMistyped):
        joining.accept_here(book, code=mistyped, passphrase=WORDS["Boran"], clock=machines.dial)


def test_after_two_weeks_a_code_is_too_old(machines: Machines) -> None:
    book = machines["Qarlygash"]
    invitation = joining.invite(book, name="Boran", roles=("intake",))
    stored = joining.write_invitation(book, code=invitation.code, clock=machines.dial)
    machines.dial.ahead += 15 * (DAY - date(2026, 12, 7))
    attempts: list[Callable[[], object]] = [
        lambda: joined(machines, stored, invitation.code),
        lambda: joining.write_invitation(book, code=invitation.code, clock=machines.dial),
        lambda: joining.accept_here(
            book, code=invitation.code, passphrase=WORDS["Boran"], clock=machines.dial
        ),
    ]
    for attempt in attempts:
        with pytest.raises(CodeExpired):
            attempt()


# On another machine


def test_who_joins_elsewhere_writes_with_a_key_that_nobody_lent(machines: Machines) -> None:
    book = machines.come("Boran", "intake")
    notebook = book.notebook
    lent, own = machines["Qarlygash"].office.members[1].devices
    assert lent.ends == 1
    assert own.key == notebook.device
    assert own.recipient == notebook.keyring.recipient() != lent.recipient
    assert book.opened(WORDS["Boran"]).keyring.database != (
        machines["Qarlygash"].notebook.keyring.database
    )
    assert book.key_file.notebook == machines["Qarlygash"].key_file.notebook
    assert len(book.key_file.boxes) == 1


def test_the_inviter_cannot_write_as_who_joined(machines: Machines) -> None:
    founder = machines["Qarlygash"]
    invitation = joining.invite(founder, name="Boran", roles=("intake",))
    machines.join("Boran", invitation, by="Qarlygash")
    impostor = founder.for_member(invitation.keyring)  # whoever invited knew these keys
    assert impostor.notebook.viewer.roles == frozenset()
    from depter.actions.cases import open_case

    with pytest.raises(NotAllowed):
        open_case(impostor.notebook, label="in Boran's name")


def test_a_notebook_that_was_joined_opens_again(machines: Machines) -> None:
    book = machines.come("Boran", "intake")
    with reopened(book, passphrase=WORDS["Boran"]) as again:
        assert again.notebook.viewer.roles == {Role.INTAKE}
        assert again.verify().first_bad is None


def test_office_keys_drawn_between_invitation_and_joining_are_learnt(machines: Machines) -> None:
    founder = machines["Qarlygash"]
    invitation = joining.invite(founder, name="Boran", roles=("intake",))
    members.rekey(founder.notebook, reason="a key was lost")
    book = machines.join("Boran", invitation, by="Qarlygash")
    from depter.actions.cases import open_case

    case = open_case(founder.notebook, label="after the new keys")
    machines.carry("Qarlygash", "Boran")
    assert book.notebook.facts(case)
    with reopened(book, passphrase=WORDS["Boran"]) as again:
        assert again.notebook.facts(case)


def test_a_second_notebook_of_one_invitation_shows_as_a_fork(machines: Machines) -> None:
    founder = machines["Qarlygash"]
    invitation = joining.invite(founder, name="Boran", roles=("intake",))
    stored = joining.write_invitation(founder, code=invitation.code, clock=machines.dial)
    joined(machines, stored, invitation.code, path="hers")
    joined(machines, stored, invitation.code, path="a thief's")
    ids = {
        machines.notebook(name).ledger.id_at(invitation.device, 1) for name in ("hers", "a thief's")
    }
    assert len(ids) == 2
    machines.carry("hers", "Qarlygash")
    with pytest.raises(InvitationUsed):
        joining.write_invitation(founder, code=invitation.code, clock=machines.dial)


def test_a_folder_that_holds_something_is_left_alone(machines: Machines) -> None:
    founder = machines["Qarlygash"]
    invitation = joining.invite(founder, name="Boran", roles=("intake",))
    stored = joining.write_invitation(founder, code=invitation.code, clock=machines.dial)
    with pytest.raises(NotebookExists):
        joined(machines, stored, invitation.code, path="Qarlygash")


@pytest.mark.parametrize("spoil", ["cut", "flipped", "empty", "another file", "no parts"])
def test_a_file_that_is_not_sound_begins_nothing(machines: Machines, spoil: str) -> None:
    founder = machines["Qarlygash"]
    invitation = joining.invite(founder, name="Boran", roles=("intake",))
    stored = joining.write_invitation(founder, code=invitation.code, clock=machines.dial)
    half = len(stored) // 2
    spoilt = {
        "cut": stored[:half],
        "flipped": stored[:half] + bytes([stored[half] ^ 1]) + stored[half + 1 :],
        "empty": b"",
        "another file": b"%PDF-1.7\n" + stored,
        "no parts": b"depter-invitation-1\n",
    }[spoil]
    with pytest.raises(InvitationDamaged):
        joined(machines, spoilt, invitation.code)
    assert not (machines.where / "elsewhere").exists()
    assert not list(machines.where.glob(".*"))


def test_a_file_that_somebody_else_signed_begins_nothing(machines: Machines) -> None:
    """Whoever has file and code, and is no custodian, cannot put another ledger into it."""
    founder = machines["Qarlygash"]
    invitation = joining.invite(founder, name="Boran", roles=("intake",))
    stored = joining.write_invitation(founder, code=invitation.code, clock=machines.dial)
    letter = invitations.read_invitation(stored)
    public, secret = crypto_sign_seed_keypair(b"m" * 32)
    forged = msgspec.structs.replace(letter, inviter=b64(public))
    payload = msgspec.msgpack.encode(forged)
    signature = crypto_sign(invitations._signed(payload), secret)[:64]
    with pytest.raises(InvitationDamaged):
        joined(machines, b"depter-invitation-1\n" + public + signature + payload, invitation.code)
    assert not (machines.where / "elsewhere").exists()


def test_a_volunteer_cannot_write_an_invitation(machines: Machines) -> None:
    machines.come("Boran", "intake")
    founder, volunteer = machines["Qarlygash"], machines["Boran"]
    invitation = joining.invite(founder, name="Sayasat", roles=("intake",))
    machines.carry("Qarlygash", "Boran")
    with pytest.raises(NotAllowed):
        invitations.invitation_file(
            volunteer.notebook,
            key_file=founder.key_file,
            code=invitation.code,
            today=machines.dial().date(),
        )
    with pytest.raises(NotAllowed):
        joining.invite(volunteer, name="Sayasat", roles=("intake",))


def test_a_further_machine_of_ones_own_needs_nobody_else(machines: Machines) -> None:
    machines.come("Boran", "intake")
    volunteer = machines["Boran"]
    invitation = joining.introduce_device(volunteer, label="the old laptop")
    stored = joining.write_invitation(volunteer, code=invitation.code, clock=machines.dial)
    joined(machines, stored, invitation.code, passphrase=WORDS["Tolqyn"])
    machines.carry("elsewhere", "Boran")
    known = volunteer.office.device(machines.notebook("elsewhere").device)
    assert known is not None
    assert known.label == "the old laptop"
    assert machines.notebook("elsewhere").viewer == volunteer.notebook.viewer


def test_a_lost_passphrase_is_met_with_a_new_invitation(machines: Machines) -> None:
    machines.come("Boran", "intake")
    founder = machines["Qarlygash"]
    lost = machines.notebook("Boran").viewer.member
    members.revoke(founder.notebook, member=lost, reason="the passphrase is forgotten")
    invitation = joining.invite(founder, name="Boran", roles=("intake",))
    came = joining.accept_here(
        founder, code=invitation.code, passphrase=WORDS["Tolqyn"], clock=machines.dial
    )
    assert came.notebook.viewer.roles == {Role.INTAKE}
    assert founder.office.member(lost).left_at  # type: ignore[union-attr]


def test_a_passphrase_is_changed_by_who_knows_the_old_one(machines: Machines) -> None:
    book = machines.come("Boran", "custodian")
    secret = book.custodian(WORDS["Boran"])
    with pytest.raises(WrongPassphrase):
        joining.change_passphrase(book, old="quite another five words", new=WORDS["Tolqyn"])
    joining.change_passphrase(book, old=WORDS["Boran"], new=WORDS["Tolqyn"])
    assert book.custodian(WORDS["Tolqyn"]) == secret
    path = book.path
    book.close()
    with pytest.raises(WrongPassphrase):
        open_notebook(path, passphrase=WORDS["Boran"])
    open_notebook(path, passphrase=WORDS["Tolqyn"]).close()
