"""What can be found by full text: names apart from words, internal fields only.

Chinese has no spaces, so each Han character is a word of its own here and a search for two
of them is a search for a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from depter.register.folds import Folded
from depter.register.folds.advocacy import AppealFile, IncidentFile, ProceedingFile
from depter.register.folds.case import CaseFile
from depter.register.folds.claims import KnownClaim
from depter.register.folds.dossier import StatementFile
from depter.register.folds.source import SourceFile
from depter.register.folds.world import EvidenceFile, FigureFile, OrganisationFile, PlaceFile
from depter.values.level import Level

HAN: Final = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_WORDS: Final = ("text", "detail", "name")


class Said(msgspec.Struct, frozen=True):
    """One statement with its claims: a part of a card."""

    statement: StatementFile
    claims: tuple[KnownClaim, ...]


class _Spaced(dict[int, str]):
    """A table for ``str.translate`` that learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = f" {letter} " if HAN.match(letter) else letter
        return self[code]


_SPACED: Final = _Spaced()


def segmented(text: str) -> str:
    """The text with spaces around each Han character."""
    return text.translate(_SPACED) if HAN.search(text) else text


def said_in(folded: Folded) -> list[Said]:
    """The statements about a subject, each with its claims."""
    if not isinstance(folded, CaseFile | PlaceFile | OrganisationFile):
        return []
    claims: dict[str, list[KnownClaim]] = {}
    for known in folded.dossier.claims:
        claims.setdefault(known.statement, []).append(known)
    return [Said(one, tuple(claims.get(one.id, ()))) for one in folded.dossier.statements]


def own_text(folded: Folded) -> tuple[str, str]:
    """Names and words of the subject itself."""
    match folded:
        case CaseFile():
            return " \n".join(folded.all_names or [folded.label]), ""
        case PlaceFile() | OrganisationFile():
            names = " \n".join(spelling.text for spelling in folded.described.names)
            return names, folded.described.detail
        case SourceFile():
            return folded.name, folded.reference
        case AppealFile():
            return "", _joined(folded.made, *folded.answers, *folded.followed)
        case IncidentFile():
            return "", _joined(folded.reported)
        case ProceedingFile():
            parts = (folded.begun, *folded.stages, *folded.representation)
            return folded.begun.title, _joined(*parts)
        case FigureFile():
            return "", _joined(folded.claimed)
        case EvidenceFile():
            return folded.deposited.file_name, folded.deposited.note
        case _:
            return "", ""


def words_of(said: Said) -> str:
    """Everything internal that can be found of one statement."""
    statement = said.statement
    words = [statement.words, *statement.translations.values(), statement.occasion.place]
    words += [word for known in said.claims for word in _claim_words(known)]
    return " \n".join(filter(None, words))


_SPOKEN: Final = (
    *("by_name", "addressee_name", "asked", "words", "reference", "summary", "origin"),
    *("demanded", "threatened", "body_name", "outcome", "lawyer", "reason", "about"),
)


def _joined(*facts: msgspec.Struct) -> str:
    texts = (getattr(fact, name, "") for fact in facts for name in _SPOKEN)
    numbers = (getattr(fact, name, None) for fact in facts for name in ("amount", "value"))
    return " \n".join([*filter(None, texts), *(str(one) for one in numbers if one is not None)])


def _claim_words(known: KnownClaim) -> Iterator[str]:
    if known.level is Level.INTERNAL:
        says: Any = known.claim.says
        yield from (getattr(says, field, "") for field in _WORDS)
