"""Bundles at the terminal: offered, accepted, answered, and who has what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions.cases import open_case
from tests.carriers import office_of_machines
from tests.notebooks import opened
from tests.unit.cli.conftest import Depter


@pytest.fixture
def folders(empty_template: Path, tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Two machines of one office, closed."""
    desk, far = office_of_machines(empty_template, tmp_path)
    open_case(desk.notebook, label="a case")
    for one in (desk, far):
        one.book.close()
    yield desk.book.path, far.book.path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


def _here(folder: Path) -> tuple[str, str, str]:
    return "--notebook", str(folder), "--json"


def test_offered_accepted_answered(depter: Depter, folders: tuple[Path, Path], stick: Path) -> None:
    desk, far = folders
    offered = depter("exchange", "offer", str(stick), "--to", "Boran", *_here(desk))
    assert offered.code == 0
    assert len(offered.document["names"]) == 1
    accepted = depter("exchange", "accept", str(stick), "--answer", *_here(far))
    assert accepted.code == 0
    assert sum(accepted.document["new"].values()) == 1
    assert accepted.document["nothing_new"] is False
    answered = depter("exchange", "accept", str(stick), *_here(desk))
    assert answered.document["heard"]
    status = depter("exchange", "status", *_here(desk)).document["devices"]
    assert {(one["name"], one["lacks"], one["is_here"]) for one in status} == {
        ("Qarlygash", 0, True),
        ("Boran", 0, False),
    }
    with opened(desk) as one:
        ends = one.notebook.ledger.heads()
    with opened(far) as other:
        assert other.notebook.ledger.heads() == ends


def test_the_second_time_it_says_nothing_new(
    depter: Depter, folders: tuple[Path, Path], stick: Path
) -> None:
    desk, far = folders
    depter("exchange", "offer", str(stick), "--notebook", str(desk))
    first = depter("exchange", "accept", str(stick), "--notebook", str(far))
    assert "New entries: 1." in first.out
    again = depter("exchange", "accept", str(stick), "--notebook", str(far))
    assert again.code == 0
    assert "Nothing new" in again.out


def test_a_spoiled_bundle_is_told_by_its_exit_code(
    depter: Depter, folders: tuple[Path, Path], stick: Path
) -> None:
    desk, far = folders
    depter("exchange", "offer", str(stick), *_here(desk))
    whole = depter("exchange", "offer", str(stick), *_here(desk)).document["names"]
    part = stick / whole[0]
    (stick / "other-0001.age").write_bytes(part.read_bytes()[:-1])
    answer = depter("exchange", "accept", str(stick), *_here(far))
    assert answer.code == 4
    failure = answer.document["failures"]["other-0001.age"]
    assert failure["error"] == "ParcelDamaged"
    assert sum(answer.document["new"].values()) == 1


def test_a_bundle_for_somebody_else_is_told(
    depter: Depter, folders: tuple[Path, Path], stick: Path
) -> None:
    desk, _ = folders
    depter("exchange", "offer", str(stick), *_here(desk))
    answer = depter("exchange", "accept", str(stick), *_here(desk))
    assert (answer.code, answer.document["error"]) == (3, "NotForThisDevice")


def test_an_empty_stick_and_an_unknown_member_are_told(
    depter: Depter, folders: tuple[Path, Path], stick: Path
) -> None:
    desk, far = folders
    answer = depter("exchange", "accept", str(stick), *_here(far))
    assert (answer.code, answer.document["error"]) == (3, "NoBundle")
    answer = depter("exchange", "offer", str(stick), "--to", "Nobody", *_here(desk))
    assert (answer.code, answer.document["error"]) == (2, "NobodyToOffer")
    missing = depter("exchange", "offer", str(stick / "gone"), *_here(desk))
    assert (missing.code, missing.document["error"]) == (5, "PlaceNotThere")


def test_what_is_held_up_is_told_in_words(
    depter: Depter, folders: tuple[Path, Path], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, far = folders
    monkeypatch.setattr("depter.exchange.plan.MOST_ENTRIES", 1)
    with opened(desk) as book:
        open_case(book.notebook, label="another")
    depter("exchange", "offer", str(stick), "--notebook", str(desk))
    last = sorted(stick.glob("*.age"))[-1]
    last.unlink()
    answer = depter("exchange", "accept", str(stick), "--notebook", str(far))
    assert "are in another bundle" in answer.out


def test_the_list_for_a_person_names_who_was_never_heard_of(
    depter: Depter, folders: tuple[Path, Path]
) -> None:
    answer = depter("exchange", "status", "--notebook", str(folders[0]))
    assert "Boran" in answer.out
    assert "never" in answer.out
