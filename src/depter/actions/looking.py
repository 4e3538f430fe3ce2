"""Looking before writing: the subject must be there, and be what the action is about."""

from __future__ import annotations

from typing import TypeVar

from depter.notebook.errors import NoSuchSubject
from depter.notebook.notebook import Notebook
from depter.register.folds import Folded
from depter.values.ids import SubjectId

F = TypeVar("F", bound=Folded)


def expect(book: Notebook, subject: SubjectId, shape: type[F]) -> F:
    """The folded subject.

    Raises:
        NoSuchSubject: nothing is there, or something of another kind.
    """
    folded = book.folded(subject)
    if not isinstance(folded, shape):
        raise NoSuchSubject()
    return folded


def expect_begun(book: Notebook, subject: SubjectId, *kinds: str) -> None:
    """As :func:`expect`, without folding: some entry of one of ``kinds`` is there.

    Raises:
        NoSuchSubject: there is none.
    """
    if not book.has_begun(subject, *kinds):
        raise NoSuchSubject()
