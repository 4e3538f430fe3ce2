"""Statuses in time: their order, when sources disagree, and which one is current."""

from __future__ import annotations

import pytest

from depter.register.facts.cases import StatusSettled
from depter.register.facts.claims import ContactWas
from depter.register.facts.statements import StatementRetracted
from tests.unit.register.folds.telling import AIDA, BEK, CAMP, FACTORY, Telling, claim, status


def disagree(one: str, other: str, *, said: str = "2019-03", second: str = "prison") -> bool:
    """Whether Aida's camp at one time and Bek's other status at another are disputed."""
    telling = Telling()
    telling.says(AIDA, status("camp", one), on=said)
    telling.says(BEK, status(second, other), on=said)
    disputed = {node.disputed for node in telling.case().timeline}
    assert len(disputed) == 1, "two statuses dispute each other, or neither does"
    return disputed == {True}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2018-04", "2018-04"),
        ("2018-04", "2018-04-12"),
        ("2018", "2018-04"),
        ("2018-21", "2018-04"),  # spring holds April
        ("2017-07/2018-10", "2018-01"),
        ("2017-07/2018-10", "2018-06/2019-01"),
        ("2018-02/..", "2018-12"),  # held until it was said, in March 2019
        ("../2018-12", "2018-06/2019-02"),
    ],
)
def test_statuses_known_to_overlap_are_disputed(one: str, other: str) -> None:
    assert disagree(one, other)
    assert disagree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2018-04", "2018-05"),
        ("2018-21", "2018-22"),  # spring, then summer
        ("2017-07/2018-10", "2018-10/2019-01"),  # the one followed the other
        ("2017-07/2018-10", "2018-10"),
        ("2017-07/2018-10", "2018-10-15/2019-01"),
        ("../2018-02", "2018-05"),
        ("2018-02/..", "2017"),
        ("../2018-12", "2018-12-03"),  # it ended some time in December
        ("../2018-12", "2018-01"),  # nobody said when the first began
    ],
)
def test_statuses_that_followed_each_other_are_not(one: str, other: str) -> None:
    assert not disagree(one, other)
    assert not disagree(other, one)


def test_the_same_status_twice_is_agreement() -> None:
    assert not disagree("2018", "2018", second="camp")


def test_one_source_does_not_disagree_with_itself() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp", "2018"), status("forced_work", "2018-06"))
    assert not telling.case().is_disputed


def test_undated_claims_are_dated_by_the_saying_and_else_dispute_nothing() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp"), on="2018-06")
    telling.says(BEK, status("released"), on="2018-06")
    assert telling.case().is_disputed
    assert not any(node.is_dated for node in telling.case().timeline)
    telling = Telling()
    telling.says(AIDA, status("camp"))
    telling.says(BEK, status("released", "2018-06"))
    assert not telling.case().is_disputed


def test_a_claim_taken_back_disputes_nothing_and_is_still_on_the_line() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp", "2018"))
    said = telling.says(BEK, status("released", "2018"))
    assert telling.case().is_disputed
    telling.add(StatementRetracted(statement=said, by="source"))
    case = telling.case()
    assert not case.is_disputed
    assert [(node.status, node.stands) for node in case.timeline] == [
        ("camp", True),
        ("released", False),
    ]


def test_settling_ends_a_dispute_and_naming_it_again_does_not_reopen_it() -> None:
    telling = Telling()
    right = status("camp", "2018")
    telling.says(AIDA, right)
    telling.says(BEK, status("released", "2018"))
    entry = telling.add(
        StatusSettled(status="camp", as_of="2018", reason="photograph", relies_on=(right.id,))
    )
    case = telling.case()
    assert case.status and (case.status.status, case.status.settled) == ("camp", entry)


def test_those_who_say_the_same_stand_together_best_first() -> None:
    telling = Telling()
    worse, better = status("camp", "2018", basis="hearsay"), status("camp", "2018", basis="self")
    telling.says(AIDA, worse)
    telling.says(BEK, better)
    (node,) = telling.case().timeline
    assert node.claims == (better.id, worse.id)


def test_other_places_are_other_nodes() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp", "2018", place=CAMP))
    telling.says(BEK, status("camp", "2018", place=FACTORY))
    assert {node.place for node in telling.case().timeline} == {CAMP, FACTORY}


def test_the_line_is_in_order_of_beginnings_and_undated_come_last() -> None:
    telling = Telling()
    for when in ("2019", "2017~", "../2018-02", "2018-21", "", "2018-04-02/2018-06"):
        telling.says(AIDA, status("camp", when))
    assert [node.as_of for node in telling.case().timeline] == [
        *("../2018-02", "2017~", "2018-21", "2018-04-02/2018-06", "2019", ""),
    ]


def current(telling: Telling, **reliability: str) -> str:
    now = telling.case(**reliability).status
    return now.status if now else ""


def test_nobody_said_anything_so_nothing_is_presumed() -> None:
    assert current(Telling()) == ""


def test_the_status_that_began_last_is_current() -> None:
    telling = Telling()
    telling.says(AIDA, status("released", "2018-12"))
    telling.says(BEK, status("camp", "2017-07/2018-10"))
    telling.says(BEK, status("no_contact"))
    assert current(telling) == "released"


def test_among_those_of_one_day_the_best_claim_decides() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp", "2018"))
    telling.says(BEK, status("prison", "2018"))
    assert current(telling, bek="A") == "prison"
    assert current(telling, bek="E") == "camp"


def test_what_was_settled_is_current_until_something_begins_later() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp", "2018"))
    telling.says(BEK, status("prison", "2018-06"))
    telling.add(StatusSettled(status="camp", as_of="2018-07", reason="photograph"))
    assert current(telling) == "camp"
    telling.says(BEK, status("prison", "2018-05"))
    assert current(telling) == "camp"
    telling.says(AIDA, status("released", "2018-12"))
    assert current(telling) == "released"
    telling.add(StatusSettled(status="camp", as_of="2019-01", reason="taken again"))
    assert current(telling) == "camp"


def test_a_settlement_stands_without_any_claim() -> None:
    telling = Telling()
    entry = telling.add(StatusSettled(status="left_country", as_of="2019", reason="at the desk"))
    case = telling.case()
    assert [(node.status, node.settled, node.claims) for node in case.timeline] == [
        ("left_country", entry, ())
    ]
    assert case.status == case.timeline[0]


def test_a_settlement_struck_out_is_gone() -> None:
    telling = Telling()
    telling.says(AIDA, status("camp", "2018"))
    entry = telling.add(StatusSettled(status="released", as_of="2019", reason="a mistake"))
    assert current(telling) == "released"
    telling.strikes(entry)
    assert current(telling) == "camp"


def test_last_heard_is_the_latest_contact_or_own_word() -> None:
    telling = Telling()
    assert telling.case().last_heard == ""
    telling.says(AIDA, claim(ContactWas(channel="phone"), as_of="2018-02"), on="2019-01")
    assert telling.case().last_heard == "2018-02"
    telling.says(AIDA, claim(ContactWas(channel="letter")), on="2018-05")
    assert telling.case().last_heard == "2018-05"
    telling.says(BEK, status("camp", "2017", basis="self"), on="2018-11")
    assert telling.case().last_heard == "2018-11"
    telling.says(BEK, status("camp", "2019", basis="family"), on="2019-02")
    assert telling.case().last_heard == "2018-11"


def test_a_contact_taken_back_was_none() -> None:
    telling = Telling()
    said = telling.says(AIDA, claim(ContactWas(channel="phone"), as_of="2018-02"))
    telling.add(StatementRetracted(statement=said, by="source"))
    assert telling.case().last_heard == ""


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ([("camp", "2018-04")], 2018),
        ([("released", "2019"), ("camp", "2017-07/2018-10")], 2017),
        ([("travel_blocked", "2016"), ("camp", "2018")], 2016),
        ([("left_country", "2015"), ("camp", "2018")], 2018),
        ([("camp", "../2018-12")], 2018),
        ([("camp", "")], None),
        ([("no_contact", "2018")], None),
    ],
)
def test_the_first_year_held(said: list[tuple[str, str]], year: int | None) -> None:
    telling = Telling()
    for code, when in said:
        telling.says(AIDA, status(code, when), on="2020")
    assert telling.case().year == year
