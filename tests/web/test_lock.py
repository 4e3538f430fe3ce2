"""Locking replaces the program; the socket stays, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notebooks import opened
from tests.served import Served, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def served(notebook_folder: Path) -> Iterator[Served]:
    with serving(notebook_folder) as program:
        yield program


def test_it_says_one_line_and_answers_on_this_machine_only(served: Served) -> None:
    assert served.said.count("\n") == 1
    assert served.browser().get("/unlock/").status == 200
    addresses = Path("/proc/net/tcp").read_text().split()
    assert f"0100007F:{served.port:04X}" in addresses
    assert f"00000000:{served.port:04X}" not in addresses


def test_locking_replaces_the_program_and_keeps_the_address(served: Served) -> None:
    browser = served.browser()
    assert browser.unlock().status == 302
    assert browser.get("/").headers["Location"] == "/cases/"
    assert not served.was_replaced()
    locked = browser.post("/lock/")
    assert locked.status == 200
    assert "The notebook is locked" in locked.text
    served.wait_until_replaced()
    assert browser.get("/").headers["Location"] == "/unlock/"
    assert browser.unlock().status == 302
    code, errors = served.stop()
    assert (code, errors) == (0, "")


def test_nobody_is_turned_away_while_it_is_replaced(served: Served) -> None:
    browser = served.browser()
    browser.unlock()
    browser.post("/lock/")
    statuses = []
    while not served.was_replaced() or len(statuses) < 5:
        statuses.append(browser.get("/unlock/").status)
    assert set(statuses) == {200}


def test_the_old_token_is_worthless_afterwards(served: Served) -> None:
    browser = served.browser()
    browser.unlock()
    token = dict(browser.cookies)
    browser.post("/lock/")
    served.wait_until_replaced()
    browser.cookies = token
    assert browser.get("/").headers["Location"] == "/unlock/"


def test_depter_lock_sends_a_signal(served: Served, notebook_folder: Path) -> None:
    browser = served.browser()
    browser.unlock()
    os.kill(served.pid, signal.SIGUSR1)
    served.wait_until_replaced()
    assert browser.get("/").headers["Location"] == "/unlock/"
    with opened(notebook_folder) as book:  # the folder is free again
        assert book.verify()


def test_nothing_stays_in_the_log_of_the_database(served: Served, notebook_folder: Path) -> None:
    served.browser().unlock()
    served.stop()
    log = notebook_folder / "register.db-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_it_locks_itself_when_nobody_asks_for_anything(notebook_folder: Path) -> None:
    with serving(notebook_folder, idle_minutes=2 / 60) as served:
        browser = served.browser()
        browser.unlock()
        for _ in range(4):  # asking keeps it open
            time.sleep(0.8)
            assert browser.post("/ping/").status == 204
        served.wait_until_replaced()
        assert browser.get("/").headers["Location"] == "/unlock/"


def test_a_wrong_passphrase_does_not_stay_in_memory_for_ever(notebook_folder: Path) -> None:
    with serving(notebook_folder, idle_minutes=1 / 60) as served:
        assert served.browser().unlock("not this one, surely not").status == 403
        served.wait_until_replaced()


def test_a_second_program_takes_the_next_port_and_tells_who_holds_the_notebook(
    served: Served, notebook_folder: Path
) -> None:
    served.browser().unlock()
    with serving(notebook_folder) as second:
        assert second.port != served.port
        answer = second.browser().unlock()
        assert answer.status == 503
        assert f"(process {served.pid})" in answer.text


def test_a_lock_waits_for_what_is_being_answered(served: Served) -> None:
    """A request that is half sent when the lock comes is answered, or never acknowledged."""
    browser = served.browser()
    browser.unlock()
    jar = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    mark = browser.cookies["depter_csrf"]
    body = f"csrfmiddlewaretoken={mark}".encode()
    with socket.create_connection(("127.0.0.1", served.port)) as slow:
        head = (
            f"POST /ping/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {jar}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        slow.sendall(head.encode() + body[:-1])
        time.sleep(0.3)
        threading.Thread(target=browser.post, args=("/lock/",)).start()
        time.sleep(0.3)
        slow.sendall(body[-1:])
        assert slow.recv(64).startswith(b"HTTP/1.1 204")
    served.wait_until_replaced()


def test_a_lock_loses_nothing_that_was_acknowledged(served: Served, notebook_folder: Path) -> None:
    """Two people write without pause while a third presses lock."""
    acknowledged: list[str] = []

    def write(who: str) -> None:
        browser = served.browser()
        browser.unlock()
        for number in range(500):
            label = f"{who} {number}"
            try:
                answer = browser.post("/cases/new/", {"label": label})
            except OSError:
                return
            if answer.headers.get("Location", "") in ("/unlock/", "/begin/"):
                return
            assert answer.status == 302, answer.text
            acknowledged.append(label)

    writers = [threading.Thread(target=write, args=(who,)) for who in ("Alma", "Bolat")]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 20:
        time.sleep(0.02)
    keeper = served.browser()
    keeper.unlock()
    keeper.post("/lock/")
    for writer in writers:
        writer.join(30)
    served.wait_until_replaced()
    with opened(notebook_folder) as book:
        kept = {row.name for row in book.cases(size=2000).rows}
        assert set(acknowledged) <= kept
        assert len(acknowledged) >= 20
        assert book.differing_cards() == []
        book.verify()


def test_a_stalled_upload_does_not_hold_the_lock_up(served: Served) -> None:
    browser = served.browser()
    browser.unlock()
    jar = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    with socket.create_connection(("127.0.0.1", served.port)) as stalled:
        head = (
            f"POST /ping/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {jar}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n"
        )
        stalled.sendall(head.encode())
        time.sleep(0.3)
        browser.post("/lock/")
        served.wait_until_replaced(seconds=15)
