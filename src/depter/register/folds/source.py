"""The source: a pseudonym for the protected, consent as it stands, never the identity."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import msgspec

from depter.register.facts.sources import (
    ConsentGiven,
    ConsentWithdrawn,
    SourceIntroduced,
    SourceJudged,
    SourceOpened,
)
from depter.register.folds.history import HistoryLine, history, standing
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level


class Consent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A use the source agreed to, for one case or (``case`` None) for all but ``except_for``."""

    use: str
    case: SubjectId | None = None
    on: str = ""
    until: str = ""
    except_for: tuple[SubjectId, ...] = ()


class SourceFile(msgspec.Struct, frozen=True, omit_defaults=True, tag="source"):
    """A source as everybody who may not open it sees it.

    Attributes:
        name: the open name, or a pseudonym without meaning.
        reliability: latest judgement A–F, empty when never judged.
        sealed_entries: entries whose sealed fields a custodian can open.
        consents: what stands now; withdrawn ones are gone from here, not from the history.
    """

    name: str
    source_kind: str
    protection: str
    opened_at: str
    case: SubjectId | None = None
    organisation: SubjectId | None = None
    reference: str = ""
    note: str = ""
    reliability: str = ""
    reliability_reason: str = ""
    consents: tuple[Consent, ...] = ()
    sealed_entries: tuple[EntryId, ...] = ()
    times_opened: int = 0
    history: tuple[HistoryLine, ...] = ()

    levels: ClassVar[Mapping[str, Level]] = {"note": Level.PROTECTED}

    @property
    def is_protected(self) -> bool:
        """Whether nobody may learn who this is."""
        return self.protection == "protected"


def fold_source(facts: Sequence[Recorded], reliability: Mapping[SubjectId, str]) -> SourceFile:
    """Fold all facts about one source (what others say of it is not asked)."""
    introduced, reason = SourceIntroduced(source_kind="", protection="protected"), ""
    grade, opened = "", 0
    consents: dict[tuple[str, SubjectId | None], Consent] = {}
    sealed: list[EntryId] = []
    for one in standing(facts):
        if Level.SEALED in one.closed:
            sealed.append(one.id)
        match one.fact:
            case SourceIntroduced() as fact:
                introduced = fact
            case SourceJudged() as fact:
                grade, reason = fact.reliability, fact.reason
            case SourceOpened():
                opened += 1
            case ConsentGiven() as fact:
                for use in fact.uses:
                    consents[use, fact.case] = Consent(use, fact.case, fact.on, fact.until)
            case ConsentWithdrawn() as fact:
                _withdraw(consents, fact)
            case _:
                pass
    is_open = introduced.protection == "open"
    return SourceFile(
        name=introduced.name if is_open and introduced.name else pseudonym(facts[0].subject),
        source_kind=introduced.source_kind,
        protection=introduced.protection,
        opened_at=facts[0].at,
        case=introduced.case,
        organisation=introduced.organisation,
        reference=introduced.reference,
        note=introduced.note,
        reliability=grade,
        reliability_reason=reason,
        consents=tuple(consents.values()),
        sealed_entries=tuple(sealed),
        times_opened=opened,
        history=history(facts),
    )


def _withdraw(
    consents: dict[tuple[str, SubjectId | None], Consent], fact: ConsentWithdrawn
) -> None:
    """Withdrawing for all cases withdraws for each; for one case, only there."""
    for (use, case), given in list(consents.items()):
        if use not in fact.uses:
            continue
        if fact.case is None or fact.case == case:
            del consents[use, case]
        elif case is None:
            less = tuple(dict.fromkeys((*given.except_for, fact.case)))
            consents[use, case] = msgspec.structs.replace(given, except_for=less)


_CONSONANTS: Final = "bdfgklmnprstvz"
_VOWELS: Final = "aeiou"


def pseudonym(source: SubjectId) -> str:
    """A pronounceable name without meaning, always the same for one source: ``Bavuno-37``.

    Drawn from the random id alone, so that it says nothing about the person.
    """
    number = int.from_bytes(hashlib.sha256(f"pseudonym|{source}".encode()).digest()[:8], "big")
    letters = []
    for _ in range(3):
        number, consonant = divmod(number, len(_CONSONANTS))
        number, vowel = divmod(number, len(_VOWELS))
        letters.append(_CONSONANTS[consonant] + _VOWELS[vowel])
    return f"{''.join(letters).capitalize()}-{number % 90 + 10}"
