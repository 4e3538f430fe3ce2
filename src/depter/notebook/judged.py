"""How sources were judged, read from the ledger when a fold first asks for one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from depter.register.folds import fold
from depter.register.folds.source import SourceFile
from depter.register.recorded import Recorded
from depter.values.ids import SubjectId

Facts = tuple[Recorded, ...]


def grade_of(facts: Facts) -> str:
    """The reliability (A–F) that facts about a source leave it with; empty when none does."""
    folded = fold(facts, reliability={})
    return folded.reliability if isinstance(folded, SourceFile) else ""


class JudgedSources(Mapping[SubjectId, str]):
    """Source to reliability. Every id has an answer; most sources were never judged."""

    def __init__(self, read: Callable[[SubjectId], Facts]) -> None:
        self._read = read
        self._known: dict[SubjectId, str] = {}

    def __getitem__(self, source: SubjectId) -> str:
        """The reliability, or an empty text."""
        if source not in self._known:
            self._known[source] = grade_of(self._read(source))
        return self._known[source]

    def __iter__(self) -> Iterator[SubjectId]:
        """The sources asked for so far."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many were asked for so far."""
        return len(self._known)

    def forget(self, sources: Iterable[SubjectId]) -> None:
        """Something was written about these: read them again when asked."""
        for source in sources:
            self._known.pop(source, None)

    def clear(self) -> None:
        """Read everything again when asked."""
        self._known.clear()
