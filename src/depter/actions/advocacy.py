"""Asking on behalf of people, what came back, what was done to those who spoke.

Each takes the fact itself: there is nothing to decide beyond that its subjects are there.
"""

from __future__ import annotations

from depter.actions.looking import expect_begun
from depter.notebook.notebook import Notebook
from depter.register.facts.advocacy import (
    AppealAnswered,
    AppealFollowed,
    AppealMade,
    IncidentReported,
    ProceedingBegun,
    RepresentationChanged,
    StageReached,
)
from depter.values.ids import EntryId, SubjectId, new_id


def make_appeal(book: Notebook, fact: AppealMade) -> SubjectId:
    """Note that somebody asked somebody for something.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    _expect_told(book, fact.told.source, fact.cases)
    return _begin(book, fact)


def answer_appeal(book: Notebook, *, appeal: SubjectId, fact: AppealAnswered) -> EntryId:
    """Note what came back.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    expect_begun(book, appeal, "appeal.made")
    _expect_told(book, fact.told.source, ())
    return book.write(appeal, fact)[0]


def follow_appeal(book: Notebook, *, appeal: SubjectId, fact: AppealFollowed) -> EntryId:
    """Note what changed afterwards.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    expect_begun(book, appeal, "appeal.made")
    _expect_told(book, fact.told.source, (fact.case,) if fact.case else ())
    return book.write(appeal, fact)[0]


def report_incident(book: Notebook, fact: IncidentReported) -> SubjectId:
    """Note intimidation or reprisal; who suffered it is sealed as it is saved.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    _expect_told(book, fact.told.source, fact.cases)
    for appeal in fact.appeals:
        expect_begun(book, appeal, "appeal.made")
    return _begin(book, fact)


def begin_proceeding(book: Notebook, fact: ProceedingBegun) -> SubjectId:
    """Note a procedure before a court or an authority.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    _expect_told(book, fact.told.source, fact.cases)
    return _begin(book, fact)


def reach_stage(book: Notebook, *, proceeding: SubjectId, fact: StageReached) -> EntryId:
    """Note a stage: a hearing, a decision, a fine, an appeal.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    expect_begun(book, proceeding, "proceeding.begun")
    _expect_told(book, fact.told.source, ())
    return book.write(proceeding, fact)[0]


def change_representation(
    book: Notebook, *, proceeding: SubjectId, fact: RepresentationChanged
) -> EntryId:
    """Note that a lawyer took the matter on or left it.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    expect_begun(book, proceeding, "proceeding.begun")
    _expect_told(book, fact.told.source, ())
    return book.write(proceeding, fact)[0]


def _begin(book: Notebook, fact: AppealMade | IncidentReported | ProceedingBegun) -> SubjectId:
    subject = SubjectId(new_id())
    book.write(subject, fact)
    return subject


def _expect_told(book: Notebook, source: SubjectId, cases: tuple[SubjectId, ...]) -> None:
    expect_begun(book, source, "source.introduced")
    for case in cases:
        expect_begun(book, case, "case.opened")
