"""Correcting a statement without seeing all of it takes nothing away."""

from __future__ import annotations

from pathlib import Path

from depter.actions.cases import open_case
from depter.actions.sources import introduce_source
from depter.actions.statements import correct_statement, new_claim, record_statement
from depter.notebook.notebook import Notebook
from depter.register.facts.claims import DocumentWas, NameIs
from depter.register.facts.statements import Occasion
from depter.register.folds.case import CaseFile
from tests.offices import office_of

NUMBER = "Z7712345"


def test_a_volunteer_who_mends_the_name_leaves_the_number_of_the_passport(tmp_path: Path) -> None:
    with office_of(tmp_path, roles=["coordinator", "intake"]) as office:
        _mend(office.notebook("Qarlygash"), office.notebook("Boran"))


def _mend(head: Notebook, volunteer: Notebook) -> None:
    case = open_case(head)
    source = introduce_source(head, source_kind="relative")
    name = new_claim(NameIs(text="Ainur Exampel", script="Latn"), basis="family")
    paper = new_claim(DocumentWas(document="passport", number=NUMBER), basis="family")
    statement = record_statement(
        head, about=case, source=source, occasion=Occasion(on="2019"), claims=[name, paper]
    )
    mended = new_claim(NameIs(text="Ainur Example", script="Latn"), basis="family")
    correct_statement(
        volunteer, about=case, statement=statement, reason="mistyped", claims=[mended]
    )
    folded = head.folded(case)
    assert isinstance(folded, CaseFile)
    standing = [known.claim.says for known in folded.claims if known.stands]
    assert any(isinstance(says, DocumentWas) and says.number == NUMBER for says in standing)
    assert any(isinstance(says, NameIs) and says.text == "Ainur Example" for says in standing)
