"""A lawyer sees the cases assigned to them, and nothing else exists: whatever is asked, by id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from depter.actions import advocacy, cases
from depter.actions.evidence import read_evidence
from depter.actions.history import strike_entry
from depter.notebook.errors import NoSuchSubject
from depter.notebook.notebook import Notebook
from depter.register.access import NotAllowed, Role, Viewer
from depter.register.facts.advocacy import AppealFollowed, AppealMade, ProceedingBegun, StageReached
from depter.register.facts.base import Told
from depter.register.facts.cases import CaseUnassigned
from depter.register.folds.advocacy import AppealFile, ProceedingFile
from depter.register.folds.world import PlaceFile
from depter.store.asking import Asking
from depter.values.ids import SubjectId
from tests.offices import Office, office_of
from tests.unit.store.assigned import QUESTIONS, World, answers, every_id, two_cases


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_of(tmp_path_factory.mktemp("office"), ["", "advocate"]) as one:
        yield one


@pytest.fixture(scope="module")
def register(office: Office) -> World:
    """Two cases, and what ties the second to the first; the first is the lawyer's."""
    return two_cases(office)


def test_no_question_about_any_id_says_a_word_of_a_case_that_is_not_assigned(
    register: World,
) -> None:
    seen = answers(register.lawyer, every_id(register))
    assert "Qoyu" not in seen
    assert "Sary words" in seen and "Sary77" in seen and "Ortaq asked" in seen
    assert not [name for name, one in register.theirs.items() if one in seen.replace("\n", "")]


def test_the_same_questions_tell_a_colleague_of_both(register: World) -> None:
    """The control: the questions above do ask for everything."""
    seen = answers(register.office.founder, every_id(register))
    words = ("label", "Melike", "note", ".pdf", "-shown.pdf", "words", "remark", "detail", "77")
    missing = [
        f"{who}{sep}{word}"
        for who in ("Sary", "Qoyu")
        for word in words
        for sep in ("" if word[0] in ".-7" else " ",)
        if f"{who}{sep}{word}" not in seen
    ]
    assert not missing
    assert all(word in seen for word in ("Qoyu himself", "Qoyu brother", "Qoyu free", "Qoyu title"))


@pytest.mark.parametrize("ask", list(QUESTIONS.values())[:3], ids=list(QUESTIONS)[:3])
def test_a_hidden_id_answers_as_one_that_never_was(
    register: World, ask: Callable[[Asking, SubjectId], object]
) -> None:
    for one in (*register.theirs.values(), register.desk.office_id, SubjectId("0000000000000000")):
        with pytest.raises(NoSuchSubject):
            ask(register.lawyer, one)


def test_what_is_counted_is_what_is_seen(register: World) -> None:
    lawyer = register.lawyer
    assert lawyer.counts() == {
        "case": 1,
        "source": 1,
        "evidence": 2,
        "appeal": 2,
        "incident": 1,
        "proceeding": 1,
        "place": 1,
    }
    assert lawyer.status_counts() == {"camp": 1}
    assert lawyer.cases().count == 1
    assert lawyer.case_choices().statuses == ("camp",)


def test_a_page_names_only_what_exists(register: World) -> None:
    lawyer, mine = register.lawyer, register.mine
    page = lawyer.case(mine["case"])
    assert page.case.judged_same == {} and page.related_from == () and page.speaks_as == ()
    assert {one for one, _ in page.evidence} == {mine["file"], mine["shown"]}
    joint = lawyer.subject(mine["joint"], AppealFile).folded
    assert isinstance(joint, AppealFile)
    assert joint.made.cases == (mine["case"],) and joint.made.told.source == ""
    assert joint.followed == ()
    whole = register.office.founder.subject(mine["joint"], AppealFile).folded
    assert isinstance(whole, AppealFile) and len(whole.followed) == 1


def test_an_agreement_for_a_hidden_case_does_not_become_one_for_all(register: World) -> None:
    assert register.lawyer.source(register.mine["source"]).source.consents == ()
    [consent] = register.office.founder.source(register.mine["source"]).source.consents
    assert consent.case == register.theirs["case"]


def test_of_a_place_only_known_sources_are_heard(register: World) -> None:
    folded: Any = register.lawyer.subject(register.camp, PlaceFile).folded
    assert [one.words for one in folded.dossier.statements] == ["Sary of the camp"]
    assert [one.claim.says.text for one in folded.dossier.claims] == ["Sary remark"]


def test_a_hit_is_found_behind_many_that_do_not_exist(register: World) -> None:
    """The limit of a search is not spent on what the viewer may not know."""
    for _ in range(35):
        cases.open_case(register.desk, label="Sary Zereka")
    [zereka] = register.lawyer.search("Sary Zereka")
    assert zereka.name.id == register.mine["case"] and zereka.in_name


def test_a_lawyer_works_on_the_cases_assigned(register: World) -> None:
    notebook, mine = register.lawyer.notebook, register.mine
    who = Told(source=mine["source"], basis="official")
    fact = ProceedingBegun(proceeding_kind="asylum", told=who, cases=(mine["case"],), title="Mine")
    with notebook.together():
        begun = advocacy.begin_proceeding(notebook, fact)
        advocacy.reach_stage(
            notebook, proceeding=begun, fact=StageReached(stage="applied", told=who, on="2019-02")
        )
    folded: Any = register.lawyer.subject(begun, ProceedingFile).folded
    assert [one.stage for one in folded.stages] == ["applied"]
    entry = notebook.facts(begun)[0].id
    strike_entry(notebook, subject=begun, entry=entry, reason="the wrong court")
    with pytest.raises(NoSuchSubject):
        register.lawyer.subject(begun, ProceedingFile)


Ids = dict[str, SubjectId]
WRITES: Final[dict[str, Callable[[Notebook, Ids, Ids], object]]] = {
    "a stage of a hidden proceeding": lambda book, mine, theirs: advocacy.reach_stage(
        book,
        proceeding=theirs["proceeding"],
        fact=StageReached(stage="applied", told=Told(source=mine["source"], basis="official")),
    ),
    "the same, past the action": lambda book, mine, theirs: book.write(
        theirs["proceeding"],
        StageReached(stage="applied", told=Told(source=mine["source"], basis="official")),
    ),
    "an appeal for a hidden case": lambda book, mine, theirs: advocacy.make_appeal(
        book,
        AppealMade(
            appeal_kind="letter",
            told=Told(source=mine["source"], basis="official"),
            cases=(theirs["case"],),
        ),
    ),
    "an appeal told by a hidden source": lambda book, mine, theirs: advocacy.make_appeal(
        book,
        AppealMade(
            appeal_kind="letter",
            told=Told(source=theirs["source"], basis="official"),
            cases=(mine["case"],),
        ),
    ),
    "a change after an appeal, to a hidden case": lambda book, mine, theirs: advocacy.follow_appeal(
        book,
        appeal=mine["appeal"],
        fact=AppealFollowed(
            impact="released",
            told=Told(source=mine["source"], basis="official"),
            case=theirs["case"],
        ),
    ),
    "the key of a hidden file": lambda book, mine, theirs: list(
        read_evidence(book, evidence=theirs["file"], blob="")
    ),
    "what is sealed": lambda book, mine, theirs: book.unsealed(theirs["source"], custodian=""),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_nothing_is_written_on_what_does_not_exist(
    register: World,
    write: Callable[[Notebook, Ids, Ids], object],
) -> None:
    before = register.desk.ledger.heads()
    with pytest.raises(NoSuchSubject):
        write(register.lawyer.notebook, register.mine, register.theirs)
    assert register.desk.ledger.heads() == before


def test_facts_of_a_hidden_subject_are_not_read_past_the_cards(register: World) -> None:
    notebook = register.lawyer.notebook
    for one in register.theirs.values():
        assert notebook.facts(one) == () and notebook.folded(one) is None
    case = register.theirs["case"]
    assert not notebook.has_begun(case, "case.opened")
    assert register.desk.has_begun(case, "case.opened") and register.desk.facts(case)


def test_what_would_be_about_no_assigned_case_is_not_begun(register: World) -> None:
    told_by = Told(source=register.mine["source"], basis="official")
    before = register.desk.ledger.heads()
    with pytest.raises(NotAllowed):
        advocacy.make_appeal(
            register.lawyer.notebook, AppealMade(appeal_kind="letter", told=told_by)
        )
    assert register.desk.ledger.heads() == before


def test_a_case_no_longer_assigned_is_gone_at_once(register: World) -> None:
    register.assign(CaseUnassigned)
    try:
        with pytest.raises(NoSuchSubject):
            register.lawyer.case(register.mine["case"])
        assert "Sary" not in answers(register.lawyer, every_id(register))
        assert register.lawyer.counts() == {"place": 1}
    finally:
        register.assign()
    assert register.lawyer.case(register.mine["case"])


def test_a_lawyer_who_is_also_a_coordinator_sees_everything(register: World) -> None:
    viewer = Viewer(member="somebody", roles=frozenset({Role.ADVOCATE, Role.COORDINATOR}))
    asking = Asking(alias=register.office.founder.alias, viewer=viewer)
    assert asking.may_see(register.theirs["case"]) and asking.case(register.theirs["case"])


def test_require_visible_says_nothing_of_what_is_hidden(register: World) -> None:
    register.lawyer.require_visible(register.mine["case"])
    register.office.founder.require_visible(register.theirs["case"])
    with pytest.raises(NoSuchSubject):
        register.lawyer.require_visible(register.theirs["case"])
