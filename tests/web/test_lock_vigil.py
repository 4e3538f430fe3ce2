"""Nobody there any more: idle time and sleep, by clocks that the test turns."""

from __future__ import annotations

import pytest
from django.test import Client

from depter.store.book import Book
from depter.web.door.patience import PATIENCE
from depter.web.frame.desk import DESK
from depter.web.hardening import slept_seconds
from depter.web.vigil import Vigil


def test_a_closed_lid_locks(book: Book) -> None:
    slept = [100.0]
    vigil = Vigil(DESK, slept=lambda: slept[0])
    assert not vigil.is_over()
    slept[0] += 30
    assert vigil.is_over()


def test_clocks_that_drift_do_not(book: Book) -> None:
    slept = [100.0]
    vigil = Vigil(DESK, slept=lambda: slept[0])
    for _ in range(50):
        slept[0] += 0.1
        assert not vigil.is_over()


def test_sleep_from_before_the_start_does_not_count(book: Book) -> None:
    assert slept_seconds() >= -0.01
    assert not Vigil(DESK, slept=lambda: 1_000_000.0).is_over()


def test_nothing_to_forget_is_left_alone() -> None:
    slept = [0.0]
    vigil = Vigil(DESK, slept=lambda: slept[0])
    DESK.is_soiled = False
    slept[0] = 3600
    assert not vigil.is_over()
    DESK.touch()
    slept[0] = 7200
    assert vigil.is_over()


def test_somebody_who_guesses_does_not_keep_it_awake(
    book: Book, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr(PATIENCE, "pause", lambda seconds: None)
    DESK.open(book)
    vigil = Vigil(DESK, slept=lambda: 0.0)
    now[0] += DESK.idle_seconds + 1
    assert stranger.post("/unlock/", {"passphrase": "a guess, nothing more"}).status_code == 403
    stranger.get("/cases/")
    assert vigil.is_over()


def test_idle_time_runs_out_but_not_while_something_is_answered(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    token = DESK.open(book)
    vigil = Vigil(DESK, slept=lambda: 0.0)
    assert DESK.enter(token) is not None
    now[0] += DESK.idle_seconds + 1
    assert not vigil.is_over()
    DESK.leave()
    assert not vigil.is_over()
    now[0] += DESK.idle_seconds + 1
    assert vigil.is_over()
