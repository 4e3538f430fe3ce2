"""The open notebook: all or nothing, facts as they were written, cards in the same breath."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec
import pytest

from depter.actions.cases import judge_claim, open_case, settle_value
from depter.actions.sources import introduce_source, judge_source
from depter.actions.statements import new_claim, record_statement
from depter.actions.world import describe_place
from depter.errors import BadInput
from depter.notebook.encoding import FactNotUnderstood, bodies_of, fact_from
from depter.register.facts import KINDS, kind_of
from depter.register.facts.cases import CaseOpened, StatusSettled
from depter.register.facts.claims import NameIs, StatusWas
from depter.register.facts.sources import SourceIntroduced
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.register.vocabulary import UnknownCode
from depter.store.book import Book
from depter.values.edtf import DateNotUnderstood
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from depter.values.text import TextHides
from tests.everything import write_everything
from tests.notebooks import new_notebook, opened


def test_every_fact_comes_back_as_it_was_written(book: Book) -> None:
    write_everything(book)
    kinds = set()
    for _, facts in book.notebook.subjects():
        for one in facts:
            kinds.add(kind_of(one.fact))
            bodies = bodies_of(one.fact)
            again = fact_from(
                kind_of(one.fact),
                [
                    dict(msgspec.json.decode(line)[1:] for line in body.plain.split(b"\n"))
                    for body in bodies
                ],
            )
            assert again == one.fact
    assert kinds == set(KINDS)


def test_each_level_has_a_body_of_its_own() -> None:
    fact = SourceIntroduced(
        source_kind="relative", protection="protected", note="calls at dusk", identity="somebody"
    )
    bodies = {body.level: body.plain for body in bodies_of(fact)}
    assert set(bodies) == set(Level)
    assert b"somebody" in bodies[Level.SEALED]
    assert b"calls at dusk" in bodies[Level.PROTECTED]
    assert b"somebody" not in bodies[Level.INTERNAL] + bodies[Level.PROTECTED]


@pytest.mark.parametrize("kind", ["case.closed", "", "depter.register.facts.CaseOpened"])
def test_an_unknown_kind_ends_in_a_sentence(kind: str) -> None:
    with pytest.raises(FactNotUnderstood):
        fact_from(kind, [])


def test_a_field_of_another_shape_ends_in_a_sentence() -> None:
    with pytest.raises(FactNotUnderstood):
        fact_from("case.opened", [{"label": 7}])


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert fact_from("case.opened", [{"label": "x", "colour": "blue"}]) == CaseOpened(label="x")


def count(book: Book) -> int:
    return sum(len(facts) for _, facts in book.notebook.subjects())


@pytest.mark.parametrize(
    ("fact", "mistake"),
    [
        (StatusSettled(status="gone", as_of="2018", reason=""), UnknownCode),
        (StatusSettled(status="camp", as_of="spring 2018?", reason=""), DateNotUnderstood),
        (CaseOpened(label="turned \u202e round"), TextHides),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    book: Book, fact: object, mistake: type[BadInput]
) -> None:
    case = open_case(book.notebook)
    before = count(book)
    with pytest.raises(mistake):
        book.notebook.write(case, CaseOpened(), fact)  # type: ignore[arg-type]
    assert count(book) == before
    assert book.differing_cards() == []
    open_case(book.notebook)
    assert book.verify().first_bad is None


def test_together_is_all_or_nothing(book: Book) -> None:
    before = count(book)
    with pytest.raises(ZeroDivisionError), book.notebook.together():
        source = introduce_source(book.notebook, source_kind="media")
        judge_source(book.notebook, source=source, reliability="A")
        raise ZeroDivisionError
    assert count(book) == before
    assert book.notebook.folded(source) is None
    assert book.differing_cards() == []
    with book.notebook.together():
        with book.notebook.together():
            first = open_case(book.notebook)
        second = open_case(book.notebook)
    assert count(book) == before + 2
    assert {row.id for row in book.cases().rows} == {first, second}
    assert book.verify().first_bad is None


def test_judging_a_source_redraws_the_cases_it_spoke_in(book: Book) -> None:
    case = open_case(book.notebook)
    sources = [introduce_source(book.notebook, source_kind="relative") for _ in range(2)]
    for source, name in zip(sources, ("First", "Second"), strict=True):
        record_statement(
            book.notebook,
            about=case,
            source=source,
            occasion=Occasion(),
            claims=[new_claim(NameIs(text=name, script="Latn"), basis="family")],
        )
    assert [row.name for row in book.cases().rows] == ["First"]
    judge_source(book.notebook, source=sources[1], reliability="A")
    assert [row.name for row in book.cases().rows] == ["Second"]
    claim = book.case(case).case.claims[0].claim.id
    judge_claim(book.notebook, case=case, claim=claim, credibility="1")
    assert [row.name for row in book.cases().rows] == ["Second"]
    settle_value(book.notebook, case=case, claim=claim, reason="passport")
    assert [row.name for row in book.cases().rows] == ["First"]
    assert book.differing_cards() == []


def test_moving_a_place_moves_the_cases_in_it(book: Book) -> None:
    outer, other, camp = (
        describe_place(book.notebook, names=[Spelling(text=name)], place_kind="district")
        for name in ("outer", "other", "camp")
    )
    case = open_case(book.notebook)
    record_statement(
        book.notebook,
        about=case,
        source=introduce_source(book.notebook, source_kind="witness"),
        occasion=Occasion(),
        claims=[new_claim(StatusWas(status="camp"), basis="eyewitness", place=camp)],
    )

    def places() -> set[object]:
        sql = "SELECT value FROM facet WHERE card = %s AND facet = 'place'"
        return {value for (value,) in book.notebook.database.execute(sql, (case,))}

    assert places() == {camp}
    names = [Spelling(text="camp")]
    for around in (outer, other):
        describe_place(book.notebook, names=names, place_kind="camp", within=around, place=camp)
        assert places() == {camp, around}
        assert book.differing_cards() == []


def test_two_threads_write_one_after_the_other(book: Book) -> None:
    """One feed: no number twice, no gap, whoever comes first."""
    problems: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(15):
                open_case(book.notebook)
        except BaseException as problem:  # noqa: BLE001 -- told to the test below
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert book.counts()["case"] == 45
    assert book.verify().first_bad is None
    assert book.differing_cards() == []


def test_what_was_written_is_there_after_closing(notebook_folder: Path) -> None:
    with opened(notebook_folder) as book:
        written = write_everything(book)
        before = {
            subject: msgspec.to_builtins(book.notebook.folded(subject))
            for subject, _ in book.notebook.subjects()
        }
    with opened(notebook_folder) as book:
        assert book.case(written.case).case.is_named
        assert {
            subject: msgspec.to_builtins(book.notebook.folded(subject))
            for subject, _ in book.notebook.subjects()
        } == before


def test_nothing_is_under_an_id_that_was_never_used(book: Book) -> None:
    nowhere = SubjectId(new_id())
    assert book.notebook.facts(nowhere) == ()
    assert book.notebook.folded(nowhere) is None
    assert not book.notebook.has_begun(nowhere, "case.opened")


def test_a_notebook_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the account lets others read by default."""
    before = os.umask(0)
    try:
        path = new_notebook(tmp_path / "beside" / "register")
    finally:
        os.umask(before)
    kept = [path, *path.rglob("*")]
    assert [one.name for one in kept if one.stat().st_mode & 0o077] == []
