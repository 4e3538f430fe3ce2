"""T1, for the core: whatever is typed in, no file on the disk holds a word of it in the clear.

Every text field of every kind gets a word of its own, in one of five scripts. After use, an
error, a crash and a rebuild, each file that exists or changed is searched for each word in
UTF-8, UTF-16, base64 (at all three offsets), hexadecimal, and JSON and percent escapes.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final, NewType, get_args, get_origin
from urllib.parse import quote

import msgspec
import pytest

from depter.actions.evidence import deposit_evidence
from depter.actions.sources import open_sealed
from depter.errors import DepterError
from depter.register.facts import KINDS, Fact
from depter.register.facts.office import OfficeFounded
from depter.register.vocabulary import CODED, vocabulary
from depter.store.book import Book
from depter.values.ids import SubjectId, new_id
from tests.notebooks import opened
from tests.people import PASSPHRASE

SCRIPTS: Final = ("Kanareika{}x", "Канарейка{}ж", "كاناريا{}ق", "قۇشقاچ{}ئا", "金丝雀{}鸟")


class Cage:
    """Makes words that occur nowhere else, and looks for them."""

    def __init__(self) -> None:
        self._numbers = count(10_000)
        self.birds: list[str] = []

    def word(self) -> str:
        number = next(self._numbers)
        self.birds.append(SCRIPTS[number % len(SCRIPTS)].format(number))
        return self.birds[-1]

    def loose_in(self, *folders: Path) -> set[tuple[str, str]]:
        """Words found, and in which file."""
        looks = {bird: list(disguises(bird)) for bird in self.birds}
        found = set()
        for path in (one for folder in folders for one in folder.rglob("*") if one.is_file()):
            raw = path.read_bytes() + str(path).encode()
            found |= {
                (bird, path.name)
                for bird, shapes in looks.items()
                if any(shape in raw for shape in shapes)
            }
        return found


def disguises(word: str) -> Iterator[bytes]:
    """The shapes in which a word may lie in a file."""
    yield json.dumps(word)[1:-1].encode()
    yield quote(word).encode()
    for raw in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")):
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for offset in range(3):
            text = base64.b64encode(b"\0" * offset + raw)
            yield text[4 if offset else 0 : len(text) // 4 * 4 - 4]


def filled(struct: type[msgspec.Struct], cage: Cage, ids: dict[str, str]) -> Any:
    """One of these with a word of its own in every field that takes words."""
    given: dict[str, Any] = {}
    for field in msgspec.structs.fields(struct):
        code = CODED.get((struct, field.name))
        given[field.name] = value(field.name, field.type, code, cage, ids)
    return struct(**given)


def value(name: str, shape: Any, code: str | None, cage: Cage, ids: dict[str, str]) -> Any:
    """What a field gets: a code, a date, an id, a number, or a word."""
    origin, inside = get_origin(shape), get_args(shape)
    if name == "blob":
        return new_id()
    if isinstance(shape, NewType):
        return ids.setdefault(shape.__name__, new_id())
    if origin is tuple:
        return (value(name, inside[0], code, cage, ids),)
    if origin is dict:
        return {"kk": 7 if inside[1] is int else cage.word()}
    if inside:
        return value(name, next(one for one in inside if one is not type(None)), code, cage, ids)
    if issubclass(shape, msgspec.Struct):
        return filled(shape, cage, ids)
    if shape is int:
        return 7
    if code:
        return vocabulary(code).codes[0]
    return "2018-04" if name in DATES else cage.word()


DATES: Final = {"on", "as_of", "until", "said_on", "deadline", "date"}


# These are refused, or change who reads, unless they are true; their texts are searched elsewhere.
_NOT_ANYWHERE: Final = ("entry.struck", "office.founded", "member.admitted", "subject.erased")


def facts(cage: Cage, ids: dict[str, str]) -> Iterator[Fact]:
    for kind, shape in KINDS.items():
        if kind not in _NOT_ANYWHERE:
            yield filled(shape, cage, ids)


def use(book: Book, cage: Cage) -> None:
    """Everything that writes, and a few things that fail."""
    secret = book.custodian(PASSPHRASE)
    for fact in facts(cage, {}):
        subject = SubjectId(new_id())
        book.notebook.write(subject, fact)
        if any(one.closed for one in book.notebook.facts(subject)):
            open_sealed(book.notebook, subject=subject, custodian=secret, reason=cage.word())
    large = (cage.word() + " ").encode() * 200_000  # beyond what is kept in memory elsewhere
    deposit_evidence(book.notebook, chunks=[large], file_name=cage.word(), media_type="text/plain")
    for wrong in (cage.word() + "\u202e", cage.word() * 100_000):
        with pytest.raises(DepterError) as refusal:
            book.notebook.write(SubjectId(new_id()), OfficeFounded(name=wrong, custodians=()))
        assert not [bird for bird in cage.birds if bird in str(refusal.value)]
    book.search(cage.birds[0])
    book.rebuild()
    assert book.differing_cards() == []


def test_no_word_is_found_in_any_file(
    notebook_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("TMPDIR", "SQLITE_TMPDIR", "HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    cage = Cage()
    with opened(notebook_folder) as book:
        use(book, cage)
        assert len(cage.birds) > 75
        assert cage.loose_in(tmp_path) == set(), "while open, journal and all"
    assert cage.loose_in(tmp_path) == set()
    told = capfd.readouterr()
    assert not [bird for bird in cage.birds if bird in told.out + told.err]


def test_every_word_that_went_in_comes_out_for_those_who_may(notebook_folder: Path) -> None:
    """Positive control: the words were really written; the keys are all that hides them."""
    cage = Cage()
    with opened(notebook_folder) as book:
        for fact in facts(cage, {}):
            book.notebook.write(SubjectId(new_id()), fact)
        secret, out = book.custodian(PASSPHRASE), ""
        for subject, some in book.notebook.subjects():
            out += repr([msgspec.to_builtins(one.fact) for one in some])
            out += repr(book.notebook.unsealed(subject, custodian=secret))
    assert not [bird for bird in cage.birds if bird not in out]


def test_what_is_sealed_is_not_readable_with_all_the_keys_of_this_device(
    notebook_folder: Path,
) -> None:
    """T5, for the core: without the custodian's passphrase the typing device reads none of it."""
    cage = Cage()
    with opened(notebook_folder) as book:
        for fact in facts(cage, {}):
            book.notebook.write(SubjectId(new_id()), fact)
        secret = book.custodian(PASSPHRASE)
        sealed = [
            str(one)
            for subject, _ in book.notebook.subjects()
            for one in book.notebook.unsealed(subject, custodian=secret).values()
        ]
        hidden = [bird for bird in cage.birds if any(bird in one for one in sealed)]
        assert len(hidden) >= 9
        rows: list[object] = []
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        for (table,) in book.notebook.database.execute(tables):
            rows += book.notebook.database.execute(f"SELECT * FROM {table}")
        seen = repr(rows) + repr([facts for _, facts in book.notebook.subjects()])
        decoded = seen + seen.encode().decode("unicode_escape", "replace")
        assert not [bird for bird in hidden if bird in decoded]


@pytest.mark.parametrize("disguise", range(20))
def test_a_leak_would_be_found(tmp_path: Path, disguise: int) -> None:
    """Positive control: the same search finds a word in each of its disguises."""
    cage = Cage()
    words = [cage.word() for _ in SCRIPTS]
    for number, word in enumerate(words):
        raw = os.urandom(100) + list(disguises(word))[disguise] + os.urandom(100)
        (tmp_path / f"leak-{number}").write_bytes(raw)
    assert cage.loose_in(tmp_path) == {(word, f"leak-{n}") for n, word in enumerate(words)}


def test_a_build_that_leaks_is_caught(notebook_folder: Path, tmp_path: Path) -> None:
    """Positive control: one careless copy beside the register, and the test above would fail."""
    cage = Cage()
    with opened(notebook_folder) as book:
        use(book, cage)
        names = [row.name for row in book.cases().rows]
        (notebook_folder / "export.csv").write_text("\n".join(names), "utf-16")
    assert {path for _, path in cage.loose_in(tmp_path)} == {"export.csv"}
