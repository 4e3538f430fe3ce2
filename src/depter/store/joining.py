"""Inviting and joining with key files: on this machine, or in a new notebook on another."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from depter.actions import members
from depter.actions.codes import is_code
from depter.actions.invitation_errors import (
    CodeIsNoPassphrase,
    CustodyHeld,
    InvitationDamaged,
)
from depter.actions.invitations import (
    Letter,
    expect_to_come,
    invitation_file,
    opened_with,
    read_invitation,
)
from depter.actions.members import Done, Invitation
from depter.exchange.parcel import read_part
from depter.ledger.entry import LineNotUnderstood, SignedLine, entry_id, read_line
from depter.ledger.ledger import StoredLine
from depter.notebook.bodies import Written
from depter.notebook.errors import NotebookExists
from depter.notebook.folder import NotebookFolder
from depter.notebook.keyfile import (
    KeyFile,
    open_box,
    with_box,
    with_custody,
    with_passphrase,
    with_recovery,
    without_box,
)
from depter.notebook.notebook import Clock, Notebook
from depter.register.access import Right, Role
from depter.register.facts.office import CustodyTaken, DeviceIntroduced
from depter.store.book import Book, begun, open_notebook
from depter.vault import sealing
from depter.vault.errors import WrongPassphrase
from depter.vault.keyring import Keyring, new_keyring
from depter.vault.slots import check_passphrase
from depter.vault.symmetric import new_key


def _now() -> datetime:
    return datetime.now(UTC)


def invite(book: Book, *, name: str, roles: Sequence[str]) -> Invitation:
    """As :func:`depter.actions.members.invite`; the lent keys wait in this key file.

    Raises:
        NoRoomHere: sixteen sign in here already; nothing was written.
    """
    with book.notebook.together():  # admitted and kept, or neither
        return _kept(book, members.invite(book.notebook, name=name, roles=roles))


def introduce_device(book: Book, *, label: str = "") -> Invitation:
    """As :func:`depter.actions.members.introduce_device`; the lent keys wait in this key file."""
    with book.notebook.together():
        return _kept(book, members.introduce_device(book.notebook, label=label))


def write_invitation(book: Book, *, code: str, clock: Clock = _now) -> bytes:
    """The file for joining on another machine, see :func:`invitation_file`; call
    :func:`invitation_left` once it is safe on the stick."""
    key_file = book.key_file
    return invitation_file(book.notebook, key_file=key_file, code=code, today=clock().date())


def invitation_left(book: Book, *, code: str, clock: Clock = _now) -> None:
    """The file is with whoever was invited: the lent keys need not wait here any longer."""
    key_file = book.key_file
    opened = opened_with(key_file, code=code, today=clock().date())
    book.keep_keys(without_box(key_file, opened.box))


def accept_here(book: Book, *, code: str, passphrase: str, clock: Clock = _now) -> Book:
    """Somebody who was invited to this machine takes keys and a passphrase of their own.

    ``book`` is whichever member's has this notebook open; the newcomer's is given back.

    Raises:
        CodeIncomplete, CodeMistyped, CodeNotKnown, CodeExpired: the code will not do.
        AdmissionWaits, InvitationUsed: it is too early, or too late.
        WeakPassphrase, PassphraseTaken, CodeIsNoPassphrase: choose another; the code stays good.
    """
    _expect_own_words(passphrase)
    key_file = book.key_file
    lent = opened_with(key_file, code=code, today=clock().date())
    coming = book.for_member(lent.keyring)
    if lent.keyring.office:  # an administrator reads no ledger, and writes nothing
        expect_to_come(coming.notebook, device=coming.notebook.device)
    key_file = _without_half_of_one(key_file, lent.keyring, passphrase)
    keyring = _drawn_anew(coming.notebook)
    recipient, secret = _custody_for(coming.notebook)
    key_file = with_box(key_file, keyring, passphrase=passphrase, custody=secret)
    book.keep_keys(key_file)  # first: a crash after this leaves the code good
    came = _came(coming, keyring, recipient)
    book.keep_keys(without_box(key_file, lent.box))
    return came


def join(
    path: str | os.PathLike[str],
    *,
    invitation: bytes,
    code: str,
    passphrase: str,
    clock: Clock = _now,
) -> Book:
    """Begin a notebook on this machine with what an invitation brought, and open it.

    The device key is drawn here, so that whoever invited cannot write as the new member.

    Raises:
        InvitationDamaged: no sound invitation from a custodian of its office.
        CodeIncomplete, CodeMistyped, CodeNotKnown, CodeExpired: the code will not do.
        WeakPassphrase, CodeIsNoPassphrase, NotebookExists, DiskFull: nothing was begun.
    """
    _expect_own_words(passphrase)
    letter = read_invitation(invitation)
    waiting = KeyFile(notebook=letter.notebook, boxes=(letter.box,))
    lent = opened_with(waiting, code=code, today=clock().date()).keyring
    final = Path(path).absolute()
    if final.exists() and (not final.is_dir() or any(final.iterdir())):
        raise NotebookExists()
    beside = NotebookFolder(final.parent / f".{final.name}.joining-{os.getpid()}")
    shutil.rmtree(beside.path, ignore_errors=True)
    try:
        _begin(beside, letter, lent, passphrase, clock)
        os.rename(beside.path, final)
    except BaseException:
        shutil.rmtree(beside.path, ignore_errors=True)
        raise
    return open_notebook(final, passphrase=passphrase, clock=clock)


def take_custody(book: Book, *, passphrase: str) -> Done:
    """A member whom others made a custodian draws the secret for it on this machine.

    Raises:
        WrongPassphrase: it is not this member's.
        NotAllowed: no custodian by the ledger.
        CustodyHeld: a new secret would leave what is sealed to the old one closed for ever.
    """
    opened = book.opened(passphrase)
    if opened.box.custody is not None:
        raise CustodyHeld()
    recipient, secret = sealing.new_identity()
    notebook = book.notebook
    with notebook.together():
        done = members.take_custody(notebook, recipient=recipient)
        key_file = book.key_file
        book.keep_keys(with_custody(key_file, opened, passphrase=passphrase, secret=secret))
    return done


def change_passphrase(book: Book, *, old: str, new: str) -> None:
    """The same keys under another passphrase, on this machine.

    Raises:
        WrongPassphrase: the old one is not this member's.
        WeakPassphrase, PassphraseTaken, CodeIsNoPassphrase: the new one will not do.
    """
    _expect_own_words(new)
    book.opened(old)
    book.keep_keys(with_passphrase(book.key_file, old=old, new=new))


def _kept(book: Book, invitation: Invitation) -> Invitation:
    key_file = with_box(book.key_file, invitation.keyring, passphrase=invitation.code)
    book.keep_keys(key_file)
    return invitation


def _expect_own_words(passphrase: str) -> None:
    if is_code(passphrase):
        raise CodeIsNoPassphrase()
    check_passphrase(passphrase)


def _drawn_anew(coming: Notebook) -> Keyring:
    """Own keys instead of the lent ones, with every office key that those opened.

    Who holds no key of the office cannot say that theirs are new, and never writes: an
    administrator keeps the lent ones.
    """
    coming.office  # noqa: B018 (reading it learns the keys)
    lent = coming.keyring
    if not lent.office:
        return lent
    own = new_keyring(member=lent.member, office=lent.office)
    return msgspec.structs.replace(own, database=lent.database)


def _custody_for(coming: Notebook) -> tuple[str, str]:
    """A custodian's recipient and secret; none for whoever is no custodian, or has custody on
    another machine already, which a new secret would take over."""
    member = coming.office.member(coming.viewer.member)
    if Role.CUSTODIAN not in coming.viewer.roles or member is None or member.custody:
        return "", ""
    return sealing.new_identity()


def _without_half_of_one(key_file: KeyFile, lent: Keyring, passphrase: str) -> KeyFile:
    """Without what an attempt left that a crash cut short."""
    try:
        half = open_box(key_file, passphrase=passphrase)
    except WrongPassphrase:
        return key_file
    is_own = half.keyring.member == lent.member
    return without_box(key_file, half.box) if is_own else key_file


def _came(coming: Book, keyring: Keyring, recipient: str) -> Book:
    """The lent device's one entry gives its place to the new one, which takes custody."""
    if not keyring.office:
        return coming
    notebook = coming.notebook
    came = coming.for_member(keyring)
    lent = notebook.office.device(notebook.device)
    introduced = DeviceIntroduced(
        device=came.notebook.device,
        recipient=keyring.recipient(),
        label=lent.label if lent else "",
        replaces=notebook.device,
        ends=1,
    )
    notebook.write(notebook.office_id, introduced)
    if recipient:
        came.notebook.write(notebook.office_id, CustodyTaken(recipient=recipient))
    return coming.for_member(keyring)


def _begin(
    folder: NotebookFolder, letter: Letter, lent: Keyring, passphrase: str, clock: Clock
) -> None:
    """The new notebook, with the ledger that the letter brought, checked entry by entry."""
    lent = msgspec.structs.replace(lent, database=new_key())
    empty = KeyFile(notebook=letter.notebook, boxes=())
    empty = with_recovery(empty, letter.recovery, database=lent.database)
    folder.create(with_box(empty, lent, passphrase=passphrase))
    with begun(folder, lent, clock=clock) as book:
        notebook = book.notebook
        for stored in letter.parts:
            part = read_part(stored, secret=lent.secret)
            if part.header.device != letter.inviter:
                raise InvitationDamaged()
            notebook.accept(list(_written(part.entries)), part.keys)
        if book.verify().first_bad is not None:
            raise InvitationDamaged()
        if lent.office:
            expect_to_come(notebook, device=notebook.device)
            _expect_custodian(book, letter.inviter)
        recipient, secret = _custody_for(notebook)
        keyring = _drawn_anew(notebook)
        book.keep_keys(with_box(empty, keyring, passphrase=passphrase, custody=secret))
        _came(book, keyring, recipient)


def _expect_custodian(book: Book, inviter: str) -> None:
    """The signer must be a custodian of the ledger that came, or the same member."""
    member, device = book.office.member_of(inviter), book.office.device(inviter)
    if member is None or device is None or device.ends is not None:
        raise InvitationDamaged()
    if Right.MANAGE not in member.rights and member.id != book.notebook.viewer.member:
        raise InvitationDamaged()


def _written(lines: Sequence[StoredLine]) -> Iterator[Written]:
    for one in lines:
        try:
            entry = read_line(one.line)
        except LineNotUnderstood as problem:
            raise InvitationDamaged() from problem
        signed = SignedLine(
            entry=entry, line=one.line, id=entry_id(one.line), signature=one.signature
        )
        yield signed, one.bodies
