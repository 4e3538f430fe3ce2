"""Writing from the command line: the same actions, the same refusals as on the pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from depter.cli.commands.statement_sheet import StatementSheet, claims_of
from depter.cli.sheets import sheet_from
from depter.register.checks import checked_fields
from depter.register.facts.claims import property_of
from depter.register.facts.statements import Occasion, StatementRecorded
from depter.values.ids import StatementId, SubjectId
from tests.unit.cli.conftest import Answer, Depter

SHEET = """
source_kind: relative
occasion: {on: 2019-01-21, channel: in_person}
language: kk
words: Ол қайтпады.
translations: {en: She did not come back.}
basis: family
claims:
  - {property: name, text: Ainur Example, script: Latn}
  - {property: status, status: camp, as_of: 2017-10~/2018-12, locator: "03:12"}
  - {property: age, years: 34, as_of: 2018}
  - {property: document, document: passport, number: N00012, country: "NO"}
"""


@pytest.fixture
def case(depter: Depter, notebook_folder: Path) -> str:
    told = depter("case", "open", "--label", "Somebody", "--notebook", notebook_folder)
    return told.out.strip()


@pytest.fixture
def record(depter: Depter, notebook_folder: Path, case: str) -> Depter:
    def run(*words: object) -> Answer:
        told = ("statement", "record", "--case", case, "--notebook", notebook_folder, "--json")
        return depter(*told, *words)

    return run


def shown(depter: Depter, folder: Path, case: str) -> Any:
    return depter("case", "show", case, "--notebook", folder, "--json").document


def test_a_simple_statement_fits_into_options(
    depter: Depter, record: Depter, notebook_folder: Path, case: str
) -> None:
    told = record(
        *("--source-kind", "relative", "--on", "2019-01-21", "--language", "kk"),
        *("--words", "Ол қайтпады", "--basis", "family", "--status", "camp"),
        *("--as-of", "2017-10", "--claim", r"property=remark;text=one\; two"),
    )
    assert told.code == 0, told
    found = shown(depter, notebook_folder, case)
    assert found["case"]["status"]["status"] == "camp"
    assert found["case"]["status"]["as_of"] == "2017-10"
    remarks = [known["claim"]["says"].get("text") for known in found["case"]["dossier"]["claims"]]
    assert "one; two" in remarks
    source = depter("source", "show", told.document["source"], "--notebook", notebook_folder,
                    "--json").document  # fmt: skip
    assert source["source"]["protection"] == "protected"


def test_a_complete_statement_is_a_sheet(
    depter: Depter, record: Depter, notebook_folder: Path, case: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "statement.yaml"
    sheet.write_text(SHEET, encoding="utf-8")
    assert record("--file", sheet).code == 0
    found = shown(depter, notebook_folder, case)["case"]
    assert found["name"] == "Ainur Example"
    claims = {known["claim"]["says"]["property"]: known for known in found["dossier"]["claims"]}
    assert claims["age"]["claim"]["says"]["years"] == 34
    assert claims["age"]["claim"]["as_of"] == "2018"
    assert claims["document"]["claim"]["says"]["country"] == "NO"
    assert claims["document"]["level"] == "protected"
    assert claims["status"]["claim"]["locator"] == "03:12"


def test_a_sheet_may_be_json_on_standard_input(
    record: Depter, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = b'{"source_kind": "witness", "words": "\xd0\x9e\xd0\xbb \\u04d9", "language": "kk"}'

    class Typed:
        buffer = io.BytesIO(written)

    monkeypatch.setattr("sys.stdin", Typed())
    assert record("--file", "-").code == 0


def test_a_refused_statement_leaves_no_new_source_behind(
    depter: Depter, record: Depter, notebook_folder: Path
) -> None:
    assert record("--source-kind", "relative", "--words", "x", "--language", "nope").code == 2
    listed = depter("source", "list", "--notebook", notebook_folder, "--json").document
    assert listed["sources"] == []


@pytest.mark.parametrize(
    ("sheet", "error", "told"),
    [
        ("{words: [", "SheetNotUnderstood", "line"),
        ("- a list", "SheetMistaken", "$"),
        ("{words: x, hobby: Qarlygash}", "SheetMistaken", "a field that it cannot have"),
        ("{words: {Qarlygash: x}}", "SheetMistaken", "$.words"),
        ("{source_kind: relative, claims: [{text: Qarlygash}]}", "PropertyUnknown", "claim 1"),
        ("{source_kind: relative, claims: [{property: age, years: Qarlygash, basis: family}]}",
         "ClaimMistaken", "Claim 1"),
        ("{source_kind: relative, claims: [{property: sex, sex: female}]}", "BasisMissing", "1"),
        ("{source_kind: relative, claims: [{property: sex, sex: Qarlygash, basis: family}]}",
         "UnknownCode", "sex"),
        ("{source_kind: relative}", "NothingSaid", "neither words nor"),
        ("{words: Qarlygash}", "CommandNotUnderstood", "a source"),
        ("{source: Qarlygash, words: x}", "IdNotUnderstood", "id"),
        ("[" * 5000, "SheetNotUnderstood", "line 1"),
    ],
)  # fmt: skip
def test_a_wrong_sheet_is_told_by_place_and_never_repeated(
    record: Depter, tmp_path: Path, sheet: str, error: str, told: str
) -> None:
    path = tmp_path / "statement.yaml"
    path.write_text(sheet, encoding="utf-8")
    answer = record("--file", path)
    assert answer.code == 2
    assert answer.document["error"] == error
    assert told in answer.document["what"]
    assert "Qarlygash" not in answer.out + answer.err
    assert "Traceback" not in answer.out + answer.err


def test_files_that_are_no_sheet_are_told(record: Depter, tmp_path: Path) -> None:
    assert record("--file", tmp_path / "none").document["error"] == "FileUnreadable"
    assert record("--file", tmp_path).document["error"] == "FileUnreadable"
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff\xe0")
    assert record("--file", tmp_path / "picture").document["error"] == "TextBroken"


def test_a_source_is_introduced_weighed_and_sealed(
    depter: Depter, notebook_folder: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sealed.yaml"
    sheet.write_text("identity: Qarlygash Example\nnote: speaks Kazakh\n", encoding="utf-8")
    where = ("--notebook", notebook_folder, "--json")
    told = depter("source", "introduce", "--kind", "witness", "--sealed", sheet, *where)
    source = told.document["source"]
    assert depter("source", "judge", source, "--reliability", "B", *where).code == 0
    found = depter("source", "show", source, *where)
    assert found.document["source"]["reliability"] == "B"
    assert found.document["source"]["note"] == "speaks Kazakh"
    assert len(found.document["source"]["sealed_entries"]) == 1
    assert "Qarlygash" not in found.out
    refused = depter("source", "introduce", "--kind", "witness", "--name", "Qarlygash", *where)
    assert refused.document["error"] == "ProtectedHasNoName"


def test_what_was_struck_out_comes_back_when_the_strike_is_struck(
    depter: Depter, record: Depter, notebook_folder: Path, case: str
) -> None:
    record("--source-kind", "relative", "--words", "x", "--basis", "family", "--status", "camp")
    where = ("--notebook", notebook_folder, "--json")
    entry = shown(depter, notebook_folder, case)["case"]["history"][-1]["id"]
    strike = depter("strike", case, entry, "--reason", "twice", *where).document["entry"]
    assert shown(depter, notebook_folder, case)["case"]["status"] is None
    assert depter("strike", case, entry, *where).document["error"] == "CannotStrike"
    assert depter("strike", case, strike, *where).code == 0
    assert shown(depter, notebook_folder, case)["case"]["status"]["status"] == "camp"


def test_invented_cases_are_written(depter: Depter, notebook_folder: Path) -> None:
    where = ("--notebook", notebook_folder, "--json")
    assert depter("synthetic", "3", "--seed", "7", *where).document["written"]["cases"] == 3
    assert depter("case", "list", *where).document["count"] == 3


def test_the_sheet_of_the_reference_is_understood() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs/cli.md").read_text("utf-8")
    written = page.split("```yaml\n")[1].split("```")[0]
    sheet = sheet_from(written, StatementSheet)
    claims = claims_of(sheet.claims, basis=sheet.basis)
    assert [property_of(claim) for claim in claims] == ["name", "status", "contact"]
    fact = StatementRecorded(
        statement=StatementId("x" * 16),
        source=SubjectId(sheet.source),
        occasion=Occasion(on=sheet.occasion.on, channel=sheet.occasion.channel),
        language=sheet.language,
        words=sheet.words,
        translations=sheet.translations,
        consent=sheet.consent,
        claims=tuple(claims),
    )
    assert checked_fields(fact)["claims"][1]["as_of"] == "2017-10~/2018-12"
