"""Somebody on the same machine guesses without end: readers must not notice."""

from __future__ import annotations

import threading
import time
from http.client import HTTPException
from pathlib import Path

from tests.served import Served, serving

GUESSERS = 8  # more than the server has threads


def test_guessing_keeps_nobody_from_reading_or_locking(notebook_folder: Path) -> None:
    with serving(notebook_folder) as served:
        reader = served.browser()
        assert reader.unlock().status == 302
        is_over, answers = threading.Event(), list[int]()
        threads = [
            threading.Thread(target=_guess, args=(served, is_over, answers), daemon=True)
            for _ in range(GUESSERS)
        ]
        for thread in threads:
            thread.start()
        while answers.count(403) < 5:  # by now each wrong one makes the next wait for seconds
            time.sleep(0.05)
        begun = time.monotonic()
        assert reader.get("/cases/").status == 200
        assert reader.post("/lock/").status == 200
        assert time.monotonic() - begun < 10
        is_over.set()
    assert 429 in answers and not {200, 302, 500} & set(answers)


def _guess(served: Served, is_over: threading.Event, answers: list[int]) -> None:
    stranger = served.browser()
    while not is_over.is_set():
        try:
            answers.append(stranger.post("/unlock/", {"passphrase": "six wrong words"}).status)
        except (OSError, HTTPException):  # it was locked
            return
