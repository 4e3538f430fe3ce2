"""Striking an entry out, which is how everything is undone."""

from __future__ import annotations

from typing import ClassVar, Final

from depter.errors import N_, BadInput
from depter.notebook.notebook import Notebook
from depter.register.facts.office import Countersigned, EntryStruck
from depter.register.facts.sources import SourceIntroduced, SourceOpened
from depter.register.facts.world import EvidenceDeposited, EvidenceTakenOut
from depter.register.folds.history import struck
from depter.values.ids import EntryId, SubjectId


class CannotStrike(BadInput):
    """The entry is not about this subject, or is struck already."""

    what: ClassVar[str] = N_("This entry is not on the page, or is struck out already.")
    do: ClassVar[str] = N_("Reload the page and look at its history.")


class OpeningStands(CannotStrike):
    """That sealed fields were opened stays in plain sight: it is what protects the source."""

    what: ClassVar[str] = N_("That something sealed was opened cannot be crossed out.")
    do: ClassVar[str] = N_("The reason that was given with it stands in the history.")


_STAND: Final = (SourceOpened, EvidenceTakenOut, Countersigned)
"""What was done to protect others from those who do it; it stays in plain sight."""


def strike_entry(
    book: Notebook, *, subject: SubjectId, entry: EntryId, reason: str = ""
) -> EntryId:
    """Cross an entry out; it stays legible. Striking the strike brings the entry back.

    Raises:
        CannotStrike: not an entry about the subject, struck already, or one on which the
            register itself stands: the office and its members, once they took effect.
        OpeningStands: the entry says that something closed was opened or taken out, or without
            it the page on which that stands would be gone.
    """
    if subject == book.office_id:
        if entry not in {one.entry for one in book.office.pending}:
            raise CannotStrike()
        return book.write(subject, EntryStruck(entry=entry, reason=reason))[0]
    facts = book.facts(subject)
    meant = next((one.fact for one in facts if one.id == entry), None)
    if meant is None or entry in struck(facts):
        raise CannotStrike()
    was_opened = any(isinstance(one.fact, _STAND) for one in facts)
    if was_opened and isinstance(meant, (*_STAND, SourceIntroduced, EvidenceDeposited)):
        raise OpeningStands()
    return book.write(subject, EntryStruck(entry=entry, reason=reason))[0]
