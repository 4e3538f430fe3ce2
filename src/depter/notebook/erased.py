"""Which erasures count: those that two people wanted, and everything that has no key left.

Erasing cannot be undone, so the word of one custodian is not enough where there is still a key to
lose: the request and the agreement of another member must stand on the subject itself, and the
pause must be over. Where no key is left, whatever the reason, there is nothing to lose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from depter.ledger.clock import time_of
from depter.ledger.disclosure import BodyNotUnderstood
from depter.ledger.ledger import Kept, Ledger
from depter.notebook.bodies import Reader
from depter.notebook.encoding import FactNotUnderstood
from depter.register.access import Right
from depter.register.deeds import Deed
from depter.register.facts import Fact
from depter.register.facts.office import Countersigned, DeedAsked, EntryStruck, SubjectErased
from depter.register.folds.office import OfficeFile
from depter.register.folds.office_fold import fold_office
from depter.register.recorded import Recorded
from depter.values.ids import EntryId, SubjectId
from depter.vault.errors import BodyDamaged
from depter.vault.keyring import Keyring

_ASKED, _AGREED, _STRUCK = "deed.asked", "entry.countersigned", "entry.struck"
_LONGEST_PAUSE = 24 * 366 * 10  # hours, as in depter.register.deeds


class Erasures:
    """What the facts about an office say was erased, judged by what stands in the ledger.

    ``coming`` are entries that are not in the ledger yet.
    """

    def __init__(
        self,
        ledger: Ledger,
        keyring: Keyring,
        *,
        office: OfficeFile,
        facts: Sequence[Recorded],
        coming: Iterable[Kept] = (),
    ) -> None:
        self._ledger = ledger
        self._office = office
        self._facts = facts
        self._coming = tuple(coming)
        self._reader = Reader(ledger, keyring)

    def standing(self) -> dict[SubjectId, EntryId]:
        """The subjects that count as erased, each with the entry that says so."""
        claimed = self._office.erased
        keyed = self._ledger.subjects_with_keys(claimed)
        found = {subject: entry for subject, entry in claimed.items() if subject not in keyed}
        for place, one in enumerate(self._facts if keyed else ()):
            fact = one.fact
            if isinstance(fact, SubjectErased) and fact.subject in keyed - found.keys():
                before = fold_office(self._facts[:place], {})
                if self._may(before, one, Right.ERASE) and self._is_wanted(fact, one, before):
                    found[fact.subject] = one.id
        return found

    def _is_wanted(self, fact: SubjectErased, one: Recorded, before: OfficeFile) -> bool:
        """Whether one member asked for it, another agreed, and the pause was over."""
        about = [(kept, self._said(kept)) for kept in self._about(fact.subject)]
        asked = next((kept for kept, said in about if _is_request(kept, said, fact.asked)), None)
        if asked is None or not (asker := self._may(before, asked, Right.ERASE)):
            return False
        if any(isinstance(said, EntryStruck) and said.entry == asked.id for _, said in about):
            return False
        stood_behind = asked.at
        if any(member.id != asker for member in before.with_right(Right.AGREE)):
            agreed = [
                kept.at
                for kept, said in about
                if _is_agreement(kept, said, asked.id)
                and self._may(before, kept, Right.AGREE) not in ("", asker)
            ]
            if not agreed:
                return False
            stood_behind = max(asked.at, min(agreed))
        hours = min(max(before.policy.erasure_hours, 0), _LONGEST_PAUSE)
        return time_of(one.at) >= time_of(stood_behind) + timedelta(hours=hours)

    def _may(self, before: OfficeFile, one: Kept | Recorded, right: Right) -> str:
        """The member who wrote an entry that counts, if they had the right; else nothing."""
        member = before.member_of(one.device)
        counts = member and self._office.counts(one.device, one.seq)
        return member.id if member and counts and right in member.rights else ""

    def _about(self, subject: SubjectId) -> Iterator[Kept]:
        yield from self._ledger.about(subject)
        yield from (one for one in self._coming if one.subject == subject)

    def _said(self, kept: Kept) -> Fact | None:
        """The fact itself; None where it is none of these, or this member cannot read it."""
        if kept.kind not in (_ASKED, _AGREED, _STRUCK):
            return None
        try:
            return next((one.fact for one in self._reader.read((kept,))), None)
        except (BodyDamaged, BodyNotUnderstood, FactNotUnderstood):
            return None


def _is_request(kept: Kept, said: Fact | None, asked: EntryId) -> bool:
    if kept.id != asked or kept.kind != _ASKED:
        return False
    return said is None or (isinstance(said, DeedAsked) and said.deed == Deed.ERASE)


def _is_agreement(kept: Kept, said: Fact | None, asked: EntryId) -> bool:
    if kept.kind != _AGREED:
        return False
    return said is None or (isinstance(said, Countersigned) and said.entry == asked)
