"""Coming with an invitation's code, and second factors as a member adds and uses them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pyotp
import pytest
from django.test import Client

from depter.actions.members import confirm
from depter.notebook.keyfile import open_box
from depter.register.facts.office import CustodyTaken
from depter.store import joining
from depter.store.book import Book
from depter.vault.sealing import new_identity
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.sitting import session_id
from depter.web.signin.asked import QUESTIONS
from depter.web.signin.factors import Factors, read_factors
from depter.web.signin.views import LIMITS
from tests.machines import WORDS, make_slots_light
from tests.people import PASSPHRASE
from tests.unit.web.signin.authenticator import Authenticator
from tests.web.members import admitted, browser, phone, signed_in, with_phone
from tests.web.telling import text_of

ORIGIN = "http://localhost:80"
AS_A_PAGE: dict[str, Any] = {"HTTP_ACCEPT": "text/html,*/*;q=0.8"}


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Key files open at once; nobody was wrong before."""
    make_slots_light(monkeypatch)
    yield
    LIMITS._tries.clear()


def kept(book: Book, passphrase: str = PASSPHRASE) -> Factors:
    """The second factors as the key file has them."""
    return read_factors(open_box(book.key_file, passphrase=passphrase).keyring.factors)


# --- invitations ------------------------------------------------------------------------------


def invited(book: Book, *roles: str) -> str:
    return joining.invite(book, name="Boran", roles=roles).code


def test_a_code_typed_as_passphrase_leads_to_joining(book: Book) -> None:
    code = invited(book, "intake")
    answer = browser().post("/unlock/", {"passphrase": code.lower().replace("-", " ")})
    assert answer.status_code == 200 and "Join the office" in text_of(answer)
    assert not answer.cookies.get("depter_session")


@pytest.mark.parametrize("stands", ["open", "closed"])
def test_whoever_was_invited_comes_in_with_words_of_their_own(book: Book, stands: str) -> None:
    code = invited(book, "intake")
    if stands == "closed":
        DESK.lock()
    one = browser()
    typed = {"code": code, "passphrase": WORDS["Boran"], "again": WORDS["Boran"]}
    answer = one.post("/join/", typed)
    assert answer.status_code == 302, text_of(answer)
    assert "Boran" in text_of(one.get("/cases/"))
    assert "Intake volunteer" in text_of(one.get("/cases/"))
    assert signed_in(WORDS["Boran"]).get("/cases/").status_code == 200
    again = browser().post("/join/", typed)  # the code let in once
    assert again.status_code == 403 and "no invitation here opens with it" in text_of(again)


def test_joining_says_what_is_wrong_and_the_code_stays_good(book: Book) -> None:
    code, words = invited(book, "intake"), WORDS["Boran"]
    wrong = "Z" if code[0] != "Z" else "Y"
    tried = [
        ({"code": wrong + code[1:], "passphrase": words, "again": words}, 400, "Group 1"),
        ({"code": code[:-1], "passphrase": words, "again": words}, 400, "has 34 letters"),
        ({"code": code, "passphrase": words, "again": words + "!"}, 400, "not the passphrase"),
        ({"code": code, "passphrase": "short", "again": "short"}, 400, "too short"),
        ({"code": code, "passphrase": code, "again": code}, 400, "cannot be your passphrase"),
        ({"code": code, "passphrase": PASSPHRASE, "again": PASSPHRASE}, 400, "cannot be used"),
    ]
    for typed, status, sentence in tried:
        answer = browser().post("/join/", typed)
        assert (answer.status_code, sentence in text_of(answer)) == (status, True), sentence
    typed = {"code": code, "passphrase": words, "again": words}
    assert browser().post("/join/", typed).status_code == 302


def test_a_second_custodian_confirms_before_the_code_works(book: Book) -> None:
    other = admitted(book, "custodian", name="Sayasat")
    theirs = book.for_member(other).notebook
    theirs.write(theirs.office_id, CustodyTaken(recipient=new_identity()[0]))
    for one in book.notebook.office.pending:
        confirm(book.notebook, entry=one.entry)
    code = invited(book, "intake")
    typed = {"code": code, "passphrase": WORDS["Boran"], "again": WORDS["Boran"]}
    answer = browser().post("/join/", typed)
    assert answer.status_code == 403
    assert "second custodian has not confirmed" in text_of(answer)
    for one in theirs.office.pending:
        confirm(theirs, entry=one.entry)
    assert browser().post("/join/", typed).status_code == 302


def test_somebody_without_roles_sees_why_and_nothing_else(book: Book) -> None:
    admitted(book)
    one = signed_in(WORDS["Boran"])
    for address in ("/", "/cases/", "/signin/sessions/", "/signin/factors/", "/sources/new/"):
        assert one.get(address).headers["Location"] == "/signin/waiting/"
        assert one.post(address).headers["Location"] == "/signin/waiting/"
    answer = one.get("/signin/waiting/")
    assert answer.status_code == 200 and "not confirmed yet" in text_of(answer)
    assert one.post("/signin/out/").status_code == 200


# --- the phone --------------------------------------------------------------------------------


def test_a_phone_is_added_shown_and_asked_for(book: Book) -> None:
    one = signed_in()
    page = one.get("/signin/factors/phone/").content.decode()
    assert "data:image/svg+xml" in page
    shown = re.search(r'<code><bdi dir="ltr">([A-Z2-7 ]+)</bdi></code>', page)
    assert shown is not None
    secret = shown[1].replace(" ", "")
    wrong = one.post("/signin/factors/phone/", {"code": "000000"})
    assert wrong.status_code == 400 and shown[1].strip() in wrong.content.decode()
    assert not kept(book).asks
    assert one.post("/signin/factors/phone/", {"code": _code(secret)}).status_code == 302
    assert kept(book).totp is not None
    assert "code of your phone" in text_of(one.get("/signin/factors/"))
    assert signed_in().get("/cases/").headers["Location"] == "/signin/second/"


def test_recovery_codes_are_shown_once_and_let_in_once(book: Book) -> None:
    with_phone(book)
    one = _past_the_second_step()
    sent = one.post("/signin/factors/codes/", {"new": "yes"}, **AS_A_PAGE)
    assert sent.status_code == 303
    page = one.get(sent.headers["Location"]).content.decode()
    codes = re.findall(r">([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})<", page)
    assert len(codes) == 10 == kept(book).codes_left
    assert codes[0] not in text_of(one.get(sent.headers["Location"], follow=True))
    assert codes[0] not in text_of(one.get("/signin/factors/"))
    for status in (302, 403):
        assert signed_in().post("/signin/second/", {"code": codes[3]}).status_code == status
    assert kept(book).codes_left == 9


def test_a_removed_phone_is_not_asked_for(book: Book) -> None:
    with_phone(book)
    one = _past_the_second_step()
    one.post("/signin/factors/remove/", {"phone": "yes"})
    assert not kept(book).asks
    assert signed_in().get("/cases/").status_code == 200


def test_two_sessions_that_write_one_box_lose_nothing(book: Book) -> None:
    """A session remembers the box as it was; the other has written it since."""
    first, second = signed_in(), signed_in()
    for client in (first, second):
        client.get("/signin/factors/phone/")
    secret = _shown(first)
    first.post("/signin/factors/phone/", {"code": _code(secret)})
    second.post("/signin/factors/codes/", {"new": "yes"})
    assert kept(book).totp is not None and kept(book).codes_left == 10


# --- passkeys ---------------------------------------------------------------------------------


def test_a_passkey_is_added_and_signs_in(book: Book) -> None:
    key = Authenticator()
    one = _at_localhost()
    typed = {"answer": key.create(_question(one, "/signin/factors/key/"), origin=ORIGIN)}
    added = one.post("/signin/factors/key/", {**typed, "label": "the blue key"})
    assert added.status_code == 302, text_of(added)
    assert "the blue key" in text_of(one.get("/signin/factors/"))
    two = _at_localhost()
    assert two.get("/cases/").headers["Location"] == "/signin/second/"
    answer = key.get(_question(two, "/signin/second/"), origin=ORIGIN)
    assert two.post("/signin/passkey/", {"answer": answer}).status_code == 302
    assert two.get("/cases/").status_code == 200
    three = _at_localhost()  # the same answer once more, to another question
    three.get("/signin/second/")
    refused = three.post("/signin/passkey/", {"answer": answer})
    assert refused.status_code == 403 and "was not accepted" in text_of(refused)
    assert three.get("/cases/").headers["Location"] == "/signin/second/"


def test_an_answer_without_a_question_lets_nobody_in(book: Book) -> None:
    with_phone(book)
    one = signed_in()
    answer = one.post("/signin/passkey/", {"answer": "{}"})
    assert answer.status_code == 403 and "belongs to no question" in text_of(answer)


def test_at_an_address_of_numbers_the_page_leads_to_localhost(book: Book) -> None:
    page = signed_in().get("/signin/factors/key/").content.decode()
    assert 'href="http://localhost:80/signin/factors/key/"' in page
    assert "data-passkey-options" not in page


def test_a_question_ends_with_its_session(book: Book) -> None:
    one = _at_localhost()
    one.get("/signin/factors/key/")
    name = session_id(one.cookies[COOKIE].value)
    assert name in QUESTIONS._open
    one.post("/signin/out/")
    assert name not in QUESTIONS._open


def _at_localhost() -> Client:
    one = browser()
    one.defaults["HTTP_HOST"] = "localhost"
    one.post("/unlock/", {"passphrase": PASSPHRASE})
    return one


def _question(client: Client, address: str) -> dict[str, object]:
    page = client.get(address).content.decode()
    found = re.search(r'data-passkey-options="([^"]+)"', page)
    assert found is not None
    asked: dict[str, object] = json.loads(unescape(found[1]))
    return asked


def _past_the_second_step() -> Client:
    one = signed_in()
    assert one.post("/signin/second/", {"code": phone().now()}).status_code == 302
    return one


def _code(secret: str) -> str:
    return pyotp.TOTP(secret).now()


def _shown(client: Client) -> str:
    page = client.post("/signin/factors/phone/", {"code": "000000"}).content.decode()
    found = re.search(r'<code><bdi dir="ltr">([A-Z2-7 ]+)</bdi></code>', page)
    assert found is not None
    return found[1].replace(" ", "")
