"""What needs doing in the office, as sentences with a place to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from depter.actions.deeds import open_requests
from depter.actions.members import unshared
from depter.register.access import Right, may
from depter.register.deeds import Deed, State
from depter.store.book import Book
from depter.web.deeds.standing import shown
from depter.web.frame.calling import called
from depter.web.members.roster import MemberRow, waiting


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: a sentence, and the words and address of the link."""

    sentence: str
    link: str
    address: str


def to_do(book: Book, rows: tuple[MemberRow, ...]) -> tuple[Task, ...]:
    """Everything that needs this member, the most pressing first."""
    if not may(book.viewer, Right.READ):
        return ()
    return (*_signatures(book), *_deeds(book), *_keys(book, rows), *_office(book, rows))


def _signatures(book: Book) -> Iterator[Task]:
    if not may(book.viewer, Right.MANAGE):
        return
    for one in waiting(book):
        if not one.is_mine:
            address = reverse("members:waiting", args=[one.pending.entry])
            yield Task(f"{one.words}", gettext("Confirm or decline"), address)


def _deeds(book: Book) -> Iterator[Task]:
    if not may(book.viewer, Right.ASK):
        return
    asked = shown(book, open_requests(book.notebook))
    if count := sum(one.can_agree for one in asked):
        sentence = ngettext(
            "{count} request waits for a second person.",
            "{count} requests wait for a second person.",
            count,
        )
        yield Task(sentence.format(count=count), gettext("Requests"), reverse("deeds:list"))
    if count := sum(one.is_mine and one.is_ready for one in asked):
        sentence = ngettext(
            "{count} request of yours was agreed to.",
            "{count} requests of yours were agreed to.",
            count,
        )
        yield Task(sentence.format(count=count), gettext("Requests"), reverse("deeds:list"))
    if may(book.viewer, Right.ERASE):
        for one in asked:
            due = one.request.deed == Deed.ERASE and one.request.state is State.READY
            if due and not one.is_mine:
                address = reverse("deeds:forget", args=[one.request.subject])
                yield Task(
                    gettext("The pause before an erasure is over."), gettext("Look at it"), address
                )


def _keys(book: Book, rows: tuple[MemberRow, ...]) -> Iterator[Task]:
    if not may(book.viewer, Right.OPEN_SEALED):
        return
    if any(one.is_me and one.lacks_custody for one in rows):
        yield Task(
            gettext("You are a custodian, but nothing is sealed to you yet."),
            gettext("Take custody"),
            reverse("members:custody"),
        )
    elif count := unshared(book.notebook):
        sentence = ngettext(
            "{count} sealed key is not shared with every custodian yet.",
            "{count} sealed keys are not shared with every custodian yet.",
            count,
        )
        link = gettext("Share what is sealed")
        yield Task(sentence.format(count=count), link, reverse("members:share"))


def _office(book: Book, rows: tuple[MemberRow, ...]) -> Iterator[Task]:
    if not book.office.is_recoverable:
        if book.office.trustees is None:
            said = gettext("Nobody could recover this register: no trustees hold sheets yet.")
        else:
            said = gettext("The trustees’ sheets are not verified yet.")
        yield Task(said, gettext("Recovery"), reverse("carrying:recovery"))
    yield from _forks(book)
    if may(book.viewer, Right.MANAGE):
        for one in rows:
            if one.never_came and not one.waits:
                said = gettext("{name} was invited and has not come yet.")
                address = reverse("members:page", args=[one.member.id])
                yield Task(said.format(name=one.name), gettext("Look at it"), address)


def _forks(book: Book) -> Iterator[Task]:
    """Machines that were copied and still may write; told once each."""
    for key in dict.fromkeys(fork.device for fork in book.office.forks):
        member, device = book.office.member_of(key), book.office.device(key)
        if member is None or device is None or device.ends is not None:
            continue
        said = gettext("A machine of {name} wrote two histories: it was copied, or stolen.")
        address = reverse("members:page", args=[member.id])
        yield Task(said.format(name=called(member)), gettext("Look at it"), address)
