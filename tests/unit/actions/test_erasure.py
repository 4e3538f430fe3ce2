"""Forgetting somebody: asked, agreed, paused, and only then done; until then it can be stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions.cases import open_case
from depter.actions.deeds import (
    DeedNeedsReason,
    NoSuchRequest,
    agree_to,
    ask_deed,
    open_requests,
    requests,
)
from depter.actions.erasure import REACH, ask_erasure, erasures
from depter.actions.evidence import deposit_evidence
from depter.actions.history import strike_entry
from depter.actions.sources import introduce_source
from depter.notebook.errors import NoSuchSubject
from depter.register.access import NotAllowed
from depter.register.deeds import State
from depter.register.facts.office import Countersigned, MemberRevoked, PolicySet
from depter.register.folds.source import SourceFile
from depter.store.erasing import erase_due
from depter.values.ids import EntryId, SubjectId
from tests.offices import Office, office_of

ASKER, SECOND, DESK, OTHER = "Qarlygash", "Boran", "Sayasat", "Tolqyn"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two custodians, a volunteer at the desk, a coordinator."""
    with office_of(tmp_path, ["custodian", "custodian", "intake", "coordinator"]) as one:
        yield one


@pytest.fixture
def source(office: Office) -> SubjectId:
    """Somebody who said something, and may want to be forgotten."""
    return introduce_source(office.notebook(DESK), source_kind="relative", contact="+7 000")


def asked(office: Office, subject: SubjectId) -> EntryId:
    return ask_erasure(office.notebook(ASKER), subject=subject, reason="she asked for it")


def agreed(office: Office, subject: SubjectId, *, by: str = SECOND) -> EntryId:
    request = asked(office, subject)
    agree_to(office.notebook(by), subject=subject, entry=request)
    return request


def is_there(office: Office, subject: SubjectId) -> bool:
    return office.founder.notebook.folded(subject) is not None


def test_it_takes_a_second_member_and_a_pause(office: Office, source: SubjectId) -> None:
    request = asked(office, source)
    office.watch.turn(hours=80)
    assert erase_due(office.book(SECOND)) == ()  # asked for long ago, and nobody agreed
    agree_to(office.notebook(OTHER), subject=source, entry=request)
    office.watch.turn(hours=71)
    assert erase_due(office.book(SECOND)) == ()  # the pause counts from the agreement
    [waiting] = erasures(office.notebook(SECOND))
    assert (waiting.entry, waiting.state) == (request, State.PAUSED)
    assert waiting.due is not None
    office.watch.turn(hours=2)
    assert erase_due(office.book(SECOND)) == (source,)
    assert not is_there(office, source)
    assert list(office.founder.office.erased) == [source]
    assert erase_due(office.book(SECOND)) == ()


@pytest.mark.parametrize("who", [ASKER, SECOND, DESK])
def test_whoever_strikes_the_request_stops_it(office: Office, source: SubjectId, who: str) -> None:
    request = agreed(office, source)
    office.watch.turn(hours=10)
    strike_entry(office.notebook(who), subject=source, entry=request, reason="she called again")
    office.watch.turn(days=30)
    assert erase_due(office.book(ASKER)) == ()
    assert is_there(office, source)
    assert requests(office.notebook(DESK), source)[0].state is State.WITHDRAWN


def test_what_was_agreed_to_is_done_however_late_somebody_opens(
    office: Office, source: SubjectId
) -> None:
    agreed(office, source)
    office.watch.turn(days=40)
    assert erase_due(office.book(SECOND)) == (source,)


def test_nobody_agrees_after_seven_days(office: Office, source: SubjectId) -> None:
    request = asked(office, source)
    office.watch.turn(days=8)
    with pytest.raises(NoSuchRequest):
        agree_to(office.notebook(SECOND), subject=source, entry=request)
    assert open_requests(office.notebook(SECOND)) == ()


def test_only_who_may_erase_carries_it_out(office: Office, source: SubjectId) -> None:
    agreed(office, source)
    office.watch.turn(days=5)
    for name in (DESK, OTHER):
        assert erase_due(office.book(name)) == ()
    assert is_there(office, source)


def test_who_may_not_erase_may_not_ask(office: Office, source: SubjectId) -> None:
    for name in (DESK, OTHER):
        with pytest.raises(NotAllowed):
            ask_erasure(office.notebook(name), subject=source, reason="she asked for it")
    with pytest.raises(DeedNeedsReason):
        ask_erasure(office.notebook(ASKER), subject=source, reason="")
    with pytest.raises(NoSuchSubject):
        asked(office, office.founder.notebook.office_id)


def test_who_is_about_to_be_shut_out_carries_nothing_out(office: Office, source: SubjectId) -> None:
    """What they write may not count any more, and the keys would be gone all the same."""
    third = office.join("custodian")
    agreed(office, source)
    office.watch.turn(days=5)
    second = office.notebook(SECOND)
    fact = MemberRevoked(member=office.id_of(ASKER), ends={office.notebook(ASKER).device: 99})
    [revocation] = second.write(second.office_id, fact)
    assert erase_due(office.book(ASKER)) == ()
    strike_entry(second, subject=second.office_id, entry=revocation)
    assert erase_due(office.book(third)) == (source,)


def test_a_page_that_was_struck_out_can_be_forgotten_too(office: Office, source: SubjectId) -> None:
    desk = office.notebook(DESK)
    strike_entry(desk, subject=source, entry=desk.facts(source)[0].id)
    agreed(office, source)
    office.watch.turn(days=5)
    assert erase_due(office.book(SECOND)) == (source,)
    assert desk.facts(source) == ()


def test_agreeing_to_something_else_erases_nothing(office: Office, source: SubjectId) -> None:
    opening = ask_deed(office.notebook(ASKER), subject=source, deed="unseal", reason="to call")
    asked(office, source)
    agree_to(office.notebook(SECOND), subject=source, entry=opening)
    office.watch.turn(days=5)
    assert erase_due(office.book(SECOND)) == ()


def test_an_asker_who_lost_the_right_erases_nothing_through_others(
    office: Office, source: SubjectId
) -> None:
    agreed(office, source, by=OTHER)
    office.change(ASKER, "coordinator", by=SECOND)
    office.watch.turn(days=5)
    assert erase_due(office.book(SECOND)) == ()


def decided(office: Office, policy: PolicySet) -> None:
    """The office's rules take two custodians."""
    asker, second = office.notebook(ASKER), office.notebook(SECOND)
    before = asker.office.policy
    [entry] = asker.write(asker.office_id, policy)
    assert asker.office.policy == before
    second.write(second.office_id, Countersigned(entry=entry))
    assert asker.office.policy == policy


def test_the_office_says_how_long_the_pause_is(office: Office, source: SubjectId) -> None:
    decided(office, PolicySet(erasure_hours=200))
    agreed(office, source)
    office.watch.turn(hours=190)
    assert erase_due(office.book(ASKER)) == ()
    office.watch.turn(hours=11)
    assert erase_due(office.book(ASKER)) == (source,)


@pytest.mark.parametrize("hours", [-(10**18), 10**18])
def test_a_pause_that_is_no_time_breaks_nothing(
    office: Office, source: SubjectId, hours: int
) -> None:
    decided(office, PolicySet(erasure_hours=hours))
    agreed(office, source)
    assert bool(erase_due(office.book(ASKER))) == (hours < 0)


def test_two_requests_about_one_subject_erase_it_once(office: Office, source: SubjectId) -> None:
    agreed(office, source)
    agreed(office, source)
    office.watch.turn(days=5)
    assert erase_due(office.book(SECOND)) == (source,)
    kinds = [one.kind for one in office.founder.office.history]
    assert kinds.count("subject.erased") == 1


def test_the_file_goes_with_its_page(office: Office) -> None:
    desk = office.notebook(DESK)
    case = open_case(desk)
    kept, gone = (
        deposit_evidence(
            desk, chunks=[b"paper"], file_name=name, media_type="image/png", cases=[case]
        )
        for name in ("kept.png", "gone.png")
    )
    agreed(office, gone)
    office.watch.turn(days=5)
    assert erase_due(office.book(SECOND)) == (gone,)
    assert len(list((office.folder / "files").iterdir())) == 1
    assert is_there(office, kept)
    assert is_there(office, case)
    assert office.founder.differing_cards() == []


def test_the_open_notebooks_of_all_members_forget(office: Office, source: SubjectId) -> None:
    first, second = office.notebook(ASKER), office.notebook(OTHER)
    folded = second.folded(source)
    assert isinstance(folded, SourceFile)
    agreed(office, source)
    office.watch.turn(days=5)
    assert first.folded(source) is not None
    assert erase_due(office.book(SECOND)) == (source,)
    assert (first.folded(source), second.folded(source)) == (None, None)


def test_alone_one_asks_and_waits(tmp_path: Path) -> None:
    with office_of(tmp_path, [""]) as office:
        notebook = office.notebook(ASKER)
        source = introduce_source(notebook, source_kind="relative")
        request = asked(office, source)
        assert erase_due(office.book(ASKER)) == ()
        [waiting] = erasures(notebook)
        assert (waiting.entry, waiting.state) == (request, State.PAUSED)
        office.watch.turn(hours=73)
        assert erase_due(office.book(ASKER)) == (source,)


def test_what_it_cannot_reach_is_said_in_sentences() -> None:
    assert len(REACH) >= 4
    assert all(one.endswith(".") and one[0].isupper() for one in REACH)
