"""A source: never its identity, always the same pseudonym, and consent as it stands."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.register.facts import Fact
from depter.register.facts.office import EntryStruck
from depter.register.facts.sources import (
    ConsentGiven,
    ConsentWithdrawn,
    SourceIntroduced,
    SourceJudged,
    SourceOpened,
)
from depter.register.folds import fold
from depter.register.folds.source import SourceFile, pseudonym
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId, new_id
from depter.values.level import Level

SOURCE = SubjectId("k7m2p9qx4d0r8s3t")
HERE, THERE = SubjectId("case0000000000aa"), SubjectId("case0000000000bb")
PROTECTED = SourceIntroduced(source_kind="relative", protection="protected")


def folded(*facts: Fact, closed: frozenset[Level] = frozenset()) -> SourceFile:
    numbers = count(1)
    recorded = [
        Recorded(
            EntryId(f"entry-{(number := next(numbers))}"),
            "device",
            f"2019-01-01T00:00:00.{number:03d}Z.0000",
            SOURCE,
            fact,
            closed,
        )
        for fact in facts
    ]
    source = fold(recorded, reliability={})
    assert isinstance(source, SourceFile)
    return source


def test_a_pseudonym_is_always_the_same_and_says_nothing() -> None:
    assert pseudonym(SOURCE) == pseudonym(SOURCE) == "Mezolu-16"
    assert folded(PROTECTED).name == pseudonym(SOURCE)


@given(st.integers(0, 100))
def test_pseudonyms_can_be_spoken_and_hardly_ever_meet(_: int) -> None:
    names = {pseudonym(SubjectId(new_id())) for _ in range(200)}
    assert len(names) > 190
    assert all(name[0].isupper() and name[-3] == "-" for name in names)


def test_a_protected_source_has_no_other_name_even_if_one_was_written() -> None:
    named = SourceIntroduced(source_kind="relative", protection="protected", name="Somebody")
    assert folded(named).name == pseudonym(SOURCE)
    unknown = SourceIntroduced(source_kind="relative", protection="", name="Somebody")
    assert folded(unknown).name == pseudonym(SOURCE)


def test_an_open_source_has_its_name_and_else_a_pseudonym() -> None:
    named = SourceIntroduced(source_kind="media", protection="open", name="The Paper")
    assert folded(named).name == "The Paper"
    assert not folded(named).is_protected
    nameless = SourceIntroduced(source_kind="media", protection="open")
    assert folded(nameless).name == pseudonym(SOURCE)


def test_the_latest_judgement_counts_and_openings_are_counted() -> None:
    source = folded(
        PROTECTED,
        SourceJudged(reliability="A"),
        SourceOpened(reason="court"),
        SourceJudged(reliability="D", reason="contradicts itself"),
        SourceOpened(reason="court again"),
    )
    assert (source.reliability, source.reliability_reason) == ("D", "contradicts itself")
    assert source.times_opened == 2


def test_what_is_sealed_is_known_to_be_there_and_nothing_more() -> None:
    source = folded(PROTECTED, closed=frozenset({Level.SEALED}))
    assert source.sealed_entries == (EntryId("entry-1"),)
    assert source.history[0].closed
    assert not hasattr(source, "identity")


def uses(*facts: Fact) -> set[tuple[str, SubjectId | None]]:
    return {(one.use, one.case) for one in folded(PROTECTED, *facts).consents}


GENERAL = ConsentGiven(uses=("store", "share_un"))
PARTICULAR = ConsentGiven(uses=("store", "publish_named"), case=HERE, until="2020")


@pytest.mark.parametrize(
    ("withdrawn", "left"),
    [
        (ConsentWithdrawn(uses=("share_un",)), {("store", None), ("store", HERE)}),
        (ConsentWithdrawn(uses=("store",)), {("share_un", None)}),
        (
            ConsentWithdrawn(uses=("store",), case=HERE),
            {("store", None), ("share_un", None)},
        ),
        (
            ConsentWithdrawn(uses=("store",), case=THERE),
            {("store", None), ("share_un", None), ("store", HERE)},
        ),
    ],
)
def test_withdrawing_for_all_withdraws_for_each_and_for_one_only_there(
    withdrawn: ConsentWithdrawn, left: set[tuple[str, SubjectId | None]]
) -> None:
    assert uses(GENERAL, PARTICULAR, withdrawn) - {("publish_named", HERE)} == left


def test_consent_can_be_given_again_and_a_withdrawal_struck_out() -> None:
    withdrawn = ConsentWithdrawn(uses=("store", "share_un"))
    assert uses(GENERAL, withdrawn) == set()
    assert uses(GENERAL, withdrawn, GENERAL) == {("store", None), ("share_un", None)}
    strike = EntryStruck(entry="entry-3")
    assert uses(GENERAL, withdrawn, strike) == {("store", None), ("share_un", None)}


def test_consent_keeps_its_dates() -> None:
    (one,) = [one for one in folded(PROTECTED, PARTICULAR).consents if one.use == "publish_named"]
    assert (one.case, one.until) == (HERE, "2020")


def test_withdrawing_what_was_never_given_is_no_failure() -> None:
    assert uses(ConsentWithdrawn(uses=("publish_video",))) == set()
