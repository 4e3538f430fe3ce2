"""Introducing sources, weighing them, their consent, and opening what is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from depter.actions.deeds import DeedNeedsReason, granted_or_alone, reason_of
from depter.actions.looking import expect
from depter.errors import N_, BadInput
from depter.notebook.notebook import Notebook
from depter.register.deeds import Deed
from depter.register.facts.sources import (
    ConsentGiven,
    ConsentWithdrawn,
    SourceIntroduced,
    SourceJudged,
    SourceOpened,
)
from depter.register.folds.source import SourceFile
from depter.values.ids import EntryId, SubjectId, new_id


class ProtectedHasNoName(BadInput):
    """A protected source was given a name that everybody would see."""

    what: ClassVar[str] = N_("A protected source cannot have an open name.")
    do: ClassVar[str] = N_("Write the name under “identity”: it is sealed as you save.")


class ReasonMissing(DeedNeedsReason):
    """Sealed fields are opened only with a reason, which is recorded."""

    what: ClassVar[str] = N_("Opening a sealed source needs a reason.")
    do: ClassVar[str] = N_("Write why it has to be opened; the reason is recorded.")


def introduce_source(
    book: Notebook,
    *,
    source_kind: str,
    protection: str = "protected",
    name: str = "",
    case: SubjectId | None = None,
    organisation: SubjectId | None = None,
    reference: str = "",
    note: str = "",
    identity: str = "",
    contact: str = "",
    whereabouts: str = "",
) -> SubjectId:
    """Somebody who can say something. Identity, contact and whereabouts are sealed at once.

    Raises:
        ProtectedHasNoName: ``name`` was given for a protected source.
        BadInput: nothing was written.
    """
    if protection == "protected" and name.strip():
        raise ProtectedHasNoName()
    source = SubjectId(new_id())
    fact = SourceIntroduced(
        source_kind=source_kind,
        protection=protection,
        name=name,
        case=case,
        organisation=organisation,
        reference=reference,
        note=note,
        identity=identity or None,
        contact=contact or None,
        whereabouts=whereabouts or None,
    )
    book.write(source, fact)
    return source


def judge_source(
    book: Notebook, *, source: SubjectId, reliability: str, reason: str = ""
) -> EntryId:
    """Weigh a source, A (completely reliable) to F (cannot be judged).

    Raises:
        NoSuchSubject, UnknownCode: nothing was written.
    """
    expect(book, source, SourceFile)
    return book.write(source, SourceJudged(reliability=reliability, reason=reason))[0]


def give_consent(
    book: Notebook,
    *,
    source: SubjectId,
    uses: Sequence[str],
    case: SubjectId | None = None,
    on: str = "",
    until: str = "",
    channel: str = "",
) -> EntryId:
    """The source agrees to uses, for one case or for all.

    Raises:
        NoSuchSubject, UnknownCode, DateNotUnderstood: nothing was written.
    """
    expect(book, source, SourceFile)
    fact = ConsentGiven(uses=tuple(uses), case=case, on=on, until=until, channel=channel)
    return book.write(source, fact)[0]


def withdraw_consent(
    book: Notebook,
    *,
    source: SubjectId,
    uses: Sequence[str],
    case: SubjectId | None = None,
    on: str = "",
    reason: str = "",
) -> EntryId:
    """The source no longer agrees; takes effect at once and everywhere.

    Raises:
        NoSuchSubject, UnknownCode: nothing was written.
    """
    expect(book, source, SourceFile)
    fact = ConsentWithdrawn(uses=tuple(uses), case=case, on=on, reason=reason)
    return book.write(source, fact)[0]


def open_sealed(
    book: Notebook, *, subject: SubjectId, custodian: str, reason: str = ""
) -> dict[str, Any]:
    """The sealed fields of a source, an incident, a statement: for a custodian, recorded first.

    It takes a request that a second member agreed to (:mod:`depter.actions.deeds`), which is
    then used up; ``reason`` may add to the one given there. Alone in the office, the custodian
    asks and opens in one step.

    Raises:
        ReasonMissing: alone, and no reason was given.
        NotAsked, SecondPersonNeeded: nobody else stands behind it; nothing was opened.
        NothingThere, NoSuchSubject: nothing is sealed there.
        BodyDamaged: ``custodian`` is not this register's secret, or the key was destroyed.
    """
    with book.together():
        try:
            asked = granted_or_alone(book, subject=subject, deed=Deed.UNSEAL, reason=reason)
        except DeedNeedsReason as problem:
            raise ReasonMissing() from problem
        reason = reason if reason.strip() else reason_of(book, subject=subject, entry=asked)
        book.write(subject, SourceOpened(reason=reason, asked=asked))
        return book.unsealed(subject, custodian=custodian)
