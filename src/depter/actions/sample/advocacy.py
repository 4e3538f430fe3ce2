"""Writing what the sheet says was asked, what came back, and what was done to those who spoke."""

from __future__ import annotations

from depter.actions.advocacy import (
    answer_appeal,
    begin_proceeding,
    change_representation,
    follow_appeal,
    make_appeal,
    reach_stage,
    report_incident,
)
from depter.actions.sample.handles import Handles
from depter.actions.sample.sheet import (
    AnswerRow,
    AppealRow,
    FollowedRow,
    LawyerRow,
    Sheet,
    StageRow,
)
from depter.notebook.notebook import Notebook, Progress
from depter.register.facts.advocacy import (
    AppealAnswered,
    AppealFollowed,
    AppealMade,
    IncidentReported,
    ProceedingBegun,
    RepresentationChanged,
    StageReached,
)


def write_appeals(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> None:
    """Each appeal with its answers and what followed."""
    for handle, row in sheet.appeals.items():
        appeal = make_appeal(book, _appeal(row, handles))
        handles.note(handle, appeal)
        for answer in row.answers:
            answer_appeal(book, appeal=appeal, fact=_answer(answer, handles))
        for followed in row.followed:
            follow_appeal(book, appeal=appeal, fact=_followed(followed, handles))
        done(1)


def write_incidents(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> None:
    """Intimidation and reprisal, tied to the appeals they came after."""
    for row in sheet.incidents.values():
        fact = IncidentReported(
            incident_kind=row.kind,
            told=handles.told(row.told),
            on=row.date,
            summary=row.summary,
            origin=row.origin,
            demanded=row.demanded,
            threatened=row.threatened,
            appeals=handles.subjects(row.appeals),
            cases=handles.subjects(row.cases),
            organisation=handles.subject_if_any(row.organisation),
        )
        report_incident(book, fact)
        done(1)


def write_proceedings(book: Notebook, sheet: Sheet, *, handles: Handles, done: Progress) -> None:
    """Each procedure with its stages and its lawyers."""
    for row in sheet.proceedings.values():
        fact = ProceedingBegun(
            proceeding_kind=row.kind,
            told=handles.told(row.told),
            title=row.title,
            on=row.date,
            cases=handles.subjects(row.cases),
            organisation=handles.subject_if_any(row.organisation),
            body=handles.subject_if_any(row.body),
            body_name=row.body_name,
        )
        proceeding = begin_proceeding(book, fact)
        for stage in row.stages:
            reach_stage(book, proceeding=proceeding, fact=_stage(stage, handles))
        for lawyer in row.representation:
            change_representation(book, proceeding=proceeding, fact=_lawyer(lawyer, handles))
        done(1)


def _appeal(row: AppealRow, handles: Handles) -> AppealMade:
    return AppealMade(
        appeal_kind=row.kind,
        told=handles.told(row.told),
        on=row.date,
        by=handles.subject_if_any(row.by),
        by_name=row.by_name,
        addressee=handles.subject_if_any(row.addressee),
        addressee_name=row.addressee_name,
        cases=handles.subjects(row.cases),
        asked=row.asked,
    )


def _answer(row: AnswerRow, handles: Handles) -> AppealAnswered:
    return AppealAnswered(
        response=row.response,
        told=handles.told(row.told),
        on=row.date,
        by=handles.subject_if_any(row.by),
        by_name=row.by_name,
        words=row.words,
        elapsed=row.elapsed,
    )


def _followed(row: FollowedRow, handles: Handles) -> AppealFollowed:
    return AppealFollowed(
        impact=row.impact,
        told=handles.told(row.told),
        on=row.date,
        case=handles.subject_if_any(row.case),
        claim=handles.claim(row.claim) if row.claim else None,
        words=row.words,
    )


def _stage(row: StageRow, handles: Handles) -> StageReached:
    return StageReached(
        stage=row.stage,
        told=handles.told(row.told),
        on=row.date,
        outcome=row.outcome,
        amount=row.amount,
        currency=row.currency,
        body=handles.subject_if_any(row.body),
    )


def _lawyer(row: LawyerRow, handles: Handles) -> RepresentationChanged:
    return RepresentationChanged(
        lawyer=row.lawyer,
        change=row.change,
        told=handles.told(row.told),
        on=row.date,
        reason=row.reason,
    )
