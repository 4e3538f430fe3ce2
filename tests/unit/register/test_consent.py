"""Consent as a decision: what was agreed, for which case, until when, and not any longer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.register.consent import agreed_uses, is_agreed
from depter.register.facts import Fact
from depter.register.facts.sources import ConsentGiven, ConsentWithdrawn, SourceIntroduced
from depter.register.folds.source import SourceFile, fold_source
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId

ONE, OTHER = SubjectId("1" * 16), SubjectId("2" * 16)
DAY = date(2019, 3, 8)
NAMED, VIDEO = "publish_named", "publish_video"


def source(*facts: Fact) -> SourceFile:
    """A source that said these things, one after another."""
    introduced = SourceIntroduced(source_kind="relative", protection="protected")
    recorded = [
        Recorded(
            id=EntryId(f"e{number}"),
            device="d",
            at=f"2019.{number:03}",
            subject=SubjectId("s" * 16),
            fact=fact,
        )
        for number, fact in enumerate((introduced, *facts))
    ]
    return fold_source(recorded, {})


def gave(*uses: str, case: SubjectId | None = None, until: str = "") -> ConsentGiven:
    return ConsentGiven(uses=uses, case=case, until=until)


def took_back(*uses: str, case: SubjectId | None = None) -> ConsentWithdrawn:
    return ConsentWithdrawn(uses=uses, case=case)


def agrees(file: SourceFile, use: str = NAMED, *, case: SubjectId | None = ONE) -> bool:
    return is_agreed(file, use=use, case=case, on=DAY)


def test_nothing_said_is_not_agreed() -> None:
    assert not agrees(source())


def test_agreed_for_all_holds_for_each_and_for_one_there_alone() -> None:
    everywhere, there = source(gave(NAMED)), source(gave(NAMED, case=ONE))
    assert agrees(everywhere, case=ONE)
    assert agrees(everywhere, case=None)
    assert agrees(there, case=ONE)
    assert not agrees(there, case=OTHER)
    assert not agrees(there, case=None)
    assert not agrees(everywhere, VIDEO)


def test_withdrawn_everywhere_is_withdrawn_for_each() -> None:
    file = source(gave(NAMED, VIDEO), gave(NAMED, case=ONE), took_back(NAMED))
    assert not agrees(file)
    assert not agrees(file, case=OTHER)
    assert agrees(file, VIDEO)


def test_withdrawn_for_one_case_ends_there_what_was_agreed_for_all() -> None:
    file = source(gave(NAMED), took_back(NAMED, case=ONE))
    assert not agrees(file, case=ONE)
    assert agrees(file, case=OTHER)


def test_given_again_holds_again() -> None:
    anew = source(gave(NAMED), took_back(NAMED, case=ONE), gave(NAMED))
    there = source(gave(NAMED), took_back(NAMED, case=ONE), gave(NAMED, case=ONE))
    assert agrees(anew)
    assert agrees(there)


@pytest.mark.parametrize(
    ("until", "holds"),
    [
        ("2019-03-08", True),
        ("2019-03-07", False),
        ("2019-04", True),
        ("2019-03", False),  # it may have meant the first of March
        ("2020", True),
        ("2019", False),
        ("../2019-06-01", True),
        ("XXXX", False),
        ("", True),
    ],
)
def test_it_ends_with_the_first_day_that_until_may_mean(until: str, *, holds: bool) -> None:
    assert agrees(source(gave(NAMED, until=until))) is holds


_SAID = st.lists(
    st.builds(
        lambda made, use, case: made(use, case=case),
        st.sampled_from([gave, took_back]),
        st.sampled_from([NAMED, VIDEO]),
        st.sampled_from([None, ONE, OTHER]),
    ),
    max_size=10,
)


@given(_SAID, st.sampled_from([NAMED, VIDEO]), st.sampled_from([ONE, OTHER]))
def test_the_last_word_about_a_use_and_a_case_decides(
    said: list[Fact], use: str, case: SubjectId
) -> None:
    about = [
        one
        for one in said
        if isinstance(one, ConsentGiven | ConsentWithdrawn)
        and use in one.uses
        and one.case in (None, case)
    ]
    last = isinstance(about[-1], ConsentGiven) if about else False
    assert agrees(source(*said), use, case=case) is last
    assert (use in agreed_uses(source(*said), case=case, on=DAY)) is last


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 400))
def test_what_ran_out_stays_out(until: date, days: int) -> None:
    file = source(gave(NAMED, until=until.isoformat()))
    assert is_agreed(file, use=NAMED, case=ONE, on=until)
    after = until + timedelta(days=days + 1)
    assert not is_agreed(file, use=NAMED, case=ONE, on=after)
