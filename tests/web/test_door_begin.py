"""The first run: a passphrase typed twice, then the sample or an empty notebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from depter.web.frame.desk import DESK

GOOD = "nine copper kettles sing at dawn"


def begun(browser: Client, **changed: str) -> tuple[int, str]:
    fields = {"office": "Dala", "passphrase": GOOD, "again": GOOD, "start": "empty", **changed}
    response = browser.post("/begin/", fields)
    return response.status_code, response.content.decode()


def test_the_first_page_offers_five_languages_and_two_ways_to_begin(stranger: Client) -> None:
    page = stranger.get("/begin/").content.decode()
    for name in ("English", "Қазақша", "Русский", "ئۇيغۇرچە", "中文"):
        assert name in page
    assert 'value="sample"' in page
    assert 'value="empty"' in page


def test_an_empty_notebook_is_begun_and_open(stranger: Client) -> None:
    assert begun(stranger)[0] == 302
    assert DESK.is_open
    assert DESK.office == "Dala"
    assert stranger.get("/").headers["Location"] == "/cases/"
    assert stranger.get("/begin/").status_code == 302


def test_the_sample_is_there_when_it_was_asked_for(stranger: Client) -> None:
    assert begun(stranger, start="sample")[0] == 302
    page = stranger.get("/nosuchpage/").content.decode()
    assert "The sample is open." in page
    assert stranger.get("/cases/").content.decode().count("/cases/") > 10


@pytest.mark.parametrize("weak", ["qwertz", "aaaaaaaaaaaaaaaaaaaaaaa", "12345"])
def test_a_weak_passphrase_begins_nothing(stranger: Client, tmp_path: Path, weak: str) -> None:
    status, page = begun(stranger, passphrase=weak, again=weak)
    assert status == 400
    assert "too short or too simple" in page
    assert 'value="Dala"' in page  # what was typed stays, the passphrase does not
    assert weak not in page
    assert not (tmp_path / "register").exists()


def test_two_different_passphrases_begin_nothing(stranger: Client, tmp_path: Path) -> None:
    status, page = begun(stranger, again=GOOD + "!")
    assert status == 400
    assert "This is not the passphrase typed above." in page
    assert not (tmp_path / "register").exists()


def test_spaces_belong_to_the_passphrase(stranger: Client) -> None:
    assert begun(stranger, passphrase=f" {GOOD} ", again=f" {GOOD} ")[0] == 302
    DESK.lock()
    assert stranger.post("/unlock/", {"passphrase": f" {GOOD} "}).status_code == 302


def test_a_folder_with_something_else_in_it_is_left_alone(stranger: Client, tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / "register/letter.txt").write_text("mine")
    status, page = begun(stranger)
    assert status == 503
    assert "The folder is not empty" in page
    assert (tmp_path / "register/letter.txt").read_text() == "mine"


def test_a_second_beginning_is_refused(client: Client) -> None:
    assert client.post("/begin/", {"office": "x"}).status_code == 302
    assert DESK.office == "Desk"
