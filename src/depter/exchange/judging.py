"""Who wrote what came, and whether they might: the office as it is with what came, office first.

Whatever was written by somebody whom the office does not know (yet), after their end, of a kind
that no role of theirs ever allowed, or that does not open, holds up the feed it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final

import msgspec

from depter.errors import BadInput
from depter.exchange.errors import EntriesTooNew
from depter.ledger.disclosure import BodyNotUnderstood, is_committed, read_body
from depter.ledger.entry import Entry
from depter.ledger.ledger import Kept, SubjectKeyRow
from depter.notebook.bodies import Reader, Written
from depter.notebook.encoding import FactNotUnderstood, fact_from
from depter.notebook.erased import Erasures
from depter.notebook.keyrows import turned_by
from depter.notebook.membership import learn
from depter.notebook.notebook import Notebook
from depter.register.access import ALONE, NEEDED, OWN_PROOF, Right, Role, rights_of, roles_from
from depter.register.checks import checked_fields
from depter.register.facts import KINDS, office
from depter.register.facts.office import MemberAdmitted, MemberChanged, OfficeRecovered
from depter.register.folds.office import OfficeFile
from depter.register.folds.office_fold import fold_office
from depter.register.recorded import Recorded
from depter.register.vocabulary import UnknownCode
from depter.values.ids import EntryId, SubjectId
from depter.values.level import Level
from depter.vault.errors import BodyDamaged, KeyNotHeld
from depter.vault.keyring import Keyring

_ORDER: Final = attrgetter("at", "device", "seq")
_DAMAGED: Final = (BodyDamaged, BodyNotUnderstood)
_ELSEWHERE: Final = (office.EntryStruck, office.DeedAsked, office.Countersigned)
_ABOUT_OFFICE: Final = frozenset(
    kind for kind in KINDS.values() if kind.__module__ == office.__name__ and kind not in _ELSEWHERE
)


class Refused(msgspec.Struct, frozen=True):
    """Where a feed is held up: ``reason`` is ``stranger``, ``ended``, ``role`` or ``body``."""

    device: str
    seq: int
    reason: str
    count: int = 1


class Judge:
    """The office with what came, and every key that it brought. Keys of subjects are added to
    the ledger before, in the transaction that is rolled back if nothing comes of it."""

    def __init__(self, book: Notebook, office_id: SubjectId, new: Sequence[Written]) -> None:
        self._book = book
        self._office_id = office_id
        self._damaged: set[EntryId] = set()
        self.before: Keyring = book.keyring
        self.keyring = self.before
        mine = [_kept(one) for one in new if one[0].entry.subject == office_id]
        facts = tuple(self._facts(sorted([*book.ledger.about(office_id), *mine], key=_ORDER)))
        self.office = fold_office(facts, {}) if facts else OfficeFile(name="", opened_at="")
        if self.office.erased:
            coming = map(_kept, new)
            erasures = Erasures(
                book.ledger, self.keyring, office=self.office, facts=facts, coming=coming
            )
            self.office = msgspec.structs.replace(self.office, erased=erasures.standing())
        self._ever = roles_ever(facts, self.office)

    def _facts(self, about: Iterable[Kept]) -> Iterator[Recorded]:
        """One by one, because a later one may be under a key that an earlier one brought."""
        known: list[Recorded] = []
        for one in about:
            try:
                self.keyring, facts = learn(
                    self._book.ledger, self.keyring, (one,), self._book.device, known=known
                )
            except (*_DAMAGED, FactNotUnderstood):
                self._damaged.add(one.id)
            else:
                known += facts
                yield from facts

    def sort(self, new: Sequence[Written]) -> tuple[list[Written], tuple[Refused, ...]]:
        """What may be taken in, and where feeds are held up.

        Raises:
            EntriesTooNew: a code or a field that this version does not know.
        """
        self._open_all(new)
        refused: dict[str, Refused] = {}
        taken: list[Written] = []
        for one in new:
            entry = one[0].entry
            before = refused.get(entry.device)
            if before is not None:
                more = msgspec.structs.replace(before, count=before.count + 1)
                refused[entry.device] = more
            elif reason := self._why_not(entry, one[0].id):
                refused[entry.device] = Refused(entry.device, entry.seq, reason)
            else:
                taken.append(one)
        return taken, tuple(refused.values())

    def may_turn(self, row: SubjectKeyRow) -> bool:
        """Whether a sealed key was wrapped again by whoever may: a custodian now, or, where the
        key itself is new here, somebody who was one once."""
        device = turned_by(row)
        member, known = self.office.member_of(device), self.office.device(device)
        if row.level is not Level.SEALED or member is None or known is None:
            return False
        here = self._book.ledger.keys_of(row.subject, row.level)
        if any(one.id == row.id for one in here):
            return known.ends is None and Right.OPEN_SEALED in member.rights
        return Right.OPEN_SEALED in rights_of(self._ever[member.id])

    def _why_not(self, entry: Entry, entry_id: EntryId) -> str:
        member, device = self.office.member_of(entry.device), self.office.device(entry.device)
        if member is None or device is None:
            return "stranger"
        if device.ends is not None and entry.seq > device.ends:
            return "ended"
        kind = KINDS[entry.kind]
        needed = None if kind in OWN_PROOF else NEEDED.get(kind)
        if needed is not None and needed not in rights_of(self._ever[member.id]):
            return "role"
        if kind in _ABOUT_OFFICE and entry.subject != self._office_id:
            return "role"  # nobody founds a second office, or admits members elsewhere
        return "body" if entry_id in self._damaged else ""

    def _open_all(self, new: Sequence[Written]) -> None:
        """Every body that this member's keys open is opened, subject by subject."""
        reader = Reader(self._book.ledger, self.keyring)
        erased = self.office.erased
        for one in sorted(new, key=lambda written: written[0].entry.subject):
            if one[0].entry.subject not in erased and not _holds(one, reader):
                self._damaged.add(one[0].id)


def roles_ever(facts: Iterable[Recorded], file: OfficeFile) -> Mapping[str, frozenset[Role]]:
    """Every role that each member ever had; what waits for a second custodian gave none."""
    pending = {one.entry for one in file.pending}
    ever = {one.id: roles_from(one.roles) for one in file.members}
    if file.members:
        founder = file.members[0].id
        ever[founder] |= frozenset(ALONE)
    for one in facts:
        author = file.member_of(one.device)
        if one.id in pending or author is None:
            continue
        match one.fact:
            case OfficeRecovered() as fact if fact.member in ever:
                ever[fact.member] |= {Role.CUSTODIAN}
            case MemberAdmitted() | MemberChanged() as fact if fact.member in ever:
                if Right.MANAGE in rights_of(ever[author.id]):
                    ever[fact.member] |= _roles_given(fact)
            case _:
                pass
    return ever


def _roles_given(fact: MemberAdmitted | MemberChanged) -> frozenset[Role]:
    first_format = (fact.role,) if isinstance(fact, MemberAdmitted) else ()
    return roles_from(fact.roles or first_format)


def _holds(one: Written, reader: Reader) -> bool:
    """Whether the bodies that can be opened are what the line commits to, and make a fact."""
    entry, kept = one[0].entry, _kept(one)
    if entry.sealed is not None:
        rows = reader.rows(entry.subject, Level.SEALED)
        if entry.sealed.to not in {row.recipient for row in rows}:
            return False
    opened = []
    for level in kept.bodies:
        if level is Level.SEALED:
            continue
        try:
            plain = reader.plain(kept, level)
            if not is_committed(plain, commits=entry.commits[level]):
                return False
            opened.append(read_body(plain))
        except KeyNotHeld:
            if level is Level.INTERNAL:
                return True  # to this member it does not exist
        except _DAMAGED:
            return False
    try:
        checked_fields(fact_from(entry.kind, opened))
    except (UnknownCode, FactNotUnderstood) as problem:
        raise EntriesTooNew() from problem
    except BadInput:
        return False
    return True


def _kept(one: Written) -> Kept:
    line, bodies = one
    entry = line.entry
    return Kept(
        0, line.id, entry.device, entry.seq, entry.at, entry.kind, entry.subject, dict(bodies)
    )
