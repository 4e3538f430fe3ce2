"""T1: what is typed in stands on no disk, in no log, and before no stranger's eyes."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.canaries import betrayed, betrayed_by_files
from tests.hostile.office_under_watch import Watched
from tests.people import PASSPHRASE
from tests.served import Browser

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("one-office")]

# A build that leaks: it notes what was sent in its log, as a careless debugging line would.
LEAKY = """
import django.http.request as r, sys
_old = r.HttpRequest.__dict__['body'] if 'body' in r.HttpRequest.__dict__ else None
from django.core.handlers import base
_answer = base.BaseHandler.get_response
def _noted(self, request):
    sys.stderr.write(repr(dict(request.POST)) + chr(10)); sys.stderr.flush()
    return _answer(self, request)
base.BaseHandler.get_response = _noted
"""
# A build that forgets the door: the page of a case answers without a session.
OPEN_DOOR = """
import depter.web.frame.unlocked as u, depter.web.frame.desk as d
u.OPEN_TO_ALL = u.OPEN_TO_ALL | {'cases:page', 'cases:list'}
_open, _enter = d.Desk.open, d.Desk.enter
def _kept(self, *book, **more):
    self.last = _open(self, *book, **more)
    return self.last
def _anybody(self, token, **more):
    return _enter(self, token or getattr(self, 'last', ''), **more)
d.Desk.open, d.Desk.enter = _kept, _anybody
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A day's work in an office, up to a crash in the middle of an upload."""
    watched = Watched(tmp_path_factory.mktemp("office"))
    watched.start()
    watched.begin()
    watched.work()
    yield watched
    if watched.program is not None and watched.program.poll() is None:
        watched.crash()


def test_the_robot_did_a_day_s_work(office: Watched) -> None:
    assert len(office.addresses) > 50
    written = ("cases", "sources", "places", "figures", "appeals", "incidents", "proceedings")
    assert {f"/{one}/<id>/" for one in written} <= office.addresses.keys()
    assert len(office.shown) > 300, "too little of what was typed in is shown anywhere"
    assert not [status for status in office.statuses if status >= 500]
    assert {word[0] for word in office.shown} >= {"K", "Қ", "К", "ك", "金"}


def test_a_stranger_sees_nothing(office: Watched) -> None:
    stranger = Browser(office.browser.port)
    for address in office.addresses.values():
        answer = stranger.get(address)
        told = repr(answer.headers).encode() + answer.body
        is_for_all = address.startswith("/when/")  # what to do on bad days; no word of the office
        assert answer.status in (302, 403, 404) or is_for_all, address
        assert betrayed(told, office.words) == [], address


def test_headers_and_cookies_hold_nothing(office: Watched) -> None:
    for address in office.addresses.values():
        answer = office.browser.get(address)
        headers = dict(answer.headers)
        headers.pop("Content-Disposition", None)  # the name of a downloaded file
        assert betrayed(repr(headers).encode(), office.words) == []
    assert betrayed(repr(office.browser.cookies).encode(), office.words) == []


def test_an_upload_cut_by_a_crash_and_everything_else_on_the_disk_hold_nothing(
    office: Watched,
) -> None:
    upload = threading.Thread(target=_endless_upload, args=(office,), daemon=True)
    upload.start()
    upload.join(2)
    found = list(betrayed_by_files(office.folder, office.words))
    assert found == []
    office.crash()
    found = list(betrayed_by_files(office.folder, [*office.words, PASSPHRASE]))
    assert found == []


def test_the_command_line_s_errors_and_files_hold_nothing(office: Watched) -> None:
    if office.program is not None and office.program.poll() is None:
        office.crash()
    secret = office.folder.parent / "passphrase"
    secret.write_text(PASSPHRASE)
    secret.chmod(0o600)
    environment = {
        **office.environment,
        "DEPTER_PASSPHRASE_FILE": str(secret),
        "DEPTER_NOTEBOOK": str(office.notebook),
    }
    depter = str(Path(sys.executable).with_name("depter"))
    searched = office.words[0]
    for words in (
        ["case", "list"],
        ["case", "show", searched],
        ["search", searched],
        ["statement", "record", "--case", searched, "--words", office.word(), "--on", searched],
        ["ledger", "verify"],
        ["rebuild", "--check"],
        ["rebuild"],
        ["doctor"],
    ):
        ran = subprocess.run(
            [depter, *words], env=environment, capture_output=True, timeout=120, check=False
        )
        assert betrayed(ran.stderr, office.words) == [], words
        assert b"Traceback" not in ran.stderr + ran.stdout
    assert list(betrayed_by_files(office.folder, [*office.words, PASSPHRASE])) == []


def test_a_leaking_build_is_caught(tmp_path: Path) -> None:
    watched = Watched(tmp_path, plant=f"exec({LEAKY!r}); ")
    watched.start()
    try:
        watched.begin()
        watched.work(rounds=1)
    finally:
        watched.crash()
    assert list(betrayed_by_files(watched.folder, watched.words)) != []


def test_a_build_with_an_open_door_is_caught(tmp_path: Path) -> None:
    watched = Watched(tmp_path, plant=f"exec({OPEN_DOOR!r}); ")
    watched.start()
    try:
        watched.begin()
        watched.work(rounds=1)
        stranger = Browser(watched.browser.port)
        told = b"".join(stranger.get(one).body for one in watched.addresses.values())
        assert betrayed(told, watched.words) != []
    finally:
        watched.crash()


def _endless_upload(office: Watched) -> None:
    """Send half of a file, and wait."""
    import socket

    word = office.words[0]
    case = office.addresses.get("/cases/<id>/", "/cases/")
    head = (
        f"POST {case}evidence/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000000\r\n"
        f"Cookie: depter_session={office.browser.cookies.get('depter_session', '')}\r\n"
        "Content-Type: multipart/form-data; boundary=xx\r\n\r\n"
        '--xx\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", office.browser.port)) as half:
        half.sendall(head.encode() + word.encode() * 100_000)
        threading.Event().wait(8)
