"""T17: no claim without a source and an author; what is taken back stays to be seen."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depter.actions.advocacy import make_appeal
from depter.actions.statements import NothingSaid, new_claim, record_statement, retract_statement
from depter.actions.world import claim_figure
from depter.ledger.entry import b64
from depter.notebook.errors import NoSuchSubject
from depter.register.facts import KINDS
from depter.register.facts.advocacy import AppealMade
from depter.register.facts.base import Told
from depter.register.facts.claims import Claim, StatusWas
from depter.register.facts.statements import Occasion
from depter.register.folds.case import CaseFile
from depter.register.folds.claims import Standing
from depter.register.folds.source import SourceFile
from depter.store.book import Book
from depter.values.ids import SubjectId, new_id
from tests.everything import write_everything
from tests.notebooks import copied, opened
from tests.unit.store.deeds import DEEDS, Deed, Desk, begin, do


@settings(max_examples=20)
@given(st.lists(st.sampled_from(DEEDS), min_size=5, max_size=20), st.integers(0, 2**32))
def test_every_claim_has_a_source_a_basis_and_an_author(
    empty_template: Path, deeds: list[Deed], seed: int
) -> None:
    with TemporaryDirectory() as folder, opened(copied(empty_template, Path(folder) / "n")) as book:
        desk = Desk(book.notebook, Random(seed))
        begin(desk)
        for deed in deeds:
            do(desk, deed)
        assert_traceable(book)


def assert_traceable(book: Book) -> None:
    """Claim to statement to source, and each entry to a device that was admitted."""
    mine = b64(book.notebook.keyring.device_keys()[0])
    introduced = {
        subject
        for subject, facts in book.notebook.subjects()
        if any(one.fact.__class__.__name__ == "SourceIntroduced" for one in facts)
    }
    for subject, facts in book.notebook.subjects():
        assert {one.device for one in facts} == {mine}
        folded: Any = book.notebook.folded(subject)
        for told in tolds(folded):
            assert told["source"] in introduced
            assert told["basis"]
        dossier = getattr(folded, "dossier", None)
        if dossier is not None:
            statements = {one.id: one for one in dossier.statements}
            for known in dossier.claims:
                assert known.source == statements[known.statement].source
                assert known.source in introduced
                assert known.claim.basis
                assert statements[known.statement].entry in {one.id for one in facts}


def tolds(folded: object) -> list[dict[str, str]]:
    """Every “told by” anywhere in a folded subject."""
    found: list[dict[str, str]] = []

    def look(value: Any) -> None:
        if isinstance(value, dict):
            found.extend([value["told"]] if "told" in value else [])
            for one in value.values():
                look(one)
        elif isinstance(value, list | tuple):
            for one in value:
                look(one)

    look(msgspec.to_builtins(folded))
    return found


MUST_SAY_WHO: Final = {
    *("appeal.made", "appeal.answered", "appeal.followed", "incident.reported"),
    *("proceeding.begun", "proceeding.stage_reached", "proceeding.representation_changed"),
    "figure.claimed",
}


@pytest.mark.parametrize("kind", sorted(MUST_SAY_WHO))
def test_what_happened_cannot_be_written_without_who_says_so(kind: str) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(KINDS[kind])}
    assert fields["told"].required
    assert fields["told"].type is Told
    told = {field.name: field.required for field in msgspec.structs.fields(Told)}
    assert told["source"] and told["basis"]


def test_a_claim_cannot_be_made_without_a_basis_nor_a_statement_without_a_source() -> None:
    required = {one.name for one in msgspec.structs.fields(Claim) if one.required}
    assert {"id", "says", "basis"} <= required
    statement = msgspec.structs.fields(KINDS["statement.recorded"])
    assert {"statement", "source", "occasion"} <= {one.name for one in statement if one.required}


def test_a_source_that_nobody_introduced_is_refused_everywhere(book: Book) -> None:
    told = Told(source=SubjectId(new_id()), basis="self")
    written = write_everything(book)
    claim = new_claim(StatusWas(status="camp"), basis="self")
    before = sum(len(facts) for _, facts in book.notebook.subjects())
    with pytest.raises(NoSuchSubject):
        record_statement(
            book.notebook,
            about=written.case,
            source=told.source,
            occasion=Occasion(),
            claims=[claim],
        )
    with pytest.raises(NoSuchSubject):
        make_appeal(book.notebook, AppealMade(appeal_kind="letter", told=told))
    with pytest.raises(NoSuchSubject):
        claim_figure(book.notebook, counts="held_total", value=1, told=told)
    with pytest.raises(NoSuchSubject):  # a case is no source
        record_statement(
            book.notebook,
            about=written.case,
            source=written.other,
            occasion=Occasion(),
            claims=[claim],
        )
    assert sum(len(facts) for _, facts in book.notebook.subjects()) == before


def test_a_statement_that_says_nothing_is_refused(book: Book) -> None:
    written = write_everything(book)
    with pytest.raises(NothingSaid):
        record_statement(
            book.notebook, about=written.case, source=written.brother, occasion=Occasion()
        )


def test_what_was_taken_back_stays_to_be_seen_and_counts_for_nothing(book: Book) -> None:
    written = write_everything(book)
    page = book.case(written.case)
    retracted = [one for one in page.case.claims if one.standing is Standing.RETRACTED]
    (statement,) = [one for one in page.case.statements if one.id == written.hearsay]
    assert statement.retracted_by == "source"
    assert retracted
    ids = {one.claim.id for one in retracted}
    assert not ids & set(page.case.displayed.values())
    assert [node for node in page.case.timeline if set(node.claims) & ids and not node.stands]
    assert {line.kind for line in page.case.history} >= {
        "statement.recorded",
        "statement.corrected",
        "statement.retracted",
    }


def test_taking_back_the_only_word_leaves_no_status_but_the_word(book: Book) -> None:
    from depter.actions.cases import open_case
    from depter.actions.sources import introduce_source

    case, source = open_case(book.notebook), introduce_source(book.notebook, source_kind="witness")
    said = record_statement(
        book.notebook,
        about=case,
        source=source,
        occasion=Occasion(on="2018"),
        claims=[new_claim(StatusWas(status="prison"), basis="eyewitness")],
        words="I saw her there.",
    )
    before = book.case(case).case
    assert before.status and before.status.status == "prison"
    retract_statement(book.notebook, about=case, statement=said, by="source", reason="mistaken")
    after = book.case(case).case
    assert after.status is None
    assert after.statements[0].words == "I saw her there."
    assert after.statements[0].retracted_reason == "mistaken"
    assert isinstance(after, CaseFile)
    assert isinstance(book.notebook.folded(source), SourceFile)
