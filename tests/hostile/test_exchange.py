"""T22: whatever happens on the way, four machines of one office end with the same register.

Bundles are offered and accepted in any order, twice, late, with parts lost; each machine writes
meanwhile. Then everybody meets, and every row of every card must be the same on all four.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.desk import write_something
from tests.hostile.four import Four, assert_same

_steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, 3), st.integers(0, 2**32)),
        st.tuples(st.just("offer"), st.integers(0, 3), st.none() | st.integers(0, 3)),
        st.tuples(
            *(st.just("accept"), st.integers(0, 3), st.integers(0, 3), st.integers(0, 63)),
        ),
    ),
    min_size=5,
    max_size=40,
)


@pytest.mark.usefixtures("small_parts")
@settings(
    max_examples=15,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[*HealthCheck],
)
@given(steps=_steps)
def test_four_machines_end_with_the_same_register(
    steps: list[tuple[object, ...]], four_folders: Path, tmp_path: Path
) -> None:
    four = Four(four_folders, tmp_path)
    try:
        for what, number, *about in steps:
            match what:
                case "write":
                    chance = Random(about[0])  # type: ignore[arg-type]
                    for _ in range(3):
                        write_something(four.machines[number].notebook, chance)  # type: ignore[call-overload]
                case "offer":
                    four.offer(number, *about)  # type: ignore[arg-type]
                case _:
                    four.accept(number, *about)  # type: ignore[arg-type]
        four.meet()
        assert_same(four.machines)
    finally:
        four.close()


def test_the_comparison_sees_one_row_that_differs(four: Four) -> None:
    """The positive control: one word on one card, on one machine, is found."""
    write_something(four.machines[0].notebook, Random(1))
    four.meet()
    assert_same(four.machines)
    four.machines[2].notebook.database.execute("UPDATE case_row SET status = 'released'")
    with pytest.raises(AssertionError):
        assert_same(four.machines)
