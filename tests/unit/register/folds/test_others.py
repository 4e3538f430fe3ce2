"""Appeals, incidents, proceedings, places, figures, files, the office."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from depter.register.facts import KINDS, Fact
from depter.register.facts.advocacy import (
    AppealAnswered,
    AppealFollowed,
    AppealMade,
    IncidentReported,
    ProceedingBegun,
    RepresentationChanged,
    StageReached,
)
from depter.register.facts.base import Told
from depter.register.facts.office import EntryStruck, MemberAdmitted, OfficeFounded
from depter.register.facts.world import (
    EvidenceDeposited,
    FigureClaimed,
    OrganisationDescribed,
    PlaceDescribed,
    Spelling,
)
from depter.register.folds import _FOLDS, fold
from depter.register.folds.office import OfficeFile
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level

TOLD = Told(source=SubjectId("source0000000000"), basis="family")
SUBJECT = SubjectId("subject000000000")


def folded(*facts: Fact, closed: frozenset[Level] = frozenset()) -> Any:
    numbers = count(1)
    return fold(
        [
            Recorded(
                EntryId(f"entry-{number}"),
                "device",
                f"2019-01-01T00:00:00.{number:03d}Z.0000",
                SUBJECT,
                fact,
                closed,
            )
            for number, fact in zip(numbers, facts, strict=False)
        ],
        reliability={},
    )


def appeal(on: str = "2018-11-10") -> AppealMade:
    return AppealMade(appeal_kind="letter", told=TOLD, on=on)


def answer(on: str = "", hours: int | None = None) -> AppealAnswered:
    return AppealAnswered(response="no_reply", told=TOLD, on=on, elapsed_hours=hours)


def test_answers_and_what_followed_stand_in_order_of_their_dates_undated_last() -> None:
    dates = ("2019-02", "", "2018-12-01", "2018-21")
    one = folded(
        appeal(),
        *(answer(on) for on in dates),
        *(AppealFollowed(impact="news", told=TOLD, on=on) for on in dates),
    )
    assert [each.on for each in one.answers] == ["2018-21", "2018-12-01", "2019-02", ""]
    assert [each.on for each in one.followed] == ["2018-21", "2018-12-01", "2019-02", ""]


@pytest.mark.parametrize(
    ("answers", "hours"),
    [
        ([], None),
        ([answer("2018-11-12")], 48),
        ([answer("2018-11-12"), answer("2018-11-11")], 24),
        ([answer("2018-11-10")], 0),
        ([answer("2018-11-12", hours=5)], 5),
        ([answer("2018-11-12", hours=9), answer("", hours=4)], 4),
        ([answer("2018-11")], None),  # a month is no day
        ([answer("2018-11-01")], None),  # before it was asked: not an answer to this
        ([answer("")], None),
    ],
)
def test_hours_to_the_first_answer(answers: list[AppealAnswered], hours: int | None) -> None:
    assert folded(appeal(), *answers).hours_to_answer == hours


def test_hours_need_an_exact_day_of_asking() -> None:
    assert folded(appeal("2018-11"), answer("2018-11-12")).hours_to_answer is None
    assert folded(appeal(""), answer("2018-11-12")).hours_to_answer is None


def test_an_answer_struck_out_is_none() -> None:
    assert folded(appeal(), answer("2018-11-12"), EntryStruck(entry="entry-2")).answers == ()


def test_stages_and_lawyers_stand_in_order_and_the_last_is_the_latest() -> None:
    one = folded(
        ProceedingBegun(proceeding_kind="asylum", told=TOLD, title="Asylum"),
        StageReached(stage="refused", told=TOLD, on="2018-10"),
        StageReached(stage="applied", told=TOLD, on="2018-06"),
        RepresentationChanged(lawyer="B", change="ended", told=TOLD, on="2018-09"),
        RepresentationChanged(lawyer="B", change="began", told=TOLD, on="2018-05"),
    )
    assert [each.stage for each in one.stages] == ["applied", "refused"]
    assert one.latest_stage.stage == "refused"
    assert [each.change for each in one.representation] == ["began", "ended"]


def test_a_later_report_of_an_incident_replaces_the_earlier_and_both_are_in_the_history() -> None:
    one = folded(
        IncidentReported(incident_kind="visit", told=TOLD, summary="a visit"),
        IncidentReported(incident_kind="visit", told=TOLD, summary="two visits"),
        closed=frozenset({Level.SEALED}),
    )
    assert one.reported.summary == "two visits"
    assert len(one.history) == len(one.sealed_entries) == 2


def test_a_place_and_an_organisation_are_as_last_described() -> None:
    first = Spelling(text="Old name")
    again = (Spelling(text="New name"), first)
    place = folded(
        PlaceDescribed(names=(first,), place_kind="camp"),
        PlaceDescribed(names=again, place_kind="factory"),
    )
    assert (place.name, place.described.place_kind) == ("New name", "factory")
    body = folded(
        OrganisationDescribed(names=(first,), organisation_kind="court"),
        OrganisationDescribed(names=again, organisation_kind="court"),
        EntryStruck(entry="entry-2"),
    )
    assert body.name == "Old name"


def test_a_figure_corrected_is_the_later_one() -> None:
    first = FigureClaimed(counts="held_total", value=29, told=TOLD)
    second = FigureClaimed(counts="held_total", value=33, told=TOLD)
    assert folded(first, second).claimed.value == 33


def test_a_file_is_as_deposited() -> None:
    fact = EvidenceDeposited(file_name="a", media_type="b", size=1, sha256="c", blob="d")
    assert folded(fact).deposited == fact


def test_the_office_knows_its_members() -> None:
    office = folded(
        OfficeFounded(name="Desk", custodians=("age1",)),
        MemberAdmitted(member="m1", role="member", device="device"),
        MemberAdmitted(member="m2", roles=("intake",), device="d2"),
    )
    assert [member.id for member in office.members] == ["m1", "m2"]
    assert [member.roles for member in office.members] == [("member",), ("intake",)]


def test_what_begins_nothing_is_nothing() -> None:
    assert folded() is None
    assert folded(answer("2018")) is None


def test_every_fold_begins_with_a_kind_of_its_own() -> None:
    assert set(_FOLDS) <= set(KINDS.values())
    assert len(set(_FOLDS.values())) == len(_FOLDS) == 9  # the office's is found by its founding
    assert isinstance(folded(OfficeFounded(name="Desk", custodians=())), OfficeFile)
