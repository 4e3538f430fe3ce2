"""Two people: one asks with a reason, another agrees, the first one does it, once, recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from depter.actions.advocacy import report_incident
from depter.actions.deeds import ask_deed, requests
from depter.actions.evidence import deposit_evidence
from depter.actions.sources import introduce_source
from depter.register.deeds import State
from depter.register.facts.advocacy import IncidentReported
from depter.register.facts.base import Told
from depter.register.facts.sources import SourceOpened
from depter.register.facts.world import EvidenceTakenOut
from depter.store.book import Book
from depter.values.ids import SubjectId
from tests.people import MELIKE, PASSPHRASE
from tests.web.seats import FOUNDER, SECOND, THIRD, Seats, seated
from tests.web.telling import text_of

SECRET = f"{MELIKE.latin}, the baker's wife"
WHY = "she is in danger"


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[Seats]:
    """Two custodians, one of whom also coordinates, and an intake volunteer."""
    with seated(tmp_path, [("custodian", "coordinator"), "custodian", "intake"]) as found:
        yield found


def sealed_source(book: Book) -> SubjectId:
    return introduce_source(book.notebook, source_kind="relative", identity=SECRET)


def asked(client: Client, subject: SubjectId, deed: str, page: str, reason: str = WHY) -> str:
    form = {"subject": subject, "deed": deed, "reason": reason, "next": page}
    return text_of(client.post("/office/requests/ask/", form, follow=True))


def last_entry(seats: Seats, subject: SubjectId) -> str:
    return requests(seats.office.notebook(FOUNDER), subject)[-1].entry


def agreed(client: Client, subject: SubjectId, entry: str, page: str) -> str:
    form = {"subject": subject, "entry": entry, "next": page}
    return text_of(client.post("/office/requests/agree/", form, follow=True))


def test_a_source_is_opened_after_another_agreed_once(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    page = f"/sources/{source}/"
    first, second = seats.at(FOUNDER), seats.at(SECOND)
    assert 'type="password"' not in first.get(page).content.decode()
    seen = asked(first, source, "unseal", page)
    assert "Now a second member has to agree." in seen
    assert "It waits for a second member to agree" in seen and "I agree" not in seen
    seen = text_of(second.get(page))
    assert WHY in seen and "I agree" in seen
    assert "You have agreed." in agreed(second, source, last_entry(seats, source), page)
    assert 'type="password"' in first.get(page).content.decode()
    seen = text_of(first.post(f"{page}open/", {"passphrase": PASSPHRASE}))
    assert SECRET in seen
    assert SECRET not in text_of(first.get(page))
    facts = seats.office.notebook(FOUNDER).facts(source)
    [opened] = [one.fact for one in facts if isinstance(one.fact, SourceOpened)]
    assert opened.reason == WHY and opened.asked
    again = first.post(f"{page}open/", {"passphrase": PASSPHRASE})
    assert again.status_code == 403 and SECRET not in text_of(again)


def test_the_passphrase_alone_opens_nothing(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    client, page = seats.at(FOUNDER), f"/sources/{source}/"
    answer = client.post(f"{page}open/", {"passphrase": PASSPHRASE})
    assert answer.status_code == 403 and SECRET not in text_of(answer)
    assert "you have not asked for it yet" in text_of(answer)
    asked(client, source, "unseal", page)
    answer = client.post(f"{page}open/", {"passphrase": PASSPHRASE})
    assert answer.status_code == 403 and SECRET not in text_of(answer)
    assert "A second member has not agreed yet" in text_of(answer)


def test_nobody_agrees_to_their_own_request(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    client, page = seats.at(FOUNDER), f"/sources/{source}/"
    asked(client, source, "unseal", page)
    seen = agreed(client, source, last_entry(seats, source), page)
    assert "You asked for this yourself" in seen
    [request] = requests(seats.office.notebook(FOUNDER), source)
    assert request.state is State.WAITING


def test_without_a_reason_nothing_is_asked(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    seen = asked(seats.at(FOUNDER), source, "unseal", f"/sources/{source}/", reason="  ")
    assert "No reason was given" in seen
    assert not requests(seats.office.notebook(FOUNDER), source)


def test_a_request_is_withdrawn_and_its_agreement_with_it(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    client, page = seats.at(FOUNDER), f"/sources/{source}/"
    asked(client, source, "unseal", page)
    entry = last_entry(seats, source)
    agreed(seats.at(SECOND), source, entry, page)
    form = {"subject": source, "entry": entry, "next": page}
    seen = text_of(client.post("/office/requests/cancel/", form, follow=True))
    assert "The request is withdrawn." in seen
    answer = client.post(f"{page}open/", {"passphrase": PASSPHRASE})
    assert answer.status_code == 403 and SECRET not in text_of(answer)


def test_the_list_holds_what_is_open_and_an_empty_one_says_so(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    assert "No request is open" in text_of(seats.at(SECOND).get("/office/requests/"))
    ask_deed(seats.office.notebook(FOUNDER), subject=source, deed="unseal", reason=WHY)
    seen = text_of(seats.at(SECOND).get("/office/requests/"))
    assert WHY in seen and "asked by" in seen and FOUNDER in seen
    assert "I agree" in seen


def test_a_volunteer_is_offered_nothing_and_refused(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    client, page = seats.at(THIRD), f"/sources/{source}/"
    seen = text_of(client.get(page))
    assert "Open once" not in seen and "Ask to open" not in seen and "Forget" not in seen
    assert client.get("/office/requests/").status_code == 403
    form = {"subject": source, "deed": "unseal", "reason": WHY}
    assert client.post("/office/requests/ask/", form).status_code == 403
    assert client.post(f"{page}open/", {"passphrase": PASSPHRASE}).status_code == 403
    ask_deed(seats.office.notebook(FOUNDER), subject=source, deed="unseal", reason=WHY)
    form = {"subject": source, "entry": last_entry(seats, source)}
    assert client.post("/office/requests/agree/", form).status_code == 403


def test_alone_it_is_one_step_and_the_page_says_who_is_missing(client: Client, book: Book) -> None:
    source = sealed_source(book)
    page = f"/sources/{source}/"
    assert "a second person is missing" in text_of(client.get(page))
    seen = text_of(client.post(f"{page}open/", {"passphrase": PASSPHRASE, "reason": WHY}))
    assert SECRET in seen


def test_who_suffered_an_incident_is_opened_by_two(seats: Seats) -> None:
    book = seats.office.book(FOUNDER)
    source = sealed_source(book)
    told = Told(source=source, basis="self")
    fact = IncidentReported(incident_kind="threatening_call", told=told, victims=SECRET)
    incident = report_incident(book.notebook, fact)
    page = f"/incidents/{incident}/"
    client = seats.at(FOUNDER)
    assert "Ask to open what is sealed" in text_of(client.get(page))
    asked(client, incident, "unseal", page)
    agreed(seats.at(SECOND), incident, last_entry(seats, incident), page)
    seen = text_of(client.post(f"{page}open/", {"passphrase": PASSPHRASE}))
    assert SECRET in seen and "Who suffered it" in seen
    assert SECRET not in text_of(client.get(page))


def test_a_wrong_passphrase_uses_nothing_up(seats: Seats) -> None:
    source = sealed_source(seats.office.book(FOUNDER))
    client, page = seats.at(FOUNDER), f"/sources/{source}/"
    asked(client, source, "unseal", page)
    agreed(seats.at(SECOND), source, last_entry(seats, source), page)
    seen = text_of(client.post(f"{page}open/", {"passphrase": "something else entirely"}))
    assert "Nothing was opened" in seen and SECRET not in seen
    assert requests(seats.office.notebook(FOUNDER), source)[0].state is State.READY


def deposited(book: Book) -> SubjectId:
    return deposit_evidence(
        book.notebook, chunks=[b"a paper"], file_name="paper.pdf", media_type="application/pdf"
    )


def test_an_original_leaves_after_another_agreed_and_each_time_is_recorded(seats: Seats) -> None:
    evidence = deposited(seats.office.book(FOUNDER))
    page = f"/evidence/{evidence}/file/"
    client = seats.at(FOUNDER)
    assert client.post(page, {}).status_code == 403
    asked(client, evidence, "take_out", page)
    seen = agreed(seats.at(SECOND), evidence, last_entry(seats, evidence), f"/evidence/{evidence}/")
    assert "You have agreed." in seen
    answer = client.post(page, {})
    assert b"".join(answer.streaming_content) == b"a paper"  # type: ignore[attr-defined]
    facts = seats.office.notebook(FOUNDER).facts(evidence)
    [taken] = [one.fact for one in facts if isinstance(one.fact, EvidenceTakenOut)]
    assert taken.reason == WHY
    looks = seats.office.book(SECOND).looks(subject=evidence).rows
    assert [one.what for one in looks] == ["original"]
    assert client.post(page, {}).status_code == 403


def test_alone_an_original_needs_a_reason(client: Client, book: Book) -> None:
    evidence = deposited(book)
    page = f"/evidence/{evidence}/file/"
    assert "a second person is missing" in text_of(client.get(page))
    answer = client.post(page, {"reason": ""})
    assert not answer.streaming and "not recorded yet" in text_of(answer)
    answer = client.post(page, {"reason": "for the hearing"})
    assert b"".join(answer.streaming_content) == b"a paper"  # type: ignore[attr-defined]
