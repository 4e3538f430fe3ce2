"""The history of a page as shown: who wrote what when, what was struck, what can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from depter.register.folds.history import HistoryLine
from depter.register.folds.office import OfficeFile
from depter.store.asking import Asking


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One entry and the ``member`` who wrote it.

    ``source`` names who spoke, where it is about a statement; ``crossed`` is the kind of the
    entry that it crossed out.
    """

    line: HistoryLine
    member: str
    source: str = ""
    crossed: str = ""

    @property
    def is_struck(self) -> bool:
        """Whether it was crossed out."""
        return self.line.struck_by is not None

    @property
    def can_be_struck(self) -> bool:
        """Whether it still stands and is not the opening of something sealed, which stays."""
        return not self.is_struck and self.line.kind not in _STAND


_STAND: Final = ("source.opened", "evidence.taken_out", "entry.countersigned")
_DEVICE: Final = 8  # letters of a device's key that stand in for a member without a name


def members(book: Asking) -> dict[str, str]:
    """Whose device each one is: device key to the member's name."""
    offices = [row.folded for row in book.listed("office", size=20).rows]
    return {
        device.key: member.name
        for office in offices
        if isinstance(office, OfficeFile)
        for member in office.members
        for device in member.devices
    }


def written_lines(
    history: Sequence[HistoryLine],
    *,
    members: Mapping[str, str],
    statements: Mapping[str, str] | None = None,
) -> tuple[WrittenLine, ...]:
    """History, newest first; ``statements`` names the source of each statement by its id."""
    sources = statements or {}
    kinds: dict[str, str] = {line.id: line.kind for line in history}
    return tuple(
        WrittenLine(
            line=line,
            member=members.get(line.device) or line.device[:_DEVICE],
            source=sources.get(line.about, ""),
            crossed=kinds.get(line.about, "") if line.kind == "entry.struck" else "",
        )
        for line in reversed(history)
    )
