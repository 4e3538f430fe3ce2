"""T16: a device that was shut out opens nothing that is written later, and is not listened to.

The device keeps everything it ever held, and is given a copy of everything written since.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions import members
from depter.actions.cases import open_case
from depter.actions.sources import introduce_source, judge_source
from depter.actions.statements import record_statement
from depter.exchange.accept import accept
from depter.exchange.errors import SenderShutOut
from depter.notebook.notebook import Notebook
from depter.register.access import NotAllowed
from depter.register.facts.cases import CaseOpened
from depter.register.facts.statements import Occasion
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from depter.vault import sealing, symmetric
from depter.vault.keyring import Keyring
from tests.hostile.forging import forged, moments_later, parcel_of
from tests.machines import Machines, carry, machines_of, make_slots_light


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Two custodians and a volunteer, each on a machine; all know all."""
    make_slots_light(monkeypatch)
    with machines_of(tmp_path) as found:
        found.come("Sayasat", "custodian")
        found.come("Boran", "intake")
        found.meet()
        yield found


def shut_out(office: Machines, *, with_new_keys: bool = True) -> None:
    """Boran is revoked by two; nothing of it reaches Boran's machine."""
    founder, second = office.notebook("Qarlygash"), office.notebook("Sayasat")
    gone = office.notebook("Boran").viewer.member
    entries = [members.revoke(founder, member=gone, reason="the laptop was taken").entry]
    if with_new_keys:
        entries.append(members.rekey(founder, reason="the laptop was taken").entry)
    office.carry("Qarlygash", "Sayasat")
    for entry in entries:
        members.confirm(second, entry=entry)
    office.carry("Sayasat", "Qarlygash")
    assert not founder.office.member(gone).stands  # type: ignore[union-attr]


def write_on(notebook: Notebook, case: SubjectId, source: SubjectId) -> None:
    """What the office goes on to write, of old subjects and of new ones, at every level."""
    for about, told_by in ((case, source), _new_ones(notebook)):
        record_statement(
            notebook,
            about=about,
            source=told_by,
            occasion=Occasion(on="2019-01-21"),
            words="She was seen at the market.",
        )
        judge_source(notebook, source=told_by, reliability="B", reason="known for years")


def _new_ones(notebook: Notebook) -> tuple[SubjectId, SubjectId]:
    source = introduce_source(notebook, source_kind="relative", note="a note", identity="a name")
    return open_case(notebook, label="new"), source


def opened_by(keyring: Keyring, ledger: Notebook, after: dict[str, int]) -> list[tuple[str, Level]]:
    """Every body written after some heads that any key of the keyring opens in any way."""
    found = []
    for kept in ledger.ledger.everything():
        if kept.seq <= after.get(kept.device, 0):
            continue
        for level, stored in kept.bodies.items():
            if any(_opens(keyring, ledger, kept.subject, other, bytes(stored)) for other in Level):
                found.append((kept.kind, level))
    return found


def _opens(keyring: Keyring, notebook: Notebook, subject: str, level: Level, stored: bytes) -> bool:
    """Every office key on every wrapped key, whatever id it names; age with every secret."""
    rows = notebook.ledger.keys_of(subject, level)
    if level is Level.SEALED:
        opened = (sealing.unseal(row.wrapped, secret=keyring.secret) for row in rows)
        secrets = [keyring.secret, *(one.decode() for one in opened if one)]
        return any(sealing.unseal(stored, secret=one) is not None for one in secrets)
    context = f"depter-body-1|{subject}|{level.value}".encode()
    office = [key for one in keyring.office for key in (one.internal, one.protected) if key]
    for row in rows:
        for key in office:
            plain = symmetric.decrypt(row.wrapped, key=key, context=context)
            if plain and symmetric.decrypt(stored, key=plain, context=context) is not None:
                return True
    return any(symmetric.decrypt(stored, key=key, context=context) is not None for key in office)


def heads_of(notebook: Notebook) -> dict[str, int]:
    return {device: head.seq for device, head in notebook.ledger.heads().items()}


def old_subjects(office: Machines) -> tuple[SubjectId, SubjectId]:
    """A case and a source that the volunteer wrote, and everybody has."""
    both = _new_ones(office.notebook("Boran"))
    office.meet()
    return both


def test_the_old_device_opens_nothing_that_is_written_later(office: Machines) -> None:
    case, source = old_subjects(office)
    taken = office.notebook("Boran")
    shut_out(office)
    founder = office.notebook("Qarlygash")
    before = heads_of(founder)
    write_on(founder, case, source)
    assert opened_by(taken.keyring, founder, before) == []
    carry(founder, taken)  # a copy of the ledger, whole, with every wrapped key
    assert opened_by(taken.keyring, taken, before) == []
    assert len(taken.keyring.office) == 1


def test_without_new_keys_it_could_and_the_test_would_see_it(office: Machines) -> None:
    case, source = old_subjects(office)
    taken = office.notebook("Boran")
    shut_out(office, with_new_keys=False)
    founder = office.notebook("Qarlygash")
    before = heads_of(founder)
    write_on(founder, case, source)
    opened = opened_by(taken.keyring, founder, before)
    assert {level for _, level in opened} == {Level.INTERNAL, Level.PROTECTED}
    assert ("statement.recorded", Level.INTERNAL) in opened


def test_those_who_stay_open_what_is_written_later(office: Machines) -> None:
    case, source = old_subjects(office)
    shut_out(office)
    founder, second = office.notebook("Qarlygash"), office.notebook("Sayasat")
    before = heads_of(founder)
    write_on(founder, case, source)
    office.carry("Qarlygash", "Sayasat")
    assert opened_by(second.keyring, second, before)
    assert second.facts(case) == founder.facts(case) != ()


def test_what_it_wrote_before_stays_and_holds(office: Machines) -> None:
    case, _ = old_subjects(office)
    shut_out(office)
    for name in ("Qarlygash", "Sayasat"):
        assert office.notebook(name).folded(case) is not None
        assert office[name].verify().first_bad is None
        assert office[name].differing_cards() == []


def test_its_bundle_is_refused_where_its_end_is_known(office: Machines) -> None:
    shut_out(office)
    taken, founder = office.notebook("Boran"), office.notebook("Qarlygash")
    late = open_case(taken, label="late")  # it has not heard
    with pytest.raises(SenderShutOut):
        accept(founder, parcel_of(taken, to=founder))
    assert not founder.ledger.has_kind(late, ("case.opened",))


def test_its_later_entries_are_refused_in_the_bundle_of_an_honest_machine(
    office: Machines,
) -> None:
    office.come("Tolqyn", "coordinator")
    shut_out(office)
    taken, founder = office.notebook("Boran"), office.notebook("Qarlygash")
    late = open_case(taken, label="late")
    office.carry("Boran", "Tolqyn")  # which has heard of nothing
    honest = open_case(office.notebook("Tolqyn"), label="honest")
    accepted = accept(founder, parcel_of(office.notebook("Tolqyn"), to=founder))
    assert [(one.device, one.reason) for one in accepted.refused] == [(taken.device, "ended")]
    assert founder.folded(honest) is not None
    assert not founder.ledger.has_kind(late, ("case.opened",))


def test_what_it_writes_later_is_not_counted_where_it_arrives_all_the_same(
    office: Machines,
) -> None:
    shut_out(office)
    late = open_case(office.notebook("Boran"), label="late")
    office.carry("Boran", "Sayasat")  # taken in by hand, past every check of a bundle
    second = office["Sayasat"]
    assert second.notebook.facts(late) == ()
    assert second.notebook.folded(late) is None
    assert second.differing_cards() == []
    assert second.verify().first_bad is None


def test_what_arrived_before_the_revocation_is_taken_off_when_that_arrives(
    office: Machines,
) -> None:
    """A machine abroad hears the shut-out device first, and of its end afterwards."""
    office.come("Tolqyn", "coordinator")
    shut_out(office)
    late = open_case(office.notebook("Boran"), label="late")
    office.carry("Boran", "Tolqyn")
    abroad = office["Tolqyn"]
    assert abroad.notebook.folded(late) is not None
    office.carry("Qarlygash", "Tolqyn")
    assert abroad.notebook.folded(late) is None
    assert abroad.differing_cards() == []


def test_a_late_entry_that_pretends_to_be_early_counts_no_more_than_another(
    office: Machines,
) -> None:
    old_subjects(office)
    taken = office.notebook("Boran")
    shut_out(office)
    founder = office.notebook("Qarlygash")
    case = SubjectId(new_id())
    reading = taken.ledger.readings()[taken.device]
    lines, keys = forged(taken, case, [CaseOpened(label="early")], after=moments_later(reading))
    revoked_at = founder.office.members[-1].left_at
    assert lines[0][0].entry.at < revoked_at
    founder.accept(lines, keys)
    assert founder.folded(case) is None


def test_it_hears_of_its_end_and_then_refuses_by_itself(office: Machines) -> None:
    shut_out(office)
    office.carry("Qarlygash", "Boran")
    with pytest.raises(NotAllowed):
        open_case(office.notebook("Boran"), label="late")
