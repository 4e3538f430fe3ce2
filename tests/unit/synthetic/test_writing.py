"""An invented register: the same content for the same seed, valid facts, cards that agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec
import pytest

import depter
from depter.actions.synthetic import SyntheticWritten, write_synthetic
from depter.actions.synthetic.texts import LONGEST, SHORTEST
from depter.actions.synthetic.world import invent_world
from depter.actions.synthetic.writing import invented_cases
from depter.notebook.notebook import Notebook
from depter.register.facts import Fact, kind_of
from depter.register.facts.claims import NameIs, StatusWas
from depter.register.facts.sources import SourceIntroduced
from depter.register.facts.statements import StatementRecorded
from depter.register.folds.case import CaseFile
from depter.store.book import Book
from depter.store.queries.cases import CaseFilter
from depter.values.ids import is_id

PASSPHRASE: Final = "seven poplars along the old canal"
CASES: Final = 60
_CLOCK: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\.[0-9a-f]{4}")
_PSEUDONYM: Final = re.compile(r"[A-Z][a-z]{5}-\d\d")


def written(folder: Path, *, cases: int, seed: int) -> tuple[Book, SyntheticWritten]:
    book = depter.create_notebook(folder / f"of-{seed}-{cases}", passphrase=PASSPHRASE)
    return book, write_synthetic(book.notebook, cases=cases, seed=seed)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Book, SyntheticWritten]]:
    book, counts = written(tmp_path_factory.mktemp("synthetic"), cases=CASES, seed=5)
    with book:
        yield book, counts


def facts(notebook: Notebook) -> list[Fact]:
    return [one.fact for _, recorded in notebook.subjects() for one in recorded]


def content(book: Book) -> Counter[str]:
    """Every folded subject as text, with ids and times taken out."""
    return Counter(
        str(_nameless(msgspec.to_builtins(book.notebook.folded(subject))))
        for subject, recorded in book.notebook.subjects()
        if kind_of(recorded[0].fact) != "office.founded"
    )


def _nameless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _nameless(one) for key, one in value.items() if not is_id(key)}
    if isinstance(value, list | tuple):
        return [_nameless(one) for one in value]
    if isinstance(value, str) and (is_id(value) or len(value) == 43 or _CLOCK.fullmatch(value)):
        return "…"
    return _PSEUDONYM.sub("…", value) if isinstance(value, str) else value


def test_the_same_seed_makes_the_same_content_with_other_ids(
    register: tuple[Book, SyntheticWritten], tmp_path: Path
) -> None:
    first, counts = register
    again, counted = written(tmp_path, cases=CASES, seed=5)
    with again:
        assert counted == counts
        assert content(again) == content(first)
        assert not set(again.counts()) ^ set(first.counts())
        assert {row.id for row in again.cases().rows}.isdisjoint(
            row.id for row in first.cases().rows
        )


def test_another_seed_makes_other_content(
    register: tuple[Book, SyntheticWritten], tmp_path: Path
) -> None:
    other, _ = written(tmp_path, cases=CASES, seed=6)
    with other:
        assert content(other) != content(register[0])


def test_the_ledger_verifies_and_the_cards_are_what_it_says(
    register: tuple[Book, SyntheticWritten],
) -> None:
    book, counts = register
    verified = book.verify()
    assert verified.first_bad is None
    assert verified.entries == counts.facts + 2  # the office, and its member
    assert book.differing_cards() == []


def test_names_are_written_in_five_scripts_and_in_pinyin(
    register: tuple[Book, SyntheticWritten],
) -> None:
    letters = {
        ("Cyrl", "kk"): "[әғқңөұүһі]",
        ("Latn", "kk-Latn"): "^[A-Za-zğşñöüä ]+$",
        ("Arab", "ug"): "[\u0626-\u06d5]",
        ("Hani", "zh"): "[\u4e00-\u9fff]·[\u4e00-\u9fff]",
        ("Cyrl", "ru"): "^[А-яё ]+$",
        ("Latn", "zh"): "^[A-Za-z ]+$",
    }
    spelt: dict[tuple[str, str], list[str]] = {}
    for fact in facts(register[0].notebook):
        for claim in fact.claims if isinstance(fact, StatementRecorded) else ():
            if isinstance(claim.says, NameIs):
                key = claim.says.script, claim.says.language
                spelt.setdefault(key, []).append(claim.says.text)
    assert spelt.keys() == letters.keys()
    for key, texts in spelt.items():
        assert any(re.search(letters[key], text) for text in texts), key


def test_cases_have_the_shapes_of_a_real_register(
    register: tuple[Book, SyntheticWritten],
) -> None:
    book, counts = register
    kinds = Counter(kind_of(fact) for fact in facts(book.notebook))
    wanted = {"statement.retracted", "statement.corrected", "status.settled", "claim.judged"}
    wanted |= {"appeal.made", "appeal.answered", "incident.reported", "figure.claimed"}
    wanted |= {"consent.given", "source.judged", "value.settled", "place.described"}
    assert wanted <= kinds.keys()
    assert kinds["case.opened"] == counts.cases == CASES
    files = [book.case(row.id).case for row in book.cases(size=CASES).rows]
    lengths = sorted(len(file.statements) for file in files)
    assert lengths[0] == 1 and lengths[-1] > 2 * lengths[CASES // 2]
    assert any(file.is_disputed for file in files)
    assert any(file.settlements for file in files)
    sources = [one for one in facts(book.notebook) if isinstance(one, SourceIntroduced)]
    protected = [one for one in sources if one.protection == "protected"]
    assert len(sources) / 2 < len(protected) < len(sources)


def test_identities_of_protected_sources_are_sealed(
    register: tuple[Book, SyntheticWritten],
) -> None:
    book, _ = register
    custodian = book.custodian(PASSPHRASE)
    sealed = [
        subject
        for subject, recorded in book.notebook.subjects()
        if kind_of(recorded[0].fact) == "source.introduced" and recorded[0].closed
    ]
    assert sealed
    assert book.notebook.unsealed(sealed[0], custodian=custodian)["identity"]


def test_statements_are_as_long_as_testimony_and_in_five_languages(
    register: tuple[Book, SyntheticWritten],
) -> None:
    said = [one for one in facts(register[0].notebook) if isinstance(one, StatementRecorded)]
    assert {one.language for one in said} == {"kk", "ru", "ug", "zh", "en"}
    assert all(SHORTEST <= len(one.words) <= LONGEST for one in said)
    assert all(one.claims for one in said)


def test_places_lie_within_places_so_that_a_list_can_be_narrowed_by_a_large_one(
    register: tuple[Book, SyntheticWritten],
) -> None:
    book, _ = register
    prefectures = [one.id for one in book.listed("place", kind="prefecture").rows]
    found = {one: book.cases(CaseFilter(place=one)).count for one in prefectures}
    assert sum(found.values()) >= CASES


def test_progress_is_told_once_for_each_case(tmp_path: Path) -> None:
    told: list[int] = []
    book = depter.create_notebook(tmp_path / "register", passphrase=PASSPHRASE)
    with book:
        write_synthetic(book.notebook, cases=7, seed=1, facts_per_case=5, progress=told.append)
    assert sum(told) == 7


@pytest.mark.parametrize("facts_per_case", [6, 14, 30])
def test_the_ledger_grows_by_about_so_many_facts_for_each_case(facts_per_case: int) -> None:
    world = invent_world(Random(1), cases=400)
    made = invented_cases(world, cases=400, seed=1, facts_per_case=facts_per_case)
    counted = sum(len(about) for case in made for _, about in case)
    assert counted / 400 == pytest.approx(facts_per_case, rel=0.15)


def test_every_status_of_a_case_is_told_by_a_claim(register: tuple[Book, SyntheticWritten]) -> None:
    book, _ = register
    for row in book.cases(size=CASES).rows:
        file: CaseFile = book.case(row.id).case
        statuses = [one for one in file.claims if isinstance(one.claim.says, StatusWas)]
        assert statuses and file.status is not None
