"""Claims laid out for a page: brought together, in order, nothing left out."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.register.facts.claims import (
    AgeWas,
    AnySays,
    BornOn,
    CapacityWas,
    Claim,
    DocumentWas,
    NameIs,
    RelatedTo,
    StatusWas,
)
from depter.register.folds.advocacy import days_between
from depter.register.folds.claims import KnownClaim, Standing
from depter.register.folds.dossier import Dossier
from depter.register.folds.source import SourceFile
from depter.register.folds.timeline import build_timeline
from depter.values.ids import ClaimId, EntryId, StatementId, SubjectId
from depter.web.cases.said import parts_of, speakers, told_of, values_of
from depter.web.cases.timeline import Report, moments_of
from depter.web.search.marking import pieces_of
from tests.people import ZEREKA


def known(says: AnySays, *, id_: str, source: str = "s1", as_of: str = "") -> KnownClaim:
    return KnownClaim(
        claim=Claim(id=ClaimId(id_), says=says, basis="family", as_of=as_of),
        statement=StatementId("t1"),
        source=SubjectId(source),
        said_on="2019-01",
    )


def report(status: str, as_of: str, *, disputed: bool = True) -> Report:
    return Report(status, as_of, None, "", (), is_dated=True, is_disputed=disputed, stands=True)


def test_a_name_carries_its_language_and_direction() -> None:
    [part] = parts_of(NameIs(text=ZEREKA.arabic, script="Arab", language="kk-Arab"))
    assert (part.value, part.lang, part.dir) == (ZEREKA.arabic, "kk-Arab", "rtl")


def test_codes_know_their_vocabulary_and_words_come_last() -> None:
    parts = parts_of(
        DocumentWas(document="passport", detail="taken at night", holder="seized", number="N 1")
    )
    assert [(one.kind, one.value) for one in parts] == [
        ("code", "passport"),
        ("text", "N 1"),
        ("code", "seized"),
        ("text", "taken at night"),
    ]
    assert parts[0].vocabulary == "document_type"


@pytest.mark.parametrize(
    ("says", "kinds"),
    [
        (BornOn(date="1984~"), ["date"]),
        (AgeWas(years=34), ["years"]),
        (CapacityWas(count=2500), ["number", "code"]),
        (RelatedTo(relation="sibling", to=SubjectId("c2"), name="hidden"), ["code", "subject"]),
        (RelatedTo(relation="sibling", name="Toleutai"), ["code", "text"]),
    ],
)
def test_each_property_is_shown_in_its_own_way(says: AnySays, kinds: list[str]) -> None:
    assert [part.kind for part in parts_of(says)] == kinds


def test_who_says_the_same_stands_behind_one_value() -> None:
    claims = (
        known(BornOn(date="1984"), id_="a"),
        known(BornOn(date="1985"), id_="b"),
        known(BornOn(date="1984"), id_="c", source="s2"),
    )
    told = told_of(Dossier(claims=claims), {})
    values = values_of(claims, told, settled=ClaimId("c"))
    assert [[one.claim for one in value.told] for value in values] == [["a", "c"], ["b"]]
    assert [value.is_settled for value in values] == [True, False]


def test_what_was_taken_back_is_not_counted_with_what_stands() -> None:
    stands = known(BornOn(date="1984"), id_="a")
    fallen = msgspec.structs.replace(
        known(BornOn(date="1984"), id_="b"), standing=Standing.RETRACTED
    )
    told = told_of(Dossier(claims=(stands, fallen)), {})
    assert [value.stands for value in values_of((stands, fallen), told)] == [True, False]


def test_a_protected_source_is_marked() -> None:
    files = {SubjectId("s1"): SourceFile("Bavuno-37", "relative", "protected", "")}
    [speaker] = speakers(files).values()
    assert speaker.is_protected and speaker.name == "Bavuno-37"


def test_reports_that_dispute_each_other_share_a_stop() -> None:
    one, other = report("camp", "2018-04"), report("forced_work", "2018")
    later = report("released", "2019", disputed=False)
    [fork, single] = moments_of([one, other, later])
    assert fork.is_fork and fork.reports == (one, other)
    assert not fork.has_one_date
    assert not single.is_fork


def test_disputes_at_different_times_stay_apart() -> None:
    assert len(moments_of([report("camp", "2017"), report("released", "2019")])) == 2


def test_the_branch_the_office_stands_by_comes_first() -> None:
    settled = dataclasses.replace(report("released", "2018"), settled=EntryId("e1"))
    [moment] = moments_of([report("camp", "2018"), settled])
    assert moment.first == settled == moment.reports[0]


def test_more_than_three_branches_go_under_the_fold() -> None:
    some = [report(status, "2018") for status in ("camp", "prison", "released", "detained")]
    [moment] = moments_of(some)
    assert len(moment.beside) == 3 and len(moment.further) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["camp", "released", "forced_work"]),
            st.sampled_from(["2017", "2018", "2018-04", "2017/2019", "2019-01/..", ""]),
            st.sampled_from(["s1", "s2", "s3"]),
        ),
        max_size=12,
    )
)
def test_no_report_is_lost_between_fold_and_page(told: list[tuple[str, str, str]]) -> None:
    claims = [
        known(StatusWas(status=status), id_=str(number), source=source, as_of=as_of)
        for number, (status, as_of, source) in enumerate(told)
    ]
    nodes = build_timeline(claims, ())
    reports = [
        Report(one.status, one.as_of, None, "", (), one.is_dated, one.disputed, one.stands)
        for one in nodes
    ]
    shown = [one for moment in moments_of(reports) for one in moment.reports]
    assert sorted(shown, key=repr) == sorted(reports, key=repr)


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("2018-11-14", "2019-01-11", 58),
        ("2018-11-14", "2018-11-14", 0),
        ("2018-11", "2019-01-11", None),
        ("2019-01-11", "2018-11-14", None),
        ("", "2018-11-14", None),
    ],
)
def test_days_are_counted_between_days_only(first: str, second: str, days: int | None) -> None:
    assert days_between(first, second) == days


@given(st.text(max_size=80), st.text(max_size=20))
def test_marking_changes_no_letter(excerpt: str, query: str) -> None:
    assert "".join(piece.text for piece in pieces_of(excerpt, query)) == excerpt


def test_the_words_searched_for_are_hits() -> None:
    pieces = pieces_of("Seen in Poplar yard, poplars all around", "poplar")
    assert [piece.text for piece in pieces if piece.is_hit] == ["Poplar", "poplar"]
