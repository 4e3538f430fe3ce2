"""Members: inviting, roles, leaving, keys and machines, and what each action says is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from depter.actions.sources import introduce_source
from depter.actions.steps import SAID, Step
from depter.register.access import Role
from depter.store.book import Book
from depter.store.joining import join
from depter.web.frame.desk import DESK
from depter.web.members.words import MAY
from tests.machines import make_slots_light
from tests.people import PASSPHRASE
from tests.web.seats import FOUNDER, SECOND, THIRD, Seats, seated
from tests.web.telling import text_of

WORDS = "green lanterns over the quiet valley"
WHY = {"reason": "the work changed"}


@pytest.fixture
def seats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seats]:
    """Two custodians, one of whom also coordinates, and a researcher."""
    make_slots_light(monkeypatch)
    roles = [("custodian", "coordinator"), "custodian", "researcher"]
    with seated(tmp_path, roles) as found:
        yield found


@pytest.fixture
def alone(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A founder, before anybody else came."""
    make_slots_light(monkeypatch)
    return client


def invited(client: Client, **given: object) -> str:
    form = {"name": "Jupar", "roles": ["intake"], **given}
    return client.post("/office/members/invite/", form).content.decode()


def code_in(page: str) -> str:
    found = re.search(r'name="code" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_every_role_says_what_it_may_do(alone: Client) -> None:
    assert set(MAY) == set(Role)
    seen = text_of(alone.get("/office/members/invite/"))
    assert all(str(sentence) in seen for sentence in MAY.values())


def test_the_code_is_shown_once_with_a_square_and_what_to_do(alone: Client) -> None:
    form = {"name": "Jupar", "roles": ["intake"]}
    answer = alone.post("/office/members/invite/", form, headers={"accept": "text/html"})
    assert answer.status_code == 303
    shown = alone.get(answer.headers["Location"])
    page = shown.content.decode()
    code = code_in(page)
    for group in code.split("-"):
        assert f"<span>{group}</span>" in page
    assert 'src="data:image/svg+xml' in page
    assert "Burn this paper when you are in." in page
    assert SAID[Step.JOIN] in text_of(shown)
    again = alone.get(answer.headers["Location"])
    assert code not in again.content.decode()
    seen = text_of(alone.get("/office/members/"))
    assert "Jupar" in seen and "has not come yet" in seen and code not in seen
    assert "Jupar was invited and has not come yet." in text_of(alone.get("/office/"))


def test_the_file_for_another_machine_opens_there_with_the_code(
    alone: Client, book: Book, tmp_path: Path
) -> None:
    code = code_in(invited(alone))
    answer = alone.post("/office/members/letter/", {"code": code})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.depter"'
    with join(tmp_path / "b", invitation=answer.content, code=code, passphrase=WORDS) as other:
        assert other.office.member(other.viewer.member) is not None
        assert other.viewer.roles == {Role.INTAKE}
    alone.post("/office/members/letter/safe/", {"code": code})
    answer = alone.post("/office/members/letter/", {"code": code})
    assert "no invitation here opens with it" in text_of(answer)


def test_the_file_is_made_from_the_typed_code_once_it_is_confirmed(seats: Seats) -> None:
    first = seats.at(FOUNDER)
    answer = first.post("/office/members/invite/", {"name": "Jupar", "roles": ["intake"]})
    code = " ".join(re.findall(r"<span>([0-9A-Z]{5})</span>", answer.content.decode()))
    page = "/office/members/letter/"
    assert "has not confirmed this member yet" in text_of(first.post(page, {"code": code}))
    assert "is mistyped" in text_of(first.post(page, {"code": code[1:] + code[0]}))
    [entry] = seats.office.pending()
    seats.at(SECOND).post(f"/office/members/waiting/{entry}/confirm/")
    answer = first.post(page, {"code": code.lower()})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"depter-invitation-1")
    refused = seats.at(THIRD).post(page, {"code": code})
    assert refused.status_code == 403


def test_a_name_and_a_role_are_needed(alone: Client, book: Book) -> None:
    assert "Choose what the member will do in the office." in invited(alone, roles=[])
    assert "not recorded yet" in invited(alone, name=" ")
    assert len(book.notebook.office.members) == 1


def test_an_admission_waits_for_the_second_custodian_who_confirms(seats: Seats) -> None:
    page = invited(seats.at(FOUNDER))
    assert SAID[Step.CONFIRM] in page and "Save the file" not in page
    [entry] = seats.office.pending()
    assert "Look at it" in text_of(seats.at(FOUNDER).get("/office/members/"))
    mine = text_of(seats.at(FOUNDER).get(f"/office/members/waiting/{entry}/"))
    assert "another custodian has to confirm it" in mine and "Confirm it" not in mine
    second = seats.at(SECOND)
    assert "Jupar is to join the office" in text_of(second.get(f"/office/members/waiting/{entry}/"))
    seen = text_of(second.post(f"/office/members/waiting/{entry}/confirm/", follow=True))
    assert "You have confirmed it." in seen and SAID[Step.JOIN] in seen
    assert not seats.office.pending()
    assert second.get(f"/office/members/waiting/{entry}/").status_code == 404


def test_whoever_proposed_may_not_sign_again_but_take_it_back(seats: Seats) -> None:
    invited(seats.at(FOUNDER))
    [entry] = seats.office.pending()
    page = f"/office/members/waiting/{entry}/"
    assert seats.at(FOUNDER).post(f"{page}confirm/").status_code == 400
    seen = text_of(seats.at(FOUNDER).post(f"{page}decline/", {"reason": "a slip"}, follow=True))
    assert "It is declined and has no effect." in seen
    assert not seats.office.pending() and "Jupar" not in seen


def test_shutting_out_shows_what_counts_and_says_what_is_missing(seats: Seats) -> None:
    member = seats.office.id_of(THIRD)
    client = seats.at(FOUNDER)
    seen = text_of(client.get(f"/office/members/{member}/leave/"))
    assert "What will count" in seen and "Nothing of this machine has come here" in seen
    assert "Draw new keys of the office" in seen
    seen = text_of(client.post(f"/office/members/{member}/leave/", WHY, follow=True))
    assert SAID[Step.CONFIRM] in seen and SAID[Step.REKEY] in seen
    assert "leaving; waits for a second custodian" in seen
    [entry] = seats.office.pending()
    seats.at(SECOND).post(f"/office/members/waiting/{entry}/confirm/")
    assert "Who left" in text_of(client.get("/office/members/"))
    assert not seats.office.founder.notebook.office.member(member).stands  # type: ignore[union-attr]


def test_nobody_is_shut_out_without_a_reason(seats: Seats) -> None:
    member = seats.office.id_of(THIRD)
    seen = text_of(seats.at(FOUNDER).post(f"/office/members/{member}/leave/", {"reason": ""}))
    assert "not recorded yet" in seen
    assert not seats.office.pending()


def test_the_last_custodian_stays(alone: Client, book: Book) -> None:
    member = book.viewer.member
    answer = alone.post(f"/office/members/{member}/leave/", WHY)
    assert "This is the last custodian of the office." in text_of(answer)
    answer = alone.post(f"/office/members/{member}/roles/", {"roles": ["researcher"], **WHY})
    assert "This is the last custodian of the office." in text_of(answer)
    assert book.notebook.office.members[0].stands


def test_other_roles_say_which_keys_are_missing(seats: Seats) -> None:
    member = seats.office.id_of(THIRD)
    form = {"roles": ["coordinator"], **WHY}
    seen = text_of(seats.at(FOUNDER).post(f"/office/members/{member}/roles/", form, follow=True))
    assert SAID[Step.INVITE_AGAIN] in seen
    assert "new roles; waits for a second custodian" in seen


def test_new_keys_of_the_office(alone: Client, book: Book) -> None:
    before = book.notebook.office.key
    seen = text_of(alone.post("/office/members/keys/", WHY, follow=True))
    assert "The office has new keys." in seen
    assert book.notebook.office.key != before


def test_a_further_machine_is_brought_in_and_given_up(alone: Client, book: Book) -> None:
    page = alone.post("/office/members/device/", {"label": "the small laptop"}).content.decode()
    assert code_in(page)
    member = book.viewer.member
    own = text_of(alone.get(f"/office/members/{member}/"))
    assert "the small laptop" in own and "Give this machine up" in own
    [device] = [one.key for one in book.notebook.office.members[0].devices if one.label]
    form = {"device": device}
    seen = text_of(alone.post("/office/members/device/retire/", form, follow=True))
    assert "The machine is given up." in seen and SAID[Step.REKEY] in seen
    assert "Give this machine up" not in seen


def test_this_machine_cannot_be_given_up_from_itself(alone: Client, book: Book) -> None:
    form = {"device": book.notebook.device}
    assert alone.post("/office/members/device/retire/", form).status_code == 400


def test_what_is_sealed_is_shared_with_the_custodians_passphrase(alone: Client) -> None:
    assert "Everything sealed is shared" in text_of(alone.get("/office/members/sealed/"))


def test_a_wrong_passphrase_shares_nothing(seats: Seats) -> None:
    book = seats.office.book(FOUNDER)
    introduce_source(book.notebook, source_kind="witness", identity="the baker")
    seats.office.join("custodian", name="Ormanbet")
    client = seats.at(FOUNDER)
    assert "1 sealed key was made before" in text_of(client.get("/office/members/sealed/"))
    assert "not shared with every custodian yet" in text_of(client.get("/office/"))
    seen = text_of(client.post("/office/members/sealed/", {"passphrase": "something else"}))
    assert "Nothing was shared" in seen
    answer = client.post("/office/members/sealed/", {"passphrase": PASSPHRASE})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/errands/")


def test_membership_changes_ask_for_the_passphrase_again(
    alone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(DESK), "is_sure", lambda self, sitting: False)
    for page in ("invite/", "keys/", "device/"):
        answer = alone.get(f"/office/members/{page}")
        assert answer.status_code == 302 and "/again/" in answer.headers["Location"]
    assert alone.get("/office/members/").status_code == 200


def test_a_researcher_reads_the_list_and_is_offered_nothing(seats: Seats) -> None:
    client = seats.at(THIRD)
    seen = text_of(client.get("/office/members/"))
    assert FOUNDER in seen and "Invite somebody" not in seen and "Draw new keys" not in seen
    member = seats.office.id_of(SECOND)
    assert "Shut out" not in text_of(client.get(f"/office/members/{member}/"))
    for page in ("invite/", "keys/", f"{member}/roles/", f"{member}/leave/", "custody/"):
        assert client.get(f"/office/members/{page}").status_code == 403
        assert client.post(f"/office/members/{page}", WHY).status_code == 403


def test_a_stranger_sees_no_members(stranger: Client, alone: Client) -> None:
    assert stranger.get("/office/members/").status_code == 302


def test_a_founder_without_a_name_can_still_be_told_and_reached(
    alone: Client, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = book.viewer.member
    nameless = msgspec.structs.replace(
        book.office, members=(msgspec.structs.replace(book.office.members[0], name=""),)
    )
    monkeypatch.setattr("depter.store.book.Book.office", nameless)
    for page in ("", f"{me}/", f"{me}/roles/", f"{me}/leave/"):
        body = alone.get(f"/office/members/{page}").content.decode()
        links = re.findall(r'<a [^>]*href="/office/members/[^"]*/"[^>]*>(.*?)</a>', body, re.DOTALL)
        assert links and all(re.sub(r"<[^>]+>", "", one).strip() for one in links)
        assert me in body
