"""Lists, dossiers and searches: for people as text, for programs as JSON with stable keys."""

from __future__ import annotations

import re
from functools import reduce
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.unit.cli.conftest import Depter

GOLDEN = Path(__file__).resolve().parents[2] / "golden/cli"
ID = re.compile(r"[0-9a-hjkmnp-tv-z]{16}")


def first(depter: Depter, folder: Path, type_: str, place: int = 0) -> str:
    found = depter(type_, "list", "--notebook", folder, "--json").document
    return str(found[f"{type_}s"][place]["id"])


def test_every_person_of_the_sample_is_listed(depter: Depter, sample_folder: Path) -> None:
    told = depter("case", "list", "--notebook", sample_folder, "--json")
    assert told.code == 0
    names = {case["name"] for case in told.document["cases"]}
    assert {"Gulzira Auelkhankyzy", "Orynbek Koxebek", "Sayragul Sauytbay"} <= names
    assert len(told.document["cases"]) == told.document["count"] == 8


def test_the_notebook_may_come_from_the_environment(
    depter: Depter, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPTER_NOTEBOOK", str(sample_folder))
    assert "8 of 8 cases." in depter("case", "list").out
    assert depter("--notebook", "/nowhere", "case", "list").code == 3


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        (("--status", "house_arrest"), {"Dina Iemberdi"}),
        (("--status", "camp"), {"Ekpor Sorsenbek"}),
        (("--not-heard-since", "2019-03-05", "--status", "no_contact"), {"Meiramgul Togzhan"}),
        (("--year", "1950"), set()),
    ],
)
def test_the_list_is_narrowed(
    depter: Depter, sample_folder: Path, narrowed: tuple[str, ...], names: set[str]
) -> None:
    told = depter("case", "list", "--notebook", sample_folder, "--json", *narrowed)
    assert {case["name"] for case in told.document["cases"]} == names


def test_a_long_list_goes_on_where_it_ended(depter: Depter, sample_folder: Path) -> None:
    seen: list[str] = []
    after = ""
    for _ in range(3):
        listed = depter(
            *("case", "list", "--notebook", sample_folder, "--json"),
            *("--limit", "3", "--after", after),
        ).document
        seen += [case["id"] for case in listed["cases"]]
        after = listed["next"]
    assert len(seen) == len(set(seen)) == 8
    assert after == ""


def test_a_dossier_says_who_said_what_and_how_they_know(
    depter: Depter, sample_folder: Path
) -> None:
    shown = depter("case", "show", first(depter, sample_folder, "case", 2), "--notebook",
                   sample_folder).out  # fmt: skip
    for part in ("Now:", "Claims", "paragraph", "Statement of", "History", "statement.recorded"):
        assert part in shown


def test_appeals_and_sources_are_shown(depter: Depter, sample_folder: Path) -> None:
    appeal = depter("appeal", "show", first(depter, sample_folder, "appeal"), "--notebook",
                    sample_folder)  # fmt: skip
    assert appeal.code == 0
    assert "Asked:" in appeal.out
    source = depter("source", "show", first(depter, sample_folder, "source"), "--notebook",
                    sample_folder)  # fmt: skip
    assert source.code == 0
    assert "Reliability: not weighed yet" in source.out


@pytest.mark.parametrize("type_", ["place", "organisation", "incident", "proceeding", "figure"])
def test_everything_else_is_listed(depter: Depter, sample_folder: Path, type_: str) -> None:
    told = depter(type_, "list", "--notebook", sample_folder)
    assert told.code == 0
    assert len(told.out.splitlines()) >= 6
    assert depter(type_, "list", "--notebook", sample_folder, "--json").document[f"{type_}s"]


def test_a_search_finds_names_and_words(depter: Depter, sample_folder: Path) -> None:
    told = depter("search", "gulzira", "--notebook", sample_folder)
    assert "Gulzira Auelkhankyzy" in told.out
    nothing = depter("search", "zzzz", "--notebook", sample_folder, "--json")
    assert nothing.document == {"hits": []}


def test_the_ledger_holds_and_the_cards_agree(depter: Depter, sample_folder: Path) -> None:
    verified = depter("ledger", "verify", "--notebook", sample_folder, "--json")
    assert verified.document["holds"] is True
    checked = depter("rebuild", "--check", "--notebook", sample_folder, "--json")
    assert checked.code == 0
    assert checked.document["differing"] == []
    assert checked.document["entries"] == verified.document["entries"] > 100


def shape(value: Any) -> Any:
    """The keys of a document without what stands under them; ids as one word."""
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for key, one in value.items():
            named = ID.sub("<id>", key)
            found[named] = merged(found.get(named, "…"), shape(one))
        return found
    if isinstance(value, list):
        return [reduce(merged, map(shape, value))] if value else []
    return "…"


def merged(one: Any, other: Any) -> Any:
    """The keys of both."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        return {key: merged(one.get(key, "…"), other.get(key, "…")) for key in keys}
    if isinstance(one, list) and isinstance(other, list):
        return [merged(one[0], other[0])] if one and other else one or other
    return other if one == "…" else one


def answered(depter: Depter, folder: Path, words: str) -> list[Any]:
    """What a command says; ``show`` is asked about every subject there is."""
    group, _, verb = words.partition(" ")
    where = ("--notebook", folder, "--json")
    if verb != "show":
        return [depter(*words.split(), *where).document]
    listed = depter(group, "list", *where).document[f"{group}s"]
    return [depter(group, "show", one["id"], *where).document for one in listed]


@pytest.mark.parametrize(
    "words",
    ["case list", "case show", "source list", "source show", "appeal show", "search gulzira"]
    + ["ledger heads", "ledger verify", "rebuild --check", "doctor", "version", "lock"],
)
def test_no_key_ever_goes(depter: Depter, sample_folder: Path, words: str) -> None:
    golden = GOLDEN / f"{words.replace(' ', '-').replace('--', '')}.json"
    [found] = shape(answered(depter, sample_folder, words))
    assert gone(msgspec.json.decode(golden.read_bytes()), found) == []


def gone(golden: Any, found: Any, path: str = "") -> list[str]:
    """Keys that programs may rely on and that are no longer there; new ones are welcome."""
    if isinstance(golden, dict):
        if not isinstance(found, dict):
            return [path]
        return [
            lost
            for key, one in golden.items()
            for lost in (
                gone(one, found[key], f"{path}.{key}") if key in found else [f"{path}.{key}"]
            )
        ]
    if isinstance(golden, list) and golden:
        if not (isinstance(found, list) and found):
            return [path]
        return gone(golden[0], found[0], f"{path}[]")
    return []


def test_a_key_that_went_is_noticed() -> None:
    golden = {"a": [{"b": "…", "c": {}}]}
    assert gone(golden, {"a": [{"b": "…", "c": {}, "new": "…"}]}) == []
    assert gone(golden, {"a": [{"b": "…"}]}) == [".a[].c"]
    assert gone(golden, {"a": []}) == [".a"]
