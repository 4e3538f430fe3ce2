"""The drill is held with every run of the tests, and would notice if it went wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drill.machines import Differs, Scene, expect_same
from tests.drill.play import Play
from tests.machines import make_slots_light
from tests.notebooks import copied, opened

pytestmark = pytest.mark.slow


def test_the_office_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_slots_light(monkeypatch)
    said: list[str] = []
    Play(tmp_path, cases=1, say=lambda what, _: said.append(what)).run()
    assert any(one.startswith("identical on all three") for one in said)
    assert "refused" in said[-1]


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE card SET title = title || 'x' WHERE id = (SELECT MIN(id) FROM card)",
        "DELETE FROM facet WHERE id = (SELECT MIN(id) FROM facet)",
    ],
)
def test_a_difference_is_noticed(full_folder: Path, tmp_path: Path, spoil: str) -> None:
    scene = Scene(tmp_path)
    other = copied(full_folder, tmp_path / "other")
    with opened(full_folder) as one, opened(other) as two:
        scene.books |= {"one": one, "two": two}
        assert expect_same(scene, ("one", "two"))
        two.notebook.database.execute(spoil)
        with pytest.raises(Differs):
            expect_same(scene, ("one", "two"))
