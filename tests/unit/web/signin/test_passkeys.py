"""Passkeys against a key in software: added, used, and every way of cheating refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fido2.webauthn import AuthenticatorData

from depter.web.signin.asked import ANSWER_SECONDS, Asked, NotAsked, Questions
from depter.web.signin.factors import Factors, read_factors, write_factors
from depter.web.signin.limits import Tries
from depter.web.signin.party import PasskeyRefused
from depter.web.signin.passkeys import (
    PasskeyCopied,
    PasskeyKnown,
    TooManyPasskeys,
    add_passkey,
    address_at,
    ask_known,
    ask_new,
    check_passkey,
    is_possible_at,
    origin_at,
)
from tests.unit.web.signin.authenticator import ORIGIN, Authenticator

NOON = 1_800_000_000.0
MEMBER = "k7m2p9qx4d0r8s3t"


def asked_new(factors: Factors, *, member: str = MEMBER) -> tuple[Asked, dict[str, Any]]:
    return ask_new(factors, member=member, origin=ORIGIN, now=NOON)


def asked_known(factors: Factors, *, member: str = MEMBER) -> tuple[Asked, dict[str, Any]]:
    asked, options = ask_known(factors, member=member, origin=ORIGIN, now=NOON)
    return asked, json.loads(json.dumps(options))  # as the page gets it


def add(factors: Factors, answer: str, asked: Asked, *, now: float = NOON) -> Factors:
    return add_passkey(
        factors, answer, asked=asked, origin=ORIGIN, label="green key", added="2026-11-24", now=now
    )


def check(factors: Factors, answer: str, asked: Asked, *, now: float = NOON) -> Factors:
    return check_passkey(factors, answer, asked=asked, origin=ORIGIN, now=now)


def enrolled(key: Authenticator, factors: Factors | None = None) -> Factors:
    factors = factors or Factors()
    asked, options = asked_new(factors)
    return add(factors, key.create(options), asked)


def test_a_key_is_added_and_lets_in() -> None:
    key = Authenticator(count=5)
    factors = read_factors(write_factors(enrolled(key)))
    assert factors.asks
    assert [one.label for one in factors.passkeys] == ["green key"]
    for _ in range(3):
        asked, options = asked_known(factors)
        before = factors.passkeys[0].sign_count
        factors = check(factors, key.get(options), asked)
        assert factors.passkeys[0].sign_count == before + 1


def test_a_key_that_does_not_count_is_taken_as_it_is() -> None:
    key = Authenticator()
    factors = enrolled(key)
    for _ in range(2):
        asked, options = asked_known(factors)
        factors = check(factors, key.get(options), asked)
    assert factors.passkeys[0].sign_count == 0


def test_the_right_one_of_several_keys_counts() -> None:
    first, second, stranger = Authenticator(count=1), Authenticator(count=1), Authenticator()
    factors = enrolled(second, enrolled(first))
    asked, options = asked_known(factors)
    after = check(factors, second.get(options), asked)
    assert after.passkeys[0] == factors.passkeys[0]
    assert after.passkeys[1].sign_count > factors.passkeys[1].sign_count
    with pytest.raises(PasskeyRefused):
        check(factors, stranger.get(options), asked)


def test_a_right_key_ends_a_lock_out_of_codes() -> None:
    key = Authenticator()
    factors = enrolled(key, Factors(tries=Tries(10, NOON)))
    asked, options = asked_known(factors)
    assert check(factors, key.get(options), asked).tries == Tries()


def test_what_is_asked_names_nobody() -> None:
    asked, options = asked_new(enrolled(Authenticator()))
    page = options["publicKey"]
    assert page["rp"] == {"id": "localhost", "name": "notebook"}
    assert page["user"]["name"] == page["user"]["displayName"] == "notebook"
    assert page["attestation"] == "none"
    assert page["authenticatorSelection"]["userVerification"] == "preferred"
    assert page["authenticatorSelection"]["residentKey"] == "discouraged"
    assert len(page["excludeCredentials"]) == 1
    assert len(asked.challenge) == 32
    assert repr(asked.challenge) not in repr(asked)


def test_an_answer_given_again_is_refused() -> None:
    key, questions = Authenticator(), Questions()
    factors = enrolled(key)
    asked, options = asked_known(factors)
    questions.ask("session", asked)
    answer = key.get(options)
    assert check(factors, answer, questions.take("session"))
    with pytest.raises(NotAsked):
        check(factors, answer, questions.take("session"))
    again, _ = asked_known(factors)
    with pytest.raises(PasskeyRefused):
        check(factors, answer, again)


def test_an_answer_for_another_browser_s_question_is_refused() -> None:
    key, questions = Authenticator(), Questions()
    factors = enrolled(key)
    asked, options = asked_known(factors)
    questions.ask("hers", asked)
    questions.ask("his", asked_known(factors)[0])
    with pytest.raises(PasskeyRefused):
        check(factors, key.get(options), questions.take("his"))
    questions.drop("hers")
    with pytest.raises(NotAsked):
        questions.take("hers")


def test_open_questions_are_bounded() -> None:
    questions = Questions()
    asked, _ = asked_known(Factors())
    for number in range(3000):
        questions.ask(f"session {number}", asked)
    assert len(questions._open) == 1000
    assert questions.take("session 2999") == asked


def test_an_answer_that_comes_too_late_is_refused() -> None:
    key = Authenticator()
    factors = enrolled(key)
    asked, options = asked_known(factors)
    answer = key.get(options)
    assert check(factors, answer, asked, now=NOON + ANSWER_SECONDS)
    with pytest.raises(NotAsked):
        check(factors, answer, asked, now=NOON + ANSWER_SECONDS + 1)
    new, options = asked_new(factors)
    with pytest.raises(NotAsked):
        add(factors, Authenticator().create(options), new, now=NOON + ANSWER_SECONDS + 1)


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:9999",
        "http://localhost",
        "https://localhost:8421",
        "http://127.0.0.1:8421",
        "http://evil.localhost:8421",
        "http://localhost:8421.example.org",
        "https://example.org",
        "null",
        "",
    ],
)
def test_an_answer_made_on_another_page_is_refused(origin: str) -> None:
    key = Authenticator()
    factors = enrolled(key)
    asked, options = asked_known(factors)
    assert check(factors, key.get(options), asked)
    with pytest.raises(PasskeyRefused):
        check(factors, key.get(options, origin=origin), asked)
    new, options = asked_new(factors)
    with pytest.raises(PasskeyRefused):
        add(factors, Authenticator().create(options, origin=origin), new)


@pytest.mark.parametrize(
    "changes",
    [
        {"rp": "example.org"},
        {"flags": AuthenticatorData.FLAG(0)},
        {"crossOrigin": True},
        {"type": "webauthn.other"},
        {"challenge": "AAAA"},
        {"origin": 5},
    ],
)
def test_an_answer_with_one_thing_wrong_is_refused(changes: dict[str, Any]) -> None:
    key = Authenticator()
    factors = enrolled(key)
    asked, options = asked_known(factors)
    with pytest.raises(PasskeyRefused):
        check(factors, key.get(options, **changes), asked)
    new, options = asked_new(factors)
    with pytest.raises(PasskeyRefused):
        add(factors, Authenticator().create(options, **changes), new)


def test_a_wrong_signature_is_refused() -> None:
    key = Authenticator()
    factors = enrolled(key)
    asked, options = asked_known(factors)
    with pytest.raises(PasskeyRefused):
        check(factors, key.get(options, signature=b"\x30\x00"), asked)
    thief = Authenticator()
    thief.id = key.id
    with pytest.raises(PasskeyRefused):
        check(factors, thief.get(options), asked)


def test_a_count_that_goes_back_or_stands_is_told_as_a_copy() -> None:
    key = Authenticator(count=10)
    factors = enrolled(key)
    asked, options = asked_known(factors)
    key.count -= 1
    with pytest.raises(PasskeyCopied):
        check(factors, key.get(options), asked)
    key.count = 3
    with pytest.raises(PasskeyCopied):
        check(factors, key.get(options), asked)
    key.count = 0
    with pytest.raises(PasskeyCopied):
        check(factors, key.get(options), asked)
    key.count = 50
    assert check(factors, key.get(options), asked).passkeys[0].sign_count == 51


def test_an_answer_for_somebody_else_is_refused() -> None:
    key = Authenticator()
    factors = enrolled(key)
    asked, options = asked_known(factors)
    key.user_handle = MEMBER.encode()
    assert check(factors, key.get(options), asked)
    key.user_handle = b"another member"
    with pytest.raises(PasskeyRefused):
        check(factors, key.get(options), asked)


def test_a_question_of_one_purpose_has_no_answer_of_the_other() -> None:
    key = Authenticator()
    factors = enrolled(key)
    new, new_options = asked_new(factors)
    known, options = asked_known(factors)
    with pytest.raises(NotAsked):
        check(factors, key.get(options), new)
    with pytest.raises(NotAsked):
        add(factors, Authenticator().create(new_options), known)


def test_the_same_key_is_not_added_twice_and_no_more_than_ten() -> None:
    key = Authenticator()
    factors = enrolled(key)
    asked, options = asked_new(factors)
    with pytest.raises(PasskeyKnown):
        add(factors, key.create(options), asked)
    for _ in range(8):
        factors = enrolled(Authenticator(), factors)
    asked, options = asked_new(factors)
    answer = Authenticator().create(options)
    factors = enrolled(Authenticator(), factors)
    with pytest.raises(TooManyPasskeys):
        add(factors, answer, asked)
    with pytest.raises(TooManyPasskeys):
        asked_new(factors)


@pytest.mark.parametrize("algorithm", [-65535, -39, 0, -70000])
def test_a_key_of_an_unknown_or_weak_kind_is_refused(algorithm: int) -> None:
    key = Authenticator()
    key.cose[3] = algorithm
    asked, options = asked_new(Factors())
    with pytest.raises(PasskeyRefused):
        add(Factors(), key.create(options), asked)


@pytest.mark.parametrize(
    ("host", "possible"),
    [
        ("localhost", True),
        ("LOCALHOST:8421", True),
        ("127.0.0.1:8421", False),
        ("[::1]:8421", False),
        ("localhost.example.org", False),
    ],
)
def test_only_localhost_can_use_passkeys(host: str, *, possible: bool) -> None:
    assert is_possible_at(host) == possible


def test_the_page_is_also_at_localhost() -> None:
    assert origin_at(8421) == ORIGIN
    assert address_at(8421, path="/unlock/") == f"{ORIGIN}/unlock/"
