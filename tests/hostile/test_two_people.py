"""T7: whatever members ask, sign and strike, in any order: nobody does alone what takes two."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import depter.register.deeds as rules_of_deeds
from depter.actions import deeds
from depter.actions.cases import open_case
from depter.actions.evidence import deposit_evidence, take_out_evidence
from depter.actions.history import strike_entry
from depter.actions.sources import introduce_source, open_sealed
from depter.errors import DepterError
from depter.notebook.notebook import Notebook
from depter.register.facts import Fact
from depter.register.facts.office import (
    Countersigned,
    DeedAsked,
    EntryStruck,
    MemberChanged,
    MemberRevoked,
)
from depter.store.erasing import erase_due
from depter.values.ids import EntryId, SubjectId, new_id
from tests.hostile.chronicle import Chronicle
from tests.offices import NAMES, office_of

WHO = st.sampled_from([0, 1, 0, 1, 2, 3, 4])
ROLES = st.sampled_from(
    [("custodian",), ("coordinator",), ("custodian", "coordinator"), ("intake",), ("researcher",)]
)
DEEDS = st.sampled_from(["unseal", "take_out", "erase"])
OFTEN = st.sampled_from([True, True, True, False])  # else soon nobody is left
PICK = st.integers(0, 40)
MOST_MEMBERS = 5


class Conspiracy(RuleBasedStateMachine):
    """Members who try everything, alone or by twos, with Depter's actions and behind their back."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.where = Path(tempfile.mkdtemp(prefix="depter-two-"))

    @initialize(roles=st.lists(ROLES, max_size=2))
    def begin(self, roles: list[tuple[str, ...]]) -> None:
        three = ["custodian", "custodian", "intake"]
        self.office = self.open.enter_context(office_of(self.where, [*three, *roles]))
        self.chronicle = Chronicle(self.office.founder.notebook)
        self.subjects: list[SubjectId] = []
        self.renew()
        self.chronicle.look(self.subjects)

    def teardown(self) -> None:
        self.open.close()
        shutil.rmtree(self.where, ignore_errors=True)

    def renew(self) -> None:
        """A source and a file, written by whoever may."""
        for name in self.office.books:
            with suppress(DepterError):
                notebook = self.office.notebook(name)
                source = introduce_source(notebook, source_kind="relative", identity="a name")
                paper = deposit_evidence(
                    notebook, chunks=[b"paper"], file_name="a", media_type="image/png"
                )
                open_case(notebook)
                self.subjects += [source, paper]
                return

    def someone(self, who: int) -> Notebook:
        names = list(self.office.books)
        return self.office.notebook(names[who % len(names)])

    def some_subject(self, pick: int) -> SubjectId:
        return self.subjects[pick % len(self.subjects)] if self.subjects else SubjectId(new_id())

    def subject_for(self, deed: str) -> SubjectId:
        """The source or the file that was written last."""
        return self.some_subject(-1 if deed == "take_out" else -2)

    def some_entry(self, pick: int, *kinds: type[Fact]) -> tuple[SubjectId, EntryId]:
        notebook = self.office.founder.notebook
        found = [
            (subject, one.id)
            for subject in self.subjects
            for one in notebook.facts(subject)
            if isinstance(one.fact, kinds)
        ]
        return found[-1 - pick % len(found)] if found else (self.some_subject(0), EntryId("none"))

    def tried(self, attempt: Callable[[], object]) -> None:
        """What is refused is refused; what came about is looked at."""
        with suppress(DepterError):
            attempt()
        self.chronicle.look(self.subjects)

    @rule(who=WHO, pick=PICK, deed=DEEDS)
    def ask(self, who: int, pick: int, deed: str) -> None:
        notebook = self.someone(who)
        subject = self.subject_for(deed) if pick else self.some_subject(pick)
        self.tried(lambda: deeds.ask_deed(notebook, subject=subject, deed=deed, reason="so"))

    @rule(who=WHO, whom=WHO, pick=PICK, deed=DEEDS)
    def ask_and_find_somebody(self, who: int, whom: int, pick: int, deed: str) -> None:
        self.ask(who, pick, deed)
        self.agree(whom, 0)

    @rule(who=WHO, whom=WHO, deed=DEEDS)
    def do_it_as_it_should_be_done(self, who: int, whom: int, deed: str) -> None:
        self.ask_and_find_somebody(who, whom, 1, deed)
        if deed == "erase":
            self.wait(80)
        {"unseal": self.unseal, "take_out": self.take_out}.get(deed, self.erase_soon)(who, 1)

    def erase_soon(self, who: int, _: int) -> None:
        self.erase(who)

    @rule(who=WHO, pick=PICK)
    def agree(self, who: int, pick: int) -> None:
        subject, entry = self.some_entry(pick, DeedAsked)
        self.tried(lambda: deeds.agree_to(self.someone(who), subject=subject, entry=entry))

    @rule(who=WHO, pick=PICK)
    def countersign_whatever_it_is(self, who: int, pick: int) -> None:
        subject, entry = self.some_entry(pick, DeedAsked)
        self.tried(lambda: self.someone(who).write(subject, Countersigned(entry=entry)))

    @rule(who=WHO, pick=PICK)
    def strike(self, who: int, pick: int) -> None:
        subject, entry = self.some_entry(pick, DeedAsked, Countersigned, EntryStruck)
        self.tried(lambda: strike_entry(self.someone(who), subject=subject, entry=entry))

    @rule(who=WHO, pick=PICK)
    def unseal(self, who: int, pick: int) -> None:
        custodian = self.office.custody[NAMES[0]]  # stolen, if it has to be
        subject = self.subject_for("unseal") if pick else self.some_subject(1)
        self.tried(
            lambda: open_sealed(
                self.someone(who), subject=subject, custodian=custodian, reason="so"
            )
        )

    @rule(who=WHO, pick=PICK)
    def take_out(self, who: int, pick: int) -> None:
        subject = self.subject_for("take_out") if pick else self.some_subject(0)
        self.tried(lambda: take_out_evidence(self.someone(who), evidence=subject, reason="so"))

    @rule(who=WHO)
    def erase(self, who: int) -> None:
        self.tried(lambda: erase_due(self.office.founder.for_member(self.someone(who).keyring)))
        erased = self.office.founder.notebook.office.erased
        if set(self.subjects) <= erased.keys():
            self.renew()

    @rule(who=WHO, roles=ROLES)
    def admit(self, who: int, roles: tuple[str, ...]) -> None:
        if len(self.office.books) < MOST_MEMBERS:
            names = list(self.office.books)
            founder = self.office.founder
            self.office.founder = self.office.books[names[who % len(names)]]
            self.tried(lambda: self.office.join(*roles, is_signed=False))
            self.office.founder = founder

    @rule(who=WHO, whom=WHO, roles=ROLES, often=OFTEN)
    def change(self, who: int, whom: int, roles: tuple[str, ...], *, often: bool) -> None:
        if often:
            return
        notebook = self.someone(who)
        fact = MemberChanged(member=self.someone(whom).viewer.member, roles=roles)
        self.tried(lambda: notebook.write(notebook.office_id, fact))

    @rule(who=WHO, whom=WHO, often=OFTEN)
    def revoke(self, who: int, whom: int, *, often: bool) -> None:
        if often:
            return
        notebook, left = self.someone(who), self.someone(whom)
        head = notebook.ledger.head(left.device)
        ends = {left.device: head.seq if head else 0}
        fact = MemberRevoked(member=left.viewer.member, ends=ends)
        self.tried(lambda: notebook.write(notebook.office_id, fact))

    @rule(who=WHO, pick=PICK)
    def sign(self, who: int, pick: int) -> None:
        notebook = self.someone(who)
        waiting = notebook.office.pending
        if waiting:
            entry = waiting[pick % len(waiting)].entry
            self.tried(lambda: notebook.write(notebook.office_id, Countersigned(entry=entry)))

    @rule(hours=st.sampled_from([1, 30, 80, 200]))
    def wait(self, hours: int) -> None:
        self.office.watch.turn(hours=hours)

    @invariant()
    def nobody_did_alone_what_takes_two(self) -> None:
        if hasattr(self, "chronicle"):
            assert self.chronicle.wrongs() == []


ENOUGH = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
UNTIL_FOUND = settings(ENOUGH, derandomize=True, database=None, phases=[Phase.generate])


def test_nobody_does_alone_what_takes_two() -> None:
    run_state_machine_as_test(Conspiracy, settings=ENOUGH)


def test_a_build_that_forgets_the_second_person_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_of_deeds, "may_agree", lambda office, *, asker: ())
    with pytest.raises(AssertionError, match="by one alone"):
        run_state_machine_as_test(Conspiracy, settings=UNTIL_FOUND)


def test_a_build_that_lets_a_request_be_used_twice_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules_of_deeds, "_DONE", ())
    with pytest.raises(AssertionError, match="used twice"):
        run_state_machine_as_test(Conspiracy, settings=UNTIL_FOUND)
