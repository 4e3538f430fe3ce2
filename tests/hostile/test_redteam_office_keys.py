"""A member with other software plants, swaps and spoils wrapped keys in what they pass on."""

from __future__ import annotations

from random import Random

import msgspec
import pytest

from depter.actions.cases import open_case
from depter.actions.office_keys import rekey
from depter.actions.sources import introduce_source
from depter.exchange.accept import accept
from depter.exchange.keys import keys_about
from depter.ledger.entry import read_line
from depter.ledger.ledger import SubjectKeyRow
from depter.notebook.bodies import unsealed
from depter.notebook.keyrows import is_itself, named, row_of, turned, turned_by, wrapped
from depter.register.facts.cases import CaseAssigned
from depter.register.facts.sources import SourceIntroduced
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from depter.vault import sealing
from depter.vault.subjectkeys import WrappedKey, new_subject_key, resealed
from tests.carriers import Machine
from tests.desk import write_something
from tests.handed_over import HandedOver
from tests.hostile.four import Four, forged
from tests.people import PASSPHRASE

WHO = "her sister, who lives by the station"


def sent(thief: Machine, to: Machine, keys: list[SubjectKeyRow]) -> None:
    """The thief's keys, beside an entry of theirs that nobody would object to."""
    write_something(thief.notebook, Random(len(keys)))
    end = to.notebook.ledger.heads()[thief.device].seq
    lines = list(thief.notebook.ledger.stored_lines(thief.device, after=end))
    subjects = dict.fromkeys(read_line(one.line).subject for one in lines)
    keys = [*keys, *keys_about(thief.notebook.ledger, subjects)]
    accepted = accept(
        to.notebook, HandedOver({"0.age": forged(thief, to, entries=lines, keys=keys)})
    )
    assert accepted.entries == len(lines)


def planted(book: Machine, subject: SubjectId) -> tuple[SubjectKeyRow, str]:
    """A sealed key whose secret the thief keeps, in all else as the office's own."""
    recipient, secret = sealing.new_identity()
    office = book.notebook.office
    key = WrappedKey(
        subject=subject,
        level=Level.SEALED,
        wrapped=sealing.seal(secret.encode(), recipients=office.custodians),
        recipient=recipient,
        under=office.key,
    )
    return row_of(named(key)), secret


def _sealing(identity: str) -> SourceIntroduced:
    return SourceIntroduced(source_kind="relative", protection="protected", identity=identity)


def sealed_of(machine: Machine, subject: SubjectId) -> list[bytes]:
    kept = machine.notebook.ledger.about(subject)
    return [one.bodies[Level.SEALED] for one in kept if Level.SEALED in one.bodies]


def test_nobody_seals_to_a_key_that_another_device_drew(four: Four) -> None:
    near, thief = four.machines[:2]
    source = introduce_source(near.notebook, source_kind="relative")
    four.meet()
    row, secret = planted(near, source)
    sent(thief, near, [row])
    assert row in near.notebook.ledger.keys_of(source, Level.SEALED)  # it was kept
    near.notebook.write(source, _sealing(WHO))
    written = sealed_of(near, source)
    assert written
    assert not [one for one in written if sealing.unseal(one, secret=secret)]
    custodian = near.book.custodian(PASSPHRASE)
    assert near.notebook.unsealed(source, custodian=custodian)["identity"] == WHO
    # The control: to that recipient, the thief would have read it.
    assert sealing.unseal(sealing.seal(b"x", recipients=(row.recipient,)), secret=secret)


def test_the_key_that_a_device_drew_itself_is_used_again(four: Four) -> None:
    near = four.machines[0]
    source = introduce_source(near.notebook, source_kind="relative", identity=WHO)
    near.notebook.write(source, _sealing("another"))
    assert len(near.notebook.ledger.keys_of(source, Level.SEALED)) == 1


def test_an_old_sealed_key_under_a_new_name_is_not_used(four: Four) -> None:
    """A custodian who left knows it; somebody who stayed says that it is under the new key."""
    near, thief = four.machines[:2]
    source = introduce_source(near.notebook, source_kind="relative", identity=WHO)
    four.meet()
    [old] = near.notebook.ledger.keys_of(source, Level.SEALED)
    rekey(near.notebook)
    four.meet()
    row = msgspec.structs.replace(old, under=near.notebook.office.key, id="")
    row = row_of(named(wrapped(row)))
    sent(thief, near, [row])
    assert row in near.notebook.ledger.keys_of(source, Level.SEALED)
    near.notebook.write(source, _sealing("another"))
    *_, last = near.notebook.ledger.stored_lines(near.device)
    sealed = read_line(last.line).sealed
    assert sealed is not None and sealed.to != old.recipient


@pytest.mark.parametrize("turn", [0, 1, 2**32])
def test_rubbish_never_takes_the_place_of_a_sealed_key(four: Four, turn: int) -> None:
    near, thief = four.machines[:2]
    source = introduce_source(near.notebook, source_kind="relative", identity=WHO)
    four.meet()
    [row] = near.notebook.ledger.keys_of(source, Level.SEALED)
    rubbish = msgspec.structs.replace(row, turn=turn, wrapped=b"\xff" * 200)
    signed = turned(rubbish, keyring=thief.notebook.keyring)
    assert turned_by(signed) == thief.device
    sent(thief, near, [rubbish, signed])
    assert near.notebook.ledger.keys_of(source, Level.SEALED) == [row]
    assert near.notebook.unsealed(source, custodian=near.book.custodian(PASSPHRASE))


def test_what_a_custodian_wrapped_again_is_taken_from_whoever_brings_it(four: Four) -> None:
    """The control: the same row, signed by a custodian, travels with the thief's bundle."""
    near, thief, third, _ = four.machines
    source = introduce_source(near.notebook, source_kind="relative", identity=WHO)
    four.meet()
    [row] = near.notebook.ledger.keys_of(source, Level.SEALED)
    custodian = near.book.custodian(PASSPHRASE)
    other, secret = sealing.new_identity()
    again = resealed(wrapped(row), custodian=custodian, recipients=(other,))
    signed = turned(row_of(again), keyring=near.notebook.keyring)
    sent(thief, third, [signed])
    assert third.notebook.ledger.keys_of(source, Level.SEALED) == [signed]
    [kept] = [one for one in third.notebook.ledger.about(source) if Level.SEALED in one.bodies]
    assert unsealed(third.notebook.ledger, kept, custodian=secret)["identity"] == WHO
    changed = msgspec.structs.replace(signed, turn=signed.turn + 1)
    assert turned_by(changed) == ""
    sent(thief, third, [changed])
    assert third.notebook.ledger.keys_of(source, Level.SEALED) == [signed]


@pytest.mark.parametrize("level", [Level.INTERNAL, Level.PROTECTED, Level.SEALED])
def test_a_key_under_anothers_id_does_not_shut_out_the_true_one(four: Four, level: Level) -> None:
    """Sent before the true one, it would have held up every feed that speaks of the subject."""
    near, thief, third, _ = four.machines
    source = introduce_source(near.notebook, source_kind="relative", note="shy", identity=WHO)
    near.offer(four.stick(0))
    thief.accept(four.stick(0))
    [row] = thief.notebook.ledger.keys_of(source, level)
    book = thief.notebook
    mine = new_subject_key(source, level=level, keyring=book.keyring, under=book.office.key)
    mine = msgspec.structs.replace(mine, id=row.id, recipient=row.recipient)
    sent(thief, third, [row_of(mine)])
    accepted = third.accept(four.stick(0))
    assert not accepted.refused
    assert third.notebook.ledger.keys_of(source, level) == [row]
    assert is_itself(row) and not is_itself(row_of(mine))


def test_a_key_that_turns_out_not_to_open_hides_nothing_and_is_not_written_with(
    four: Four,
) -> None:
    """Rubbish under an office key that was not known yet: it can be tried only later."""
    near, thief, third, _ = four.machines
    case = open_case(near.notebook, label="a case")
    four.meet()
    rekey(near.notebook)
    near.offer(four.stick(0), thief)
    thief.accept(four.stick(0))
    key = WrappedKey(
        subject=case, level=Level.INTERNAL, wrapped=b"\0" * 72, under=thief.notebook.office.key
    )
    rubbish = row_of(named(key))
    sent(thief, third, [rubbish])
    assert rubbish in third.notebook.ledger.keys_of(case, Level.INTERNAL)
    near.offer(four.stick(0))
    assert not third.accept(four.stick(0)).refused
    assert third.notebook.folded(case) is not None
    third.notebook.write(case, CaseAssigned(member=third.notebook.keyring.member))
    assert third.book.verify().first_bad is None
    assert third.notebook.differing_cards() == []


def test_new_keys_are_named_after_what_they_are(four: Four) -> None:
    for row in iter(four.machines[0].notebook.ledger.keys()):
        assert is_itself(row)
        assert not is_itself(msgspec.structs.replace(row, wrapped=row.wrapped + b"x"))
        assert not is_itself(msgspec.structs.replace(row, id=new_id()))
