"""Items made ahead come in order; what goes wrong is raised where they are awaited."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from depter.store.drawing.ahead import ahead


def test_items_come_in_order_from_another_thread() -> None:
    makers: set[str] = set()

    def items() -> Iterator[int]:
        for number in range(50):
            makers.add(threading.current_thread().name)
            yield number

    ended: list[str] = []
    assert list(ahead(items(), done=lambda: ended.append("done"))) == list(range(50))
    assert makers == {"ahead"}
    assert ended == ["done"]


def test_a_failure_is_raised_where_it_is_awaited() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    seen = []
    with pytest.raises(ValueError, match="no more"):
        for item in ahead(items(), done=lambda: None):
            seen.append(item)
    assert seen == [1]


def test_whoever_stops_early_stops_the_maker() -> None:
    def items() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    taken = ahead(items(), done=lambda: None)
    assert next(taken) == 0
    taken.close()  # type: ignore[attr-defined]
    assert not [one for one in threading.enumerate() if one.name == "ahead"]
