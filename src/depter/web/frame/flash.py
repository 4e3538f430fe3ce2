"""Notices after a write, kept in memory until the next page shows them."""

from __future__ import annotations

from django.http import HttpRequest

from depter.notebook.notebook import Notebook
from depter.values.ids import EntryId, SubjectId
from depter.web.frame.sitting import Flash, Sitting


def flash(
    request: HttpRequest,
    sentence: str,
    *,
    undo: tuple[SubjectId, EntryId] | None = None,
    tone: str = "good",
) -> None:
    """Say on the next page what was done; ``undo`` offers to strike that entry.

    ``tone`` is ``good`` or ``warn``.
    """
    sitting = getattr(request, "sitting", None)
    if isinstance(sitting, Sitting):
        sitting.say(Flash(str(sentence), tone=tone, undo=undo))


def first_entry(notebook: Notebook, subject: SubjectId) -> EntryId:
    """The entry to strike when a new subject is undone."""
    return notebook.facts(subject)[0].id


def take_flashes(request: HttpRequest) -> list[Flash]:
    """The notices that wait for this browser; they are shown once."""
    sitting = getattr(request, "sitting", None)
    return sitting.take_flashes() if isinstance(sitting, Sitting) else []
