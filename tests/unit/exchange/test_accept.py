"""What comes in a bundle is taken in once, as it was written, or refused with a reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from depter.actions.cases import open_case, settle_status
from depter.actions.sources import introduce_source
from depter.exchange.accept import accept
from depter.exchange.errors import EntriesMissing, NoBundle
from depter.exchange.evidence import lacking
from depter.exchange.keys import keys_about
from depter.exchange.parcel import Header, write_part
from depter.exchange.plan import plan_offer
from depter.ledger.clock import reading_at
from depter.ledger.entry import b64, read_line
from depter.notebook.keyrows import row_of, turned, wrapped
from depter.notebook.membership import box_for
from depter.register.facts.office import OfficeRekeyed
from depter.values.level import Level
from depter.vault.keyring import new_office_key
from depter.vault.sealing import new_identity
from depter.vault.subjectkeys import resealed
from tests.carriers import Machine, admitted, empty_machine, joined, machine_in, office_of_machines
from tests.everything import write_everything
from tests.handed_over import HandedOver
from tests.people import PASSPHRASE


@pytest.fixture
def two(empty_template: Path, tmp_path: Path) -> Iterator[list[Machine]]:
    """A desk and one far away; both know what the other has."""
    machines = office_of_machines(empty_template, tmp_path)
    machines[1].offer(tmp_path / "first-answer")
    machines[0].accept(tmp_path / "first-answer")
    yield machines
    for one in machines:
        one.book.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


def test_a_case_arrives_as_it_was_written(two: list[Machine], stick: Path) -> None:
    desk, far = two
    case = open_case(desk.notebook, label="a case")
    desk.offer(stick)
    accepted = far.accept(stick)
    assert accepted.new == {desk.device: 1}
    assert far.notebook.folded(case) == desk.notebook.folded(case)
    assert far.cards() == desk.cards()
    assert far.book.verify().first_bad is None


def test_the_second_time_there_is_nothing_new(two: list[Machine], stick: Path) -> None:
    desk, far = two
    open_case(desk.notebook, label="a case")
    desk.offer(stick)
    assert not far.accept(stick).is_nothing_new
    again = far.accept(stick)
    assert again.is_nothing_new
    assert (again.entries, again.known) == (0, 1)


def test_every_kind_of_fact_arrives_on_an_empty_machine(
    empty_template: Path, tmp_path: Path, stick: Path
) -> None:
    """All kinds, members who came and left, and two changes of the office's keys in between."""
    shutil.copytree(empty_template, tmp_path / "desk")
    desk = machine_in(tmp_path / "desk")
    keyring = admitted(desk, "intake")
    write_everything(desk.book)
    keyring = msgspec.structs.replace(keyring, office=desk.notebook.keyring.office)
    far = empty_machine(tmp_path / "far", keyring, name="far")
    try:
        desk.offer(stick, far)
        accepted = far.accept(stick)
        assert not accepted.refused
        assert not accepted.failures
        assert far.notebook.ledger.heads() == desk.notebook.ledger.heads()
        assert list(far.notebook.ledger.keys()) == list(desk.notebook.ledger.keys())
        assert far.notebook.differing_cards() == []
        assert far.book.verify().first_bad is None
    finally:
        desk.book.close()
        far.book.close()


def test_decisions_made_apart_are_told_and_stand_side_by_side(
    two: list[Machine], stick: Path
) -> None:
    desk, far = two
    case = open_case(desk.notebook, label="a case")
    desk.offer(stick)
    far.accept(stick)
    settle_status(desk.notebook, case=case, status="camp", as_of="2018", reason="a letter")
    settle_status(far.notebook, case=case, status="released", as_of="2019", reason="a call")
    desk.offer(stick)
    accepted = far.accept(stick)
    assert accepted.conflicts == (case,)
    assert far.accept(stick).conflicts == ()


def test_a_place_without_bundles_says_so(two: list[Machine], stick: Path) -> None:
    (stick / "letter.txt").write_text("hello")
    with pytest.raises(NoBundle):
        two[1].accept(stick)


def test_parts_may_be_handed_over_in_any_order(
    two: list[Machine], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, far = two
    monkeypatch.setattr("depter.exchange.plan.MOST_ENTRIES", 2)
    for _ in range(7):
        open_case(desk.notebook, label="a case")
    desk.offer(stick)
    parts = [one.read_bytes() for one in sorted(stick.glob("*.age"))]
    assert len(parts) == 4
    turned = {f"{number}.age": part for number, part in enumerate(reversed(parts))}
    accepted = accept(far.notebook, HandedOver(turned))
    assert (accepted.entries, accepted.missing) == (7, ())
    assert far.cards() == desk.cards()


def test_progress_counts_every_entry(two: list[Machine], stick: Path) -> None:
    desk, far = two
    for _ in range(5):
        open_case(desk.notebook, label="a case")
    desk.offer(stick)
    told: list[int] = []
    far.accept(stick, progress=told.append)
    assert sum(told) == 5


def test_a_researcher_takes_in_what_their_keys_do_not_open(
    two: list[Machine], tmp_path: Path, stick: Path
) -> None:
    desk, _ = two
    researcher = joined(desk, tmp_path / "researcher", "researcher", name="Sayasat")
    try:
        introduce_source(desk.notebook, source_kind="relative", identity="a sister")
        desk.offer(stick, researcher)
        accepted = researcher.accept(stick)
        assert not accepted.refused
        assert researcher.notebook.ledger.heads() == desk.notebook.ledger.heads()
    finally:
        researcher.book.close()


def test_keys_sealed_for_a_new_custodian_travel_though_nothing_was_written(
    two: list[Machine], stick: Path
) -> None:
    desk, far = two
    source = introduce_source(desk.notebook, source_kind="relative", identity="a sister")
    desk.offer(stick)
    far.accept(stick)
    far.offer(stick)
    desk.accept(stick)
    assert not plan_offer(desk.notebook).turned
    [row] = desk.notebook.ledger.keys_of(source, Level.SEALED)
    custodian = desk.book.custodian(PASSPHRASE)
    again = resealed(
        wrapped(row), custodian=custodian, recipients=(new_identity()[0], *_custodians(desk))
    )
    desk.notebook.ledger.add_keys([turned(row_of(again), keyring=desk.notebook.keyring)])
    plan = plan_offer(desk.notebook)
    assert (plan.turned, plan.entries) == (True, 0)
    desk.offer(stick)
    far.accept(stick)
    assert list(far.notebook.ledger.keys()) == list(desk.notebook.ledger.keys())
    far.offer(stick)
    desk.accept(stick)
    assert not plan_offer(desk.notebook).turned


def _custodians(machine: Machine) -> tuple[str, ...]:
    return machine.notebook.keyring.custodians


def test_what_came_under_a_key_not_yet_known_is_shown_once_the_key_comes(
    two: list[Machine], tmp_path: Path, stick: Path
) -> None:
    """A key of the office that arrives after what it opens: the cards are drawn all the same."""
    desk, far = two
    third = joined(desk, tmp_path / "third", "coordinator", name="Sayasat")
    try:
        with pytest.raises(EntriesMissing):  # a bundle for those who have the beginning
            desk.offer(stick)
            third.accept(stick)
        for one in (far, third):
            desk.offer(tmp_path / f"to-{one.name}", one)
            one.accept(tmp_path / f"to-{one.name}")
        key = new_office_key("k7m2p9qx4d0r8s3t")
        boxes = {
            one.device: b64(box_for(key, recipient=one.notebook.keyring.recipient()))
            for one in (desk, far, third)
        }
        book = desk.notebook
        book.write(book.office_id, OfficeRekeyed(key=key.id, boxes=boxes))
        desk.offer(tmp_path / "to-far", far)
        far.accept(tmp_path / "to-far")
        case = open_case(far.notebook, label="under the new key")
        # Third gets what far wrote, and only then what desk did.
        _only_feed(far, third, tmp_path / "half")
        assert third.notebook.folded(case) is None
        desk.offer(tmp_path / "to-third", third)
        third.accept(tmp_path / "to-third")
        assert third.notebook.folded(case) == far.notebook.folded(case)
        assert third.notebook.differing_cards() == []
    finally:
        third.book.close()


def _only_feed(source: Machine, target: Machine, stick: Path) -> None:
    """A bundle of what one device wrote itself, and nothing else."""
    lines = list(source.notebook.ledger.stored_lines(source.device))
    header = Header(
        office=source.notebook.office_id,
        device=source.device,
        made_at=reading_at(source.watch()),
        to=(target.notebook.keyring.recipient(),),
    )
    subjects = [read_line(one.line).subject for one in lines]
    part = write_part(
        header,
        secret=source.notebook.keyring.device_keys()[1],
        entries=lines,
        keys=keys_about(source.notebook.ledger, subjects),
    )
    accept(target.notebook, HandedOver({"0.age": part}))


def test_nothing_is_lacking_where_nothing_was_deposited(two: list[Machine]) -> None:
    assert lacking(two[0].notebook) == ()
