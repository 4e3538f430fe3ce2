"""The rules of docs/ranking.md, one by one."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.register.facts.cases import ClaimJudged, ValueSettled
from depter.register.facts.claims import NameIs
from depter.register.facts.statements import StatementRetracted
from depter.register.folds.claims import KnownClaim, by_property, rank
from depter.register.vocabulary import vocabulary
from tests.unit.register.folds.telling import AIDA, BEK, Telling, claim, known

DOCUMENT: Final = Path(__file__).resolve().parents[4] / "docs/ranking.md"
BASES: Final = (
    *("self", "eyewitness", "document", "official", "family", "media", "hearsay", "inference"),
)

known_claims = st.builds(
    known,
    reliability=st.sampled_from(("", *"ABCDEF")),
    credibility=st.sampled_from(("", *"123456")),
    basis=st.sampled_from(BASES),
    said_on=st.sampled_from(("", "2017", "2018-04", "2018-21", "2019-01-05")),
)


def test_the_order_of_bases_is_the_one_in_the_document_and_in_the_vocabulary() -> None:
    assert ", ".join(BASES) in DOCUMENT.read_text("utf-8")
    assert set(BASES) == set(vocabulary("basis").codes)
    for better, worse in pairwise(BASES):
        assert rank(known(basis=better)) < rank(known(basis=worse))


@pytest.mark.parametrize(
    ("better", "worse"), [*pairwise("ABCDE"), ("B", ""), ("B", "F"), ("F", "D")]
)
def test_a_more_reliable_source_comes_first_whatever_else(better: str, worse: str) -> None:
    best = known(reliability=better, credibility="5", basis="inference", said_on="2001")
    assert rank(best) < rank(known(reliability=worse, credibility="1", basis="self"))


@pytest.mark.parametrize(
    ("better", "worse"), [*pairwise("12345"), ("2", ""), ("2", "6"), ("6", "4")]
)
def test_then_the_more_credible_claim(better: str, worse: str) -> None:
    best = known(credibility=better, basis="inference")
    assert rank(best) < rank(known(credibility=worse, basis="self"))


def test_not_judged_and_cannot_be_judged_stand_in_the_middle() -> None:
    assert rank(known()) == rank(known(reliability="C", credibility="3"))
    assert rank(known()) == rank(known(reliability="F", credibility="6"))


def test_then_the_most_recent_saying_and_undated_last() -> None:
    dates = ["2019-01-05", "2018-04", "2017", ""]
    for later, earlier in pairwise(dates):
        assert rank(known(said_on=later)) < rank(known(said_on=earlier))


@given(st.lists(known_claims, max_size=8))
def test_the_order_is_total_and_does_not_depend_on_who_came_first(some: list[KnownClaim]) -> None:
    ranks = [rank(one) for one in sorted(some, key=rank)]
    assert ranks == sorted(rank(one) for one in reversed(some))
    groups = by_property(some)
    assert [rank(one) for group in groups.values() for one in group] == ranks


def names(telling: Telling, **reliability: str) -> list[str]:
    return list(telling.case(**reliability).all_names)


def test_equals_stay_in_the_order_in_which_they_were_recorded() -> None:
    telling = Telling()
    for name in ("First", "Second", "Third"):
        telling.says(AIDA, claim(NameIs(text=name, script="Latn")))
    assert names(telling) == ["First", "Second", "Third"]


def two_names() -> tuple[Telling, list[str]]:
    telling = Telling()
    first = claim(NameIs(text="By Aida", script="Latn"))
    second = claim(NameIs(text="By Bek", script="Latn"))
    statement = telling.says(AIDA, first)
    telling.says(BEK, second)
    return telling, [first.id, second.id, statement]


def test_judging_a_source_changes_what_is_displayed() -> None:
    telling, _ = two_names()
    assert telling.case().name == "By Aida"
    assert telling.case(bek="A").name == "By Bek"
    assert telling.case(aida="E").name == "By Bek"


def test_judging_a_claim_changes_what_is_displayed() -> None:
    telling, (_, second, _) = two_names()
    telling.add(ClaimJudged(claim=second, credibility="1"))  # type: ignore[arg-type]
    assert telling.case().name == "By Bek"
    telling.add(ClaimJudged(claim=second, credibility="5"))  # type: ignore[arg-type]
    assert telling.case().name == "By Aida"


def test_what_was_settled_is_displayed_until_it_is_taken_back() -> None:
    telling, (first, second, statement) = two_names()
    telling.add(ValueSettled(property="name", claim=first, reason="seen"))  # type: ignore[arg-type]
    assert telling.case(bek="A").name == "By Aida"
    telling.add(StatementRetracted(statement=statement, by="source"))  # type: ignore[arg-type]
    case = telling.case()
    assert case.name == "By Bek"
    assert case.displayed == {"name": second}
    assert [known.stands for known in case.claims] == [False, True]


def test_what_does_not_stand_is_never_displayed_however_good() -> None:
    telling = Telling()
    statement = telling.says(AIDA, claim(NameIs(text="Gone", script="Latn"), basis="self"))
    telling.add(StatementRetracted(statement=statement, by="office"))
    case = telling.case(aida="A")
    assert (case.name, case.is_named, case.displayed) == ("somebody", False, {})
    telling.says(BEK, claim(NameIs(text="Worse", script="Latn"), basis="inference"))
    assert telling.case(aida="A", bek="E").name == "Worse"
