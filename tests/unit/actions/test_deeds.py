"""What takes two people: asked with a reason, agreed to by another, used once and soon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions import deeds
from depter.actions.advocacy import report_incident
from depter.actions.cases import open_case
from depter.actions.deeds import (
    DeedNeedsReason,
    NoSuchRequest,
    NotAsked,
    NothingThere,
    OwnRequest,
    SecondPersonNeeded,
)
from depter.actions.evidence import deposit_evidence, take_out_evidence
from depter.actions.history import CannotStrike, strike_entry
from depter.actions.sources import ReasonMissing, introduce_source, open_sealed
from depter.notebook.errors import NoSuchSubject
from depter.register.access import NotAllowed
from depter.register.deeds import State
from depter.register.facts.advocacy import IncidentReported
from depter.register.facts.base import Told
from depter.register.facts.office import DeedAsked, EntryStruck
from depter.register.facts.sources import SourceOpened
from depter.register.facts.world import EvidenceTakenOut
from depter.register.folds.world import EvidenceFile
from depter.register.vocabulary import UnknownCode
from depter.store.book import Book
from depter.values.ids import EntryId, SubjectId
from depter.vault.errors import BodyDamaged
from tests.offices import Office, office_of
from tests.people import PASSPHRASE, ZEREKA

ASKER, SECOND, DESK, OTHER = "Qarlygash", "Boran", "Sayasat", "Tolqyn"
PAPER = b"%PDF a paper"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two custodians, a volunteer at the desk, a coordinator."""
    with office_of(tmp_path, ["custodian", "custodian", "intake", "coordinator"]) as one:
        yield one


@pytest.fixture
def source(office: Office) -> SubjectId:
    """A protected source whose identity is sealed."""
    desk = office.notebook(DESK)
    return introduce_source(desk, source_kind="relative", identity=ZEREKA.cyrillic)


def asked(office: Office, source: SubjectId, *, by: str = ASKER) -> EntryId:
    return deeds.ask_deed(office.notebook(by), subject=source, deed="unseal", reason="to call her")


def opened(office: Office, source: SubjectId, *, by: str = ASKER) -> object:
    return open_sealed(office.notebook(by), subject=source, custodian=office.custody[by])


def evidence_in(office: Office) -> SubjectId:
    return deposit_evidence(
        office.notebook(DESK),
        chunks=[PAPER],
        file_name="pass.pdf",
        media_type="application/pdf",
        cases=[open_case(office.notebook(DESK))],
    )


def test_one_asks_another_agrees_and_the_first_opens_once(
    office: Office, source: SubjectId
) -> None:
    request = asked(office, source)
    with pytest.raises(SecondPersonNeeded) as refused:
        opened(office, source)
    assert refused.value.about == {"asked": request}
    agreement = deeds.agree_to(office.notebook(SECOND), subject=source, entry=request)
    assert opened(office, source) == {"identity": ZEREKA.cyrillic}
    [used] = deeds.requests(office.notebook(DESK), source)
    assert (used.by, used.state) == (office.id_of(ASKER), State.USED)
    [agreed] = used.agreed
    assert (agreed.member, agreed.entry) == (office.id_of(SECOND), agreement)
    last = office.notebook(ASKER).facts(source)[-1]
    assert last.fact == SourceOpened(reason="to call her", asked=request)
    with pytest.raises(NotAsked):
        opened(office, source)


def test_whoever_opens_may_add_to_the_reason(office: Office, source: SubjectId) -> None:
    deeds.agree_to(office.notebook(OTHER), subject=source, entry=asked(office, source))
    notebook = office.notebook(ASKER)
    custodian = office.custody[ASKER]
    open_sealed(notebook, subject=source, custodian=custodian, reason="she moved again")
    fact = notebook.facts(source)[-1].fact
    assert isinstance(fact, SourceOpened)
    assert fact.reason == "she moved again"


def test_what_was_agreed_for_one_is_not_granted_to_another(
    office: Office, source: SubjectId
) -> None:
    deeds.agree_to(office.notebook(SECOND), subject=source, entry=asked(office, source))
    with pytest.raises(NotAsked):
        opened(office, source, by=SECOND)


def test_nobody_agrees_to_their_own_request(office: Office, source: SubjectId) -> None:
    request = asked(office, source)
    with pytest.raises(OwnRequest):
        deeds.agree_to(office.notebook(ASKER), subject=source, entry=request)


def test_the_desk_can_neither_ask_nor_agree(office: Office, source: SubjectId) -> None:
    with pytest.raises(NotAllowed):
        asked(office, source, by=DESK)
    with pytest.raises(NotAllowed):
        asked(office, source, by=OTHER)  # a coordinator opens nothing, so asks for nothing
    with pytest.raises(NotAllowed):
        deeds.agree_to(office.notebook(DESK), subject=source, entry=asked(office, source))


def test_agreeing_twice_is_agreeing_once(office: Office, source: SubjectId) -> None:
    request, second = asked(office, source), office.notebook(SECOND)
    first = deeds.agree_to(second, subject=source, entry=request)
    assert deeds.agree_to(second, subject=source, entry=request) == first
    assert len(second.facts(source)) == 3


@pytest.mark.parametrize("order", ["before", "after"])
def test_a_request_lapses_after_seven_days(office: Office, source: SubjectId, order: str) -> None:
    request = asked(office, source)
    if order == "before":
        deeds.agree_to(office.notebook(SECOND), subject=source, entry=request)
    office.watch.turn(days=7, hours=1)
    if order == "after":
        with pytest.raises(NoSuchRequest):
            deeds.agree_to(office.notebook(SECOND), subject=source, entry=request)
    with pytest.raises(NotAsked):
        opened(office, source)
    assert deeds.open_requests(office.notebook(SECOND)) == ()


def test_a_request_that_was_struck_is_withdrawn_for_good(office: Office, source: SubjectId) -> None:
    request = asked(office, source)
    deeds.agree_to(office.notebook(SECOND), subject=source, entry=request)
    strike = strike_entry(office.notebook(SECOND), subject=source, entry=request)
    with pytest.raises(NotAsked):
        opened(office, source)
    strike_entry(office.notebook(ASKER), subject=source, entry=strike)  # not even so
    with pytest.raises(NotAsked):
        opened(office, source)
    assert deeds.requests(office.notebook(ASKER), source)[0].state is State.WITHDRAWN


def test_an_agreement_cannot_be_crossed_out(office: Office, source: SubjectId) -> None:
    agreement = deeds.agree_to(office.notebook(SECOND), subject=source, entry=asked(office, source))
    with pytest.raises(CannotStrike):
        strike_entry(office.notebook(ASKER), subject=source, entry=agreement)


def test_a_used_request_stays_used_whatever_is_struck(office: Office, source: SubjectId) -> None:
    request = asked(office, source)
    deeds.agree_to(office.notebook(SECOND), subject=source, entry=request)
    opened(office, source)
    notebook = office.notebook(ASKER)
    notebook.write(source, EntryStruck(entry=notebook.facts(source)[-1].id))  # behind the action
    with pytest.raises(NotAsked):
        opened(office, source)


def test_who_lost_the_right_to_agree_did_not_agree(office: Office, source: SubjectId) -> None:
    deeds.agree_to(office.notebook(OTHER), subject=source, entry=asked(office, source))
    office.change(OTHER, "intake")
    with pytest.raises(SecondPersonNeeded):
        opened(office, source)


def test_a_wrong_secret_uses_nothing_up(office: Office, source: SubjectId) -> None:
    deeds.agree_to(office.notebook(SECOND), subject=source, entry=asked(office, source))
    notebook = office.notebook(ASKER)
    with pytest.raises(BodyDamaged):
        open_sealed(notebook, subject=source, custodian="AGE-SECRET-KEY-1WRONG")
    assert opened(office, source) == {"identity": ZEREKA.cyrillic}


def test_the_victims_of_an_incident_open_the_same_way(office: Office, source: SubjectId) -> None:
    told = Told(source=source, basis="family")
    fact = IncidentReported(incident_kind="visit", told=told, victims=ZEREKA.latin)
    incident = report_incident(office.notebook(DESK), fact)
    with pytest.raises(NotAsked):
        opened(office, incident)
    deeds.agree_to(office.notebook(SECOND), subject=incident, entry=asked(office, incident))
    assert opened(office, incident) == {"victims": ZEREKA.latin}


def test_an_original_leaves_with_two_people_and_is_counted(office: Office) -> None:
    evidence = evidence_in(office)
    coordinator = office.notebook(OTHER)
    with pytest.raises(NotAsked):
        take_out_evidence(coordinator, evidence=evidence, reason="for the court")
    request = deeds.ask_deed(coordinator, subject=evidence, deed="take_out", reason="for the court")
    deeds.agree_to(office.notebook(ASKER), subject=evidence, entry=request)
    assert b"".join(take_out_evidence(coordinator, evidence=evidence)) == PAPER
    last = coordinator.facts(evidence)[-1].fact
    assert last == EvidenceTakenOut(reason="for the court", asked=request)
    folded = coordinator.folded(evidence)
    assert isinstance(folded, EvidenceFile)
    assert folded.times_taken_out == 1
    with pytest.raises(NotAsked):
        take_out_evidence(coordinator, evidence=evidence)


def test_that_an_original_left_is_recorded_before_the_first_byte(office: Office) -> None:
    evidence = evidence_in(office)
    taker = office.notebook(ASKER)
    request = deeds.ask_deed(taker, subject=evidence, deed="take_out", reason="for the court")
    deeds.agree_to(office.notebook(SECOND), subject=evidence, entry=request)
    take_out_evidence(taker, evidence=evidence)  # and nobody reads on
    assert isinstance(taker.facts(evidence)[-1].fact, EvidenceTakenOut)


def test_the_list_of_what_waits(office: Office, source: SubjectId) -> None:
    evidence = evidence_in(office)
    first = asked(office, source)
    second = deeds.ask_deed(
        office.notebook(OTHER), subject=evidence, deed="take_out", reason="for the court"
    )
    listed = deeds.open_requests(office.notebook(SECOND))
    assert [(one.entry, one.state) for one in listed] == [
        (first, State.WAITING),
        (second, State.WAITING),
    ]
    deeds.agree_to(office.notebook(SECOND), subject=source, entry=first)
    assert deeds.open_requests(office.notebook(SECOND))[0].state is State.READY
    opened(office, source)
    assert [one.entry for one in deeds.open_requests(office.notebook(SECOND))] == [second]
    with pytest.raises(NotAllowed):
        deeds.open_requests(office.notebook(DESK))


def test_what_cannot_be_asked_for(office: Office, source: SubjectId) -> None:
    asker = office.notebook(ASKER)
    case = open_case(office.notebook(DESK), label="a woman with a red scarf")
    for subject, deed, reason, refusal in (
        (source, "unseal", "  ", DeedNeedsReason),
        (source, "publish", "why", UnknownCode),
        (case, "unseal", "why", NothingThere),
        (case, "take_out", "why", NothingThere),
        (SubjectId("0000000000000000"), "erase", "why", NoSuchSubject),
        (asker.office_id, "erase", "why", NoSuchSubject),
    ):
        with pytest.raises(refusal):
            deeds.ask_deed(asker, subject=subject, deed=deed, reason=reason)
    assert not list(asker.recorded("deed.asked"))


def test_nothing_but_a_request_can_be_agreed_to(office: Office, source: SubjectId) -> None:
    introduced = office.notebook(DESK).facts(source)[0].id
    for entry in (introduced, EntryId("nothing")):
        with pytest.raises(NoSuchRequest):
            deeds.agree_to(office.notebook(SECOND), subject=source, entry=entry)


class TestAlone:
    """An office of one: asking is enough, and is said plainly."""

    def test_asks_and_opens_in_one_step(self, book: Book) -> None:
        notebook = book.notebook
        source = introduce_source(notebook, source_kind="relative", identity="a name")
        assert deeds.is_alone(notebook)
        custodian = book.custodian(PASSPHRASE)
        with pytest.raises(ReasonMissing):
            open_sealed(notebook, subject=source, custodian=custodian)
        given = open_sealed(notebook, subject=source, custodian=custodian, reason="to call her")
        assert given == {"identity": "a name"}
        ask, opening = notebook.facts(source)[1:]
        assert ask.fact == DeedAsked(deed="unseal", reason="to call her")
        assert opening.fact == SourceOpened(reason="to call her", asked=ask.id)

    def test_takes_an_original_out(self, book: Book) -> None:
        evidence = deposit_evidence(
            book.notebook, chunks=[PAPER], file_name="a.pdf", media_type="application/pdf"
        )
        with pytest.raises(DeedNeedsReason):
            take_out_evidence(book.notebook, evidence=evidence)
        taken = take_out_evidence(book.notebook, evidence=evidence, reason="for the court")
        assert b"".join(taken) == PAPER

    def test_is_alone_no_longer_once_somebody_may_agree(self, tmp_path: Path) -> None:
        with office_of(tmp_path, ["", "intake", "publisher", "researcher"]) as office:
            founder = office.notebook(ASKER)
            assert deeds.is_alone(founder)  # none of these may agree
            source = introduce_source(founder, source_kind="relative", identity="a name")
            request = deeds.ask_deed(founder, subject=source, deed="unseal", reason="to call her")
            assert deeds.granted(founder, subject=source, deed="unseal") == request
            office.join("coordinator")
            assert not deeds.is_alone(founder)
            with pytest.raises(SecondPersonNeeded):
                deeds.granted(founder, subject=source, deed="unseal")
