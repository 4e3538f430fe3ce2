"""Every kind of fact with a canary in each text field, kept apart by how confidential it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from depter.actions.evidence import deposit_evidence
from depter.register.facts import KINDS, Fact
from depter.register.vocabulary import CODED
from depter.store.book import Book
from depter.values.ids import SubjectId, new_id
from depter.values.level import Level
from tests.hostile.canaries import canary
from tests.hostile.test_canaries_core import Cage, value

_ABOUT: Final = {
    "value": "case",
    "status": "case",
    "claim": "case",
    "same": "case",
    "statement": "case",
    "consent": "source",
}
_NOT_ANYWHERE: Final = ("evidence.taken_out", "source.opened", "case.assigned", "case.unassigned")


class Words(Cage):
    """Words of one level that stand nowhere else."""

    def word(self) -> str:
        """A new one."""
        self.birds.append(canary(len(self.birds)))
        return self.birds[-1]


class Typed:
    """What was typed into a notebook: words by level and by kind, subjects by kind."""

    def __init__(self) -> None:
        self.words = {level: Words() for level in Level}
        self.subjects: dict[str, SubjectId] = {}
        self.of: dict[str, list[str]] = {}

    def at(self, *levels: Level) -> list[str]:
        """The words of these levels."""
        return [one for level in levels for one in self.words[level].birds]

    @property
    def hidden(self) -> list[str]:
        """The words that a reader without the right must never meet."""
        return self.at(Level.PROTECTED, Level.SEALED)

    def type_into(self, book: Book) -> None:
        """Write every kind about the register, and a file as large as a photograph."""
        for subject, fact in self._facts():
            book.notebook.write(subject, fact)
        name, word = self.words[Level.INTERNAL].word(), self.words[Level.PROTECTED].word()
        self.subjects["file"] = deposit_evidence(
            book.notebook,
            chunks=[(word + " ").encode() * 50_000],
            file_name=name,
            media_type="text/plain",
            cases=[self.subjects["case"]],
        )

    def _facts(self) -> Iterator[tuple[SubjectId, Fact]]:
        for kind, shape in KINDS.items():
            if shape.__module__.endswith(".office") or kind in _NOT_ANYWHERE:
                continue
            family = kind.partition(".")[0]
            family = _ABOUT.get(family, family)
            subject = self.subjects.setdefault(family, SubjectId(new_id()))
            before = {*self.at(*Level)}
            yield subject, self._filled(shape)
            self.of.setdefault(family, []).extend({*self.at(*Level)} - before)

    def _filled(self, shape: type[Fact]) -> Fact:
        """One with a word of its field's own level in every field that takes words."""
        ids: dict[str, str] = {"SubjectId": self.subjects["case"]}
        given: dict[str, Any] = {}
        for field in msgspec.structs.fields(shape):
            level = shape.levels.get(field.name, Level.INTERNAL)
            code = CODED.get((shape, field.name))
            given[field.name] = value(field.name, field.type, code, self.words[level], ids)
        return shape(**given)
