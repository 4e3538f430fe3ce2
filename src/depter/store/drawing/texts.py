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
from depter.register.folds.dossier import Dossier
from depter.register.folds.source import SourceFile
from depter.register.folds.world import EvidenceFile, FigureFile, OrganisationFile, PlaceFile
from depter.values.level import Level

HAN: Final = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_WORDS: Final = ("text", "detail", "name")

Texts = dict[str, tuple[str, str]]


def segmented(text: str) -> str:
    """The text with spaces around each Han character."""
    return text if text.isascii() else HAN.sub(r" \1 ", text)


def texts_of(folded: Folded) -> Texts:
    """Part to (names, words): part "" for the subject itself, else a statement's id."""
    match folded:
        case CaseFile():
            names = " \n".join(folded.names() or [folded.label])
            return {"": (names, "")} | _statements(folded.dossier)
        case PlaceFile() | OrganisationFile():
            names = " \n".join(spelling.text for spelling in folded.described.names)
            return {"": (names, folded.described.detail)} | _statements(folded.dossier)
        case SourceFile():
            return {"": (folded.name, folded.reference)}
        case AppealFile():
            parts = (folded.made, *folded.answers, *folded.followed)
            return {"": ("", _joined(*parts))}
        case IncidentFile():
            return {"": ("", _joined(folded.reported))}
        case ProceedingFile():
            parts = (folded.begun, *folded.stages, *folded.representation)
            return {"": (folded.begun.title, _joined(*parts))}
        case FigureFile():
            return {"": ("", _joined(folded.claimed))}
        case EvidenceFile():
            return {"": (folded.deposited.file_name, folded.deposited.note)}
        case _:
            return {}


_SPOKEN: Final = (
    *("by_name", "addressee_name", "asked", "words", "reference", "summary", "origin"),
    *("demanded", "threatened", "body_name", "outcome", "lawyer", "reason", "about"),
)


def _joined(*facts: msgspec.Struct) -> str:
    texts = (getattr(fact, name, "") for fact in facts for name in _SPOKEN)
    return " \n".join(text for text in texts if text)


def _statements(dossier: Dossier) -> Texts:
    words = {
        one.id: [one.words, *one.translations.values(), one.occasion.place]
        for one in dossier.statements
    }
    for known in dossier.claims:
        words[known.statement].extend(_claim_words(known))
    return {part: ("", " \n".join(filter(None, texts))) for part, texts in words.items()}


def _claim_words(known: KnownClaim) -> Iterator[str]:
    if known.level is Level.INTERNAL:
        says: Any = known.claim.says
        yield from (getattr(says, field, "") for field in _WORDS)
