"""Working ahead: what costs Python is made in one thread while SQLite writes in another."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

_WAITING: Final = 3  # how many are made before somebody takes one


def ahead(items: Iterable[T], *, done: Callable[[], None]) -> Iterator[T]:
    """The same items, made in a thread of their own; ``done`` runs in it at the end.

    What goes wrong there is raised here. Whoever stops early stops the thread as well.
    """
    ready: queue.Queue[T | _End] = queue.Queue(_WAITING)
    is_wanted = threading.Event()
    is_wanted.set()

    def make() -> None:
        end = _End(None)
        try:
            for item in items:
                if not _put(ready, item, is_wanted):
                    break
        except BaseException as problem:  # noqa: BLE001 - raised again where it is waited for
            end = _End(problem)
        finally:
            done()
            _put(ready, end, is_wanted)

    maker = threading.Thread(target=make, name="ahead")
    maker.start()
    try:
        while not isinstance(item := ready.get(), _End):
            yield item
        if item.problem is not None:
            raise item.problem
    finally:
        is_wanted.clear()
        maker.join()


class _End:
    """No more items; ``problem`` says why if there should have been."""

    def __init__(self, problem: BaseException | None) -> None:
        self.problem = problem


def _put(ready: queue.Queue[T | _End], item: T | _End, is_wanted: threading.Event) -> bool:
    while is_wanted.is_set():
        try:
            ready.put(item, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False
