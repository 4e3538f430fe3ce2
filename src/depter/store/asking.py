"""What can be asked of an open book; each answer is what its viewer may see."""

from __future__ import annotations

from typing import TypeVar

from depter.notebook.errors import NoSuchSubject
from depter.register.access import Viewer
from depter.register.folds import Folded
from depter.store import looks
from depter.store.queries import lists, pages
from depter.store.queries.cases import (
    CaseFilter,
    CaseList,
    Choices,
    filter_choices,
    list_cases,
)
from depter.store.queries.search import Hit, search
from depter.store.queries.shelf import Clock, Shelf, now
from depter.values.ids import SubjectId

F = TypeVar("F", bound=Folded)


class Asking:
    """Questions to the cards of one notebook."""

    def __init__(self, *, alias: str, viewer: Viewer, clock: Clock = now) -> None:
        self.alias = alias
        self.viewer = viewer
        self._now = clock

    @property
    def shelf(self) -> Shelf:
        """The cards as the viewer may see them.

        Raises:
            NotAllowed: the viewer may see none.
        """
        return Shelf(self.alias, self.viewer, clock=self._now)

    def cases(self, wanted: CaseFilter | None = None, *, size: int = 50) -> CaseList:
        """A page of the list of cases, see :class:`CaseFilter`."""
        return list_cases(self.shelf, wanted or CaseFilter(), size=size)

    def case_choices(self) -> Choices:
        """What the list of cases can be narrowed by."""
        return filter_choices(self.shelf)

    def case(self, case: SubjectId) -> pages.CasePage:
        """One case with everything that is one click away.

        Raises:
            NoSuchSubject: there is none.
        """
        return pages.case_page(self.shelf, case)

    def source(self, source: SubjectId) -> pages.SourcePage:
        """One source and what it said.

        Raises:
            NoSuchSubject: there is none.
        """
        return pages.source_page(self.shelf, source)

    def subject(self, subject: SubjectId, shape: type[F]) -> pages.SubjectPage:
        """One appeal, incident, proceeding, place, organisation, figure or file.

        Raises:
            NoSuchSubject: there is none of that shape.
        """
        return pages.subject_page(self.shelf, subject, shape)

    def listed(
        self, type_: str, *, kind: str = "", after: str = "", size: int = 50
    ) -> lists.CardList:
        """A page of subjects of one type: ``source``, ``appeal``, ``place``, …"""
        return lists.list_cards(self.shelf, type_, kind=kind, after=after, size=size)

    def choices(self, type_: str) -> tuple[tuple[str, str], ...]:
        """Ids and titles of one type, for a list of choices."""
        return lists.choices(self.shelf, type_)

    def search(self, text: str) -> tuple[Hit, ...]:
        """Subjects in whose names or words all words of the text occur."""
        return search(self.shelf, text)

    def counts(self) -> dict[str, int]:
        """How many subjects of each type the register holds."""
        return lists.count_cards(self.shelf)

    def status_counts(self) -> dict[str, int]:
        """How many cases have each current status."""
        return lists.count_statuses(self.shelf)

    def may_see(self, subject: SubjectId) -> bool:
        """Whether the subject exists for the viewer; one who sees everything is not asked."""
        return not self.viewer.sees_assigned_only or self.shelf.exists(subject)

    def require_visible(self, subject: SubjectId) -> None:
        """Go on only if the subject exists for the viewer.

        Raises:
            NoSuchSubject: it does not; whether it exists for others is not said.
        """
        if not self.may_see(subject):
            raise NoSuchSubject()

    def record_look(self, what: looks.What, *, subject: str = "", detail: str = "") -> None:
        """Write down that the viewer takes something along; call it before it is given out.

        Pages need not: what is protected in them was written down by the asking.

        Raises:
            DiskFull, NotebookInUse: it could not be written; give nothing out.
        """
        looks.record_look(
            self.alias, self.viewer, subject=subject, what=what, at=self._now(), detail=detail
        )

    def looks(
        self, *, member: str = "", subject: str = "", after: str = "", size: int = looks.PAGE
    ) -> looks.LookList:
        """Who looked at what, newest first; for custodians.

        Raises:
            NotAllowed: the viewer is none.
        """
        return looks.looks(
            self.alias, self.viewer, member=member, subject=subject, after=after, size=size
        )
