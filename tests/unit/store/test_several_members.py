"""Members who have the same notebook open at once draw the same cards, whoever writes last."""

from __future__ import annotations

from pathlib import Path

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source, judge_source
from depter.actions.statements import new_claim, record_statement
from depter.register.facts.claims import StatusWas
from depter.register.facts.statements import Occasion
from tests.offices import office_of


def test_a_grade_that_another_member_changed_ranks_what_this_one_draws(tmp_path: Path) -> None:
    with office_of(tmp_path, ["", "coordinator"]) as office:
        one, other = office.notebook("Qarlygash"), office.notebook("Boran")
        case, source = open_case(one), introduce_source(one, source_kind="relative")

        def say() -> None:
            claim = new_claim(StatusWas(status="camp"), basis="family", as_of="2018")
            record_statement(one, about=case, source=source, occasion=Occasion(), claims=[claim])

        judge_source(one, source=source, reliability="A")
        say()
        judge_source(other, source=source, reliability="E")
        say()
        claims = office.book("Qarlygash").case(case).case.claims
        assert [known.reliability for known in claims] == ["E", "E"]
        assert office.founder.differing_cards() == []
