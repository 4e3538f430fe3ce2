"""What comes in a bundle is taken in once, as it was written, or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depter.actions.cases import open_case
from tests.carriers import Machine, office_of_machines


@pytest.fixture
def two(empty_template: Path, tmp_path: Path) -> Iterator[list[Machine]]:
    machines = office_of_machines(empty_template, tmp_path)
    yield machines
    for one in machines:
        one.book.close()


def test_a_case_arrives(two: list[Machine], tmp_path: Path) -> None:
    desk, far = two
    case = open_case(desk.notebook, label="a case")
    desk.offer(tmp_path / "stick")
    accepted = far.accept(tmp_path / "stick")
    assert accepted.entries == 1
    assert far.notebook.folded(case) == desk.notebook.folded(case)
    assert far.cards() == desk.cards()
