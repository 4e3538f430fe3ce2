"""What takes two people, at the terminal: asked, listed, agreed, withdrawn; erasing in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from depter.actions.sources import introduce_source
from depter.register.facts.office import PolicySet
from tests.notebooks import opened
from tests.unit.cli.conftest import Depter


@pytest.fixture
def source(notebook_folder: Path) -> str:
    """A protected source; the pause before erasing is none, so that a test need not wait."""
    with opened(notebook_folder) as book:
        book.notebook.write(book.notebook.office_id, PolicySet(erasure_hours=0))
        return introduce_source(book.notebook, source_kind="relative", identity="a name")


@pytest.fixture
def here(notebook_folder: Path) -> tuple[str, Path, str]:
    """Which notebook, and how to answer."""
    return "--notebook", notebook_folder, "--json"


def test_asked_listed_and_withdrawn(
    depter: Depter, here: tuple[str, Path, str], source: str
) -> None:
    reason = ("--reason", "to call her")
    entry = depter("deed", "ask", source, "unseal", *reason, *here).document["entry"]
    listed = depter("deed", "list", *here).document
    assert listed["alone"] is True
    [row] = listed["requests"]
    assert row["subject"] == source
    assert (row["entry"], row["deed"], row["state"]) == (entry, "unseal", "ready")
    assert (row["reason"], row["by"], row["agreed"], row["due"]) == (
        "to call her",
        "Qarlygash",
        [],
        "",
    )
    text = depter("deed", "list", *here[:2]).out
    assert f"Entry: {entry}" in text
    assert "Nobody else in this office may agree" in text
    assert depter("strike", source, entry, *here).code == 0
    assert depter("deed", "list", *here).document["requests"] == []
    about = depter("deed", "list", source, *here).document["requests"]
    assert [one["state"] for one in about] == ["withdrawn"]


def test_nobody_agrees_to_their_own_request(
    depter: Depter, here: tuple[str, Path, str], source: str
) -> None:
    asked = depter("deed", "ask", source, "unseal", "--reason", "to call her", *here)
    told = depter("deed", "agree", source, asked.document["entry"], *here)
    assert (told.code, told.document["error"]) == (2, "OwnRequest")
    told = depter("deed", "agree", source, "nothing", *here)
    assert (told.code, told.document["error"]) == (2, "NoSuchRequest")


@pytest.mark.parametrize(
    ("deed", "error"), [("publish", "UnknownCode"), ("take_out", "NothingThere")]
)
def test_what_cannot_be_asked_for_is_said(
    depter: Depter, here: tuple[str, Path, str], source: str, deed: str, error: str
) -> None:
    told = depter("deed", "ask", source, deed, "--reason", "why", *here)
    assert (told.code, told.document["error"]) == (2, error)


def test_erasing_is_asked_for_and_then_carried_out(
    depter: Depter, here: tuple[str, Path, str], source: str
) -> None:
    told = depter("erase", source, *here)
    assert (told.code, told.document["error"]) == (2, "DeedNeedsReason")
    asked = depter("erase", source, "--reason", "she asked for it", *here).document
    assert (asked["erased"], [one["entry"] for one in asked["waiting"]]) == ([], [asked["entry"]])
    assert len(asked["reach"]) > 3
    assert not erased(here[1])  # that it is due is looked at before it is asked for
    done = depter("erase", *here).document  # whatever opens the notebook next carries it out
    assert erased(here[1]) == {source}
    assert (done["waiting"], done["entry"]) == ([], "")
    assert "It cannot reach what was printed" in depter("erase", *here[:2]).out
    assert depter("source", "show", source, *here).document["error"] == "NoSuchSubject"
    assert depter("ledger", "verify", *here).code == 0
    assert depter("rebuild", "--check", *here).code == 0


def test_what_is_due_is_erased_by_whatever_command_comes_next(
    depter: Depter, here: tuple[str, Path, str], source: str
) -> None:
    depter("erase", source, "--reason", "she asked for it", *here)
    assert depter("source", "show", source, *here).document["error"] == "NoSuchSubject"
    assert erased(here[1]) == {source}


def test_nothing_is_erased_while_the_pause_lasts(
    depter: Depter, here: tuple[str, Path, str], source: str
) -> None:
    with opened(here[1]) as book:
        book.notebook.write(book.notebook.office_id, PolicySet(erasure_hours=72))
    asked = depter("erase", source, "--reason", "she asked for it", *here).document["entry"]
    for words in (["erase"], ["erase", "--due"]):
        listed = depter(*words, *here).document
        assert listed["erased"] == []
        [row] = listed["waiting"]
        assert (row["entry"], row["subject"]) == (asked, source) and row["due"]
    assert depter("source", "show", source, *here).code == 0
    assert not erased(here[1])


def erased(folder: Path) -> set[str]:
    """What the ledger says was erased; opening it here carries nothing out."""
    with opened(folder) as book:
        return set(book.office.erased)
