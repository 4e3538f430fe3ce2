"""T3: after a lock, the memory of the serving program holds no key, no passphrase, no text."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import new_claim, record_statement
from depter.notebook.keyfile import custodian_secret, read_key_file
from depter.register.facts.claims import NameIs
from depter.register.facts.statements import Occasion
from depter.values.ids import SubjectId
from tests.hostile.memory import found_in, spellings, spellings_of_key
from tests.notebooks import keyring, opened
from tests.people import PASSPHRASE
from tests.served import serving

NAME: Final = "Bilbilqan Zhussanay-Tumarova"
WORDS: Final = "Ол соңғы рет шалқан базарында көрінді дейді"
IDENTITY: Final = "Qondybike Sarybulaq"
CHINESE: Final = "穿灰大衣的人在桥头等了三天"


def with_canaries(folder: Path) -> tuple[SubjectId, SubjectId]:
    """A case whose name and words occur nowhere else, and its protected source."""
    with opened(folder) as book:
        notebook = book.notebook
        source = introduce_source(notebook, source_kind="relative", identity=IDENTITY)
        case = open_case(notebook, label="?")
        record_statement(
            notebook,
            about=case,
            source=source,
            occasion=Occasion(on="2019-01-21"),
            words=f"{WORDS} {CHINESE}",
            language="kk",
            claims=[new_claim(NameIs(text=NAME, script="Latn"), basis="family")],
        )
    return case, source


def secrets_of(folder: Path) -> dict[str, set[bytes]]:
    """Everything that must be gone, in each spelling."""
    keys = keyring(folder)
    [office] = keys.office
    custodian = custodian_secret(read_key_file(folder / "keys.json"), passphrase=PASSPHRASE)
    return {
        "database key": spellings_of_key(keys.database),
        "office key": spellings_of_key(office.internal),
        "protected key": spellings_of_key(office.protected),
        "member's secret": spellings(keys.secret),
        "device seed": spellings_of_key(keys.device_seed),
        "device secret": spellings_of_key(keys.device_keys()[1]),
        "custodian's secret": spellings(custodian),
        "passphrase": spellings(PASSPHRASE),
        "name": spellings(NAME),
        "words": spellings(WORDS),
        "identity": spellings(IDENTITY),
        "Chinese words": spellings(CHINESE),
    }


@pytest.mark.slow
def test_after_a_lock_the_memory_holds_no_key_and_no_text(notebook_folder: Path) -> None:
    case, source = with_canaries(notebook_folder)
    secrets = secrets_of(notebook_folder)
    with serving(notebook_folder) as served:
        browser = served.browser()
        assert browser.unlock().status == 302
        page = browser.get(f"/cases/{case}/")
        assert NAME in page.text
        assert WORDS in page.text
        assert browser.get("/search/?q=Bilbilqan").status == 200
        opening = {"passphrase": PASSPHRASE, "reason": "the test asks"}
        assert IDENTITY in browser.post(f"/sources/{source}/open/", opening).text
        before = found_in(served.pid, secrets)
        kept = {"database key", "office key", "device seed", "name", "words", "Chinese words"}
        assert kept <= before, "the search itself must be able to find what is there"
        assert before & {"custodian's secret", "identity", "passphrase"}, "sealed things were read"

        assert browser.post("/lock/").status == 200
        served.wait_until_replaced()
        assert browser.get("/unlock/").status == 200  # the new program answers
        assert found_in(served.pid, secrets) == set()


@pytest.mark.slow
def test_the_same_holds_after_a_lock_by_idleness(notebook_folder: Path) -> None:
    secrets = secrets_of(notebook_folder)
    with serving(notebook_folder, idle_minutes=1.5 / 60) as served:
        browser = served.browser()
        browser.unlock()
        assert "database key" in found_in(served.pid, secrets)
        served.wait_until_replaced()
        browser.get("/unlock/")
        assert found_in(served.pid, secrets) == set()


def test_no_core_file_is_ever_written(notebook_folder: Path) -> None:
    with serving(notebook_folder) as served:
        browser = served.browser()
        browser.get("/unlock/")
        assert resource.prlimit(served.pid, resource.RLIMIT_CORE) == (0, 0)
        browser.unlock()
        browser.post("/lock/")
        served.wait_until_replaced()
        browser.get("/unlock/")
        assert resource.prlimit(served.pid, resource.RLIMIT_CORE) == (0, 0)


def test_other_programs_of_the_same_account_may_not_look() -> None:
    ask = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # PR_GET_DUMPABLE
    forbid = "from depter.web.hardening import forbid_dumps; forbid_dumps(); "
    assert _said(ask) == "1"
    assert _said(forbid + ask) == "0"


def _said(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.strip()
