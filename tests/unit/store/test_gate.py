"""The gate stands before every query, and changes none of those who see everything."""

from __future__ import annotations

import inspect
import io
import re
import tokenize
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from depter.ledger.database import Row
from depter.register.access import ALONE, Role, Viewer
from depter.store.asking import Asking
from depter.store.database import DjangoDatabase
from depter.store.queries import gate
from depter.store.queries.shelf import Shelf
from tests.unit.store import assigned

QUERIES: Final = sorted(
    path for path in Path(gate.__file__).parent.glob("*.py") if path.name != "gate.py"
)


def uncommented(source: str) -> str:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return tokenize.untokenize(one[:2] for one in tokens if one.type != tokenize.COMMENT)


def test_everybody_else_is_asked_the_query_as_it_was_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run: list[tuple[str, tuple[Any, ...]]] = []

    def execute(database: object, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        run.append((sql, tuple(parameters)))
        return []

    monkeypatch.setattr(DjangoDatabase, "execute", execute)
    sql = "SELECT 1 FROM card INDEXED BY card_by_type WHERE type = %s"
    everyone = Viewer(member="m", roles=frozenset(ALONE))
    gate.Gate("any", everyone).ask(sql, ("case",))
    gate.Gate("any", Viewer(member="m", roles=frozenset({Role.ADVOCATE}))).ask(sql, ("case",))
    assert run[0] == (sql, ("case",))
    assert run[1][0].startswith("WITH") and run[1][1] == ("m", "case")
    assert "INDEXED" not in run[1][0]


_PAST: Final = re.compile(r"DjangoDatabase|connections|\.execute\(|\.stream\(|\bmain\.|models\b")


def test_no_query_goes_past_the_gate() -> None:
    """Every module with queries reads through ``ask``; only the gate itself holds a database."""
    found = {path.name: _PAST.findall(path.read_text("utf-8")) for path in QUERIES}
    assert {"shelf.py", "cases.py", "lists.py", "pages.py", "search.py"} <= found.keys()
    assert not {name: words for name, words in found.items() if words}
    assert _PAST.search("shelf.database.execute(")  # the control


def test_every_table_that_a_query_reads_stands_before_it_narrowed() -> None:
    text = "\n".join(uncommented(path.read_text("utf-8")) for path in QUERIES)
    read = set(re.findall(r"\b(?:FROM|JOIN) ([a-z_]+)", text))
    narrowed = set(re.findall(r"^    ([a-z_]+)(?: \(id\))? AS \(", gate._SEEN, re.MULTILINE))
    assert {"card", "case_row", "facet", "link", "part"} <= narrowed & read
    # The index is joined with the parts; a hop walks through facets.
    assert read - narrowed == {"search_text", "hop"}


_NOT_ASKED: Final = {"may_see", "require_visible", "record_look", "looks", "shelf"}
_WITHIN: Final = {"said", "exists", "ask", "only_parts"}  # asked by the others alone


@pytest.mark.parametrize(
    ("shape", "called", "left_out"),
    [(Asking, "asking.{}(", _NOT_ASKED), (Shelf, "asking.shelf.{}(", _WITHIN)],
)
def test_every_question_there_is_is_asked_of_every_id(
    shape: type[object], called: str, left_out: set[str]
) -> None:
    """The tests of who sees what ask everything: a new question must join them."""
    source = inspect.getsource(assigned)
    questions = {name for name in vars(shape) if not name.startswith("_")} - left_out
    assert len(questions) >= 3
    assert not {name for name in questions if called.format(name) not in source}
