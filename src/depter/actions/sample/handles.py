"""Which id each handle of the sheet was given when its entry was written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from depter.actions.sample.sheet import SampleDamaged, ToldRow
from depter.register.facts.base import Told
from depter.values.ids import ClaimId, StatementId, SubjectId

T = TypeVar("T")


class Handles:
    """Filled from the top of the sheet down; a handle that is not there yet is a mistake in it."""

    def __init__(self) -> None:
        self._subjects: dict[str, SubjectId] = {}
        self._statements: dict[str, tuple[StatementId, SubjectId]] = {}
        self._claims: dict[str, ClaimId] = {}

    def note(self, handle: str, subject: SubjectId) -> None:
        """Remember a subject.

        Raises:
            SampleDamaged: two entries have the same handle.
        """
        if handle in self._subjects:
            raise SampleDamaged
        self._subjects[handle] = subject

    def note_statement(self, handle: str, statement: StatementId, *, source: SubjectId) -> None:
        """Remember a statement and who made it."""
        self._statements[handle] = (statement, source)

    def note_claim(self, key: str, claim: ClaimId) -> None:
        """Remember a claim that others refer to; most have no key."""
        if key:
            self._claims[key] = claim

    def subject(self, handle: str) -> SubjectId:
        """The subject of a handle.

        Raises:
            SampleDamaged: no entry above has it.
        """
        return found(self._subjects, handle)

    def subject_if_any(self, handle: str | None) -> SubjectId | None:
        """As :meth:`subject`; None for none."""
        return self.subject(handle) if handle else None

    def subjects(self, handles: Iterable[str]) -> tuple[SubjectId, ...]:
        """As :meth:`subject`, for several."""
        return tuple(self.subject(handle) for handle in handles)

    def claim(self, key: str) -> ClaimId:
        """The claim of a key.

        Raises:
            SampleDamaged: no claim has it.
        """
        return found(self._claims, key)

    def told(self, row: ToldRow) -> Told:
        """Who says so: a source, or the speaker of a statement together with the statement.

        Raises:
            SampleDamaged: neither or both are given, or no entry above has the handle.
        """
        if row.statement is not None and row.source is None:
            statement, source = found(self._statements, row.statement)
            return Told(source=source, basis=row.basis, locator=row.at, statement=statement)
        if row.source is not None and row.statement is None:
            return Told(source=self.subject(row.source), basis=row.basis, locator=row.at)
        raise SampleDamaged


def found(known: dict[str, T], handle: str) -> T:
    """The entry of a handle.

    Raises:
        SampleDamaged: there is none.
    """
    if handle not in known:
        raise SampleDamaged
    return known[handle]
