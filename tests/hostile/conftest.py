"""What the hostile tests share: four machines of one office, as they are after having met."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from depter.exchange import plan
from tests.carriers import office_of_machines
from tests.desk import write_something
from tests.hostile.four import Four

ROLES = ("coordinator",) * 3


@pytest.fixture(scope="session")
def four_folders(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four machines that know of each other, closed; copy them, never open them."""
    where = tmp_path_factory.mktemp("four")
    for one in office_of_machines(empty_template, where, roles=ROLES):
        one.book.close()
    return where


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few entries fill a part, so that bundles have several."""
    monkeypatch.setattr(plan, "MOST_ENTRIES", 4)


@pytest.fixture
def four(four_folders: Path, tmp_path: Path, small_parts: None) -> Iterator[Four]:
    """Four machines that all wrote something and have met; the sticks are empty again."""
    machines = Four(four_folders, tmp_path)
    for number, one in enumerate(machines.machines):
        write_something(one.notebook, Random(number))
    machines.meet()
    for number in range(4):
        shutil.rmtree(machines.stick(number))
    yield machines
    machines.close()
