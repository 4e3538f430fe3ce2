"""What a form can point to: titles that people type, and the ids behind them."""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.utils.translation import get_language

from depter.register.folds.advocacy import AppealFile
from depter.register.vocabulary import vocabulary
from depter.store.asking import Asking
from depter.values.edtf import describe, parse_date
from depter.values.ids import SubjectId, is_id

SPEAKABLE: Final = ("case", "place", "organisation")  # what a statement can be about


def current_language() -> str:
    """The language of the page as a vocabulary and a date know it: ``zh``, not ``zh-hans``."""
    return (get_language() or "en").partition("-")[0]


class Directory:
    """Titles and ids, read once per request however many rows a form has.

    Two subjects with one title are told apart by their ids, so that a title typed or chosen
    always means one of them.
    """

    def __init__(self, book: Asking) -> None:
        self._book = book
        self._labels: dict[str, dict[SubjectId, str]] = {}
        self.wanted: set[str] = set()  # types that fields of the page point to

    def labels(self, type_: str) -> dict[SubjectId, str]:
        """What to offer for one type, by id."""
        if type_ not in self._labels:
            self._labels[type_] = _distinct(self._titles(type_))
        return self._labels[type_]

    @property
    def offered(self) -> dict[str, list[str]]:
        """Labels of everything the fields of the page can point to, for the lists of choices."""
        return {type_: list(self.labels(type_).values()) for type_ in sorted(self.wanted)}

    def label(self, type_: str, subject: str) -> str:
        """What stands in the field for a subject chosen before."""
        known = self.labels(type_).get(SubjectId(subject))
        if known is None:
            name = self._book.shelf.names([subject]).get(subject)
            return subject if name is None or name.type != type_ else name.title or subject
        return known

    def find(self, type_: str, text: str) -> list[tuple[SubjectId, str]]:
        """Everything of the type that the text may mean: by label, id or whole title."""
        wanted = text.casefold()
        labels = self.labels(type_)
        exact = [(one, label) for one, label in labels.items() if label.casefold() == wanted]
        if exact:
            return exact
        same = [
            (one, label)
            for one, label in labels.items()
            if label.rpartition(" · ")[0].casefold() == wanted
        ]
        return same or self._beyond(type_, text)

    def _beyond(self, type_: str, text: str) -> list[tuple[SubjectId, str]]:
        """Lists of choices end somewhere; a whole title or an id is found all the same."""
        if is_id(text):
            name = self._book.shelf.names([text]).get(text)
            return [(name.id, name.title)] if name is not None and name.type == type_ else []
        return [
            (hit.name.id, f"{hit.name.title} · {hit.name.id}")
            for hit in self._book.search(text)
            if hit.name.type == type_ and hit.name.title.casefold() == text.casefold()
        ]

    def _titles(self, type_: str) -> list[tuple[SubjectId, str]]:
        if type_ == "appeal":
            rows = self._book.listed("appeal", size=200).rows
            return [
                (row.id, _appeal_title(row.folded))
                for row in rows
                if isinstance(row.folded, AppealFile)
            ]
        return [(SubjectId(one), title) for one, title in self._book.choices(type_) if title]


def _distinct(titles: list[tuple[SubjectId, str]]) -> dict[SubjectId, str]:
    counted = Counter(title.casefold() for _, title in titles)
    return {
        one: title if counted[title.casefold()] == 1 else f"{title} · {one}"
        for one, title in titles
    }


def _appeal_title(appeal: AppealFile) -> str:
    """Appeals have no names: kind and date, then what was asked."""
    language = current_language()
    kind = vocabulary("appeal_kind").label(appeal.made.appeal_kind, language)
    when = describe(parse_date(appeal.made.on), language=language) if appeal.made.on else ""
    return ", ".join(part for part in (kind, when, appeal.made.asked[:60]) if part)
