"""Only what the others lack is offered, for them alone; an interrupted offer goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence, read_evidence
from depter.exchange import plan as planning
from depter.exchange.errors import NobodyToOffer
from depter.exchange.heard import Acknowledged
from depter.exchange.offer import write_offer
from depter.exchange.parcel import read_part
from depter.exchange.parcel_errors import NotForThisDevice
from depter.exchange.place_errors import PlaceFull
from depter.exchange.places import open_place
from depter.exchange.plan import answer_to, plan_offer
from depter.exchange.standing import who_has_what
from depter.ledger.entry import read_line
from depter.register.access import NotAllowed
from depter.register.facts.office import MemberAdmitted, MemberRevoked
from depter.values.ids import SubjectId
from depter.vault.keyring import new_keyring
from tests.carriers import Machine, joined, office_of_machines
from tests.notebooks import new_notebook, opened

FILE = bytes(range(256)) * 400


@pytest.fixture
def three(empty_template: Path, tmp_path: Path) -> Iterator[list[Machine]]:
    """A desk, one far away, and a researcher; none was heard of yet."""
    machines = office_of_machines(empty_template, tmp_path, roles=("coordinator", "researcher"))
    yield machines
    for one in machines:
        one.book.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


def _opened(machine: Machine, stick: Path) -> list[Any]:
    secret = machine.notebook.keyring.secret
    return [read_part(one.read_bytes(), secret=secret) for one in sorted(stick.glob("*.age"))]


def _deposit(machine: Machine, case: SubjectId) -> SubjectId:
    return deposit_evidence(
        machine.notebook,
        chunks=[FILE],
        file_name="letter.pdf",
        media_type="application/pdf",
        cases=[case],
    )


def test_everything_is_offered_to_who_was_never_heard_of(three: list[Machine]) -> None:
    desk, far, _ = three
    open_case(desk.notebook, label="a case")
    plan = plan_offer(desk.notebook, to=[far.device])
    assert plan.entries == desk.notebook.ledger.heads()[desk.device].seq
    assert [one.key for one in plan.unheard] == [far.device]


def test_only_what_is_lacking_is_offered_to_who_was_heard_of(
    three: list[Machine], stick: Path, tmp_path: Path
) -> None:
    desk, far, _ = three
    far.offer(stick, desk)
    desk.accept(stick)
    case = open_case(desk.notebook, label="a case")
    plan = plan_offer(desk.notebook, to=[far.device])
    assert plan.entries == 1
    desk.offer(tmp_path / "other", far)
    [part] = _opened(far, tmp_path / "other")
    assert [read_line(one.line).subject for one in part.entries] == [case]
    assert {row.subject for row in part.keys} == {case}


def test_one_never_heard_of_does_not_make_every_bundle_whole(
    three: list[Machine], stick: Path
) -> None:
    desk, far, researcher = three
    far.offer(stick, desk)
    desk.accept(stick)
    open_case(desk.notebook, label="a case")
    plan = plan_offer(desk.notebook)
    assert plan.entries == 1
    assert {one.key for one in plan.to} == {far.device, researcher.device}
    assert [one.key for one in plan.unheard] == [researcher.device]


def test_a_bundle_opens_for_whom_it_is_and_for_nobody_else(
    three: list[Machine], stick: Path
) -> None:
    desk, far, researcher = three
    desk.offer(stick, far)
    assert _opened(far, stick)
    for other in (desk, researcher):
        with pytest.raises(NotForThisDevice):
            _opened(other, stick)


def test_who_left_and_who_holds_no_keys_get_no_bundle(three: list[Machine], tmp_path: Path) -> None:
    desk, far, researcher = three
    joined(desk, tmp_path / "administrator", "administrator", name="Tolqyn").book.close()
    member = desk.notebook.office.member_of(far.device)
    assert member is not None
    fact = MemberRevoked(member=member.id, ends={far.device: 0})
    desk.notebook.write(desk.notebook.office_id, fact)
    assert [one.key for one in plan_offer(desk.notebook).to] == [researcher.device]


def test_only_who_may_exchange_offers(three: list[Machine]) -> None:
    with pytest.raises(NotAllowed):
        plan_offer(three[2].notebook)
    with pytest.raises(NotAllowed):
        who_has_what(three[2].notebook)


def test_an_office_of_one_has_nobody_to_offer_to(tmp_path: Path) -> None:
    with opened(new_notebook(tmp_path / "one")) as book, pytest.raises(NobodyToOffer):
        plan_offer(book.notebook)


def test_parts_lie_in_the_order_of_the_clock_and_never_hold_more_than_they_may(
    three: list[Machine], monkeypatch: pytest.MonkeyPatch, stick: Path
) -> None:
    desk, far, _ = three
    monkeypatch.setattr(planning, "MOST_ENTRIES", 3)
    for _ in range(7):
        open_case(desk.notebook, label="a case")
    desk.offer(stick, far)
    parts = _opened(far, stick)
    assert all(len(one.entries) <= 3 for one in parts)
    assert [one.header.part for one in parts] == list(range(1, len(parts) + 1))
    read = [read_line(one.line).at for part in parts for one in part.entries]
    assert read == sorted(read)


def test_large_bodies_begin_a_new_part(
    three: list[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, far, _ = three
    for _ in range(5):
        open_case(desk.notebook, label="ä" * 400)
    assert len(plan_offer(desk.notebook, to=[far.device]).slices) == 1
    monkeypatch.setattr(planning, "PART_BYTES", 4_000)
    assert len(plan_offer(desk.notebook, to=[far.device]).slices) > 2


def test_an_interrupted_offer_goes_on_where_it_stopped(
    three: list[Machine], monkeypatch: pytest.MonkeyPatch, stick: Path
) -> None:
    desk, far, _ = three
    monkeypatch.setattr(planning, "MOST_ENTRIES", 2)
    for _ in range(7):
        open_case(desk.notebook, label="a case")
    plan = plan_offer(desk.notebook, to=[far.device])
    place = _Counting(open_place(str(stick)), fails_after=3)
    with pytest.raises(PlaceFull):
        write_offer(desk.notebook, plan, place)  # type: ignore[arg-type]
    first = dict(place.written)
    place.fails_after = 1000
    again = plan_offer(desk.notebook, to=[far.device])
    names = write_offer(desk.notebook, again, place)  # type: ignore[arg-type]
    assert again.bundle == plan.bundle
    assert len(first) == 3
    assert all(place.times[name] == 1 for name in first)
    assert {one.name for one in stick.glob("*.age")} == set(names)
    assert far.accept(stick).entries == 7


def test_a_part_that_was_spoiled_meanwhile_is_written_again(
    three: list[Machine], stick: Path
) -> None:
    desk, far, _ = three
    open_case(desk.notebook, label="a case")
    [name] = desk.offer(stick, far)
    (stick / name).write_bytes(b"spoiled")
    assert desk.offer(stick, far) == (name,)
    assert far.accept(stick).entries == 1


class _Counting:
    """A place that counts, and is full after so many files."""

    def __init__(self, place: Any, *, fails_after: int) -> None:
        self._place = place
        self.fails_after = fails_after
        self.written: dict[str, bytes] = {}
        self.times: dict[str, int] = {}

    def write(self, name: str, content: bytes) -> None:
        if len(self.written) >= self.fails_after:
            raise PlaceFull
        self._place.write(name, content)
        self.written[name] = content
        self.times[name] = self.times.get(name, 0) + 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._place, name)


def test_what_a_bundle_replaces_is_taken_away_and_nothing_else(
    three: list[Machine], stick: Path
) -> None:
    desk, far, researcher = three
    old = desk.offer(stick, far)
    other = desk.offer(stick, researcher)
    (stick / "letter.txt").write_text("not ours")
    far.offer(stick, desk)
    desk.accept(stick)
    open_case(desk.notebook, label="a case")
    new = desk.offer(stick, far)
    names = {one.name for one in stick.iterdir()}
    assert not set(old) & names
    assert {*new, *other, "letter.txt"} <= names


def test_files_travel_encrypted_under_names_that_say_nothing(
    three: list[Machine], stick: Path
) -> None:
    desk, far, _ = three
    case = open_case(desk.notebook, label="a case")
    evidence = _deposit(desk, case)
    [blob] = [one.name for one in desk.notebook.folder.files.iterdir()]
    desk.offer(stick, far)
    [carried] = stick.glob("*.dat")
    assert blob not in carried.name
    assert FILE[:64] not in carried.read_bytes()
    assert far.accept(stick).files == 1
    assert b"".join(read_evidence(far.notebook, evidence=evidence, blob=blob)) == FILE


def test_a_file_that_was_lost_on_the_way_is_asked_for_and_sent_again(
    three: list[Machine], stick: Path
) -> None:
    desk, far, _ = three
    _deposit(desk, open_case(desk.notebook, label="a case"))
    desk.offer(stick, far)
    [carried] = stick.glob("*.dat")
    carried.write_bytes(carried.read_bytes()[:-1] + b"x")
    accepted = far.accept(stick)
    assert (accepted.files, accepted.files_missing) == (0, 1)
    far.offer(stick, desk)
    desk.accept(stick)
    plan = plan_offer(desk.notebook, to=[far.device])
    assert (plan.entries, len(plan.blobs)) == (0, 1)
    desk.offer(stick, far)
    assert far.accept(stick).files == 1
    far.offer(stick, desk)
    desk.accept(stick)
    assert plan_offer(desk.notebook, to=[far.device]).blobs == ()


def test_an_answer_says_what_is_here_and_holds_nothing_else(
    three: list[Machine], stick: Path
) -> None:
    desk, far, _ = three
    case = open_case(desk.notebook, label="a case")
    desk.offer(stick, far)
    accepted = far.accept(stick)
    plan = answer_to(far.notebook, to=accepted.heard)
    write_offer(far.notebook, plan, open_place(str(stick)))
    open_case(far.notebook, label="a later one, not in the answer")
    answered = desk.accept(stick)
    assert answered.entries == 0
    assert answered.heard == (far.device,)
    assert plan_offer(desk.notebook, to=[far.device]).entries == 0
    [standing] = [one for one in who_has_what(desk.notebook) if one.device == far.device]
    assert (standing.lacks, standing.is_here) == (0, False)
    assert standing.heard_at
    assert case


def test_who_has_what_is_told_of_every_device(three: list[Machine], stick: Path) -> None:
    desk, far, researcher = three
    desk.offer(stick)
    far.offer(stick, desk)
    desk.accept(stick)
    open_case(desk.notebook, label="a case")
    by_device = {one.device: one for one in who_has_what(desk.notebook)}
    assert by_device[desk.device].is_here
    assert by_device[far.device].lacks == 1
    assert by_device[researcher.device].lacks is None


def test_colleagues_on_one_machine_are_heard_of_together(three: list[Machine], stick: Path) -> None:
    """Two members who sign in on one machine share its register, so they lack the same."""
    desk, far, _ = three
    keyring = new_keyring(member="k7m2p9qx4d0r8s3t", office=desk.notebook.keyring.office)
    colleague = Machine("Nurbike", far.book.for_member(keyring), far.watch)
    _admit(desk, colleague)
    desk.offer(stick, far)
    far.accept(stick)
    colleague.offer(stick, desk)
    far.offer(stick, desk)
    desk.accept(stick)
    heard = Acknowledged(desk.notebook).read()
    assert heard[far.device].heads == heard[colleague.device].heads
    assert far.device not in [one.key for one in plan_offer(colleague.notebook).to]


def _admit(by: Machine, one: Machine) -> None:
    fact = MemberAdmitted(
        member=one.notebook.keyring.member,
        device=one.device,
        recipient=one.notebook.keyring.recipient(),
        name=one.name,
        roles=("coordinator",),
    )
    by.notebook.write(by.notebook.office_id, fact)


def test_the_acknowledgements_name_nobody(three: list[Machine], stick: Path) -> None:
    desk, far, _ = three
    far.offer(stick, desk)
    desk.accept(stick)
    stored = (desk.book.path / "acknowledged.jsonl").read_text()
    assert far.device in stored
    assert far.name not in stored
    assert (desk.book.path / "acknowledged.jsonl").stat().st_mode & 0o077 == 0


def test_a_spoiled_file_of_acknowledgements_only_makes_bundles_larger(
    three: list[Machine], stick: Path
) -> None:
    desk, far, _ = three
    far.offer(stick, desk)
    desk.accept(stick)
    assert plan_offer(desk.notebook, to=[far.device]).entries == 0
    (desk.book.path / "acknowledged.jsonl").write_bytes(b"\xff{]\n" * 5)
    assert plan_offer(desk.notebook, to=[far.device]).entries > 0
