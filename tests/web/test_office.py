"""The page of the office: what needs doing and by whom, and decisions that stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from depter.actions.assigning import assign_case
from depter.actions.cases import open_case
from depter.actions.deeds import ask_deed
from depter.actions.members import revoke
from depter.actions.sources import introduce_source
from depter.register.facts.cases import StatusSettled
from depter.register.facts.office import ForkSeen
from tests.web.seats import FOUNDER, SECOND, THIRD, Seats, seated
from tests.web.telling import text_of, told_case

LAWYER = "Tolqyn"


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[Seats]:
    """Two custodians who coordinate, a researcher, a lawyer."""
    both = ("custodian", "coordinator")
    with seated(tmp_path, [both, both, "researcher", "advocate"]) as found:
        yield found


def test_every_member_has_the_tab(seats: Seats) -> None:
    for name in (FOUNDER, SECOND, THIRD, LAWYER):
        assert 'href="/office/"' in seats.at(name).get("/cases/").content.decode()
        assert seats.at(name).get("/office/").status_code == 200


def test_no_trustees_and_an_office_of_one_are_said_plainly(client: Client) -> None:
    seen = text_of(client.get("/office/"))
    assert "no trustees hold sheets yet" in seen
    assert "You are alone in this office" in seen


def test_what_waits_for_a_signature_is_shown_to_the_one_who_may_give_it(seats: Seats) -> None:
    third = seats.office.id_of(THIRD)
    revoke(seats.office.notebook(FOUNDER), member=third, reason="moved away")
    assert f"{THIRD} is to leave the office." in text_of(seats.at(SECOND).get("/office/"))
    assert f"{THIRD} is to leave" not in text_of(seats.at(FOUNDER).get("/office/"))
    assert f"{THIRD} is to leave" not in text_of(seats.at(LAWYER).get("/office/"))


def test_a_request_of_another_is_shown_to_who_may_agree(seats: Seats) -> None:
    book = seats.office.book(FOUNDER)
    source = introduce_source(book.notebook, source_kind="witness", identity="the baker")
    ask_deed(book.notebook, subject=source, deed="unseal", reason="in danger")
    assert "1 request waits for a second person." in text_of(seats.at(SECOND).get("/office/"))
    assert "waits for a second person" not in text_of(seats.at(FOUNDER).get("/office/"))


def test_a_copied_machine_is_told_until_it_is_shut_out(seats: Seats) -> None:
    book = seats.office.book(FOUNDER)
    device = seats.office.book(LAWYER).notebook.device
    told = f"A machine of {LAWYER} wrote two histories"
    assert told not in text_of(seats.at(THIRD).get("/office/"))
    fork = ForkSeen(device=device, seq=1, ours="a" * 43, theirs="b" * 43)
    book.notebook.write(book.notebook.office_id, fork)
    assert told in text_of(seats.at(THIRD).get("/office/"))
    entry = revoke(book.notebook, member=seats.office.id_of(LAWYER), reason="copied").entry
    seats.office.sign(entry)
    assert told not in text_of(seats.at(THIRD).get("/office/"))


def test_when_nothing_waits_all_is_well(seats: Seats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("depter.register.folds.office.OfficeFile.is_recoverable", True)
    assert "All is well" in text_of(seats.at(THIRD).get("/office/"))


def test_decisions_that_do_not_know_of_each_other_stand_side_by_side(seats: Seats) -> None:
    first = seats.office.book(FOUNDER)
    case, _ = told_case(first)
    for name, status in ((FOUNDER, "camp"), (SECOND, "released")):
        fact = StatusSettled(status=status, as_of="2018-04", reason=f"{name} is sure")
        seats.office.notebook(name).write(case, fact)  # as if on two machines: replaces nothing
    client = seats.at(SECOND)
    seen = text_of(client.get(f"/cases/{case}/"))
    assert "Decisions side by side" in seen and "Settle it" in seen
    for name in (FOUNDER, SECOND):
        assert f"decided by {name}" in seen and f"{name} is sure" in seen
    listed = client.get("/cases/", {"conflict": "yes"}).content.decode()
    assert f"/cases/{case}/" in listed and "Conflicts" in listed
    assert "Settle it" not in text_of(seats.at(THIRD).get(f"/cases/{case}/"))
    form = {"chosen": "0", "reason": "both looked again"}
    client.post(f"/cases/{case}/settle/", form)
    assert "Decisions side by side" not in text_of(client.get(f"/cases/{case}/"))
    assert "No case matches" in text_of(client.get("/cases/", {"conflict": "yes"}))


def test_a_case_is_assigned_to_a_lawyer_who_then_sees_it(seats: Seats) -> None:
    book = seats.office.book(FOUNDER)
    case = open_case(book.notebook, label="Nursaya E.")
    lawyer = seats.office.id_of(LAWYER)
    assert seats.at(LAWYER).get(f"/cases/{case}/").status_code == 404
    client = seats.at(FOUNDER)
    seen = text_of(client.post(f"/cases/{case}/assign/", {"member": lawyer}, follow=True))
    assert "The case is assigned" in seen and LAWYER in seen
    assert "Nursaya E." in text_of(seats.at(LAWYER).get(f"/cases/{case}/"))
    client.post(f"/cases/{case}/unassign/", {"member": lawyer})
    assert seats.at(LAWYER).get(f"/cases/{case}/").status_code == 404


def test_whoever_sees_everything_is_not_assigned_anything(seats: Seats) -> None:
    book = seats.office.book(FOUNDER)
    case = open_case(book.notebook)
    answer = seats.at(FOUNDER).post(f"/cases/{case}/assign/", {"member": seats.office.id_of(THIRD)})
    assert answer.status_code == 400
    assert "sees every case already" in text_of(answer)
    assert assign_case(book.notebook, case=case, member=seats.office.id_of(LAWYER))
    answer = seats.at(THIRD).post(f"/cases/{case}/unassign/", {"member": "x"})
    assert answer.status_code == 403


def test_an_administrator_reads_no_members(tmp_path: Path) -> None:
    with seated(tmp_path, ["custodian", "administrator"]) as found:
        answer = found.at(SECOND).get("/office/")
        assert answer.status_code == 200
        assert FOUNDER not in text_of(answer)
        assert found.at(SECOND).get("/office/members/").status_code == 403
