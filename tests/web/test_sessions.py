"""Sessions: who is let in, for how long, and what a token that somebody took is worth."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from depter.notebook.closeddoor import is_closed
from depter.store.book import Book
from depter.web.frame.desk import COOKIE, DESK
from depter.web.frame.rules import RULES
from depter.web.frame.sitting import session_id
from depter.web.frame.unlocked import mark_of
from depter.web.signin.views import LIMITS
from tests.machines import WORDS, make_slots_light
from tests.people import PASSPHRASE
from tests.web.members import admitted, browser, phone, signed_in, with_phone
from tests.web.telling import text_of

FOR_SURE = sorted(name for name, rule in RULES.items() if rule.sure and name.startswith("signin:"))


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Key files open at once; nobody was wrong before."""
    make_slots_light(monkeypatch)
    LIMITS._tries.clear()
    yield
    LIMITS._tries.clear()


class Hands:
    """A clock that never goes back, for the desk."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic_ns() / 1e9 + self.ahead


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """What the desk believes the time is."""
    hands = Hands()

    class Turned:
        monotonic = staticmethod(hands)

    monkeypatch.setattr("depter.web.frame.desk.time", Turned)
    return hands


def token_of(client: Client) -> str:
    return client.cookies[COOKIE].value


def is_in(client: Client) -> bool:
    return client.get("/cases/").status_code == 200


def with_token(token: str) -> Client:
    """The same browser as :func:`signed_in`'s, with another cookie."""
    one = browser()
    one.cookies[COOKIE] = token
    return one


def step_up(client: Client, passphrase: str = PASSPHRASE) -> None:
    answer = client.post("/signin/again/", {"passphrase": passphrase})
    assert answer.status_code == 302, text_of(answer)


# --- tokens -----------------------------------------------------------------------------------


def test_a_token_is_new_at_every_sign_in(book: Book) -> None:
    tokens = {token_of(signed_in()) for _ in range(3)}
    assert len(tokens) == 3 and all(len(one) >= 43 for one in tokens)


def test_a_token_that_a_stranger_brought_is_never_taken_over(book: Book) -> None:
    one = with_token("A" * 43)
    one.post("/unlock/", {"passphrase": PASSPHRASE})
    assert token_of(one) != "A" * 43
    assert not is_in(with_token("A" * 43))


def test_the_second_factor_brings_a_new_token_and_the_old_one_dies(book: Book) -> None:
    with_phone(book)
    one = signed_in()
    before = token_of(one)
    assert one.get("/cases/").headers["Location"] == "/signin/second/"
    answer = one.post("/signin/second/", {"code": phone().now()})
    assert answer.status_code == 302 and token_of(one) != before
    assert is_in(one)
    assert not is_in(with_token(before))


def test_a_step_up_brings_a_new_token_and_the_old_one_dies(book: Book) -> None:
    one = signed_in()
    before = token_of(one)
    step_up(one)
    assert token_of(one) != before
    assert is_in(one) and not is_in(with_token(before))


def test_the_cookie_is_for_this_browser_this_site_and_this_day(book: Book) -> None:
    with_phone(book)
    one = signed_in()
    after = one.post("/signin/second/", {"code": phone().now()})
    for morsel in (one.cookies[COOKIE], after.cookies[COOKIE]):
        assert morsel["httponly"] and morsel["samesite"] == "Strict" and morsel["path"] == "/"
        assert not morsel["expires"] and not morsel["max-age"] and not morsel["domain"]


# --- time -------------------------------------------------------------------------------------


def test_a_session_that_nobody_uses_ends(book: Book, hands: Hands) -> None:
    one = signed_in()
    hands.ahead = DESK.idle_seconds - 1
    assert is_in(one)
    hands.ahead += DESK.idle_seconds + 1
    assert one.get("/cases/").headers["Location"] == "/unlock/"


def test_a_session_ends_after_twelve_hours_however_busy(book: Book, hands: Hands) -> None:
    one = signed_in()
    while hands.ahead < 12 * 3600 - 300:
        hands.ahead += 300
        assert is_in(one)
    step_up(one)  # proving oneself anew does not make the day longer
    hands.ahead += 301
    assert one.get("/cases/").headers["Location"] == "/unlock/"


@pytest.mark.parametrize("name", FOR_SURE)
def test_what_matters_asks_for_the_passphrase_after_five_minutes(
    book: Book, hands: Hands, name: str
) -> None:
    one = signed_in()
    hands.ahead = 301
    for answer in (one.get(reverse(name)), one.post(reverse(name))):
        assert answer.headers["Location"].startswith("/signin/again/?next=")
    assert not is_closed(book.notebook.folder)
    answer = one.post(f"/signin/again/?next={reverse(name)}", {"passphrase": PASSPHRASE})
    assert answer.headers["Location"] == reverse(name)
    assert one.get(reverse(name)).status_code in (200, 405)


def test_a_step_up_asks_for_the_second_factor_too(book: Book, hands: Hands) -> None:
    with_phone(book)
    one = signed_in()
    one.post("/signin/second/", {"code": phone().now()})
    hands.ahead = 301
    answer = one.post("/signin/again/?next=/signin/factors/", {"passphrase": PASSPHRASE})
    assert answer.headers["Location"] == "/signin/second/?next=%2Fsignin%2Ffactors%2F"
    assert one.get("/signin/factors/").headers["Location"] == "/signin/second/"
    later = phone().at(time.time() + 30)
    answer = one.post("/signin/second/?next=%2Fsignin%2Ffactors%2F", {"code": later})
    assert answer.headers["Location"] == "/signin/factors/"
    assert one.get("/signin/factors/").status_code == 200


def test_a_code_alone_is_no_step_up(book: Book, hands: Hands) -> None:
    with_phone(book)
    one = signed_in()
    one.post("/signin/second/", {"code": phone().now()})
    hands.ahead = 301
    one.post("/signin/second/", {"code": phone().at(time.time() + 30)})
    assert one.get("/signin/factors/").headers["Location"].startswith("/signin/again/")


@pytest.mark.parametrize(
    "goal", ["https://other.invalid/", "//other.invalid/", "/\\other.invalid", "javascript:1", "x"]
)
def test_a_step_up_leads_to_pages_of_this_program_only(book: Book, goal: str) -> None:
    one = signed_in()
    answer = one.post("/signin/again/", {"passphrase": PASSPHRASE}, QUERY_STRING=f"next={goal}")
    assert answer.headers["Location"] == "/"


# --- wrong ------------------------------------------------------------------------------------


def test_wrong_codes_lock_out_and_starting_again_gives_no_new_guesses(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_phone(book)
    clock = time.time()
    monkeypatch.setattr("depter.web.signin.views.time.time", lambda: clock)
    statuses = []
    for _ in range(10):
        one = signed_in()  # a fresh session each time
        clock += 61
        statuses.append(one.post("/signin/second/", {"code": "no-such-code"}).status_code)
    assert statuses == [403] * 10
    answer = signed_in().post("/signin/second/", {"code": phone().at(clock)})
    assert answer.status_code == 429
    assert "Too many tries" in text_of(answer)
    clock += 15 * 60 + 1
    one = signed_in()
    assert one.post("/signin/second/", {"code": phone().at(clock)}).status_code == 302
    assert is_in(one)


def test_a_wrong_code_is_told_in_three_sentences_and_nobody_is_in(book: Book) -> None:
    with_phone(book)
    one = signed_in()
    answer = one.post("/signin/second/", {"code": "000000"})
    assert answer.status_code == 403
    assert "This code is not right" in text_of(answer) and "Nobody was let in" in text_of(answer)
    for address in ("/cases/", "/sources/", "/signin/sessions/", "/signin/factors/"):
        assert one.get(address).headers["Location"] == "/signin/second/"


def test_one_code_lets_in_one_session(book: Book) -> None:
    with_phone(book)
    first, second = signed_in(), signed_in()
    code = phone().now()
    assert first.post("/signin/second/", {"code": code}).status_code == 302
    assert second.post("/signin/second/", {"code": code}).status_code == 403
    assert is_in(first) and not is_in(second)


def test_wrong_passphrases_of_somebody_signed_in_are_counted(book: Book) -> None:
    one = signed_in()
    statuses = [
        one.post("/signin/again/", {"passphrase": "not these words at all, no"}).status_code
        for _ in range(4)
    ]
    assert statuses == [403, 403, 403, 429]
    assert one.post("/signin/again/", {"passphrase": PASSPHRASE}).status_code == 429


def test_nobody_is_sure_by_another_member_s_passphrase(book: Book) -> None:
    admitted(book, "intake")
    one = signed_in()
    assert one.post("/signin/again/", {"passphrase": WORDS["Boran"]}).status_code == 403


# --- forged and stolen ------------------------------------------------------------------------

POSTED = sorted(
    name
    for name in [*RULES, "door:join", "door:unlock", "door:begin"]
    if name.startswith(("signin:", "door:")) and name != "signin:waiting"
)


@pytest.mark.parametrize("name", POSTED)
def test_a_form_without_our_mark_is_refused(book: Book, name: str) -> None:
    signed = signed_in()
    strict = browser(enforce_csrf_checks=True)
    strict.cookies[COOKIE] = token_of(signed)
    answer = strict.post(reverse(name), {"passphrase": PASSPHRASE, "others": "yes"})
    assert answer.status_code == 403
    assert "did not come from a page" in text_of(answer)
    assert is_in(signed)


@pytest.mark.parametrize("other", [{"agent": "Wget/1.21"}, {"REMOTE_ADDR": "127.0.0.2"}])
def test_a_stolen_cookie_ends_the_session_and_both_browsers_are_told(
    book: Book, other: dict[str, str]
) -> None:
    honest = signed_in()
    thief = browser(**other)
    thief.cookies[COOKIE] = token_of(honest)
    for client in (thief, honest):
        answer = client.get("/cases/", follow=True)
        assert answer.redirect_chain[-1][0] == "/unlock/"
        assert "This session began in another browser" in text_of(answer)
    assert not is_in(thief) and not is_in(honest)
    honest.post("/unlock/", {"passphrase": PASSPHRASE})
    assert is_in(honest)
    assert "began in another browser" not in text_of(signed_in().get("/unlock/", follow=True))


# --- ending -----------------------------------------------------------------------------------


def test_signing_out_ends_one_session(book: Book) -> None:
    first, second = signed_in(), signed_in()
    token = token_of(first)
    answer = first.post("/signin/out/")
    assert answer.status_code == 200 and "signed out" in text_of(answer)
    assert not is_in(with_token(token)) and is_in(second)


def test_the_last_one_out_locks(book: Book) -> None:
    one = signed_in()
    for other in DESK.sessions(book.viewer.member):
        if other.id != session_id(token_of(one)):
            DESK.sign_out(other.id)
    assert DESK.is_open
    answer = one.post("/signin/out/")
    assert "locked as well" in text_of(answer)
    assert not DESK.is_open


def test_a_member_sees_and_ends_only_their_own_sessions(book: Book) -> None:
    admitted(book, "intake")
    mine, boran = signed_in(), signed_in(WORDS["Boran"])
    [theirs] = DESK.sessions(_member(boran))
    page = mine.get("/signin/sessions/")
    assert theirs.id not in page.content.decode()
    assert "Firefox on Linux" in text_of(page) and "this one" in text_of(page)
    mine.post("/signin/sessions/", {"end": theirs.id})
    assert is_in(boran)
    mine.post("/signin/sessions/", {"others": "yes"})
    assert is_in(boran) and is_in(mine)
    assert len(DESK.sessions(_member(mine))) == 1


def test_one_session_of_several_is_ended_by_name(book: Book) -> None:
    first, second = signed_in(), signed_in()
    page = first.get("/signin/sessions/").content.decode()
    ended = DESK.sessions(book.viewer.member)[0]  # the newest is the second
    assert ended.id in page
    first.post("/signin/sessions/", {"end": ended.id})
    assert is_in(first) and not is_in(second)


def test_a_new_passphrase_ends_the_other_sessions_and_the_old_one(book: Book) -> None:
    first, second = signed_in(), signed_in()
    token = token_of(first)
    words = "a lamp beside the frozen ferry"
    wrong = {"old": "none of these words is right", "passphrase": words, "again": words}
    assert first.post("/signin/passphrase/", wrong).status_code == 403
    answer = first.post("/signin/passphrase/", {**wrong, "old": PASSPHRASE})
    assert answer.status_code == 302
    assert is_in(first) and not is_in(second) and not is_in(with_token(token))
    assert browser().post("/unlock/", {"passphrase": PASSPHRASE}).status_code == 403
    assert is_in(signed_in(words))
    step_up(first, words)  # and the session can still write its own box
    assert first.get("/signin/factors/phone/").status_code == 200


def test_everyone_out_bars_a_volunteer_and_not_a_coordinator(book: Book) -> None:
    admitted(book, "intake", name="Boran")
    admitted(book, "coordinator", name="Sayasat")
    volunteer, coordinator = signed_in(WORDS["Boran"]), signed_in(WORDS["Sayasat"])
    assert volunteer.post("/signin/everyone-out/").status_code == 403
    assert is_in(volunteer)
    answer = coordinator.post("/signin/everyone-out/")
    assert answer.status_code == 200 and "Everyone is out" in text_of(answer)
    assert not is_in(volunteer) and not is_in(coordinator) and not DESK.is_open
    barred = browser().post("/unlock/", {"passphrase": WORDS["Boran"]})
    assert barred.status_code == 403 and "closed the door" in text_of(barred)
    coordinator = signed_in(WORDS["Sayasat"])
    barred = browser().post("/unlock/", {"passphrase": WORDS["Boran"]})  # also while it is open
    assert barred.status_code == 403
    coordinator.post("/signin/everyone-out/", {"lift": "yes"})
    assert is_in(signed_in(WORDS["Boran"]))


# --- several at once --------------------------------------------------------------------------


def test_two_members_at_once_each_write_with_their_own_device(book: Book) -> None:
    keyring = admitted(book, "intake")
    mine, boran = signed_in(), signed_in(WORDS["Boran"])
    for client, label in ((mine, "the first"), (boran, "the second"), (mine, "the third")):
        assert client.post("/cases/new/", {"label": label}).status_code == 302
    wrote = {row.name: book.notebook.facts(row.id)[0].device for row in book.cases(size=50).rows}
    theirs = book.for_member(keyring).notebook.device
    assert wrote["the first"] == wrote["the third"] == book.notebook.device != theirs
    assert wrote["the second"] == theirs


def test_two_members_at_once_each_have_their_own_rights(book: Book) -> None:
    admitted(book, "researcher")
    mine, boran = signed_in(), signed_in(WORDS["Boran"])
    for _ in range(2):
        assert boran.get("/cases/new/").status_code == 403
        assert mine.get("/cases/new/").status_code == 200
        assert boran.get("/cases/").status_code == 200
    assert "Everyone out" in text_of(mine.get("/cases/"))
    assert "Everyone out" not in text_of(boran.get("/cases/"))
    assert "Researcher" in text_of(boran.get("/cases/"))


def _member(client: Client) -> str:
    entered = DESK.enter(token_of(client), mark=_mark(client))
    assert entered is not None
    DESK.leave()
    return entered[1].session.member


def _mark(client: Client) -> str:
    return mark_of(client.get("/signin/waiting/").wsgi_request)
