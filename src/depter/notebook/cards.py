"""What the notebook asks of whoever draws cards; it does not know how they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from depter.register.folds import Folded
from depter.values.ids import SubjectId


class Cards(Protocol):
    """Screens are drawn from cards; a card is drawn whole from one folded subject."""

    def draw(self, subject: SubjectId, folded: Folded | None) -> None:
        """Replace everything drawn for the subject; None takes it off."""

    def draw_all(self, folded: Iterable[tuple[SubjectId, Folded | None]]) -> None:
        """Throw away every card and draw these."""

    def dependents(self, subject: SubjectId) -> list[SubjectId]:
        """Subjects whose cards show something decided on this subject's page."""

    def differing(self, folded: Iterable[tuple[SubjectId, Folded | None]]) -> list[SubjectId]:
        """Subjects whose stored cards are not what these would draw."""
