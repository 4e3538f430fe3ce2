"""The one base of every failure a person can meet: what happened, what is safe, what to do next."""

from __future__ import annotations

import errno
from typing import ClassVar, Final

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def N_(sentence: str) -> str:
    """Mark a sentence for the translation catalogues; the face that shows it translates it."""
    return sentence


class DepterError(Exception):
    """A failure told in three sentences.

    Subclasses stand beside the code that raises them and set the three sentences as class
    attributes. Placeholders (``{paragraph}``) are filled from keyword arguments. Placeholders
    never carry a name, a text or a source: errors may be logged.
    """

    what: ClassVar[str] = N_("Something went wrong that Depter did not foresee.")
    safe: ClassVar[str] = N_("Nothing that was acknowledged before is lost.")
    do: ClassVar[str] = N_("Try again; if it happens again, run “depter doctor”.")
    exit_code: ClassVar[int] = 1

    def __init__(self, **about: str | int) -> None:
        self.about = about
        super().__init__(self.sentences())

    def sentences(self) -> str:
        """All three sentences in English, for a terminal."""
        return " ".join(part.format(**self.about) for part in (self.what, self.safe, self.do))


def is_disk_full(problem: OSError) -> bool:
    """Whether the operating system had no room left, in whatever way it says so."""
    return problem.errno in _NO_ROOM


class BadInput(DepterError):
    """Base of everything that is wrong with what was typed, not with the notebook."""

    exit_code: ClassVar[int] = 2
    safe: ClassVar[str] = N_("Nothing was written.")
